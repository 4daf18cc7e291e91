"""Dates of header fields, read tolerantly and written strictly. RFC 5322 §3.3, §4.3"""

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from glassine.mail.lexical import without_comments
from glassine.words.clock import Milliseconds

LONGEST = 1000  # octets of a field; the rest is not looked at
_MONTHS = b"jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = b"Mon Tue Wed Thu Fri Sat Sun".split()
_ZONES = {
    b"est": -5, b"edt": -4, b"cst": -6, b"cdt": -5,
    b"mst": -7, b"mdt": -6, b"pst": -8, b"pdt": -7,
}  # fmt: skip  # every other name, military letters too, means -0000. §4.3
_DATE = re.compile(
    rb"\s*+(?:[a-z]++\.?\s*+,?+\s*+)?+(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s-]+(\d{2,4})"
    rb"(?:[\s,]+(\d{1,2})\s*:\s*(\d{1,2})(?:\s*:\s*(\d{1,2}))?)?"
    rb"(?:\.\d+)?(?:\s*([+-])(\d{2}):?(\d{2})|\s*([a-z]+))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MailDate:
    """A moment, and the day as the writer saw it: IMAP's SENT… keys ask for that."""

    moment: Milliseconds
    day: datetime.date


def read(value: bytes) -> MailDate | None:
    """Return the date of an unfolded field, or None where it is none."""
    found = _DATE.match(without_comments(value[:LONGEST]))
    if found is None or found[2].lower() not in _MONTHS:
        return None
    day, month, year = int(found[1]), _MONTHS.index(found[2].lower()) + 1, found[3]
    hour, minute, second = (int(part or 0) for part in found.group(4, 5, 6))
    try:
        local = datetime.datetime(  # noqa: DTZ001, RUF100  (the zone is taken off below)
            _year(year), month, day, hour, minute, min(second, 59)
        )
        moment = local.replace(tzinfo=datetime.UTC) - _offset(found)
    except (ValueError, OverflowError):
        return None
    return MailDate(Milliseconds(int(moment.timestamp() * 1000)), local.date())


def _year(digits: bytes) -> int:
    """Return the year in full: two digits to 49 are 2000 and on. §4.3"""
    year = int(digits)
    if len(digits) == 2 and year < 50:
        return year + 2000
    return year + 1900 if len(digits) < 4 else year


def _offset(found: re.Match[bytes]) -> datetime.timedelta:
    if found[7] is None:
        return datetime.timedelta(hours=_ZONES.get((found[10] or b"").lower(), 0))
    away = datetime.timedelta(hours=int(found[8]), minutes=int(found[9]))
    return -away if found[7] == b"-" else away


def written(moment: Milliseconds) -> bytes:
    """Return the moment as a field's date-time, in UTC."""
    return _written(moment // 1000)


@lru_cache(maxsize=4)  # a field has no fractions: a busy second is written once
def _written(second: int) -> bytes:
    at = datetime.datetime.fromtimestamp(second, datetime.UTC)
    month = _MONTHS[at.month - 1].capitalize()
    text = b"%b, %02d %b %d " % (_DAYS[at.weekday()], at.day, month, at.year)
    return text + at.strftime("%H:%M:%S +0000").encode()
