"""A checkpoint comes as a letter that any program shows, whole and unchanged."""

from email import message_from_bytes, policy
from pathlib import Path

from glassine.flow.viewing.checkpoint import Checkpoint, read_checkpoint
from glassine.mail.checkpoint_letter import write
from glassine.words.clock import Milliseconds
from glassine.words.public import HostName, parse_address

HOST, NOW = HostName("mail.example.org"), Milliseconds(1_795_464_000_000)
MADE = Checkpoint(HOST, NOW, 4711, b"h" * 32, b"s" * 64)


def letter() -> bytes:
    return write(
        MADE.text(),
        day=MADE.day,
        host=HOST,
        to=parse_address("ann@example.org"),
        now=NOW,
        unique="C.1",
    ).reveal()


def test_it_is_a_whole_letter_with_lines_that_end_as_they_should() -> None:
    octets = letter()
    assert b"\n" not in octets.replace(b"\r\n", b"")
    assert max(map(len, octets.splitlines())) <= 200
    read = message_from_bytes(octets, policy=policy.default)
    assert read.defects == []
    assert read["Subject"] == f"Checkpoint of the operators' log, {MADE.day}"
    assert read["To"] == "ann@example.org"
    assert read["Message-ID"] == "<C.1@mail.example.org>"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Date"].datetime.timestamp() * 1000 == NOW


def test_the_letter_reads_back_as_a_file_does(tmp_path: Path) -> None:
    file = tmp_path / "letter.eml"
    file.write_bytes(letter())
    assert read_checkpoint(file.read_text("ascii")) == MADE
