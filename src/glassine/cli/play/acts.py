"""The acts of the demo, in order. Each shows one thing and checks it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from glassine.cli.play import post
from glassine.cli.play.cast import Cast
from glassine.cli.play.letters import Letter, letters
from glassine.cli.play.owner import Opened, read_inbox
from glassine.cli.play.search import search
from glassine.cli.play.server import Server
from glassine.cli.play.telling import Telling
from glassine.cli.play.window import check_form, look
from glassine.cli.refused import Refused

SUBMITTED = {"auth", "queued", "delivered"}
TAKEN_IN = {"received", "delivered"}
"""The types of the records that tell of a letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where the acts are played, by whom, and who tells of them."""

    directory: Path
    config: Path
    certificate: Path
    server: Server
    cast: Cast
    tell: Telling


def play(scene: Scene) -> None:
    """Post three letters, show who sees what, and search. Raises `Refused`."""
    report, note, invitation = posted = letters(scene.cast)
    app_writes(scene, report)
    person_writes(scene, note)
    stranger_writes(scene, invitation)
    owner_reads(scene, posted)
    search_for_words(scene, posted)


def app_writes(scene: Scene, letter: Letter) -> None:
    """The seed's message: AUTH LOGIN without TLS from a near host."""
    app = scene.cast.app
    scene.tell.act(
        "1. An app writes",
        f"{app.address} logs in by AUTH LOGIN without TLS, as apps on a private "
        f"network do, and sends {len(letter.octets())} octets to "
        f"{scene.cast.person.address}.",
    )
    _post_and_show(
        scene, letter, SUBMITTED, lambda: post.by_app(scene.server, app, letter)
    )


def person_writes(scene: Scene, letter: Letter) -> None:
    """A mail program: STARTTLS and AUTH PLAIN."""
    person = scene.cast.person
    scene.tell.act(
        "2. A person writes",
        f"{person.address} writes a note to himself, with a mail program: STARTTLS, "
        "then AUTH PLAIN.",
    )
    _post_and_show(
        scene,
        letter,
        SUBMITTED,
        lambda: post.by_person(scene.server, person, scene.certificate, letter),
    )


def stranger_writes(scene: Scene, letter: Letter) -> None:
    """Another server, at the MX."""
    scene.tell.act(
        "3. Somebody outside writes",
        f"{letter.host} brings a letter from {letter.sender.addr_spec}; "
        "nobody logs in.",
    )
    _post_and_show(
        scene, letter, TAKEN_IN, lambda: post.by_stranger(scene.server, letter)
    )


def owner_reads(scene: Scene, posted: tuple[Letter, ...]) -> None:
    """The owner, and nobody else, reads the letters."""
    person = scene.cast.person
    scene.tell.act(
        "4. The owner reads",
        f"{person.address} logs in by IMAP. His password opens his keys, they open "
        "the letters; no operator ever sees what follows.",
    )
    opened = read_inbox(scene.server, person, scene.certificate)
    scene.tell.owner(opened)
    sent = [_as_opened(letter) for letter in posted]
    if opened != sent:
        raise Refused("what the owner read over IMAP is not what was sent")


def search_for_words(scene: Scene, posted: tuple[Letter, ...]) -> None:
    """Nothing of the letters or the passwords is on the disk in clear."""
    cast = scene.cast
    searched = search(scene.directory, posted, (cast.app, cast.person))
    scene.tell.act(
        "5. And what is on the disk?",
        f"Every byte under {scene.directory} (data, write-ahead log, raw log, keys) is "
        f"searched for {searched.words} words: subjects, names, texts, file names and "
        "passwords, in base64, quoted-printable, UTF-16, hexadecimal, compressed and "
        "more. In what went over the wire the same search finds all of them. Here:",
    )
    scene.tell.searched(searched)
    if searched.found:
        raise Refused("words of a letter or a password are on the disk in clear")


def _post_and_show(
    scene: Scene, letter: Letter, types: set[str], posting: Callable[[], None]
) -> None:
    server = scene.server
    begins = server.log.stat().st_size
    posting()
    seen = asyncio.run(look(scene.config, server, letter, begins=begins, types=types))
    scene.tell.operator(letter, seen)
    check_form(seen.records)


def _as_opened(letter: Letter) -> Opened:
    return Opened(
        message_id=letter.message_id,
        sender=str(letter.sender),
        subject=letter.subject,
        first_line=letter.text.partition("\n")[0],
        file_names=(letter.file_name,),
    )
