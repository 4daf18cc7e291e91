"""A bounce holds the letter and the answer that quotes it; both only under seal."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from canary.searching import leaks
from canary.words import Canaries
from glassine.words.envelope import Ret, Sender
from glassine.words.private import Message
from glassine.words.public import parse_address
from support.fates import ANN, FAILED, LATE, ORIGIN, RELAYED, answer, told
from support.house import house
from support.post_office import answer as said
from support.post_office import post_office

EVE = parse_address("eve@example.com")


def quoting(words: Canaries) -> str:
    """Return what an indiscreet server says."""
    return f'rejected: "{words.subject}" of {words.display_name} says {words.body}'


@pytest.mark.parametrize("sender", [ANN, EVE], ids=["filed", "queued"])
@pytest.mark.parametrize("ret", [Ret.FULL, Ret.HDRS])
def test_a_report_keeps_what_it_quotes(
    tmp_path: Path, sender: object, ret: Ret
) -> None:
    words = Canaries()

    def letter() -> Iterator[Message]:
        yield Message(words.letter())

    origin = replace(ORIGIN, sender=Sender(sender, ret=ret), content=letter)
    with house(tmp_path) as home:
        home.add("ann@example.org")
        for fate in (FAILED, LATE, RELAYED):
            told(
                home, [replace(fate, said=answer(550, "5.7.1", quoting(words)))], origin
            )
        (tmp_path / "log").write_text("\n".join(home.lines()))
        assert leaks(words.by_name(), tmp_path) == []
        if sender == ANN:
            letters = home.letters("ann@example.org")
            assert words.body.encode() in letters[0]  # it is really there
            assert words.header.encode() in letters[0]
    assert leaks(words.by_name(), tmp_path) == []


def test_the_event_of_a_bounce_has_the_answer_scrubbed(tmp_path: Path) -> None:
    words = Canaries()

    async def bounced() -> dict[str, Any]:
        async with post_office(tmp_path) as office:
            office.network.says = {"example.net": said(554, quoting(words), "5.7.1")}
            await office.post(
                "bob@example.net", letter=words.letter(), account="eve@example.com"
            )
            await office.quiet()
            (bounce,) = await office.records("bounce")
            assert leaks(words.by_name(), tmp_path) == []
        (tmp_path / "log").write_bytes(b"".join(office.log))
        return bounce["details"]

    details = asyncio.run(bounced())
    assert "rejected" in details["response"]
    assert details["dsn"]
    assert leaks(words.by_name(), tmp_path) == []
