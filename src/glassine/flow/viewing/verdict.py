"""A verdict: what was found of a message, and from which sums on it had gone otherwise.

The command, the pages and the API tell the same; here is what they tell it from.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from glassine.flow.judging.weigh import Scale, Thresholds
from glassine.flow.viewing.explain import Explanation, Said
from glassine.words.public import Address


@dataclass(frozen=True, slots=True)
class Verdict:
    """An explanation, with the limits of those whom the message was for."""

    explained: Explanation
    thresholds: Mapping[Address, Thresholds]

    @property
    def counted(self) -> list[Said]:
        """The findings that spoke for or against the message, the gravest first."""
        return counted(self.explained.findings)

    @property
    def silent(self) -> list[Said]:
        """The findings that changed nothing."""
        return silent(self.explained.findings)

    @property
    def by_one(self) -> bool:
        """Whether one finding refused it or put it off, whatever the sum was."""
        alone = filter(_alone, self.explained.findings)
        return any(each.finding["check"] != "score" for each in alone)

    @property
    def limits(self) -> Mapping[Thresholds, list[Address]]:
        """Who shares which limits, so that each is told once."""
        shared: dict[Thresholds, list[Address]] = {}
        for address, limits in self.thresholds.items():
            shared.setdefault(limits, []).append(address)
        return shared


def counted(findings: Iterable[Said]) -> list[Said]:
    """Return those that spoke for or against the message, the gravest first."""
    return sorted((each for each in findings if each.consequence), key=_gravity)


def silent(findings: Iterable[Said]) -> list[Said]:
    """Return those that changed nothing."""
    return [each for each in findings if not each.consequence]


def _gravity(each: Said) -> tuple[bool, float]:
    return not _alone(each), -abs(each.finding["weight"])


def _alone(each: Said) -> bool:
    return each.finding["bearing"] in ("deny", "defer")


def verdict(found: Explanation, scale: Scale) -> Verdict:
    """Return the verdict, with the limits of every recipient whose address is known."""
    return Verdict(found, {each: scale.of(each) for each in found.recipients})


def plain(found: Verdict) -> dict[str, Any]:
    """Return it as programs read it."""
    explained = found.explained
    return {
        "uuid": explained.uuid,
        "sentence": explained.sentence,
        "findings": [
            {**each.finding, "text": each.text, "advice": each.advice}
            for each in explained.findings
        ],
        "remark": explained.remark,
        "score": explained.score,
        "status": explained.status,
        "thresholds": {
            str(address): asdict(limits) for address, limits in found.thresholds.items()
        },
    }
