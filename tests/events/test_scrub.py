"""An answer keeps what it says of itself, and loses what it says of the letter."""

import base64
import pickle
import quopri
import time
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.events.heard import Heard, Unheard
from glassine.events.scrub import is_harmless, scrub
from glassine.events.vocabulary import VOCABULARY

SUBJECT = "Confidential: Réunion with Zelenka"
LETTER = Heard(
    [
        SUBJECT,
        "Ада Лавлейс",
        "quarterly-layoffs.pdf",
        "<p>See you at the <b>harbour</b> tomorrow, Dustin. PIN 4711</p>",
        "会議は明日です",
        "Please call me when you have time for us",
    ]
)
SECRETS = [
    "confidential",
    "réunion",
    "reunion",
    "zelenka",
    "лавлейс",
    "layoffs",
    "quarterly",
    "harbour",
    "tomorrow",
    "4711",
    "会議",
]


def leaks(answer: str) -> list[str]:
    """Return the secrets that an answer still shows after scrubbing."""
    shown = scrub(answer, LETTER).casefold()
    return [secret for secret in SECRETS if secret in shown]


@pytest.mark.parametrize(
    "answer",
    [
        "250 2.0.0 Ok: queued as 4XyZw91kPz9",
        "250 2.1.5 <dustin@d19.ca> +HgcDqlfl1+NIgAAZbsJcg Saved",
        "550 5.1.1 User unknown; rejecting",
        "451 4.7.1 Greylisted, please try again in 300 seconds",
        "550-5.7.26 Unauthenticated email from example.org is not accepted",
        "554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using "
        "zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.7",
        "421 4.3.2 mx1.example.net Service not available [IPv6:2001:db8::1]",
    ],
)
def test_an_answer_that_quotes_nothing_is_kept_to_the_character(answer: str) -> None:
    assert scrub(answer, LETTER, known=["dustin@d19.ca"]) == answer


def test_a_quoted_subject_becomes_one_mark() -> None:
    answer = f'550 5.7.1 rejected: subject "{SUBJECT}" looks like spam'
    scrubbed = scrub(answer, LETTER)
    assert scrubbed == '550 5.7.1 rejected: subject "▒" looks like spam'


@pytest.mark.parametrize(
    "quoted",
    [
        SUBJECT.upper(),
        SUBJECT.replace(" ", "_"),
        SUBJECT.replace("é", "e"),
        SUBJECT.replace("é", "e\u0301"),
        SUBJECT.replace("n", "n\u200b"),
        "Réunion".encode().decode("latin-1"),
        SUBJECT[::-1],
        "onfidentia",
        "xxConfidentialxx",
        "C o n f i d e n t i a l",
        "C.o.n.f.i.d.e.n.t.i.a.l",
        "&#67;onfidential&nbsp;Zelenka",
        "&#67;&#111;nfid&#101;ntial",
        urllib.parse.quote(SUBJECT),
        "%43%6f%6e%66%69%64%65%6e%74%69%61%6c",
        quopri.encodestring(SUBJECT.encode(), header=True).decode(),
        "=?utf-8?q?R=C3=A9union_with_Zelenka?=",
        "=43onfidential",
        "".join(chr(ord(letter) + 0xFEE0) for letter in "CONFIDENTIAL"),  # full width
        "quarterly-layoffs.pdf",
        "(attachment=quarterly-layoffs.pdf)",
        "https://quarterly.layoffs/harbour?x=tomorrow",
        "zelenka@harbour.example",
        "zelenka.harbour",
        "PIN:4711",
        "ЛАВЛЕЙС",
        "会議",
        "会議は明日です",
    ],
)
def test_a_quotation_is_found_in_many_forms(quoted: str) -> None:
    assert leaks(f"550 5.7.1 rejected {quoted} as spam") == []
    assert "▒" in scrub(f"550 5.7.1 rejected {quoted} as spam", LETTER)


@pytest.mark.parametrize("before", ["", "x", "xx", "xxx"])
def test_base64_is_read_wherever_a_quantum_begins(before: str) -> None:
    token = base64.b64encode(f"{before} {SUBJECT} harbour".encode()).decode()
    for start in range(4):
        assert scrub(f"550 bad {token[start:]}", LETTER).rstrip("=") == "550 bad ▒"


def test_hexadecimal_is_read() -> None:
    assert scrub(f"550 bad {SUBJECT.encode().hex()}", LETTER) == "550 bad ▒"


def test_common_words_are_hidden_when_they_stand_in_the_messages_order() -> None:
    letter = Heard(["Your account is closed"])
    assert scrub("550 spam: your account is closed", letter) == "550 spam: ▒"
    assert scrub('550 spam: "account is"', letter) == '550 spam: "▒"'
    assert scrub("550 account closed", letter) == "550 account closed"


def test_a_subject_of_common_words_is_found() -> None:
    letter = Heard(["Meeting tomorrow"])
    assert scrub("554 spam (meeting tomorrow)", letter) == "554 spam (▒)"


def test_names_known_from_the_envelope_stay() -> None:
    letter = Heard(["Hello Dustin of d19, see mx1.example.net at 192.0.2.7"])
    answer = "550 5.1.1 <dustin@d19.ca> unknown at mx1.example.net [192.0.2.7]"
    known = ["dustin@d19.ca", "mx1.example.net"]
    assert scrub(answer, letter, known) == answer


def test_codes_stay_even_if_the_message_quotes_the_same_answer() -> None:
    letter = Heard(["they said 550 5.1.1 user does not exist here"])
    assert scrub("550 5.1.1 user does not exist here", letter) == "550 5.1.1 ▒"


def test_every_line_of_an_answer_keeps_its_code() -> None:
    letter = Heard(["550 and 5.7.1 are my lucky numbers"])
    answer = "550-5.7.1 rejected\n550 5.7.1 lucky"
    assert scrub(answer, letter) == r"550-5.7.1 rejected\n550 5.7.1 ▒"


def test_a_word_of_smtp_stays_however_it_is_hyphenated() -> None:
    assert scrub("451 please re-try", Heard(["Retry"])) == "451 please re-try"


def test_a_mark_in_the_answer_does_not_pass_for_ours() -> None:
    assert scrub("550 ▒", LETTER) == "550 ?"


def test_an_answer_is_cut_at_512_characters() -> None:
    assert len(scrub("550 " + "no " * 4000, LETTER)) == 512


def test_control_characters_are_escaped() -> None:
    assert scrub("550 a\r\nx\x1b[2J\x00", LETTER) == r"550 a\r\nx\x1b[2J\x00"


@given(st.text(st.characters(codec=None)), st.lists(st.text(st.characters(codec=None))))
def test_any_answer_to_any_letter_prints(answer: str, texts: list[str]) -> None:
    scrubbed = scrub(answer, Heard(texts))
    assert scrubbed.isprintable()
    assert len(scrubbed) <= 512


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=20))
def test_a_word_of_the_letter_never_passes(word: str) -> None:
    if word not in VOCABULARY:
        assert word not in scrub(f"550 no: {word}!", Heard([f"a {word} b"]))[4:]


def test_what_was_heard_cannot_be_shown_or_pickled() -> None:
    assert "elenka" not in repr(LETTER)
    with pytest.raises(TypeError):
        pickle.dumps(LETTER)


def test_hostile_answers_to_large_letters_cost_little() -> None:
    letter = Heard([" ".join(f"word{n}" for n in range(100_000))])
    start = time.process_time()
    for answer in ["a" * 100_000, "'" * 100_000, "a " * 50_000, "&#" * 50_000]:
        scrub(answer, letter)
    assert time.process_time() - start < 5


@given(
    st.lists(
        st.sampled_from(
            ["Ok", "queued", "250", "2.0.0", "mx.example.net", "zebra", '"']
        ),
        max_size=6,
    ).map(" ".join),
    st.lists(
        st.sampled_from(["ok queued try again", "zebra", "queued ok"]), max_size=3
    ),
)
def test_what_is_called_harmless_is_left_as_it_is(
    answer: str, texts: list[str]
) -> None:
    known = ["mx.example.net"]
    if is_harmless(answer, known):
        assert scrub(answer, Heard(texts), known) == answer
    assert is_harmless("2.0.0 Ok", known)


def test_of_a_message_that_nobody_heard_common_words_alone_are_told() -> None:
    said = "550 zebra: user unknown at mx.example.net"
    assert scrub(said, Unheard(), ["mx.example.net"]) == (
        "550 ▒: user unknown at mx.example.net"
    )


def test_a_character_of_five_thousand_digits_is_none() -> None:
    heard = Heard([f"<b>apples</b> &#{'9' * 5000}; pears"])
    assert heard.has("apples")
    assert heard.has("pears")
