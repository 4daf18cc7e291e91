"""What goes to a client, octet for octet as the RFC has it."""

import pytest

from glassine.mail.structure import HeaderEnvelope, MailAddress, Part
from glassine.wire.imap import replies
from glassine.wire.imap.fetch_items import BinarySection, BinarySize, BodySection
from glassine.wire.imap.flags import Keyword, SystemFlag
from glassine.wire.imap.options import Extension, SpecialUse, StatusItem
from glassine.wire.imap.sets import NumberSet, number_set
from glassine.wire.imap.write import codes, fetch, found, listing, mailbox, strings
from glassine.wire.imap.write.found import Found
from glassine.wire.imap.write.strings import nstring_utf8
from glassine.words.clock import Milliseconds
from glassine.words.private import Text

FRED = MailAddress(b"Fred Foobar", b"foobar", b"example.org")
PLAIN = Part(0, 10, 1162, 23, params=((b"charset", b"us-ascii"),))


@pytest.mark.parametrize(
    ("data", "written"),
    [
        (b"", b'""'),
        (b"plain words", b'"plain words"'),
        (b'a "quoted" \\ word', b'"a \\"quoted\\" \\\\ word"'),
        (b"two\r\nlines", b"{10}\r\ntwo\r\nlines"),
        ("grün".encode(), b"{5}\r\ngr\xc3\xbcn"),
        (b"nul\0", b"{3}\r\nnul"),
        (b"x" * 1_001, b"{1001}\r\n" + b"x" * 1_001),
    ],
)
def test_a_string_is_quoted_if_it_can_be(data: bytes, written: bytes) -> None:
    assert strings.string(data) == written


def test_a_client_that_takes_utf8_gets_it_in_quotes() -> None:
    assert strings.nstring_utf8('"grün"'.encode()) == '"\\"grün\\""'.encode()
    assert strings.nstring_utf8(b"gr\xfcn") == b"{4}\r\ngr\xfcn"
    assert strings.nstring_utf8("ü\r\n".encode()) == b"{4}\r\n\xc3\xbc\r\n"
    assert strings.nstring_utf8(None) == b"NIL"


@pytest.mark.parametrize(
    ("name", "seven_bit", "utf8"),
    [
        ("INBOX", b"INBOX", b"INBOX"),
        ("Sent Items", b'"Sent Items"', b'"Sent Items"'),
        ("Entwürfe", b"Entw&APw-rfe", '"Entwürfe"'.encode()),
        ("R&D", b"R&-D", b"R&D"),
        ("nil", b'"nil"', b'"nil"'),
        ("", b'""', b'""'),
    ],
)
def test_a_mailbox_name_as_each_client_reads_it(
    name: str, seven_bit: bytes, utf8: bytes
) -> None:
    assert strings.mailbox(Text(name.encode())) == seven_bit
    assert strings.mailbox(Text(name.encode()), utf8=True) == utf8


def test_a_reply_stands_with_or_without_tag_and_code() -> None:
    assert replies.COMPLETED.tagged(b"a1") == b"a1 OK completed\r\n"
    assert replies.READ_WRITE.tagged(b"a1") == b"a1 OK [READ-WRITE] selected\r\n"
    assert replies.BYE.untagged() == b"* BYE logging out\r\n"
    assert replies.SYNTAX.answer(None) == b"* BAD [CLIENTBUG] syntax error\r\n"
    assert replies.challenge(b"eA==") == b"+ eA==\r\n"
    told = replies.STATED.untagged(codes.uid_validity(7))
    assert told == b"* OK [UIDVALIDITY 7] as stated\r\n"


def test_codes_that_hold_a_value() -> None:
    flags = [SystemFlag.SEEN, Keyword(b"work")]
    assert codes.capability([b"IMAP4rev1", b"IDLE"]) == b"CAPABILITY IMAP4rev1 IDLE"
    assert codes.permanent_flags(flags, new_keywords=True) == (
        b"PERMANENTFLAGS (\\Seen work \\*)"
    )
    assert codes.permanent_flags([], new_keywords=True) == b"PERMANENTFLAGS (\\*)"
    assert codes.permanent_flags([], new_keywords=False) == b"PERMANENTFLAGS ()"
    assert codes.uid_next(5) == b"UIDNEXT 5"
    assert codes.unseen(3) == b"UNSEEN 3"
    assert codes.highest_modseq(9) == b"HIGHESTMODSEQ 9"
    assert codes.append_uid(38505, number_set([3955])) == b"APPENDUID 38505 3955"
    assert codes.copy_uid(
        38505, number_set([304, 319, 320]), number_set([1, 2, 3])
    ) == (b"COPYUID 38505 304,319:320 1:3")


def test_a_fetch_response_is_its_pieces() -> None:
    pieces = [
        fetch.uid(7),
        fetch.flags({SystemFlag.SEEN}),
        fetch.internal_date(Milliseconds(0)),
        fetch.size(44827),
        fetch.modseq(12),
        fetch.preview(b"Hello"),
        fetch.preview(None),
    ]
    assert fetch.fetch(12, pieces) == (
        b"* 12 FETCH (UID 7 FLAGS (\\Seen) "
        b'INTERNALDATE " 1-Jan-1970 00:00:00 +0000" RFC822.SIZE 44827 '
        b'MODSEQ (12) PREVIEW "Hello" PREVIEW NIL)\r\n'
    )


def test_a_section_is_a_literal_or_nil() -> None:
    item = BodySection(b"BODY[1]<0>", (1,))
    assert fetch.section(item, b"ab\0") == b"BODY[1]<0> {3}\r\nab\0"
    assert fetch.section(item, None) == b"BODY[1]<0> NIL"
    assert fetch.section_head(item, 9) == b"BODY[1]<0> {9}\r\n"


def test_binary_with_nul_is_literal8() -> None:
    """RFC 9051 §4.3: no other form may hold NUL."""
    item = BinarySection(b"BINARY[1]", (1,))
    assert fetch.section(item, b"a\0") == b"BINARY[1] ~{2}\r\na\0"
    assert fetch.section(item, b"ab") == b"BINARY[1] {2}\r\nab"
    assert fetch.binary_size(BinarySize(b"BINARY.SIZE[1]", (1,)), 5) == (
        b"BINARY.SIZE[1] 5"
    )


def test_an_envelope_with_a_group_and_what_is_absent() -> None:
    """Sender and Reply-To are From where they are absent. RFC 9051 §7.5.2"""
    group = (
        MailAddress(None, b"friends", None),
        MailAddress(None, b"x", b"example.net"),
        MailAddress(None, None, None),
    )
    written = fetch.envelope(
        HeaderEnvelope(subject=b"Hi", from_=(FRED,), to=group, message_id=b"<1@x>")
    )
    fred = b'(("Fred Foobar" NIL "foobar" "example.org"))'
    assert written == (
        b'ENVELOPE (NIL "Hi" ' + b" ".join([fred] * 3) + b" "
        b'((NIL NIL "friends" NIL)(NIL NIL "x" "example.net")(NIL NIL NIL NIL)) '
        b'NIL NIL NIL "<1@x>")'
    )


def test_a_text_part() -> None:
    basic = b'"text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 1152 23'
    assert fetch.body(PLAIN) == b"BODY (%b)" % basic
    assert fetch.bodystructure(PLAIN) == (b"BODYSTRUCTURE (%b NIL NIL NIL NIL)" % basic)


def test_a_multipart_with_an_attachment() -> None:
    picture = Part(
        0,
        0,
        4554,
        73,
        b"image",
        b"png",
        id=b"<a@example.org>",
        description="Bild ü".encode(),
        encoding=b"base64",
        md5=b"Q2hlY2s=",
        disposition=(b"attachment", ((b"filename", b"a.png"),)),
        language=(b"en", b"de"),
        location=b"a.png",
    )
    mixed = Part(0, 0, 0, 0, b"multipart", b"mixed", parts=(PLAIN, picture))
    text = b'"text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 1152 23'
    image = b'"image" "png" NIL "<a@example.org>" "Bild \xc3\xbc" "base64" 4554'
    assert fetch.body(mixed, nstring_utf8) == (
        b'BODY ((%b)(%b) "mixed")' % (text, image)
    )
    assert fetch.bodystructure(mixed, nstring_utf8) == (
        b"BODYSTRUCTURE ((%b NIL NIL NIL NIL)"
        b'(%b "Q2hlY2s=" ("attachment" ("filename" "a.png")) ("en" "de") "a.png") '
        b'"mixed" NIL NIL NIL NIL)' % (text, image)
    )


def test_a_message_within_a_message() -> None:
    inner = HeaderEnvelope(subject=b"inner")
    outer = Part(0, 0, 1200, 30, b"message", b"rfc822", parts=(PLAIN,), envelope=inner)
    assert fetch.body(outer) == (
        b'BODY ("message" "rfc822" NIL NIL NIL "7bit" 1200 '
        b'(NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL) '
        b'("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 1152 23) 30)'
    )


def test_a_multipart_without_parts_still_has_one() -> None:
    """RFC 9051 §9 `body-type-mpart` asks for one at least."""
    empty = Part(0, 0, 0, 0, b"multipart", b"mixed")
    assert fetch.body(empty) == (
        b'BODY (("text" "plain" NIL NIL NIL "7bit" 0 0) "mixed")'
    )


def test_list_lsub_and_status() -> None:
    drafts = Text("Entwürfe".encode())
    told = [listing.Attribute.HAS_NO_CHILDREN, SpecialUse.DRAFTS]
    assert listing.list_line(drafts, told) == (
        b'* LIST (\\HasNoChildren \\Drafts) "/" Entw&APw-rfe\r\n'
    )
    assert listing.list_line(drafts, child_subscribed=True, utf8=True) == (
        '* LIST () "/" "Entwürfe" ("CHILDINFO" ("SUBSCRIBED"))\r\n'.encode()
    )
    assert listing.lsub_line(Text(b"INBOX")) == b'* LSUB () "/" INBOX\r\n'
    assert listing.delimiter_line() == b'* LIST (\\Noselect) "/" ""\r\n'
    assert listing.namespace_line() == b'* NAMESPACE (("" "/")) NIL NIL\r\n'
    counts = {StatusItem.MESSAGES: 231, StatusItem.UIDNEXT: 44292}
    assert listing.status_line(Text(b"a b"), counts) == (
        b'* STATUS "a b" (MESSAGES 231 UIDNEXT 44292)\r\n'
    )


def test_search_and_esearch() -> None:
    assert found.search_line([2, 84, 882]) == b"* SEARCH 2 84 882\r\n"
    assert found.search_line([2], modseq=7) == b"* SEARCH 2 (MODSEQ 7)\r\n"
    assert found.search_line([], modseq=7) == b"* SEARCH\r\n"
    everything = Found(
        least=2, most=9, all=number_set([2, 3, 9]), count=3, modseq=917162500
    )
    assert found.esearch_line(b"A282", everything, uid=True) == (
        b'* ESEARCH (TAG "A282") UID MIN 2 MAX 9 ALL 2:3,9 COUNT 3 MODSEQ 917162500\r\n'
    )
    nothing = Found(all=NumberSet(), count=0)
    assert found.esearch_line(b"a", nothing, uid=False) == (
        b'* ESEARCH (TAG "a") COUNT 0\r\n'
    )


def test_what_is_said_of_the_session_and_the_open_mailbox() -> None:
    assert mailbox.capability_line([b"IMAP4rev1"]) == b"* CAPABILITY IMAP4rev1\r\n"
    assert mailbox.enabled_line([Extension.UTF8]) == b"* ENABLED UTF8=ACCEPT\r\n"
    assert mailbox.enabled_line([]) == b"* ENABLED\r\n"
    assert mailbox.id_line([]) == b"* ID NIL\r\n"
    assert mailbox.id_line([(b"name", b"Glassine")]) == b'* ID ("name" "Glassine")\r\n'
    assert mailbox.exists_line(23) == b"* 23 EXISTS\r\n"
    assert mailbox.recent_line(5) == b"* 5 RECENT\r\n"
    assert mailbox.expunge_line(44) == b"* 44 EXPUNGE\r\n"
