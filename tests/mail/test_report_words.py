"""People are told who, why, and what to do, in words that need no explanation."""

from dataclasses import replace

import pytest

from glassine.mail import report_words
from glassine.mail.report import Action, Report, Returned, Said
from glassine.words.public import EnhancedCode, HostName
from mail.reports import DELAYED, FAILED, REPORT


def said(report: Report) -> str:
    text = report_words.text(report)
    assert text.count("\n") == text.count("\r\n")
    assert max(map(len, text.splitlines())) <= 72
    return " ".join(text.split())


def of(status: EnhancedCode) -> str:
    return said(replace(REPORT, fared=[replace(FAILED, status=status)]))


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (EnhancedCode(5, 1, 1), "Check how it is spelt."),
        (EnhancedCode(5, 1, 99), "Something is wrong with the address."),
        (EnhancedCode(5, 2, 2), "The mailbox is full."),
        (EnhancedCode(5, 3, 4), "Send less, or a link."),
        (EnhancedCode(4, 4, 7), "It was tried for as long as is usual."),
        (EnhancedCode(5, 7, 26), "Only the people in charge there can change that"),
        (EnhancedCode(5, 0, 0), "Show this report to the people in charge there."),
    ],
)
def test_each_trouble_comes_with_something_to_do(
    status: EnhancedCode, advice: str
) -> None:
    assert advice in of(status)


def test_the_server_is_quoted_by_name() -> None:
    assert "The server mx.example.net said: 550 5.1.1 no such user" in said(REPORT)


def test_a_server_without_a_name_is_quoted_too() -> None:
    nameless = Said(host=None, code=550, words="no", ours=False)
    report = replace(REPORT, fared=[replace(FAILED, said=nameless)])
    assert "The server there said: 550 5.1.1 no" in said(report)


def test_our_own_words_are_not_put_into_anybodys_mouth() -> None:
    text = said(replace(REPORT, fared=[DELAYED]))
    assert "Why: no connection." in text
    assert "said:" not in text


def test_a_delay_asks_for_nothing() -> None:
    text = said(replace(REPORT, fared=[DELAYED]))
    assert "You need not do anything" in text
    assert "until Tue, 27 Oct 2020 23:45:45 +0000" in text
    assert "too old" in said(replace(REPORT, fared=[replace(DELAYED, until=None)]))


def test_the_operator_can_find_it_by_what_the_person_reads() -> None:
    assert FAILED.log_id in said(REPORT)


@pytest.mark.parametrize("action", list(Action))
def test_each_action_has_a_subject_of_its_kind(action: Action) -> None:
    text = said(replace(REPORT, fared=[replace(FAILED, action=action)]))
    assert report_words.SUBJECTS[action].split()[0] == "Your"
    assert ("no such user" in text) is not action.succeeded


def test_it_says_what_follows() -> None:
    whole = replace(REPORT, returned=Returned(b"a: b\r\n", whole=True))
    assert said(whole).endswith("and then your message.")
    assert said(REPORT).endswith("and then the header of your message.")
    assert said(replace(REPORT, returned=None)).endswith("once more follows.")


def test_no_answer_is_too_long_for_a_letter() -> None:
    endless = Said(
        host=HostName("mx.example.net"), code=550, words="x" * 5000, ours=False
    )
    assert len(said(replace(REPORT, fared=[replace(FAILED, said=endless)]))) < 3000
