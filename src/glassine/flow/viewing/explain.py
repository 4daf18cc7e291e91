"""Why was this message judged as it was? The verdict, from the records kept of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glassine.events.facts import Action
from glassine.events.record import decoded
from glassine.flow.viewing.desk import Viewer, ViewingDesk
from glassine.flow.viewing.explaining import (
    Finding,
    advice,
    consequence,
    looked_at,
    told,
)
from glassine.flow.viewing.refusing import Record, unjudged
from glassine.flow.viewing.trace import (
    Trace,
    trace_of,
    transactions,
    transactions_in,
)
from glassine.flow.viewing.witness import address_in, addresses_of, check, witnessed
from glassine.words.public import Address

JUDGED = ("denied", "received", "spam")


@dataclass(frozen=True, slots=True)
class Said:
    """One finding: as the record has it, in words, and what to do about it."""

    finding: Finding
    text: str
    consequence: str
    advice: str

    @property
    def subject(self) -> str:
        """What the check looked at."""
        return looked_at(self.finding)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The verdict on one transaction."""

    uuid: str
    sentence: str
    findings: tuple[Said, ...]
    score: float
    status: str
    recipients: tuple[Address, ...]  # whose limits counted
    remark: str = ""  # where nothing was found: why that is, and what to do


async def explain_by_uuid(
    desk: ViewingDesk, viewer: Viewer, uuid: str
) -> list[Explanation]:
    """Return the verdict on C.N or C.N.M, or on each transaction of C.

    Nothing where nothing is kept of it.
    """
    check(viewer, Action.EXPLAIN)
    wanted = await transactions_in(desk, uuid)
    found = [each for one in wanted if (each := await trace_of(desk, one)) is not None]
    return await _seen(desk, viewer, f"uuid={uuid}", found)


async def explain_message(
    desk: ViewingDesk, viewer: Viewer, message_id: str
) -> list[Explanation]:
    """Return the verdict on each transaction that carried this Message-ID."""
    check(viewer, Action.EXPLAIN)
    uuids, form = await transactions(desk, message_id)
    found = [each for uuid in uuids if (each := await trace_of(desk, uuid)) is not None]
    return await _seen(desk, viewer, f"message_id={form}", found)


async def _seen(
    desk: ViewingDesk, viewer: Viewer, asked: str, found: list[Trace]
) -> list[Explanation]:
    records = [event.record for each in found for event in each.events]
    await witnessed(
        desk,
        viewer,
        Action.EXPLAIN,
        asked=asked,
        rows=len(records),
        shown=addresses_of(records),
    )
    return [explained(each) for each in found]


def explained(trace: Trace) -> Explanation:
    """Return the verdict that a trace holds; it may be one under the veil."""
    records = [decoded(event.record) for event in trace.events]
    findings = tuple(said(each) for each in judged(records))
    verdicts = [r["details"] for r in records if r["type"] in JUDGED]
    return Explanation(
        uuid=trace.uuid,
        sentence=trace.sentence,
        findings=findings,
        score=round(sum(each.finding["weight"] for each in findings), 2),
        status=next((v["spamStatus"] for v in verdicts if v["spamStatus"]), ""),
        recipients=tuple(_recipients(records)),
        remark="" if findings else unjudged(records),
    )


def judged(records: Sequence[Record]) -> list[Finding]:
    """Return what was found of a message, each once, in the order of the records."""
    found: list[Finding] = []
    for each in _all(records):
        if each not in found:
            found.append(each)
    return found


def _recipients(records: Sequence[Record]) -> dict[Address, None]:
    """Return whom the message was for, in order."""
    named = (text for r in records if r["type"] in JUDGED for text in r["rcptTo"])
    found = (address for text in named if (address := address_in(text)))
    return dict.fromkeys(found)


def said(finding: Finding) -> Said:
    """Return a finding in words."""
    return Said(finding, told(finding), consequence(finding), advice(finding))


def _all(records: Sequence[Record]) -> Iterator[Finding]:
    for record in records:
        if record["type"] in JUDGED:
            yield from record["details"].get("findings", ())
