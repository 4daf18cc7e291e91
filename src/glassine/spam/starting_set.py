"""Letters to begin with: made from phrases, not collected from anybody.

A new installation has learnt nothing, and would have no opinion for weeks. So it first
learns some hundred letters that are put together here, of the kinds that everybody
gets, in a few languages. What its people teach later outweighs them soon.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from random import Random
from typing import Any

from glassine.words.private import Message

EACH = 8  # letters of a kind in one language
SEED = 20_201_026  # every installation learns the same letters
DAYS = ("Monday", "12 March", "3.11.", "Friday", "2 June", "24/10")
NAMES = ("Ann", "Robert", "M. Klein", "Zoe", "friend", "customer")
TOPS = ("example.org", "example.net", "example.com", "shop.example", "mail.example")


@dataclass(frozen=True, slots=True)
class Made:
    """A letter that nobody wrote."""

    letter: Message
    is_spam: bool


def starting_set() -> Iterator[Made]:
    """Yield the letters, the same ones every time."""
    chance = Random(SEED)  # noqa: S311 (nothing secret is made of it)
    files = resources.files("glassine.spam.letters").iterdir()
    for file in sorted(files, key=lambda each: each.name):
        if file.name.endswith(".toml"):
            yield from _of_language(tomllib.loads(file.read_text("utf-8")), chance)


def _of_language(phrases: dict[str, Any], chance: Random) -> Iterator[Made]:
    kinds = [
        (kind, sort == "spam")
        for sort in ("spam", "ham")
        for kind in phrases[sort].values()
    ]
    most = max(sum(spam for _, spam in kinds), sum(not spam for _, spam in kinds))
    for kind, is_spam in kinds:
        alike = sum(spam is is_spam for _, spam in kinds)
        for _ in range(EACH * most // alike):  # as many of one sort as of the other
            yield Made(Message(_letter(phrases, kind, chance, spam=is_spam)), is_spam)


def _letter(
    phrases: dict[str, Any], kind: dict[str, list[str]], chance: Random, *, spam: bool
) -> bytes:
    """Return one letter of a kind."""
    lines = chance.sample(kind["lines"], min(len(kind["lines"]), chance.randint(3, 6)))
    body = [
        chance.choice(phrases["greetings"]),
        *lines,
        *_link(chance, often=spam),
        chance.choice(phrases["closings"]),
        chance.choice(kind["from"]),
    ]
    head = _head(chance.choice(kind["subjects"]), chance.choice(kind["from"]), chance)
    whole = "\r\n".join([*head, "", *body, ""])
    return _filled(whole, chance).encode()


def _link(chance: Random, *, often: bool) -> list[str]:
    if chance.random() > (0.7 if often else 0.4):
        return []
    return [f"https://www.{_word(chance)}.{chance.choice(TOPS)}/{_word(chance)}"]


def _head(subject: str, sender: str, chance: Random) -> list[str]:
    """Return a header that tells nothing either way."""
    domain = f"{_word(chance)}.{chance.choice(TOPS)}"
    return [
        f"From: {sender} <{_word(chance)}@{domain}>",
        "To: you@example.org",
        f"Subject: {subject}",
        "Date: Mon, 26 Oct 2020 23:45:45 +0000",
        f"Message-ID: <{_word(chance)}@{domain}>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
    ]


def _filled(text: str, chance: Random) -> str:
    """Return the text with every blank filled."""
    return (
        text.replace("{name}", chance.choice(NAMES))
        .replace("{day}", chance.choice(DAYS))
        .replace("{number}", str(chance.randrange(1000, 999_999)))
        .replace("{amount}", f"${chance.randrange(1, 9)},{chance.randrange(100)}00,000")
        .replace("{small}", f"${chance.randrange(19, 499)}.{chance.randrange(10, 99)}")
    )


def _word(chance: Random) -> str:
    return "".join(chance.choices("abcdefghiklmnoprstuvwz", k=8))
