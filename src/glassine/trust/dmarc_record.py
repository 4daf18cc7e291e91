"""Read a DMARC policy record. RFC 9989 §4.7, §4.8

A record is what a stranger wrote, and mends itself: what is not understood counts as
not said. Only a policy that cannot be read makes the whole of it unusable.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from glassine.words.sender import DmarcPolicy

_VERSION = re.compile(rb"[vV][ \t]*=[ \t]*DMARC1[ \t]*(?:;|\Z)")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s,;]+\Z")
_NO_POLICY = DmarcPolicy.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class DmarcRecord:
    """What the owner of a domain wants of those who receive mail in its name."""

    policy: DmarcPolicy
    subdomains: DmarcPolicy  # `sp`
    nonexistent: DmarcPolicy  # `np`
    strict_dkim: bool
    strict_spf: bool
    suffix: bool | None  # `psd`: a public suffix or the top of an organization
    testing: bool
    usable: bool  # False: no policy can be read from it. RFC 9989 §4.10.1

    def of_subdomain(self, *, exists: bool) -> DmarcPolicy:
        """Return what is asked for a domain below the one of this record."""
        return self.subdomains if exists else self.nonexistent


def is_dmarc(text: bytes) -> bool:
    """Tell whether a TXT record is one of DMARC: the version comes first, and so."""
    return _VERSION.match(text) is not None


@lru_cache(maxsize=1024)
def parse_dmarc(text: bytes) -> DmarcRecord:
    """Return what a record says; `is_dmarc` must hold."""
    tags = _tags(text)
    asked = {name: _policy(tags.get(name)) for name in ("p", "sp", "np")}
    readable = all(asked[name] or name not in tags for name in asked)
    policy = (asked["p"] if readable else None) or _NO_POLICY
    subdomains = (asked["sp"] if readable else None) or policy
    return DmarcRecord(
        policy=policy,
        subdomains=subdomains,
        nonexistent=(asked["np"] if readable else None) or subdomains,
        strict_dkim=tags.get("adkim") == "s",
        strict_spf=tags.get("aspf") == "s",
        suffix={"y": True, "n": False}.get(tags.get("psd", "u")),
        testing=tags.get("t") == "y",
        usable=readable or _has_uri(tags.get("rua", "")),
    )


def _tags(text: bytes) -> dict[str, str]:
    """Return the tags in lower case; of one that is there twice, the first counts."""
    tags: dict[str, str] = {}
    for piece in text.decode("ascii", "replace").split(";"):
        name, equals, value = piece.partition("=")
        if equals:
            tags.setdefault(name.strip().lower(), value.strip().lower())
    return tags


def _policy(text: str | None) -> DmarcPolicy | None:
    try:
        return DmarcPolicy(text) if text is not None else None
    except ValueError:
        return None


def _has_uri(text: str) -> bool:
    """Tell whether at least one address for reports can be read."""
    return any(_URI.match(each.strip()) for each in text.split(","))
