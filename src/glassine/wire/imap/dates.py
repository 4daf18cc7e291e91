"""Dates as IMAP writes them: `17-Jul-1996 02:44:25 -0700`. RFC 9051 §9 `date-time`"""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from glassine.words.clock import Milliseconds

MONTHS = b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTH = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_DATE = re.compile(rb"(\d{1,2})-([A-Za-z]{3})-(\d{4})")
_DATE_TIME = re.compile(
    rb"([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)([0-5]\d)"
)


class NotADate(Exception):
    """The text is no date of IMAP, or no day of the calendar."""


def read_date(text: bytes) -> date:
    """Return the day of `1-Feb-1994`. Raises `NotADate`."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise NotADate
    try:
        return date(int(found[3]), _MONTH[found[2].lower()], int(found[1]))
    except (KeyError, ValueError):
        raise NotADate from None


def read_date_time(text: bytes) -> Milliseconds:
    """Return the moment of `17-Jul-1996 02:44:25 -0700`. Raises `NotADate`."""
    found = _DATE_TIME.fullmatch(text)
    if found is None:
        raise NotADate
    day, month, *numbers, sign, hours, minutes = found.groups()
    east = timedelta(hours=int(hours), minutes=int(minutes))
    try:
        zone = timezone(-east if sign == b"-" else east)
        year, hour, minute, second = map(int, numbers)
        at = datetime(
            year, _MONTH[month.lower()], int(day), hour, minute, second, tzinfo=zone
        ).astimezone(UTC)
    except (KeyError, ValueError, OverflowError):
        raise NotADate from None
    return Milliseconds((at - _EPOCH) // timedelta(milliseconds=1))


def write_date_time(moment: Milliseconds) -> bytes:
    """Return the moment in quotes, in UTC."""
    at = _EPOCH + timedelta(milliseconds=moment)
    return b'"%2d-%b-%04d %02d:%02d:%02d +0000"' % (
        at.day,
        MONTHS[at.month - 1],
        at.year,
        at.hour,
        at.minute,
        at.second,
    )
