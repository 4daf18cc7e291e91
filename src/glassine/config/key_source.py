"""Where the server key comes from: a credential, the environment, or its file.

The first that is there counts. systemd hands credentials over in memory
(`LoadCredentialEncrypted=glassine.key`), so they are asked first.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from glassine.config.faults import NOT_ALLOWED, ConfigError, Fault
from glassine.config.settings import Config
from glassine.words.private import Key

CREDENTIAL = "glassine.key"
VARIABLE = "GLASSINE_KEY"
_HEAD = "glassine server key 1\n"
_DIGITS = re.compile(r"[0-9a-f]{64}\Z")


def server_key(config: Config, environment: Mapping[str, str]) -> Key:
    """Return the key file's text. Raises `ConfigError` where there is none to read."""
    folder = environment.get("CREDENTIALS_DIRECTORY")
    if folder and (Path(folder) / CREDENTIAL).is_file():
        return Key((Path(folder) / CREDENTIAL).read_bytes())
    if VARIABLE in environment:
        return _from_variable(environment[VARIABLE], config)
    return _from_file(config.key_file)


def _from_variable(digits: str, config: Config) -> Key:
    if not _DIGITS.match(digits):
        advice = f"${VARIABLE} is the 64 hexadecimal digits that stand in this file"
        raise ConfigError(Fault(config.key_file, None, advice))
    return Key(f"{_HEAD}{digits}\n".encode())


def _from_file(path: Path) -> Key:
    try:
        if path.stat().st_mode & 0o077:
            advice = f"others may read the server key: chmod 600 {path}"
            raise ConfigError(Fault(path, None, advice))
        return Key(path.read_bytes())
    except PermissionError:
        raise ConfigError(Fault(path, None, f"the server key: {NOT_ALLOWED}")) from None
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
        advice = (
            f"the server key: {why}; put it back from where you keep it, "
            f"or name it by key_file, ${VARIABLE} or the credential {CREDENTIAL}"
        )
        raise ConfigError(Fault(path, None, advice)) from None
