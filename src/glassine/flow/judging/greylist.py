"""Is it time to let somebody in who was asked to come again? Moments in, answer out."""

from dataclasses import dataclass

from glassine.store.api.greylist import Greyed
from glassine.words.clock import Milliseconds, Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long one has to wait, may take to come again, and is remembered."""

    wait: Seconds
    retry_within: Seconds
    keep: Seconds


@dataclass(frozen=True, slots=True)
class Welcome:
    """Let in; and what to remember."""

    greyed: Greyed


@dataclass(frozen=True, slots=True)
class ComeAgain:
    """Not yet; in how long, and what to remember."""

    wait: Seconds
    greyed: Greyed


def is_passed(greyed: Greyed | None, terms: Terms, now: Milliseconds) -> bool:
    """Tell whether one has been let in, and not too long ago."""
    if greyed is None or greyed.passed is None:
        return False
    return _since(greyed.passed, now) <= terms.keep


def decide(
    greyed: Greyed | None, terms: Terms, now: Milliseconds
) -> Welcome | ComeAgain:
    """Return whether one is let in, given what is known of them."""
    if greyed is not None and is_passed(greyed, terms, now):
        return Welcome(Greyed(greyed.first, now))
    if greyed is None or _since(greyed.first, now) > terms.retry_within:
        return ComeAgain(terms.wait, Greyed(now))
    waited = _since(greyed.first, now)
    if waited < terms.wait:
        return ComeAgain(Seconds(terms.wait - waited), greyed)
    return Welcome(Greyed(greyed.first, now))


def _since(then: Milliseconds, now: Milliseconds) -> float:
    return (now - then) / 1000
