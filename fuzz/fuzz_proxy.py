"""Throw octets at the PROXY header reader; only `NotProxy` may come of it."""

from glassine.wire.proxy import NotProxy, read_header


def one(data: bytes) -> None:
    """Read one header, and see that its length is true."""
    try:
        read = read_header(data)
    except NotProxy:
        return
    if read is None:
        return
    header, length = read
    assert 0 < length <= len(data)
    assert read_header(data[:length]) == (header, length)
    assert read_header(data[: length - 1]) is None
