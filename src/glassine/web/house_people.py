"""The house's answers to a user's own page. Their looks at their own are not kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from glassine.flow import owners
from glassine.flow.judging.weigh import Scale
from glassine.flow.owners import Owners, OwnersDesk
from glassine.flow.sending.reporting_desk import ReportingDesk
from glassine.flow.viewing import checkpoint_post, own, support
from glassine.flow.viewing.desk import ViewingDesk
from glassine.flow.viewing.own_record import own_record
from glassine.flow.viewing.ownership import Own
from glassine.flow.viewing.support import BadLink
from glassine.flow.viewing.trace import Trace as Traced
from glassine.flow.viewing.verdict import Verdict, verdict
from glassine.flow.viewing.wanted import EventKey
from glassine.web.filters import PAGE, wanted
from glassine.web.found import Kept, Page, Trace
from glassine.web.house_viewing import as_page, kept
from glassine.web.people import Keeping, Person, Secret
from glassine.web.view import View
from glassine.words.clock import Milliseconds
from glassine.words.private import Password, UserName
from glassine.words.public import IpAddress

DAY = 86_400_000  # milliseconds


@dataclass(frozen=True, slots=True)
class HousePeople:
    """Answers users from the store."""

    desk: ViewingDesk
    owners_desk: OwnersDesk
    owners: Owners
    kept_for: Keeping
    post: ReportingDesk
    scale: Scale

    async def sign_in(
        self, user: UserName, password: Password, ip: IpAddress
    ) -> str | None:
        """Return a new session; None where anything is wrong, or too much was."""
        return await self.owners.sign_in(user, password, ip)

    async def sign_out(self, session: str) -> None:
        """End a session."""
        self.owners.sign_out(session)

    async def person(self, session: str) -> Person | None:
        """Return whose session it is, if it lasts still."""
        address = await self.owners.owner(session)
        return Person(address) if address else None

    # What is seen of them

    async def seen(self, who: Person, view: View, before: int | None) -> Page:
        """Return what the operator's queries return about this person's addresses."""
        asked = wanted(view, self.desk.sought, self.desk.clock.now())
        page = await own.seen_of(
            self.desk, await self._mine(who), asked, before=_key(before)
        )
        return as_page(page)

    async def one(self, who: Person, key: int) -> Kept | None:
        """Return one record that is about this person."""
        found = await own_record(self.desk, await self._mine(who), EventKey(key))
        return kept(found) if found else None

    async def trace(self, who: Person, uuid: str) -> Trace | None:
        """Return the trace of a message of this person's."""
        return _trace(await own.own_trace(self.desk, await self._mine(who), uuid))

    async def explain(self, who: Person, uuid: str) -> Verdict | None:
        """Return why a message of this person's was judged as it was."""
        found = await own.own_explanation(self.desk, await self._mine(who), uuid)
        return verdict(found, self.scale) if found else None

    async def share(self, who: Person, uuid: str, days: int) -> str:
        """Return what opens the trace to whoever has it, for so many days."""
        until = Milliseconds(self.desk.clock.now() + days * DAY)
        return await support.share(self.desk, who.address, uuid, until)

    async def shared(self, token: str) -> Trace | None:
        """Return the trace that it opens; None where it has ended, or is not ours."""
        try:
            link = await support.read_link(self.desk, token)
        except BadLink:
            return None
        mine = await owners.own(self.owners_desk, link.owner)
        return _trace(await own.own_trace(self.desk, mine, link.uuid))

    async def lookers(self, who: Person, before: int | None) -> Page:
        """Return who looked at what is about this person, newest first."""
        return as_page(
            await own.who_looked(
                self.desk, await self._mine(who), before=_key(before), limit=PAGE
            )
        )

    async def log_ins(self, who: Person, before: int | None) -> Page:
        """Return this person's logins, and the failed ones."""
        before_key = _key(before)
        page = await own.sign_ins(self.desk, who.address, before=before_key)
        return as_page(page)

    # What they settle

    async def secrets(self, who: Person) -> Sequence[Secret]:
        """Return the app passwords."""
        return [
            Secret(name=slot.name, scope=slot.scope, created=slot.created)
            for slot in await owners.secrets_of(self.owners_desk, who.address)
        ]

    async def add_secret(
        self, who: Person, name: str, scope: str, proof: Password, ip: IpAddress
    ) -> Password | None:
        """Make an app password; return it, or None where the proof or name is wrong."""
        return await owners.new_secret(
            self.owners_desk, who.address, name, scope, proof, ip
        )

    async def revoke_secret(self, who: Person, name: str) -> bool:
        """Destroy an app password; tell whether it was there."""
        return await owners.drop_secret(self.owners_desk, who.address, name)

    async def new_password(
        self, who: Person, old: Password, new: Password, ip: IpAddress
    ) -> Password | None:
        """Change the password; return the new recovery code, or None if it is no."""
        return await owners.change_password(self.owners_desk, who.address, old, new, ip)

    async def new_recovery_code(
        self, who: Person, proof: Password, ip: IpAddress
    ) -> Password | None:
        """Replace the recovery code; return the new one, or None if it is no."""
        return await owners.change_recovery_code(
            self.owners_desk, who.address, proof, ip
        )

    async def checkpoints(self, who: Person) -> bool | None:
        """Tell whether each checkpoint is sent here; None where no mail is kept."""
        return await checkpoint_post.wants_checkpoints(self.post, who.address)

    async def want_checkpoints(self, who: Person, wants: bool) -> bool:
        """Have each checkpoint sent here from now on, or not; tell whether it can."""
        return await checkpoint_post.want_checkpoints(
            self.post, who.address, wants=wants
        )

    def keeping(self) -> Keeping:
        """Return how long rows are kept."""
        return self.kept_for

    async def _mine(self, who: Person) -> Own:
        return await owners.own(self.owners_desk, who.address)


def _trace(found: Traced | None) -> Trace | None:
    if found is None:
        return None
    records = [event.record for event in found.events]
    return Trace(
        found.uuid, records, b"".join(found.lines), found.steps, found.sentence
    )


def _key(before: int | None) -> EventKey | None:
    return None if before is None else EventKey(before)
