"""Flags as they go to a client."""

from collections.abc import Iterable

from glassine.wire.imap.flags import Flag, SystemFlag


def flag(flag: Flag) -> bytes:
    """Return one flag; a keyword is an atom, as it was when it was read."""
    return flag.value if isinstance(flag, SystemFlag) else flag.reveal()


def flag_list(flags: Iterable[Flag]) -> bytes:
    """Return flags in parentheses, in one order whatever order they come in."""
    return b"(%b)" % b" ".join(sorted(map(flag, flags)))


def flags_line(flags: Iterable[Flag]) -> bytes:
    """Return the FLAGS of a mailbox. RFC 9051 §7.3.5"""
    return b"* FLAGS %b\r\n" % flag_list(flags)
