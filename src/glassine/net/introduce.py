"""From a fresh connection to a server that waits for mail: EHLO, TLS, AUTH."""

import asyncio

from glassine.events.facts_of_sending import TlsRule
from glassine.flow.sending.carrier import Phase, Trouble
from glassine.flow.sending.course import Handshake
from glassine.net.connection import Connection, Lost
from glassine.net.protect import Protector
from glassine.net.tls import TlsFailed
from glassine.store.api.tls_results import TlsResultType
from glassine.wire.smtp.answer import Answer
from glassine.wire.smtp.client import events as heard


class Failed(Exception):
    """There will be no mail by this connection: what was said, or why nothing was."""

    def __init__(self, said: Answer | Trouble, phase: Phase) -> None:
        super().__init__()
        self.said = said
        self.phase = phase


async def introduce(
    connection: Connection, protector: Protector, handshake: Handshake
) -> None:
    """Say who we are, on the terms of the connection. Raises `Failed`."""
    try:
        if handshake is Handshake.NEVER and connection.terms.protection.needs_tls:
            raise Failed(Trouble.NO_TLS, Phase.STARTTLS)
        if handshake is Handshake.AT_ONCE:
            await _secure(connection, protector)
        await _until_ready(connection)
        if handshake is Handshake.STARTTLS:
            await _start_tls(connection, protector)
        if connection.terms.credentials is not None:
            await _log_in(connection)
    except Lost as lost:
        raise Failed(lost.trouble, connection.client.phase) from None


async def _until_ready(connection: Connection) -> None:
    match await connection.hear():
        case heard.Ready():
            return
        case heard.Refused(answer, phase):
            raise Failed(answer, phase)
        case heard.Closing(answer):
            raise Failed(answer, connection.client.phase)
        case _:
            raise Failed(Trouble.GARBLED, connection.client.phase)


async def _start_tls(connection: Connection, protector: Protector) -> None:
    if connection.client.extensions.starttls:
        connection.client.start_tls()
        match await connection.hear():
            case heard.TlsReady():
                await _secure(connection, protector)
                return await _until_ready(connection)
            case heard.Refused(answer) if not connection.client.ready:  # 421
                raise Failed(answer, Phase.STARTTLS)
    connection.tls_result = TlsResultType.STARTTLS_NOT_SUPPORTED
    if connection.terms.protection.needs_tls:
        raise Failed(Trouble.NO_TLS, Phase.STARTTLS)


async def _secure(connection: Connection, protector: Protector) -> None:
    terms = connection.terms
    try:
        async with asyncio.timeout(connection.waits.tls):
            protected = await protector.protect(connection.link, terms)
    except (TlsFailed, TimeoutError) as failure:
        connection.tls_result = TlsResultType.VALIDATION_FAILURE
        silent = isinstance(failure, TimeoutError)
        why = Trouble.TIMED_OUT if silent else Trouble.TLS_FAILED
        raise Failed(why, Phase.STARTTLS) from None
    connection.tls = protected.use
    connection.tls_result = TlsResultType.SUCCESS
    if protected.fault is not None and terms.protection.needs_proof:
        connection.tls_result = protected.fault
        raise Failed(Trouble.UNTRUSTED, Phase.STARTTLS)
    connection.client.secured(protected.binding)


async def _log_in(connection: Connection) -> None:
    credentials = connection.terms.credentials
    assert credentials is not None
    if not connection.client.log_in(
        credentials.user, credentials.password, in_clear=connection.near
    ):
        raise Failed(Trouble.NO_LOGIN, Phase.AUTH)
    match await connection.hear():
        case heard.LoggedIn():
            connection.logged_in = True
        case heard.Refused(answer, _) | heard.Closing(answer):
            raise Failed(answer, Phase.AUTH)
        case _:
            raise Failed(Trouble.GARBLED, Phase.AUTH)


def better_in_clear(connection: Connection, failure: Failed) -> bool:
    """Tell whether TLS was only a wish, and only TLS was the obstacle. RFC 7435"""
    return (
        connection.terms.protection.rule is TlsRule.OPPORTUNISTIC
        and connection.terms.protection.handshake is Handshake.STARTTLS
        and failure.phase is Phase.STARTTLS
        and failure.said in (Trouble.TLS_FAILED, Trouble.TIMED_OUT, Trouble.CUT)
    )
