"""Each day's checkpoint, sealed into the mailbox of whoever wants it.

So a copy leaves the machine with its reader's mail program, and who changes the log
afterwards would have to change that too.
"""

from glassine.events.facts import Circumstances
from glassine.events.milestones import Queued
from glassine.flow.connection_id import new_connection_id
from glassine.flow.consignment import Consignment
from glassine.flow.filing import file
from glassine.flow.intake import Arrival, Intake
from glassine.flow.milestones import filed
from glassine.flow.sending.reporting_desk import ReportingDesk
from glassine.flow.viewing.checkpoint import Checkpoint
from glassine.mail import checkpoint_letter, trace
from glassine.mail.message_id import message_id
from glassine.store.api.accounts import Account
from glassine.store.api.ids import AccountId
from glassine.store.api.store import Books
from glassine.vault.box import new_message_key
from glassine.words.clock import Seconds
from glassine.words.envelope import Recipient
from glassine.words.public import Address, DeliveryId, Direction, Size, TransactionId


async def wants_checkpoints(desk: ReportingDesk, who: Address) -> bool | None:
    """Tell whether this account gets them; None where it has no mailbox."""
    return await desk.store.look(lambda books: _wants(books, who))


async def want_checkpoints(desk: ReportingDesk, who: Address, *, wants: bool) -> bool:
    """Have this account get them from now on, or not; tell whether it can."""

    def work(books: Books) -> bool:
        account = books.accounts.at(who)
        if account is None or account.inbox is None:
            return False
        books.chain.set_reader(account.id, wants=wants)
        return True

    return await desk.store.write(work)


async def post_checkpoint(desk: ReportingDesk, made: Checkpoint) -> None:
    """File it for everybody who wants it. Raises `StoreError`."""
    for reader in await desk.store.look(lambda books: books.chain.readers()):
        account = await _account(desk, reader)
        if account is not None and account.inbox is not None:
            await _file(desk, made, account)


async def _file(desk: ReportingDesk, made: Checkpoint, account: Account) -> None:
    uuid = TransactionId(f"{new_connection_id(desk.chance(16))}.1")
    arrival = _sealed(desk, made, account, uuid)
    prefix = trace.return_path(None) + trace.delivered_to(account.address)
    filing = file(desk, arrival, prefix, Recipient(account.address), account)
    found = message_id(arrival.envelope.message_id)
    shown = desk.policy.show_message_id(found) if found else None
    about = Circumstances(direction=Direction.INBOUND, rcpt_to=(account.address,))
    at = desk.clock.now()
    accepted = Queued(
        at=at,
        uuid=uuid,
        about=about,
        message_id=shown,
        size=Size(arrival.scanned.size),
        signed_for=None,
        auth_method=None,
        tls=False,
    )
    delivered = filed(
        filing,
        at=at,
        uuid=DeliveryId(f"{uuid}.1"),
        about=about,
        message_id=shown,
        host=desk.hostname,
        delay=Seconds(0),
    )
    consignment = Consignment(arrival.blob, [filing], [], [accepted, delivered])
    await desk.store.write(consignment.keep)
    consignment.committed(desk.notices)
    desk.journal.show(delivered)


def _sealed(
    desk: ReportingDesk, made: Checkpoint, account: Account, uuid: TransactionId
) -> Arrival:
    intake = Intake(
        blob=desk.store.new_blob(),
        message_key=new_message_key(desk.chance),
        body_hash=None,
    )
    try:
        letter = checkpoint_letter.write(
            made.text(),
            day=made.day,
            host=desk.hostname,
            to=account.address,
            now=desk.clock.now(),
            unique=uuid,
        )
        intake.take(letter)
        return intake.finish()
    except BaseException:
        intake.abandon()
        raise


def _wants(books: Books, who: Address) -> bool | None:
    account = books.accounts.at(who)
    if account is None or account.inbox is None:
        return None
    return account.id in books.chain.readers()


async def _account(desk: ReportingDesk, reader: AccountId) -> Account | None:
    return await desk.store.look(lambda books: books.accounts.get(reader))
