"""How a rule of the operator's lists is written: what it matches, and until when."""

from datetime import UTC, date, datetime
from typing import Any

from glassine.config.kinds import Kind, no, quoted, text
from glassine.words.access import AccessBy, Match, OperatorText, parse_match
from glassine.words.clock import Milliseconds
from glassine.words.public import NotPublic


def _match(value: Any) -> Match:
    by, _, what = text(value).partition(" ")
    try:
        return parse_match(AccessBy(by), what.strip())
    except (NotPublic, ValueError):
        no()


def _day(value: Any) -> Milliseconds:
    if isinstance(value, datetime) or not isinstance(value, date):
        no()
    moment = datetime(value.year, value.month, value.day, tzinfo=UTC)
    return Milliseconds(int(moment.timestamp()) * 1000)


def _written_day(at: Milliseconds) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d}"


MATCH = Kind(
    'one of "ip 192.0.2.0/24", "host example.net", "helo example.net", "sender '
    'example.net" and "recipient info@example.org"; a sender or recipient is an '
    "address or a domain, and a domain stands for all below it too",
    _match,
    quoted,
)
REASON = Kind("a text in quotes", lambda value: OperatorText(text(value)), quoted)
DATE = Kind("a day, without quotes, such as 2027-01-31", _day, _written_day)
