"""What is offered depends on TLS and on who is logged in."""

from glassine.wire.imap.capabilities import capabilities
from glassine.wire.imap.state import State

NEW = State.NOT_AUTHENTICATED


def test_without_tls_there_is_starttls_and_no_login() -> None:
    offered = capabilities(NEW, tls=False, passwords=False, mechanisms=[b"PLAIN"])
    assert b"STARTTLS" in offered
    assert b"LOGINDISABLED" in offered
    assert b"AUTH=PLAIN" not in offered


def test_with_tls_there_are_the_mechanisms() -> None:
    offered = capabilities(NEW, tls=True, passwords=True, mechanisms=[b"PLAIN"])
    assert b"STARTTLS" not in offered
    assert {b"AUTH=PLAIN", b"SASL-IR"} <= set(offered)


def test_after_login_there_is_everything_else() -> None:
    offered = capabilities(
        State.SELECTED, tls=True, passwords=True, mechanisms=[b"PLAIN"]
    )
    assert {b"IMAP4rev1", b"IMAP4rev2", b"UIDPLUS", b"MOVE"} <= set(offered)
    assert b"AUTH=PLAIN" not in offered


def test_the_two_literals_are_never_offered_together() -> None:
    """RFC 7888 §5"""
    offered = capabilities(State.SELECTED, tls=True, passwords=True, mechanisms=[])
    assert b"LITERAL+" in offered
    assert b"LITERAL-" not in offered
