"""`glassine explain`: why a message was judged as it was, in sentences."""

import json as json_text
from collections.abc import Iterator

from glassine.cli.arguments import Json
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.refused import Refused
from glassine.flow.judging.weigh import Scale
from glassine.flow.viewing.explain import (
    Explanation,
    Said,
    explain_by_uuid,
    explain_message,
)
from glassine.flow.viewing.uuids import parse_uuid
from glassine.flow.viewing.verdict import plain, verdict
from glassine.serve.judging_content import scale
from glassine.words.public import Address


async def explain(
    message: str, /, *, json: Json = False, config: ConfigFile = None
) -> None:
    """Print the verdict: each finding, what it weighs, and what would change it.

    Parameters
    ----------
    message
        A UUID of either view (C, C.1 or C.1.1), or a Message-ID, its angle brackets
        or not.
    """
    async with open_house(config) as house:
        found = await _explained(house, message)
        limits = scale(house.config)
    if not found:
        raise Refused(
            "there is nothing of that; it may be mistyped, or older than [privacy] "
            "keep_events"
        )
    for each in found:
        print(as_json(each, limits) if json else page(each, limits))


async def _explained(house: House, message: str) -> list[Explanation]:
    try:
        uuid = parse_uuid(message)
    except ValueError:
        return await explain_message(house.viewing(), house.viewer(), message)
    return await explain_by_uuid(house.viewing(), house.viewer(), uuid)


def page(found: Explanation, limits: Scale) -> str:
    """Return the verdict for people to read."""
    lines = [
        found.sentence,
        *(line for each in found.findings for line in sentences(each)),
    ]
    if found.findings:
        judged = f": {found.status}" if found.status else ""
        lines.append(f"Together it weighs {found.score:.1f}{judged}.")
        lines += [f"  {_limits(each, limits)}" for each in found.recipients]
    else:
        lines.append("Nothing was found for or against it.")
    return "\n".join(lines)


def as_json(found: Explanation, limits: Scale) -> str:
    """Return the verdict as one JSON object on one line."""
    return json_text.dumps(plain(verdict(found, limits)))


def _limits(recipient: Address, limits: Scale) -> str:
    """Return from which sums on the recipient's mail is what."""
    own = limits.of(recipient)
    return (
        f"For {recipient} it is probably spam from {own.probable:g}, spam from "
        f"{own.spam:g}, and refused from {own.refuse:g}."
    )


def sentences(each: Said) -> Iterator[str]:
    """Yield a finding as a sentence; where it went against them, what to do."""
    text = each.text[0].upper() + each.text[1:]
    yield f"  {text}{'; ' if each.consequence else ''}{each.consequence}."
    if each.advice:
        yield f"    To change it: {each.advice}."
