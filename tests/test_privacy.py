"""Content cannot reach the event log: by type, by field, by list of who may look.

Fence 1 is `words.private` and the list `REVEALERS`; fence 2 walks the event classes.
Fence 3, the imports, is in `pyproject.toml`; fence 4 is the canaries' run.
"""

import copy
import dataclasses
import enum
import ipaddress
import json
import pickle
import types
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest

from glassine.events import facts, facts_of_sending, kinds, milestones, steps
from glassine.words import clock, private, public

SOURCE = Path(kinds.__file__).parents[1]

# Modules that call `reveal`, and why each may. A new line here is a privacy review.
REVEALERS: dict[str, str] = {
    # People at the operator's terminal: their own secrets, and none of a message.
    "cli/deliver_talk.py": "shows an answer to a dry run, which carries no message",
    "cli/init.py": "writes the new keys to their files",
    "cli/leak/forms.py": "makes the forms under which a word is searched for",
    "cli/passwords.py": "compares a password typed twice",
    "cli/show_once.py": "prints a new secret to its owner, once",
    # A message on its way in, and its facts, which are sealed at once.
    "flow/intake.py": "hands the message's octets to scanner, hash and sealer",
    "flow/filing.py": "puts the message key into the card, which is sealed",
    "flow/judging/content_words.py": "hands the first octets to the classifier",
    "flow/queueing.py": "puts the message key into the queue row, which is sealed",
    # It is judged: findings are public words, and hold none of it.
    "flow/judging/content_attachments.py": "looks into attached files",
    "flow/judging/content_tricks.py": "looks for tricks in the body",
    "flow/judging/content_uris.py": "looks for hosts that lists know",
    "net/clamd_client.py": "shows the message to the ClamAV of this machine",
    "net/rspamd_client.py": "shows the message to the rspamd of this machine",
    # A message on its way out, while a try lasts.
    "flow/sending/loading.py": "decodes an opened queue row; joins prefix and message",
    "flow/sending/hearing.py": "scrubs an answer against what the message says",
    "flow/card.py": "decodes an opened row",
    "flow/folder.py": "decodes a folder's opened facts",
    "flow/sending/returning.py": "gives the sender the header and the answer, sealed",
    # Who is it?
    "flow/local_login.py": "counts failures by a digest of the name",
    "flow/slot_trial.py": "hands a SCRAM proof to the vault",
    "flow/spelling.py": "prepares names and passwords; reads the address in a name",
    "flow/mailbox/log_in.py": "decodes the lines of a SASL exchange",
    "wire/sasl/scram.py": "compares the channel binding",
    # A message on its way out, and how we log in to send it.
    "wire/sasl/client.py": "proves our own password to a smarthost",
    "wire/smtp/client/engine.py": "hands the message's octets to the server they go to",
    # Its owner reads it.
    "flow/mailbox/append.py": "puts the message key into the card, which is sealed",
    "flow/mailbox/flags.py": "puts keywords into the card, which is sealed",
    "flow/mailbox/folders.py": "normalises a folder's name",
    "flow/mailbox/listing.py": "matches folder names with a pattern",
    "flow/mailbox/reading.py": "hands the message's octets to its owner",
    "flow/mailbox/questions.py": "looks for a term in a message",
    "wire/imap/write/flags.py": "writes keywords to their owner",
    "wire/imap/write/strings.py": "writes folder names to their owner",
    # The classifier, which turns words into numbers.
    "spam/letter.py": "takes the first octets of a message, and scans them",
    "spam/tokens.py": "reads the words, and lets out their keyed digests",
    # The vault, which turns them into ciphertext, digests and keys.
    "trust/dkim_keys.py": "loads a signing key",
    # The viewer: what an operator or a user may have, once.
    "web/house_viewing.py": "writes a session's secret into its cookie",
    "web/pages/settings.py": "shows a new secret to its owner, once",
    "vault/account_keys.py": "seals to an account, and opens",
    "vault/checkpoint_key.py": "loads the key that signs checkpoints",
    "vault/operator_secrets.py": "makes and checks codes, and hashes random secrets",
    "vault/token_key.py": "makes keyed digests of the words of a message",
    "vault/box.py": "sets up the cipher of a message box",
    "vault/credential_digests.py": "makes a credential's digest",
    "vault/day_key.py": "seals rows and message keys, and opens them",
    "vault/derive.py": "derives keys and digests",
    "vault/folders.py": "seals folder names, and digests them",
    "vault/opener.py": "sets up the cipher of a message box",
    "vault/password_slot.py": "runs Argon2 on a password",
    "vault/printed.py": "writes a secret for its owner, and reads it",
    "vault/scram_slot.py": "runs PBKDF2 on a secret",
    "vault/secret_slot.py": "derives a slot's key from a secret",
    "vault/server_key.py": "writes the key file, and seals for the server",
    "vault/slots.py": "wraps the private half",
}

# What a field may hold besides enums and frozen classes of these. The words made
# of `str` have no grammar of their own: each is here because of who makes it.
PUBLIC_WORDS = {
    bool,
    int,
    float,
    types.NoneType,
    clock.Milliseconds,
    clock.Seconds,
    public.Size,
    public.Port,
    ipaddress.IPv4Address,
    ipaddress.IPv6Address,
    ipaddress.IPv4Network,  # of a setting or a list, never of a message
    ipaddress.IPv6Network,
    public.ConnectionId,  # made by us, at random
    public.TransactionId,
    public.DeliveryId,
    public.QueueId,
    public.MessageIdDigest,  # a keyed digest, unless the operator's config says clear
    facts.ScrubbedText,  # made by `events.scrub` alone
    facts.OperatorName,  # who runs the tool, not who writes mail
    facts.FilterText,  # made of public words by the operator's tools
    facts_of_sending.TlsVersionName,  # these three come from OpenSSL, of the channel
    facts_of_sending.CipherName,
    facts_of_sending.Fingerprint,
    facts.CodeName,  # a class, a logger, a place in code
}
# Words whose text is checked when they are made: their `str` fields have a grammar.
GRAMMATICAL = {public.Domain, public.HostName, public.Address, public.RuleName}

WORDS = [
    private.Message,
    private.Text,
    private.UserName,
    private.Password,
    private.Key,
    private.RemoteText,
]


def free_text(hint: Any, path: str) -> list[str]:
    """Return where, from a type hint down, a field could hold any text."""
    if hint in PUBLIC_WORDS or hint in GRAMMATICAL:
        return []
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return [bad for part in typing.get_args(hint) for bad in free_text(part, path)]
    if typing.get_origin(hint) is tuple:
        item, dots = typing.get_args(hint)
        return free_text(item, path) if dots is ... else [path]
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return []
    return free_text_in(hint, path) if is_frozen(hint) else [path]


def free_text_in(kind: Any, path: str) -> list[str]:
    """Return the same for the fields of a frozen class."""
    hints = typing.get_type_hints(kind)
    names = [name for name in hints if typing.get_origin(hints[name]) is not ClassVar]
    return [bad for name in names for bad in free_text(hints[name], f"{path}.{name}")]


def is_struct(kind: Any) -> bool:
    """Tell whether it is a struct of msgspec."""
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def is_frozen(kind: Any) -> bool:
    """Tell whether it is a frozen dataclass, or a frozen struct."""
    if is_struct(kind):
        return bool(kind.__struct_config__.frozen)
    return dataclasses.is_dataclass(kind) and kind.__dataclass_params__.frozen


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.__name__)
def test_an_event_holds_public_words_only(kind: type) -> None:
    assert free_text_in(kind, kind.__name__) == []


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.__name__)
def test_an_event_is_frozen_and_says_when(kind: type) -> None:
    assert typing.get_type_hints(kind)["at"] is clock.Milliseconds
    assert is_frozen(kind)


def test_every_class_that_says_when_is_in_the_closed_set() -> None:
    named = {
        kind
        for kind in (*vars(steps).values(), *vars(milestones).values())
        if is_struct(kind) and "at" in typing.get_type_hints(kind)
    }
    assert named == set(kinds.KINDS)


def test_the_walk_finds_free_text_wherever_it_hides() -> None:
    @dataclasses.dataclass(frozen=True)
    class Inner:
        note: str

    @dataclasses.dataclass
    class Thawed:
        count: int

    class Struct(msgspec.Struct, frozen=True):
        note: str

    class Fluid(msgspec.Struct):
        count: int

    inside = [free_text(hint, "x") for hint in (Inner, Struct)]
    assert inside == [["x.note"], ["x.note"]]
    for hint in (str, bytes, str | None, tuple[str, ...], dict[str, int], Any):
        assert free_text(hint, "x") == ["x"]
    assert [free_text(hint, "x") for hint in (Thawed, Fluid)] == [["x"], ["x"]]


def test_only_reviewed_modules_reveal_private_words() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if ".reveal(" in path.read_text(encoding="utf-8")
    }
    assert found == set(REVEALERS)


def test_the_list_of_private_words_is_whole() -> None:
    assert set(private.Private.__subclasses__()) >= set(WORDS)
    defined = {w for w in vars(private).values() if isinstance(w, type)}
    assert defined - {private.Private} == set(WORDS)


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize(
    "show",
    [
        str,
        "{}".format,
        "{:>9}".format,
        lambda word: f"{word}",
        "%s".__mod__,
        pickle.dumps,
        copy.copy,
        copy.deepcopy,
        json.dumps,
        msgspec.json.encode,
        bytes,
    ],
)
def test_private_words_have_no_other_form(
    kind: type[private.Private], show: Callable[[object], object]
) -> None:
    with pytest.raises(TypeError) as caught:
        show(kind(b"canary"))
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("kind", WORDS)
def test_the_repr_of_a_private_word_is_its_kind(kind: type[private.Private]) -> None:
    assert repr([kind(b"canary")]) == f"[<{kind.__name__}>]"
