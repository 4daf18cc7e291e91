"""Every event the operator can see. Adding one, or a field, is a privacy decision.

An event holds public words only (`tests/test_privacy.py` walks every class). The two
views, the JSON record (`events.record`) and the raw log lines (`events.lines`), are
renderings of these classes; nothing else writes a log line.

A *milestone* has a JSON record and is kept in the event store, in the transaction it
speaks of. A *step* has raw lines only.

They are structs of msgspec, not dataclasses: as frozen, and made faster, which tells
because a message makes a dozen.

Every event has a `uuid`: what the house does by itself says None, in its class.
"""

from typing import TypeAlias, get_args

from glassine.events.milestones import Milestone
from glassine.events.steps import Step

Event: TypeAlias = Step | Milestone
KINDS: tuple[type[Event], ...] = (*get_args(Step), *get_args(Milestone))
