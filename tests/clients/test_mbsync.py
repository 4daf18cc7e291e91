"""mbsync: a Maildir and the account become the same, both ways, and then stay so."""

from pathlib import Path

from support.letters import letter, marker
from support.programs import mbsync
from support.running_server import PASSWORD, RunningServer

PERSON = "mbsync@example.org"


def sync(server: RunningServer, home: Path) -> str:
    return mbsync(home, server.ports["imap"], PERSON, PASSWORD)


def deliver(server: RunningServer, word: str) -> None:
    with server.smtp() as talk:
        talk.hello()
        answer = talk.deliver("zoe@example.net", [PERSON], letter(word))
        assert answer.code == 250


def near(home: Path, word: str, folder: str = "INBOX") -> list[Path]:
    files = (home / "Maildir" / folder).glob("[cn]*/*")
    return [file for file in files if word.encode() in file.read_bytes()]


def test_a_letter_comes_near_and_the_second_run_has_nothing_to_do(
    server: RunningServer, tmp_path: Path
) -> None:
    word = marker()
    deliver(server, word)
    sync(server, tmp_path)
    [file] = near(tmp_path, word)
    before = {f: f.stat().st_mtime_ns for f in (tmp_path / "Maildir").rglob("*/cur/*")}
    sync(server, tmp_path)
    after = {f: f.stat().st_mtime_ns for f in (tmp_path / "Maildir").rglob("*/cur/*")}
    assert before == after
    assert near(tmp_path, word) == [file]


def test_flags_go_both_ways(server: RunningServer, tmp_path: Path) -> None:
    word = marker()
    deliver(server, word)
    sync(server, tmp_path)
    [file] = near(tmp_path, word)
    base = file.name.partition(":2,")[0]
    file.rename(tmp_path / "Maildir/INBOX/cur" / f"{base}:2,FS")
    sync(server, tmp_path)
    with server.imap(PERSON) as talk:
        talk.do("SELECT INBOX")
        [number] = talk.do(f"SEARCH SUBJECT {word}").untagged[0].decode().split()[2:]
        [row] = talk.do(f"FETCH {number} FLAGS").untagged
        assert b"\\Flagged" in row
        assert b"\\Seen" in row
        talk.do(f"STORE {number} +FLAGS (\\Answered)")
        talk.do(f"STORE {number} -FLAGS (\\Flagged)")
    sync(server, tmp_path)
    [file] = near(tmp_path, word)
    assert file.name.endswith(":2,RS")


def test_a_folder_and_its_letter_go_there_and_come_back(
    server: RunningServer, tmp_path: Path
) -> None:
    sync(server, tmp_path)
    word, folder = marker(), "Letters"
    for part in ("cur", "new", "tmp"):
        (tmp_path / "Maildir" / folder / part).mkdir(parents=True)
    content = letter(word).replace(b"\r\n", b"\n")
    (tmp_path / "Maildir" / folder / "cur" / "1.1.here:2,S").write_bytes(content)
    sync(server, tmp_path)
    with server.imap(PERSON) as talk:
        [filed] = talk.whole_messages(folder)
        assert word.encode() in filed
        assert talk.do("CREATE Replies").status == "OK"
    sync(server, tmp_path)
    assert (tmp_path / "Maildir" / "Replies" / "cur").is_dir()
