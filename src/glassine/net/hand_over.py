"""One message to a server that waits for mail: MAIL, RCPT, the content, the answers.

Once the final dot may have gone out and no answer has come, nobody knows whether the
message was taken: that is told, and whoever tries again may deliver it twice.
"""

from collections.abc import Iterable
from typing import TypeAlias

from glassine.flow.sending.carrier import Phase, Trouble
from glassine.flow.sending.load import Load
from glassine.net.connection import Connection, Lost
from glassine.store.api.ids import StoreError
from glassine.vault.suite import Damaged
from glassine.wire.smtp.answer import Answer
from glassine.wire.smtp.client import events as heard
from glassine.wire.smtp.client.needs import NotAble
from glassine.wire.smtp.client.transaction import Transaction
from glassine.wire.smtp.newlines import BareNewlineInText

Word: TypeAlias = tuple[Answer | NotAble | Trouble, Phase]
"""The last that was said of a recipient, and when; or why nothing was."""


async def hand_over(connection: Connection, load: Load) -> Iterable[Word]:
    """Return the last word on each recipient, in the load's order."""
    connection.messages += 1
    try:
        results = await _say(connection, load)
    except Lost as lost:
        return _cut_short(connection, load, lost.trouble)
    except (Damaged, StoreError, BareNewlineInText):  # without its end it is not taken
        return _cut_short(connection, load, Trouble.DAMAGED)
    return _words(results, Trouble.CUT)


async def _say(connection: Connection, load: Load) -> Iterable[heard.Result]:
    client = connection.client
    event: heard.ClientEvent | None = None
    if client.ready:  # it may have said 421 meanwhile
        event = client.begin(_transaction(load))
    event = event or await connection.hear()
    if isinstance(event, heard.ContentWanted):
        for run in load.content():
            if not await connection.tell(run):
                break
        else:
            client.end()
        event = await connection.hear()
    match event:
        case heard.Finished(results):
            return results
        case heard.Closing(answer):
            return [heard.Result(answer, Phase.MAIL)] * len(load.addressed)
        case _:
            raise Lost(Trouble.GARBLED)


def _transaction(load: Load) -> Transaction:
    return Transaction(
        sender=load.sender,
        recipients=tuple(each.recipient for each in load.addressed),
        size=load.size,
        eight_bit=load.eight_bit,
        binary=load.binary,
        utf8_header=load.utf8_header,
        require_tls=load.require_tls,
    )


def _cut_short(connection: Connection, load: Load, trouble: Trouble) -> Iterable[Word]:
    """What was said before the end stands."""
    known = connection.client.lost()
    if known is None:
        return [(trouble, Phase.MAIL)] * len(load.addressed)
    return _words(known.results, trouble)


def _words(results: Iterable[heard.Result], otherwise: Trouble) -> Iterable[Word]:
    return [(result.said or otherwise, result.phase) for result in results]
