"""The server key: a credential, the environment or its file, the first there is."""

from pathlib import Path

import pytest

from glassine.config.faults import ConfigError
from glassine.config.key_source import server_key
from glassine.config.read import parse_config
from glassine.config.settings import Config

DIGITS = "0f" * 32


def text(digits: str) -> bytes:
    return f"glassine server key 1\n{digits}\n".encode()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return parse_config('hostname = "mail.example.org"', tmp_path / "glassine.toml")


def write(path: Path, digits: str, mode: int = 0o600) -> None:
    path.write_bytes(text(digits))
    path.chmod(mode)


def test_the_file_is_read(config: Config) -> None:
    write(config.key_file, DIGITS)
    assert server_key(config, {}).reveal() == text(DIGITS)


def test_the_environment_comes_before_the_file(config: Config) -> None:
    write(config.key_file, DIGITS)
    key = server_key(config, {"GLASSINE_KEY": "ab" * 32})
    assert key.reveal() == text("ab" * 32)


def test_a_credential_comes_first(config: Config, tmp_path: Path) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir()
    environment = {"CREDENTIALS_DIRECTORY": str(folder), "GLASSINE_KEY": "ab" * 32}
    assert server_key(config, environment).reveal() == text("ab" * 32)
    write(folder / "glassine.key", "cd" * 32)
    assert server_key(config, environment).reveal() == text("cd" * 32)


def test_without_a_key_the_way_out_is_named(config: Config) -> None:
    with pytest.raises(ConfigError, match=r"put it back from where you keep it"):
        server_key(config, {})


def test_a_key_of_another_user_says_whom_to_be(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    write(config.key_file, DIGITS)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ConfigError, match=r"run this as the user that the server"):
        server_key(config, {})


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_that_others_may_read_is_refused(config: Config, mode: int) -> None:
    write(config.key_file, DIGITS, mode)
    with pytest.raises(ConfigError, match=r"chmod 600"):
        server_key(config, {})


@pytest.mark.parametrize(
    "digits", ["", "0f", DIGITS + "0", DIGITS.upper(), DIGITS + "\n"]
)
def test_a_wrong_variable_is_refused_without_quoting_it(
    config: Config, digits: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        server_key(config, {"GLASSINE_KEY": digits})
    assert not digits.strip() or digits not in str(caught.value)
