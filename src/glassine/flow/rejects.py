"""What was refused for reputation, kept a while for those whom it was for.

A judge is wrong now and then, and the mail that signs somebody up comes from whom
nobody knows. The sender hears the same no as otherwise; the operator sees no more; the
owner of the mailbox finds the message, sealed, in a folder of their own.
"""

from contextlib import suppress

from glassine.flow import folder
from glassine.flow.consignment import Consignment
from glassine.flow.desk import Desk
from glassine.flow.filing import file_rejected
from glassine.flow.login import Entry
from glassine.flow.parcel import Parcel
from glassine.store.api.ids import AccountId, MailboxId, StoreError
from glassine.store.api.store import Books, Store
from glassine.vault.folders import Folders
from glassine.words.clock import Milliseconds


async def make_room(store: Store, entry: Entry) -> None:
    """Make the folder of somebody who has logged in, unless it is there.

    Only with the owner's key can a folder be named, so this waits for the owner.
    """
    opened, account = entry.opened, entry.account.id
    if opened is None:
        return
    with suppress(StoreError):  # the next login will do
        known = await store.look(lambda books: books.accounts.get(account))
        if known is not None and known.rejects is None:
            await store.write(lambda books: make_folder(books, account, opened.folders))


def make_folder(books: Books, account: AccountId, folders: Folders) -> None:
    """Make the folder, or take the one that has its name, and note which it is."""
    name = folder.digest(folders, folder.REJECTS.name)
    there = [box.id for box in books.mailboxes.of(account) if box.digest == name]
    rejects = there[0] if there else _made(books, account, folders, name)
    books.accounts.set_rejects(account, rejects)


def _made(books: Books, account: AccountId, folders: Folders, name: bytes) -> MailboxId:
    sealed = folder.seal(folders, folder.REJECTS)
    return books.mailboxes.create(account, name, sealed).id


async def keep(desk: Desk, parcel: Parcel) -> None:
    """File a refused message for those who have such a folder; fail in silence.

    The answer to the sender is no, whether it could be kept or not.
    """
    filings = [
        file_rejected(desk, parcel, recipient, here, here.account.rejects)
        for recipient, here in parcel.here()
        if here.account.rejects is not None
    ]
    if not filings:
        return
    consignment = Consignment(parcel.arrival.blob, filings, (), ())
    with suppress(StoreError):
        await desk.store.write(consignment.keep)
        consignment.committed(desk.notices)


def prune(books: Books, before: Milliseconds) -> int:
    """Remove what has been there since before then; return how many."""
    removed = 0
    for account in books.accounts.all():
        if account.rejects is None:
            continue
        old = [
            filed.uid
            for filed in books.mailboxes.letters(account.rejects)
            if filed.letter.arrived < before
        ]
        removed += len(books.mailboxes.expunge(account.rejects, old)) if old else 0
    return removed
