"""HTML that shows one thing and is another."""

import time

import pytest

from glassine.spam.html_tricks import html_findings, smuggles
from glassine.words.reason import Reason

FALSE = '<a href="https://evil.example/x">'


def found(source: str) -> set[Reason | None]:
    return {finding.why for finding in html_findings(source)}


@pytest.mark.parametrize(
    "source",
    [
        "<p>Good <b>morning</b>.</p>",
        '<a href="https://example.org/x">example.org</a>',
        '<a href="https://click.mail.example.org/x">https://www.example.org/y</a>',
        '<a href="https://example.com">Read more</a>',
        '<a href="mailto:ann@example.org">example.org</a>',
        '<a href="https://evil.example">see example.org for more</a>',
        "<p style='font-size:10px; opacity:0.9; display:block'>small</p>",
    ],
)
def test_what_everybody_writes_is_not_remarked_upon(source: str) -> None:
    assert found(source) == set()


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<SCRIPT src=x></SCRIPT>", Reason.SCRIPT),
        ("<img src=x onload =go()>", Reason.SCRIPT),
        ("<iframe src=x>", Reason.FRAME),
        ("<object data=x>", Reason.FRAME),
        ("<form action=x>", Reason.FORM),
        ("<input name=x type=password>", Reason.FORM),
        ("<div style='display : NONE'>", Reason.HIDDEN),
        ("<div style='visibility:hidden'>", Reason.HIDDEN),
        ("<div style='opacity:0'>", Reason.HIDDEN),
        ("<div style='font-size:0px'>", Reason.TINY),
        ("<div style='font-size: 1px'>", Reason.TINY),
        (f"{FALSE}example.org</a>", Reason.FALSE_LINK),
        (f"{FALSE}<b>https://www.example.org/login</b></a>", Reason.FALSE_LINK),
        ("<a href=http://evil.example>example.org</a>", Reason.FALSE_LINK),
        ("<a href='&#104;ttp://evil.example'>example.org</a>", Reason.FALSE_LINK),
    ],
)
def test_a_trick_is_named(source: str, why: Reason) -> None:
    assert found(source) == {why}


def test_a_page_that_makes_a_file_by_a_script_smuggles_it() -> None:
    assert smuggles("<script>new Blob([atob('x')])</script>")
    assert smuggles("<svg onload=\"location='data:application/zip;base64,'\">")
    assert not smuggles("<script>alert(1)</script>")
    assert not smuggles("the function atob() and new Blob() are explained")


@pytest.mark.parametrize(
    "piece", ["<a ", "<a href=x ", "<input ", "display ", "<font ", "href=http://", "<"]
)
def test_no_text_takes_long(piece: str) -> None:
    source = piece * (128 * 1024 // len(piece))
    began = time.perf_counter()
    found(source)
    assert time.perf_counter() - began < 1.0
