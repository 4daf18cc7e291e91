"""From the connection to the point where mail may go: greeting, hello, STARTTLS."""

from collections.abc import Iterator
from functools import partial

from glassine.wire.smtp.client.events import ClientEvent, Ready, Refused, TlsReady
from glassine.wire.smtp.client.extensions import NONE, read
from glassine.wire.smtp.client.faults import Injected
from glassine.wire.smtp.client.replies import Reply
from glassine.wire.smtp.client.talk import Dialect, Line, State, Talk
from glassine.wire.smtp.phase import Phase


def await_greeting(talk: Talk) -> None:
    """Wait for what the server says first. RFC 5321 §3.1"""
    talk.say(Line(b"", Phase.CONNECT, partial(_greeted, talk)))
    talk.drain()


def say_hello(talk: Talk) -> None:
    """Say EHLO or LHLO."""
    line = b"%b %b\r\n" % (talk.dialect.value, talk.hello)
    talk.say(Line(line, Phase.HELLO, partial(_welcomed, talk)))


def start_tls(talk: Talk) -> None:
    """Say STARTTLS. RFC 3207 §4"""
    talk.say(Line(b"STARTTLS\r\n", Phase.STARTTLS, partial(_tls_allowed, talk)))


def _greeted(talk: Talk, reply: Reply) -> Iterator[ClientEvent]:
    if reply.kind == 2:
        say_hello(talk)
        return
    talk.state = State.SPOILT
    yield Refused(reply.answer(), Phase.CONNECT)


def _welcomed(talk: Talk, reply: Reply) -> Iterator[ClientEvent]:
    if reply.kind == 5 and talk.dialect is Dialect.SMTP:
        _say_helo(talk)  # RFC 5321 §3.2
        return
    yield from _answered(talk, reply, esmtp=True)


def _say_helo(talk: Talk) -> None:
    line = b"HELO %b\r\n" % talk.hello
    talk.say(Line(line, Phase.HELLO, partial(_answered, talk, esmtp=False)))


def _answered(talk: Talk, reply: Reply, *, esmtp: bool) -> Iterator[ClientEvent]:
    if reply.kind != 2:
        talk.state = State.SPOILT
        yield Refused(reply.answer(), Phase.HELLO)
        return
    talk.extensions = read(reply.lines[1:], secure=talk.secure) if esmtp else NONE
    talk.state = State.READY
    yield Ready(talk.extensions)


def _tls_allowed(talk: Talk, reply: Reply) -> Iterator[ClientEvent]:
    if reply.kind != 2:
        yield Refused(reply.answer(), Phase.STARTTLS)
        return
    if talk.replies:
        raise Injected
    talk.state = State.TLS
    yield TlsReady()
