"""Throw headers at the search for forged results; what is cut stays cut."""

from glassine.trust.forged_results import forged, without
from glassine.words.public import HostName

OURS = (HostName("mail.example.org"), HostName("mx.xn--bcher-kva.example"))


def one(data: bytes) -> None:
    """Cut the forged fields out; none may be left, and nothing else be gone."""
    spans = list(forged(data, OURS))
    rest = without(data, spans)
    assert len(rest) == len(data) - sum(end - start for start, end in spans)
    assert all(data[start : start + 2].lower() == b"au" for start, _ in spans)
    if data.endswith(b"\n"):
        assert not list(forged(rest, OURS))
