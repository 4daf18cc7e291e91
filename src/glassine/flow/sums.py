"""Running counts behind the log's `A/T/R` triples."""

from dataclasses import dataclass

from glassine.events.facts import Tally


@dataclass(slots=True)
class Sums:
    """Accepted, temporarily failed, rejected, so far."""

    accepted: int = 0
    deferred: int = 0
    rejected: int = 0

    def count(self, code: int) -> None:
        """Count one answer by the first digit of its code."""
        if code < 400:
            self.accepted += 1
        elif code < 500:
            self.deferred += 1
        else:
            self.rejected += 1

    def tally(self) -> Tally:
        """Return the sums as they stand."""
        return Tally(
            accepted=self.accepted, deferred=self.deferred, rejected=self.rejected
        )
