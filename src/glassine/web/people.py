"""What the users' own page asks: of themselves, and of who looked at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from glassine.flow.viewing.verdict import Verdict
from glassine.web.found import Kept, Page, Trace
from glassine.web.view import View
from glassine.words.clock import Milliseconds
from glassine.words.private import Password, UserName
from glassine.words.public import Address, IpAddress


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has signed in to the page about their own mailbox."""

    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """An app password: all of it but the secret."""

    name: str
    scope: str
    created: Milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How long, in days, what is kept of a person is kept."""

    events: float
    traces: float


class People(Protocol):
    """What the users' own page asks. No mail is opened for it."""

    async def sign_in(
        self, user: UserName, password: Password, ip: IpAddress
    ) -> str | None:
        """Return a new session; None where anything is wrong, or too much was."""

    async def sign_out(self, session: str) -> None:
        """End a session."""

    async def person(self, session: str) -> Person | None:
        """Return whose session it is, if it lasts still."""

    async def seen(self, who: Person, view: View, before: int | None) -> Page:
        """Return what the operator's queries return about this person's addresses."""

    async def one(self, who: Person, key: int) -> Kept | None:
        """Return one record that is about this person."""

    async def trace(self, who: Person, uuid: str) -> Trace | None:
        """Return the trace of a message of this person's."""

    async def explain(self, who: Person, uuid: str) -> Verdict | None:
        """Return why a message of this person's was judged as it was."""

    async def share(self, who: Person, uuid: str, days: int) -> str:
        """Return what opens the trace to whoever has it, for so many days."""

    async def shared(self, token: str) -> Trace | None:
        """Return the trace that it opens; None where it has ended, or is not ours."""

    async def lookers(self, who: Person, before: int | None) -> Page:
        """Return who looked at what is about this person, newest first."""

    async def log_ins(self, who: Person, before: int | None) -> Page:
        """Return this person's logins, and the failed ones."""

    async def secrets(self, who: Person) -> Sequence[Secret]:
        """Return the app passwords."""

    async def add_secret(
        self, who: Person, name: str, scope: str, proof: Password, ip: IpAddress
    ) -> Password | None:
        """Make an app password; return it, or None where the proof or name is wrong."""

    async def revoke_secret(self, who: Person, name: str) -> bool:
        """Destroy an app password; tell whether it was there."""

    async def new_password(
        self, who: Person, old: Password, new: Password, ip: IpAddress
    ) -> Password | None:
        """Change the password; return the new recovery code, or None if it is no."""

    async def new_recovery_code(
        self, who: Person, proof: Password, ip: IpAddress
    ) -> Password | None:
        """Replace the recovery code; return the new one, or None if it is no."""

    async def checkpoints(self, who: Person) -> bool | None:
        """Tell whether each checkpoint is sent here; None where no mail is kept."""

    async def want_checkpoints(self, who: Person, wants: bool) -> bool:
        """Have each checkpoint sent here from now on, or not; tell whether it can."""

    def keeping(self) -> Keeping:
        """Return how long rows are kept."""
