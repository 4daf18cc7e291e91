"""`glassine check`: a dry run of a stranger's envelope, told in sentences."""

import json as json_text
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter

from glassine.cli.arguments import (
    AddressWord,
    GreetingWord,
    HostWord,
    IpWord,
    Json,
    SenderWord,
)
from glassine.cli.explain import sentences
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.refused import REFUSED
from glassine.events.details import finding
from glassine.events.facts import Action
from glassine.flow.judging.rehearse import Rehearsed, Stranger, rehearse
from glassine.flow.viewing.explain import said
from glassine.flow.viewing.witness import keep
from glassine.serve.compose import furnish
from glassine.store.unwritten import Unwritten

NOT_JUDGED = "The client is in a network of your own, whose mail is not judged."


@dataclass(frozen=True, slots=True)
class Check:
    """What a dry run came to, and the lines that a log would have had."""

    lines: Sequence[str]
    outcome: Rehearsed

    @property
    def taken(self) -> bool:
        """Tell whether the recipient's server would go on to take the message."""
        return self.outcome.answer.positive


async def check(
    *,
    ip: IpWord,
    helo: GreetingWord,
    sender: Annotated[SenderWord, Parameter(name="--from")],
    recipient: Annotated[AddressWord, Parameter(name="--to")],
    rdns: HostWord | None = None,
    json: Json = False,
    config: ConfigFile = None,
) -> int:
    """Tell what the checks of the envelope find, and what would be answered.

    Nothing is remembered of it: no greylist, no count and no reputation changes.

    Parameters
    ----------
    ip
        Where the client comes from.
    helo
        What it calls itself.
    sender
        Whom the mail is from; `<>` is a bounce.
    recipient
        Whom it is for.
    rdns
        The name of its address; else DNS is asked.
    """
    stranger = Stranger(ip=ip, helo=helo, sender=sender, recipient=recipient, rdns=rdns)
    async with open_house(config) as house:
        await _record(house, stranger)
        found = await _checked(house, stranger)
    print(as_json(found) if json else page(found))
    return 0 if found.taken else REFUSED


def page(found: Check) -> str:
    """Return the dry run for people to read."""
    outcome = found.outcome
    lines = [*found.lines] if outcome.judged else [NOT_JUDGED]
    lines += sentences(tuple(said(finding(each)) for each in outcome.findings))
    return "\n".join([*lines, f"RCPT would be answered: {_spoken(found)}"])


def as_json(found: Check) -> str:
    """Return the dry run as one JSON object."""
    outcome = found.outcome
    told = [said(finding(each)) for each in outcome.findings]
    return json_text.dumps(
        {
            "judged": outcome.judged,
            "taken": found.taken,
            "findings": [
                {**each.finding, "text": each.text, "advice": each.advice}
                for each in told
            ],
            "answer": _spoken(found),
        },
        indent=2,
    )


def _spoken(found: Check) -> str:
    return bytes(found.outcome.answer).decode().strip()


async def _checked(house: House, stranger: Stranger) -> Check:
    out: list[bytes] = []
    running = furnish(house.config, house.key, out.append, store=Unwritten(house.store))
    outcome = await rehearse(running.desk, stranger)
    await running.list_trials.close()
    running.journal.close()
    running.runs.shutdown()
    running.looking.shutdown()
    lines = b"".join(out).decode().splitlines()
    return Check([line.partition(" ")[2] for line in lines], outcome)


async def _record(house: House, stranger: Stranger) -> None:
    """Keep that an operator asks: DNS hears of the client and of the sender."""
    event = house.operated(
        Action.CHECK, f"ip={stranger.ip}", address=stranger.recipient
    )
    await house.store.write(lambda books: keep(books, event))
