"""Every reply is documented, word for word, and well formed."""

import inspect
import re
from pathlib import Path

import pytest

from glassine.wire.smtp import replies
from glassine.wire.smtp.replies import Reply

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "replies.md").read_text("utf-8")
SOURCES = [path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py")]
REPLIES = {n: r for n, r in vars(replies).items() if isinstance(r, Reply)}
MAKERS = {
    name
    for name, thing in vars(replies).items()
    if inspect.isfunction(thing)
    and thing.__module__ == replies.__name__
    and not name.startswith("_")
}


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_stands_in_the_manual_as_it_is_sent(name: str) -> None:
    reply = REPLIES[name]
    cells = f"| `{name}` | {reply.code} | {reply.enhanced} | {reply.text} |"
    assert cells in PAGE, f"docs/replies.md lacks: {cells}"


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_a_reply_that_is_made_stands_in_the_manual(name: str) -> None:
    assert f"| `{name}` |" in PAGE


@pytest.mark.parametrize("name", [*REPLIES, *sorted(MAKERS)])
def test_a_reply_is_given_somewhere(name: str) -> None:
    users = [text for text in SOURCES if "from glassine.wire.smtp import" in text]
    assert any(re.search(rf"\breplies\.{name}\b", text) for text in users)


def test_the_manual_knows_no_reply_but_these() -> None:
    rows = [row for row in PAGE.splitlines() if row.startswith("| `")]
    assert {row.split("`")[1] for row in rows} == set(REPLIES) | MAKERS


@pytest.mark.parametrize("name", REPLIES)
def test_the_two_codes_agree(name: str) -> None:
    reply = REPLIES[name]
    if reply.code == 354:
        assert reply.enhanced == ""  # RFC 2034 §4: 2, 4 and 5 only
    else:
        assert reply.enhanced[0] == str(reply.code)[0]
    assert len(bytes(reply)) <= 512  # RFC 5321 §4.5.3.1.5
