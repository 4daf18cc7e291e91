"""Raw lines of a message on its way in: signed, queued, split, received."""

from glassine.events.grammar import (
    INFO,
    NOBODY,
    NOTICE,
    line,
    listed,
    word,
    yes,
)
from glassine.events.milestones import Received
from glassine.events.steps import MessageSigned, QueueBegun, QueueEnded, Split
from glassine.words.finding import rules
from glassine.words.public import Verdict


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
        f" rules={listed(rules(event.findings))}"
    )
    return line(event.at, NOTICE, event.uuid, "core", rest)
