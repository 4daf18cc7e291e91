"""A day in the life of a mailbox: each conversation says one thing to the server.

Every step takes the server and the canaries. `DAY` is all of them in their order; a
step returns when the server has answered, and fails when the answer is not the one
that a healthy server gives.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

from canary.words import Canaries
from support.imap_client import Answer
from support.letters import marker
from support.running_server import PASSWORD, RunningServer
from support.sasl_client import Mechanism, Scram, login, over_imap, over_smtp, plain
from support.smtp_client import somewhere

PERSON = "person@example.org"
APP = "app@example.org"
Step = Callable[[RunningServer, Canaries], None]
SCRAM = "SCRAM-SHA-256"
CROWD = 30  # [limits] connections_per_ip
MECHANISMS: dict[str, Callable[[str, str], Mechanism]] = {
    "PLAIN": plain,
    "LOGIN": login,
    SCRAM: Scram,
}


def ok(answer: Answer) -> None:
    """The answer is OK."""
    assert answer.status == "OK", answer.text


def from_outside(server: RunningServer, words: Canaries) -> None:
    """A letter comes in by MX."""
    with server.smtp() as talk:
        talk.hello()
        reply = talk.deliver("zoe@example.net", [PERSON], words.letter())
        assert reply.code == 250
        talk.quit()


def from_an_app(server: RunningServer, words: Canaries) -> None:
    """An app logs in and hands in a letter."""
    with server.smtp("submission") as talk:
        talk.hello()
        assert over_smtp(talk, "LOGIN", login(APP, PASSWORD), initial=False).code == 235
        assert talk.deliver(APP, [PERSON], words.letter()).code == 250
        talk.quit()


def by_lmtp(server: RunningServer, words: Canaries) -> None:
    """A letter comes in by LMTP."""
    with server.smtp("lmtp") as talk:
        talk.hello(verb="LHLO")
        assert talk.deliver("zoe@example.net", [PERSON], words.letter()).code == 250
        talk.quit()


def in_chunks(server: RunningServer, words: Canaries) -> None:
    """A letter comes in by BDAT. RFC 3030"""
    with server.smtp() as talk:
        talk.hello()
        talk.begin("zoe@example.net", [PERSON])
        message = words.letter()
        for chunk, last in ((message[:100], ""), (message[100:], " LAST")):
            talk.send(f"BDAT {len(chunk)}{last}\r\n".encode() + chunk)
            assert talk.reply().code == 250


def reading(server: RunningServer, words: Canaries) -> None:
    """The person reads everything there is to read."""
    with server.imap(PERSON) as talk:
        assert talk.do("SELECT INBOX").status == "OK"
        for items in (
            "(FLAGS UID INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)",
            "(BODY[HEADER.FIELDS (SUBJECT X-NOTE)] BODY[1] BODY[2.MIME])",
            "BODY[]",
        ):
            assert talk.do(f"FETCH 1:* {items}").status == "OK"
        talk.log_out()


def searching(server: RunningServer, words: Canaries) -> None:
    """The person looks for words, by every key that takes one."""
    with server.imap(PERSON) as talk:
        talk.do("EXAMINE INBOX")
        term = words.search_term
        for key in ("BODY", "TEXT", "SUBJECT", "FROM", "HEADER X-Note", "KEYWORD"):
            assert talk.do(f"SEARCH {key} {term}").status == "OK"
        literal = term.encode()
        assert talk.do("SEARCH CHARSET UTF-8 TEXT {}", literal).status == "OK"


def filing(server: RunningServer, words: Canaries) -> None:
    """The person makes a folder, files, marks with a keyword, writes a draft."""
    with server.imap(PERSON) as talk:
        name = f"{words.folder} {marker()}"
        folder = f'"{name}"'
        talk.do("SELECT INBOX")
        ok(talk.do(f"CREATE {folder}"))
        ok(talk.do(f"SUBSCRIBE {folder}"))
        ok(talk.do(f"COPY 1:* {folder}"))
        ok(talk.do(f"STORE 1:* +FLAGS ({words.keyword} \\Seen)"))
        draft = f"Subject: draft\r\n\r\n{words.draft}\r\n".encode()
        ok(talk.do(f"APPEND {folder} (\\Draft {words.keyword}) {{}}", draft))
        ok(talk.do(f"MOVE 1 {folder}"))


def keeping_folders(server: RunningServer, words: Canaries) -> None:
    """The person looks at folders, renames them, and throws one away."""
    with server.imap(PERSON) as talk:
        name = f"{words.folder} {marker()}"
        ok(talk.do(f'CREATE "{name}/{words.folder}"'))
        ok(talk.do(f'STATUS "{name}" (MESSAGES UNSEEN)'))
        ok(talk.do('LIST "" "*" RETURN (STATUS (MESSAGES))'))
        ok(talk.do('LSUB "" "*"'))
        ok(talk.do(f'RENAME "{name}" "{name} renamed"'))
        ok(talk.do(f'RENAME INBOX "{name} of old"'))
        ok(talk.do(f'DELETE "{name} renamed/{words.folder}"'))


def waiting(server: RunningServer, words: Canaries) -> None:
    """The person waits, a letter comes, and its parts are fetched undecoded."""
    with server.imap(PERSON) as talk:
        ok(talk.do("SELECT INBOX"))
        talk.send(b"idle IDLE\r\n")
        assert talk.response().startswith(b"+")
        from_outside(server, words)
        while b" EXISTS" not in talk.response():
            pass
        talk.send(b"DONE\r\n")
        while not talk.response().startswith(b"idle OK"):
            pass
        ok(talk.do("FETCH * (BINARY.PEEK[2] BINARY.SIZE[2])"))
        ok(talk.do("CLOSE"))


def tidying(server: RunningServer, words: Canaries) -> None:
    """The person throws things away."""
    from_outside(server, words)
    with server.imap(PERSON) as talk:
        talk.do("SELECT INBOX")
        ok(talk.do("STORE 1:* +FLAGS.SILENT (\\Deleted)"))
        ok(talk.do("EXPUNGE"))


def teaching(server: RunningServer, words: Canaries) -> None:
    """The person teaches what is spam, and takes it back."""
    from_outside(server, words)
    with server.imap(PERSON) as talk:
        talk.do("SELECT INBOX")
        ok(talk.do("STORE * +FLAGS ($Junk)"))
        ok(talk.do("MOVE * Junk"))
        ok(talk.do("SELECT Junk"))
        ok(talk.do("MOVE * INBOX"))


def by_scram(server: RunningServer, words: Canaries) -> None:
    """The person's app proves that it knows a secret, and never says it."""
    secret = server.add_app_password(PERSON)
    with server.smtp("submission") as talk:
        talk.hello()
        assert over_smtp(talk, SCRAM, Scram(PERSON, secret)).code == 235
    with server.imap_unknown() as imap:
        assert over_imap(imap, SCRAM, Scram(PERSON, secret)) == "OK"


def no_hands_to_shake(server: RunningServer, words: Canaries) -> None:
    """A client asks for TLS, and then sends its letter all the same."""
    with server.smtp() as talk:
        talk.hello()
        assert talk.say("STARTTLS").code == 220
        talk.send(words.letter())
        with suppress(OSError):
            talk.reply()


def a_crowd(server: RunningServer, words: Canaries) -> None:
    """More come at once than one address may bring."""
    with ExitStack() as crowd:
        greetings = []
        for _ in range(CROWD + 1):
            talk = crowd.enter_context(server.smtp())
            greetings.append(talk.greeting.code)
        assert greetings[-1] == 421


def fail_to_log_in(server: RunningServer, user: str, password: str, how: str) -> None:
    """Try once, by `PROTOCOL MECHANISM`; the answer is no."""
    protocol, _, name = how.partition(" ")
    if protocol == "SMTP":
        with server.smtp("submission", somewhere()) as talk:
            talk.hello()
            mechanism = MECHANISMS[name](user, password)
            reply = over_smtp(talk, name, mechanism, initial=name != "LOGIN")
            assert reply.code in (421, 535)
        return
    with server.imap_unknown(source=somewhere()) as imap:
        if name == "LOGIN":
            answer = imap.do("LOGIN {} {}", user.encode(), password.encode()).status
        else:
            answer = over_imap(imap, name, MECHANISMS[name](user, password))
        assert answer == "NO"


def wrong_passwords(server: RunningServer, words: Canaries) -> None:
    """Somebody mistypes a password, or types it where the name goes."""
    ways = [
        f"{protocol} {name}" for protocol in ("SMTP", "IMAP") for name in MECHANISMS
    ]
    with ThreadPoolExecutor() as crowd:  # each waits a while for its answer
        tries = [
            crowd.submit(fail_to_log_in, server, user, password, way)
            for number, way in enumerate(ways)
            for user, password in (
                (APP, words.wrong_password),
                (f"{words.password_as_name}{number}", "what"),
            )
        ]
    for tried in tries:
        tried.result()
    with server.imap(APP):
        pass  # and at last remembers: its failures are forgotten


def stray_words(server: RunningServer, words: Canaries) -> None:
    """Content comes where a command should: the server was not ready for it."""
    with server.smtp() as talk:
        talk.hello()
        for line in (
            f"Subject: {words.stray}",
            words.stray,
            f"VRFY {words.stray}",
            f"MAIL FROM:<zoe@example.net> X={words.stray}",
            f"MAIL FROM: {words.stray}",
            f"AUTH {words.stray}",
        ):
            assert talk.say(line).code >= 250
    with server.imap_unknown() as talk:
        for line in (words.stray, f"FETCH {words.stray}", f'LOGIN "{words.stray}'):
            assert talk.do(line).status == "BAD"


def refused_but_sent_all_the_same(server: RunningServer, words: Canaries) -> None:
    """A bad client does not wait for the answers, and sends its letter to no one."""
    with server.smtp() as talk:
        talk.hello()
        talk.send(b"MAIL FROM:<zoe@example.net>\r\nRCPT TO:<nobody@example.org>\r\n")
        talk.send(b"DATA\r\n" + words.letter()[:600] + b"\r\n.\r\n")
        assert [talk.reply().code for _ in range(2)] == [250, 550]
        assert talk.reply().code in (421, 503)


DAY: tuple[Step, ...] = (
    from_outside,
    from_an_app,
    by_lmtp,
    in_chunks,
    reading,
    searching,
    filing,
    keeping_folders,
    waiting,
    tidying,
    teaching,
    by_scram,
    no_hands_to_shake,
    a_crowd,
    wrong_passwords,
    stray_words,
    refused_but_sent_all_the_same,
)
