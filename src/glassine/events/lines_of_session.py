"""Raw lines of a connection: from connect to disconnect, refusals included."""

from glassine.events.facts import AuthResult
from glassine.events.grammar import (
    INFO,
    NOTICE,
    ip,
    line,
    seconds,
    tally,
    value,
    word,
    yes,
)
from glassine.events.milestones import LoggedIn
from glassine.events.steps import (
    Authenticated,
    Connected,
    DenialsBypassed,
    Disconnected,
    MessageEnded,
    RecipientChecked,
    RecipientSaid,
    SenderSaid,
)


def connected(event: Connected) -> str:
    """`connect ip= port= local_ip= local_port=`"""
    remote, local = event.remote, event.local
    rest = (
        f"connect ip={ip(remote.ip)} port={remote.port}"
        f" local_ip={ip(local.ip)} local_port={local.port}"
    )
    return line(event.at, NOTICE, event.uuid, "core", rest)


def authenticated(event: Authenticated) -> str:
    """`authenticated as : user@domain method=`; never the dialogue."""
    rest = f"authenticated as : {word(event.account)} method={event.method}"
    return line(event.at, INFO, event.uuid, "auth", rest)


def logged_in(event: LoggedIn) -> str:
    """`login failed account= protocol= method= result=`; nothing if it succeeded."""
    if event.result is AuthResult.OK:
        return ""
    rest = (
        f"login failed account={word(event.account)} protocol={event.protocol}"
        f" method={event.method} result={event.result}"
    )
    return line(event.at, NOTICE, event.uuid, "auth", rest)


def sender_said(event: SenderSaid) -> str:
    """`sender <addr> code= msg=`"""
    sender = value(event.sender.bracketed()) if event.sender else "<>"
    rest = f'sender {sender} code={event.verdict} msg=""'
    return line(event.at, NOTICE, event.uuid, "core", rest)


def recipient_checked(event: RecipientChecked) -> str:
    """Haraka's hook line, for the greps that look for it."""
    rest = (
        " hook=rcpt plugin=rcpt_to.in_host_list function=hook_rcpt"
        f" params={value(event.recipient.bracketed())}"
        f' retval={event.verdict} msg=""'
    )
    return line(event.at, INFO, event.uuid, "core", rest)


def denials_bypassed(event: DenialsBypassed) -> str:
    """Refusals held back until RCPT were dropped."""
    rest = "bypassing all pre-DATA deny: AUTH/RELAY"
    return line(event.at, INFO, event.uuid, "delay_deny", rest)


def recipient_said(event: RecipientSaid) -> str:
    """`recipient <addr> code= msg= sender=`"""
    rest = (
        f"recipient {value(event.recipient.bracketed())} code={event.verdict}"
        f' msg="" sender={word(event.sender)}'
    )
    return line(event.at, NOTICE, event.uuid, "core", rest)


def message_ended(event: MessageEnded) -> str:
    """`message mid= size= rcpts= delay= code= msg=`"""
    rest = (
        f"message mid={word(event.message_id)} size={event.size}"
        f" rcpts={tally(event.recipients)} delay={seconds(event.delay)}"
        f' code={event.verdict} msg=""'
    )
    return line(event.at, NOTICE, event.uuid, "core", rest)


def disconnected(event: Disconnected) -> str:
    """The sums of the connection; `lr` is the last refusal's verdict.

    The line bears the id of the connection's last transaction, as the seed's does.
    """
    last = f"{event.uuid}.{event.transactions}" if event.transactions else event.uuid
    rest = (
        f"disconnect ip={ip(event.remote.ip)}"
        f" rdns={word(event.rdns)} helo={word(event.helo)} relay={yes(event.relay)}"
        f" early={yes(event.early)} esmtp={yes(event.esmtp)} tls={yes(event.tls)}"
        f" pipe={yes(event.pipelined)} errors={event.errors}"
        f" txns={event.transactions} rcpts={tally(event.recipients)}"
        f" msgs={tally(event.messages)} bytes={event.octets}"
        f" lr={word(event.last_verdict)} time={seconds(event.lasted)}"
    )
    return line(event.at, NOTICE, last, "core", rest)
