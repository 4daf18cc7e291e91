"""Raw lines of a message on its way: signed, queued, split, and what became of it."""

from glassine.events.grammar import (
    INFO,
    NOBODY,
    NOTICE,
    ip,
    line,
    listed,
    seconds,
    stamp,
    tally,
    word,
    yes,
)
from glassine.events.milestones import Bounced, Deferred, Delivered, Received
from glassine.events.steps import MessageSigned, QueueBegun, QueueEnded, Split
from glassine.words.public import Endpoint, Verdict


def message_signed(event: MessageSigned) -> str:
    """`signed for <domain>`, without the brackets."""
    rest = f"signed for {event.domain.name}"
    return line(event.at, INFO, event.uuid, "dkim_sign", rest)


def queue_begun(event: QueueBegun) -> str:
    """`queue code=CONT`: the answer waits for the disk."""
    rest = f'queue code=CONT msg="Message Queued ({event.uuid})"'
    return line(event.at, NOTICE, event.uuid, "core", rest)


def queue_ended(event: QueueEnded) -> str:
    """`queue code=OK` after the commit; another code where there was none."""
    queued = "Queued" if event.verdict is Verdict.OK else "Not Queued"
    rest = f'queue code={event.verdict} msg="Message {queued} ({event.uuid})"'
    return line(event.at, NOTICE, event.uuid, "core", rest)


def split(event: Split) -> str:
    """One line for the transaction, then one a destination domain."""
    texts = ["[outbound] Sending email as a transaction"]
    texts += [
        f"[outbound] Processing delivery for domain: {domain.name}"
        for domain in event.domains
    ]
    return "".join(line(event.at, INFO, NOBODY, "core", text) for text in texts)


def received(event: Received) -> str:
    """`received mid= size= tls= spam= score= rules=`"""
    score = "" if event.spam_score is None else f"{event.spam_score:.1f}"
    rest = (
        f"received mid={word(event.message_id)} size={event.size} tls={yes(event.tls)}"
        f" spam={word(event.about.spam_status)} score={word(score)}"
        f" rules={listed(event.rules)}"
    )
    return line(event.at, NOTICE, event.uuid, "core", rest)


def delivered(event: Delivered) -> str:
    """The seed's last line; a local mailbox has `mode=local` and no address."""
    rest = (
        f" delivered file={word(event.queue)} domain={event.domain.name}"
        f" host={event.host.name} {_endpoint(event.remote)} mode={event.mode}"
        f" tls={yes(event.tls)} auth={yes(event.auth)} response={word(event.response)}"
        f" delay={seconds(event.delay)} fails={event.fails}"
        f" rcpts={tally(event.recipients)}"
    )
    return line(event.at, NOTICE, event.uuid, "outbound", rest)


def deferred(event: Deferred) -> str:
    """As delivered, with the answer's code and when the next try is."""
    rest = (
        f" deferred file={word(event.queue)} domain={event.domain.name}"
        f" host={word(event.host)} {_endpoint(event.remote)} code={event.code}"
        f" enhanced={word(event.enhanced)} response={word(event.response)}"
        f" next={stamp(event.next_try)} fails={event.fails}"
        f" rcpts={tally(event.recipients)}"
    )
    return line(event.at, NOTICE, event.uuid, "outbound", rest)


def bounced(event: Bounced) -> str:
    """Given up: the last answer, and the uuid of the bounce."""
    rest = (
        f" bounced file={word(event.queue)} domain={event.domain.name}"
        f" code={event.code} enhanced={word(event.enhanced)}"
        f" response={word(event.response)} dsn={word(event.dsn)} fails={event.fails}"
        f" rcpts={tally(event.recipients)}"
    )
    return line(event.at, NOTICE, event.uuid, "outbound", rest)


def _endpoint(remote: Endpoint | None) -> str:
    if remote is None:
        return 'ip="" port=0'
    return f"ip={ip(remote.ip)} port={remote.port}"
