"""How long to wait before each further try, as the operator has written it."""

from dataclasses import dataclass

from glassine.words.clock import Seconds


@dataclass(frozen=True, slots=True)
class Waits:
    """The waits before the second try, the third, and so on."""

    steps: tuple[Seconds, ...]  # at least one
    for_ever: bool  # the last goes on; else there is no try after it

    def after(self, fails: int) -> Seconds | None:
        """Return the wait after so many failed tries; None where that was the last."""
        if fails <= len(self.steps):
            return self.steps[max(fails, 1) - 1]
        return self.steps[-1] if self.for_ever else None
