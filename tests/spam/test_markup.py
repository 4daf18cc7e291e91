"""HTML is read as it is seen, and what was done to hide from a machine is told."""

import time

import pytest

from glassine.spam.markup import seen


def read(source: str) -> tuple[str, list[str], set[str]]:
    """Return the text, the hosts, and the facts."""
    facts: set[str] = set()
    text, hosts = seen(source, facts)
    return " ".join(text.split()), hosts, facts


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Good<br>morning</p>", "Good morning"),
        ("via<!-- nothing -->gra", "viagra"),
        ("vi<b>ag</b>ra", "viagra"),
        ("<style>p {color: red}</style>apples", "apples"),
        ("<script>steal()</script>apples", "apples"),
        ("tea &amp; cake &#97;", "tea & cake a"),
        ("a < b", "a < b"),
        ("<p>cut off <a href=", "cut off"),
    ],
)
def test_the_text_is_what_a_reader_sees(source: str, text: str) -> None:
    assert read(source)[0] == text


def test_links_lead_to_hosts() -> None:
    _, hosts, facts = read('<a href="https://shop.example/x?y">our shop</a>')
    assert hosts == ["shop.example"]
    assert not facts


@pytest.mark.parametrize(
    ("source", "fact"),
    [
        (
            '<a href="https://evil.example/">https://bank.example/in</a>',
            "disguised link",
        ),
        ("via<!-- x -->gra", "comment inside"),
        ("via<b></b>gra", "tag inside"),
        ('<span style="display: none">roses</span>', "hidden text"),
        ('<font style="font-size:0px">roses</font>', "hidden text"),
        ("<form action='x'><input></form>", "a form"),
        ("<script>x</script>", "a script"),
        ("<iframe src=x></iframe>", "a frame"),
        ("<meta http-equiv=refresh content=0>", "a refresh"),
        ("&#118;&#105;&#97;&#103;&#114;&#97;", "letters by number"),
        ("<img src=x width=1 height=1>" + "word " * 30, "a pixel"),
        ("<img src=x>", "pictures only"),
    ],
)
def test_tricks_are_told(source: str, fact: str) -> None:
    assert read(source)[2] == {fact}


def test_a_link_that_shows_its_own_host_is_not_disguised() -> None:
    assert not read('<a href="https://www.bank.example/x">bank.example</a>')[2]


@pytest.mark.parametrize(
    "piece",
    ["<a ", "a<!--a", "<script", "x<b", "<img ", "&#1", "<!--", "<", "opacity:", "</a"],
)
def test_nonsense_costs_no_more_than_it_is_long(piece: str) -> None:
    source = piece * (200_000 // len(piece))
    began = time.thread_time()
    read(source)
    assert time.thread_time() - began < 2


@pytest.mark.parametrize("space", [" ", "\t", "' ", " ="])
def test_room_before_the_address_of_a_link_is_passed_over_once(space: str) -> None:
    began = time.thread_time()
    read(f"<a href={space * 100_000}>x</a>")
    assert time.thread_time() - began < 2
