"""What the operator has set for each check, put upon what the checks found."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from glassine.flow.judging.client import Client
from glassine.words.finding import Bearing, CheckMode, CheckName, Finding, Result

Modes: TypeAlias = Mapping[CheckName, CheckMode]

_REFUSING = {Result.FAIL: Bearing.DENY, Result.ERR: Bearing.DEFER}


def borne(modes: Modes, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of checks that are on, refusing where it is so set.

    A check that could not find out what it would refuse for asks to try later.
    """
    return tuple(
        _borne(modes[found.check], found)
        for found in findings
        if modes[found.check] is not CheckMode.OFF
    )


def weighed_once(client: Client, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings of a greeting; what is said again has weighed already.

    It is still refused, since STARTTLS makes forget what was said before.
    """
    if not client.greets_again:
        return tuple(findings)
    return tuple(replace(found, weight=0.0) for found in findings)


def _borne(mode: CheckMode, found: Finding) -> Finding:
    if mode is not CheckMode.DENY or found.result not in _REFUSING:
        return found
    return replace(found, bearing=_REFUSING[found.result])
