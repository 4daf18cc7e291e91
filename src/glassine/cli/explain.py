"""`glassine explain`: why a message was judged as it was, in sentences."""

import json as json_text
from collections.abc import Iterable, Iterator

from glassine.cli.arguments import Json
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.nothing import NOTHING
from glassine.cli.refused import Refused
from glassine.flow.judging.weigh import Thresholds
from glassine.flow.viewing.explain import (
    Explanation,
    Said,
    explain_by_uuid,
    explain_message,
)
from glassine.flow.viewing.uuids import parse_uuid
from glassine.flow.viewing.verdict import Verdict, counted, plain, silent, verdict
from glassine.serve.judging_content import scale
from glassine.words.public import Address

_CLASSES = {"probable": "probably spam"}
_SILENT = {
    "pass": "In order",
    "fail": "Failed, and weighs nothing",
    "skip": "Said nothing",
    "err": "Could not be found out",
}


async def explain(
    message: str, /, *, json: Json = False, config: ConfigFile = None
) -> None:
    """Print the verdict: each finding, what it weighs, and what would change it.

    Parameters
    ----------
    message
        A UUID as the log has it (C, C.1 or C.1.1), or a Message-ID.
    """
    async with open_house(config) as house:
        found = await _explained(house, message)
        limits = scale(house.config)
    if not found:
        raise Refused(NOTHING)
    for each in found:
        told = verdict(each, limits)
        print(json_text.dumps(plain(told)) if json else page(told))


async def _explained(house: House, message: str) -> list[Explanation]:
    try:
        uuid = parse_uuid(message)
    except ValueError:
        return await explain_message(house.viewing(), house.viewer(), message)
    return await explain_by_uuid(house.viewing(), house.viewer(), uuid)


def page(told: Verdict) -> str:
    """Return the verdict for people to read."""
    found = told.explained
    lines = [found.sentence, *sentences(found.findings)]
    if found.remark:
        lines.append(found.remark)
    elif not told.by_one:
        judged = f": {_CLASSES.get(found.status, found.status)}" if found.status else ""
        lines.append(f"Together it weighs {found.score:.1f}{judged}.")
        lines += [f"  {_limits(*each)}" for each in told.thresholds.items()]
    return "\n".join(lines)


def _limits(recipient: Address, own: Thresholds) -> str:
    """Return from which sums on the recipient's mail is what."""
    return (
        f"As the limits are now, for {recipient} it is probably spam from "
        f"{own.probable:g}, spam from {own.spam:g}, and refused from {own.refuse:g}."
    )


def sentences(findings: Iterable[Said]) -> Iterator[str]:
    """Yield what decided or weighed, the gravest first; then the rest, in short."""
    for each in counted(findings):
        yield f"  {_capital(each.text)}; {each.consequence}."
        if each.advice:
            yield f"    To change it: {each.advice}."
    rest = silent(findings)
    for result, title in _SILENT.items():
        if named := [_name(e) for e in rest if e.finding["result"] == result]:
            yield f"  {title}: {_listed(named)}."


def _name(each: Said) -> str:
    """Return what was looked at, with what the finding turned on."""
    about = " ".join(filter(None, (each.finding["why"], str(each.finding["value"]))))
    return f"{each.subject}{f' ({about})' if about else ''}".replace("_", " ")


def _listed(names: list[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
