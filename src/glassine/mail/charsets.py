"""Octets to text, by the charset's name, and something readable in every case.

The names are a closed list: a message cannot make Python import a codec of its
choice. Codecs that are not charsets (`punycode`, `unicode_escape`) stay out, and so
does UTF-7, which can hold half a character.
"""

from functools import lru_cache

LONGEST = 40  # octets of a name; none has as many
_SAME = frozenset({
    "utf-8", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be", "utf-32-le",
    "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6",
    "iso8859-7", "iso8859-8", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15",
    "iso8859-16", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256",
    "cp1257", "cp1258", "cp437", "cp850", "cp852", "cp855", "cp866", "koi8-r", "koi8-u",
    "mac-roman", "big5", "big5hkscs", "gb18030", "cp949", "cp932", "euc-jp", "johab",
    "iso2022-jp", "iso2022-jp-2", "iso2022-kr", "hz",
})  # fmt: skip
# What mail calls them. Where a name promises less than senders use, the wider
# charset is taken, as the WHATWG Encoding Standard does.
_OTHER = {
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "iso8859-8-i": "iso8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "big5-hkscs": "big5hkscs",
    "euc-kr": "cp949",
    "ks-c-5601-1987": "cp949",
    "ksc5601": "cp949",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "hz-gb-2312": "hz",
    "utf8": "utf-8",
    "utf-16be": "utf-16-be",
    "utf-16le": "utf-16-le",
    "utf-32be": "utf-32-be",
    "utf-32le": "utf-32-le",
    "macintosh": "mac-roman",
}
_CODECS = {name: name for name in _SAME} | _OTHER


def codec(charset: bytes) -> str | None:
    """Return Python's name of the charset, or None where it is not known."""
    return _codec(charset) if len(charset) <= LONGEST else None


@lru_cache(maxsize=256)
def _codec(charset: bytes) -> str | None:
    name = charset.decode("ascii", "replace").strip().lower().replace("_", "-")
    name = name.replace("iso-8859", "iso8859").replace("iso-2022", "iso2022")
    name = name.replace("windows-", "cp").removeprefix("x-cp")
    return _CODECS.get(name) or _CODECS.get(f"cp{name}")


def decode(octets: bytes, charset: bytes) -> str:
    """Return the text; an unknown charset is guessed.

    So is US-ASCII: who declares it and sends eight bits did not mean it.
    """
    name = codec(charset)
    return guess(octets) if name is None else octets.decode(name, "replace")


def guess(octets: bytes) -> str:
    """Return octets of no declared charset as UTF-8 if they are that, else as 1252."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = error.reason == "unexpected end of data"  # and it was UTF-8 before
        cut_short = cut and not octets[: error.start].isascii()
        return octets.decode("utf-8" if cut_short else "cp1252", "replace")
