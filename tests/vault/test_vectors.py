"""Every file in vectors/ opens, or is refused, as its head says: by both readers."""

import hashlib
from pathlib import Path

import pytest

import vault.second_reader as second
from glassine.vault import printed
from glassine.vault.account_keys import PrivateHalf
from glassine.vault.day_key import DayKey, open_day_key
from glassine.vault.folders import Folders
from glassine.vault.opener import open_box
from glassine.vault.password_slot import try_password
from glassine.vault.secret_slot import try_secret
from glassine.vault.server_key import NotAServerKey, parse_server_key
from glassine.vault.slots import Slot, SlotKind, Unlocked
from glassine.vault.suite import Damaged, UnknownSuite
from glassine.words.private import Key, Password
from glassine.words.public import Domain
from vault.vector_files import ALL, Vector, load

REFUSALS = {
    Damaged: "damaged",
    NotAServerKey: "damaged",
    UnknownSuite: "unknown suite",
}


def half(unlocked: Unlocked | None) -> bytes:
    """Return what a slot gave; to a wrong credential it gives nothing."""
    if unlocked is None or unlocked.private_half is None:
        raise Damaged
    return unlocked.private_half.reveal()


def day_key(f: dict[str, bytes]) -> DayKey:
    return DayKey(Key(f["key"]), f["key-id"], f["account"], b"", bytes)


def ours(v: Vector) -> bytes:
    """Open a vector with the vault."""
    f = v.fields
    match v.kind:
        case "box":
            return open_box(Key(f["key"]), v.sealed).reveal()
        case "row":
            return day_key(f).open_row(v.sealed, f["message"], f["kind-text"]).reveal()
        case "message key":
            return day_key(f).unwrap(v.sealed, f["message"]).reveal()
        case "day key":
            private = PrivateHalf(Key(f["private"]))
            opened = open_day_key(private, f["account"], f["id"], v.sealed)
            return opened.unwrap(f["wrapped"], f["message"]).reveal()
        case "folder name":
            folders = Folders(f["account"], Key(f["private"]))
            return folders.open(v.sealed, f["folder"]).reveal()
        case "password slot":
            slot = Slot(f["id"], SlotKind.PASSWORD, v.sealed)
            return half(try_password(slot, f["account"], Password(f["secret-text"])))
        case "app slot":
            slot = Slot(f["id"], SlotKind.APP, v.sealed)
            typed = printed.read(Password(f["secret-text"]))
            if not isinstance(typed, printed.Printed):
                raise Damaged
            return half(try_secret(slot, f["account"], typed))
        case "dkim":
            server = parse_server_key(Key(f["file"]))
            domain = Domain(f["domain-text"].decode())
            return server.open_dkim(
                v.sealed, domain, f["selector-text"].decode()
            ).reveal()
        case _:
            raise AssertionError("no such object")


def theirs(v: Vector) -> bytes:
    """Open a vector with the second reader."""
    f = v.fields
    match v.kind:
        case "box":
            return second.box(f["key"], v.sealed)
        case "row":
            return second.row(
                f["key"], v.sealed, f["account"], f["message"], f["kind-text"]
            )
        case "message key":
            return second.message_key(f["key"], v.sealed, f["account"], f["message"])
        case "day key":
            key = second.day_key(f["private"], v.sealed, f["account"], f["id"])
            return second.message_key(key, f["wrapped"], f["account"], f["message"])
        case "folder name":
            return second.folder_name(f["private"], v.sealed, f["account"], f["folder"])
        case "password slot":
            return second.password_slot(v.sealed, f["account"], f["secret-text"])
        case "app slot":
            return second.secret_slot(v.sealed, f["id"], f["account"], f["secret-text"])
        case "dkim":
            secret = second.server_secret(f["file"])
            return second.dkim_private_key(
                secret, v.sealed, f["domain-text"], f["selector-text"]
            )
        case _:
            raise AssertionError("no such object")


def outcome(v: Vector) -> str:
    try:
        opened = ours(v)
    except tuple(REFUSALS) as refusal:
        return REFUSALS[type(refusal)]
    return "opens " + hashlib.sha256(opened).hexdigest()


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_vault_answers_as_the_vector_says(path: Path) -> None:
    vector = load(path)
    assert outcome(vector) == vector.expect


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_second_reader_agrees(path: Path) -> None:
    vector = load(path)
    if vector.expect.startswith("opens"):
        opened = hashlib.sha256(theirs(vector)).hexdigest()
        assert vector.expect == "opens " + opened
    else:
        with pytest.raises(second.Refused):
            theirs(vector)


def test_there_are_vectors_of_every_object_both_good_and_hostile() -> None:
    found = {(v.kind, v.expect[:5]) for v in map(load, ALL)}
    kinds = {kind for kind, _ in found}
    assert len(kinds) == 8
    assert all({(kind, "opens"), (kind, "damag")} <= found for kind in kinds)
