"""A finding in sentences: what was found, what it does, and what would change it.

What there is to say of each check stands in `check_words`.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

from glassine.flow.viewing.check_words import CheckWords, words_of

Finding: TypeAlias = dict[str, Any]
"""A finding as a record has it, under `findings`."""

_UNDECIDED = {"skip": "said nothing", "err": "could not be found out"}
_BEARINGS = {
    "deny": "this alone refuses the message",
    "defer": "this alone puts the message off",
    "allow": "this lets the message in, whatever else was found",
}
_MILDER = "`glassine list add allow`, or `note` in place of `deny` in its settings"


def looked_at(finding: Finding) -> str:
    """Return what a check looked at."""
    return words_of(finding["check"]).subject


def told(finding: Finding) -> str:
    """Return a finding in words, without its weight: `SPF … failed: value, …`."""
    words = words_of(finding["check"])
    value = f": {finding['value']}{words.unit}" if finding["value"] else ""
    return f"{words.subject} {_ending(finding, words)}{_why(finding, words, value)}"


def _why(finding: Finding, words: CheckWords, value: str) -> str:
    """Return the value, and what the reason means; or the reason, where that says it.

    What begins with a comma goes on about the value, and needs one.
    """
    meant = words.whys.get(finding["why"]) if finding["result"] == "fail" else None
    if meant is not None:
        return value if meant.startswith(",") and not value else f"{value}{meant}"
    why = f" ({finding['why']})".replace("_", " ") if finding["why"] else ""
    return f"{why}{value}"


def _ending(finding: Finding, words: CheckWords) -> str:
    match finding["result"]:
        case "pass":
            return words.passing
        case "fail":
            return words.failing
        case other:
            return _UNDECIDED.get(other, str(other))


def consequence(finding: Finding) -> str:
    """Return what a finding does to the message; nothing where it only is noted."""
    if finding["check"] == "score":
        return "so the message is refused"
    if finding["bearing"] in _BEARINGS:
        return _BEARINGS[finding["bearing"]]
    weight = finding["weight"]
    return f"it weighs {weight:+.2f}".removesuffix("0") if weight else ""


def gravest(findings: Iterable[Finding]) -> list[str]:
    """Return the checks that spoke against a message, what weighed most first."""
    against = [each for each in findings if each["weight"] > 0]
    against.sort(key=lambda each: -float(each["weight"]))
    return list(dict.fromkeys(each["check"] for each in against))


def advice(finding: Finding) -> str:
    """Return what would change a finding, there or here; nothing where all is well."""
    ours = words_of(finding["check"]).ours
    if finding["bearing"] == "deny":
        ours = ours or _MILDER
    theirs = remedy(finding)
    return f"{theirs}; or here: {ours}" if theirs and ours else theirs


def remedy(finding: Finding) -> str:
    """Return what whoever sends can do about a finding, or be told to wait for."""
    against = finding["weight"] > 0 or finding["bearing"] in ("deny", "defer")
    words = words_of(finding["check"])
    return words.advice if against else ""
