"""Where a field is well-formed, we agree with the standard library."""

import datetime
import email.header
import email.message
import email.utils

from hypothesis import given, settings
from hypothesis import strategies as st

from glassine.mail import address, dates, encoded_words, match, params, section
from glassine.words.clock import Milliseconds
from mail.letters import scanned

few = settings(max_examples=60, deadline=None)
atoms = st.from_regex(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,12}", fullmatch=True)
names = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)
words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
zones = st.integers(-14 * 60, 14 * 60).map(lambda m: datetime.timedelta(minutes=m))


@few
@given(st.lists(st.tuples(names, atoms, atoms), min_size=1, max_size=5))
def test_addresses_read_as_they_were_formatted(people: list[tuple[str, ...]]) -> None:
    pairs = [
        (" ".join(name.split()), f"{local}@{host}") for name, local, host in people
    ]  # of a phrase, how many blanks there are between two words is nobody's business
    value = ", ".join(email.utils.formataddr(pair) for pair in pairs).encode()
    found = address.parse(value)
    assert [(a.mailbox, a.host) for a in found] == [
        (local.encode(), host.encode()) for _, local, host in people
    ]
    assert [a.name or b"" for a in found] == [name.encode() for name, _ in pairs]


@few
@given(words, st.sampled_from(["utf-8", "iso-2022-jp", "koi8-r", "iso-8859-1"]))
def test_encoded_words_read_as_they_were_encoded(text: str, charset: str) -> None:
    written = email.header.Header(text, "utf-8", maxlinelen=60).encode()
    assert encoded_words.decode(written.encode()) == text
    known = text.encode(charset, "ignore").decode(charset)
    again = email.header.Header(known, charset).encode()
    assert encoded_words.decode(again.encode()) == known


@few
@given(words)
def test_file_names_read_as_they_were_written(name: str) -> None:
    letter = email.message.Message()
    letter.add_header("Content-Disposition", "x", filename=("utf-8", "", name))
    _, found = params.split(letter["Content-Disposition"].encode())
    assert params.parameter(found, b"filename") == name


@few
@given(
    st.datetimes(datetime.datetime(1970, 1, 2), datetime.datetime(2199, 1, 1)), zones
)
def test_dates_read_as_they_were_formatted(
    moment: datetime.datetime, zone: datetime.timedelta
) -> None:
    at = moment.replace(microsecond=0, tzinfo=datetime.timezone(zone))
    found = dates.read(email.utils.format_datetime(at).encode())
    assert found == dates.MailDate(Milliseconds(int(at.timestamp() * 1000)), at.date())


@few
@given(st.integers(0, 4_000_000_000))
def test_dates_are_written_as_the_standard_library_does(second: int) -> None:
    ours = dates.written(Milliseconds(second * 1000)).decode()
    assert ours == email.utils.format_datetime(
        datetime.datetime.fromtimestamp(second, datetime.UTC)
    )


@few
@given(words, words)
def test_what_a_text_holds_is_found_in_any_case(text: str, other: str) -> None:
    letter = (
        b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + (text + other).encode()
    )
    root = scanned(letter).root
    for asked in (text, text.upper(), text.lower()):
        if match.fold(asked) in match.fold(text + other):
            assert match.in_body(root, letter, match.fold(asked))


@few
@given(st.binary(max_size=200), st.binary(max_size=60))
def test_a_prefix_moves_any_message_as_reading_the_whole_would(
    message: bytes, value: bytes
) -> None:
    prefix = b"X-Trace: " + value.replace(b"\r", b"").replace(b"\n", b"") + b"\r\n"
    ours = section.shifted(scanned(message).root, len(prefix))
    whole = scanned(prefix + message).root
    assert (ours.start, ours.body, ours.end) == (whole.start, whole.body, whole.end)


@few
@given(st.binary(max_size=300))
def test_no_octets_make_a_reader_fail(value: bytes) -> None:
    address.parse(value)
    dates.read(value)
    encoded_words.decode(value).encode()
    _, found = params.split(value)
    (params.parameter(found, b"a") or "").encode()
    scanned(value).preview.encode()
