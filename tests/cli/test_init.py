"""`glassine init` makes what a server needs, once, and writes over nothing."""

import stat
from pathlib import Path

import pytest

from cli.commands import Place, Said, give
from glassine.config.read import read_config


def init(directory: Path, *more: str) -> Said:
    """Make a place with the usual names."""
    names = ("--hostname", "mail.example.org", "--domain", "example.org")
    return give("init", str(directory), *names, *more)


def test_it_says_what_is_next_and_what_to_publish(tmp_path: Path) -> None:
    said = init(tmp_path / "new")
    assert said.code == 0
    assert f"glassine serve --config {tmp_path}/new/glassine.toml" in said.out
    assert "example.org. IN MX 10 mail.example.org.\n" in said.out
    assert '_domainkey.example.org. IN TXT "v=DKIM1; k=rsa; p=' in said.out
    assert '_domainkey.example.org. IN TXT "v=DKIM1; k=ed25519; p=' in said.out


def test_the_keys_are_their_owners_alone_and_the_server_key_lies_outside_the_data(
    made: Place,
) -> None:
    for name in ("glassine.key", "certificate-key.pem"):
        assert stat.S_IMODE((made.path / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(made.data.stat().st_mode) == 0o700
    assert not made.key.is_relative_to(made.data)


def test_on_loopback_every_listener_takes_a_free_port_there(made: Place) -> None:
    listen = read_config(made.config).listen
    places = {str(p.ip) for places in listen.every().values() for p in places}
    assert places == {"127.0.0.1"}
    assert {p.port for places in listen.every().values() for p in places} == {0}
    assert listen.web


def test_a_config_that_is_there_is_left_as_it_is(place: Place) -> None:
    before = place.files()
    said = init(place.path)
    assert said.code == 1
    assert said.err.startswith(f"glassine: {place.config} is there already")
    assert "name another directory" in said.err
    assert place.files() == before


@pytest.mark.parametrize("left", ["glassine.key", "certificate-key.pem", "data"])
def test_what_is_left_of_another_place_is_never_written_over(
    tmp_path: Path, left: str
) -> None:
    (tmp_path / left).write_text("somebody's")
    said = init(tmp_path)
    assert said.code == 1
    assert f"{tmp_path}/{left} is there already" in said.err
    assert [path.name for path in tmp_path.iterdir()] == [left]
    assert (tmp_path / left).read_text() == "somebody's"


def test_a_directory_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = init(tmp_path / "file" / "below")
    assert (said.code, said.out) == (1, "")
    assert "not a directory; name another directory" in said.err


@pytest.mark.parametrize(
    ("option", "word", "form"),
    [
        ("--hostname", "mail", "a host name such as mail.example.org, with its domain"),
        (
            "--hostname",
            "mail example org",
            "a host name such as mail.example.org, with its domain",
        ),
        ("--domain", "@", "a domain such as example.org"),
    ],
)
def test_names_are_refused_by_their_form(
    tmp_path: Path, option: str, word: str, form: str
) -> None:
    names = {"--hostname": "mail.example.org", "--domain": "example.org", option: word}
    said = give("init", str(tmp_path), *(w for pair in names.items() for w in pair))
    assert said.code == 2
    assert f"{option}: it is {form}\n" in said.err
    assert list(tmp_path.iterdir()) == []
