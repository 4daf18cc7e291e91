"""Read `glassine.toml` into a `Config`, or say all that is wrong with it at once."""

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from glassine.config.faults import NOT_ALLOWED, ConfigError, Fault
from glassine.config.kinds import NotThisKind
from glassine.config.places import Place, line_of, places
from glassine.config.sense import nonsense
from glassine.config.settings import Config
from glassine.config.shape import Item, Setting, Table, Tables, items

NAME = "glassine.toml"
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)\Z")
_AT_END = " (at end of document)"


def find_config(given: Path | None, environment: Mapping[str, str]) -> Path:
    """Return the file to read: the one named, or the first of the usual places."""
    named = given or environment.get("GLASSINE_CONFIG")
    if named:
        return Path(named)
    usual = (Path(NAME), Path("/etc/glassine") / NAME)
    for path in usual:
        if path.is_file():
            return path
    advice = (
        f"no such file, nor {usual[1]}; name yours by --config or $GLASSINE_CONFIG, "
        "or make a server: glassine init --help"
    )
    raise ConfigError(Fault(usual[0].absolute(), None, advice))


def read_config(path: Path) -> Config:
    """Return what the file says. Raises `ConfigError`, which names every fault."""
    try:
        text = path.read_bytes().decode()
    except PermissionError:
        raise ConfigError(Fault(path, None, NOT_ALLOWED)) from None
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
        advice = f"{why}; name the file by --config or $GLASSINE_CONFIG"
        raise ConfigError(Fault(path, None, advice)) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(Fault(path, line, "save the file as UTF-8")) from None
    return parse_config(text, path)


def parse_config(text: str, path: Path) -> Config:
    """Return what the text of this file says. Raises `ConfigError`."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_syntax(str(error), text, path)) from None
    reading = _Reading(path, places(text))
    config: Config = reading.table(Config, written, ())
    if not reading.faults:
        reading.faults += [reading.fault(at, advice) for at, advice in nonsense(config)]
    if reading.faults:
        raise ConfigError(*sorted(reading.faults, key=lambda fault: fault.line or 0))
    return config


class _Reading:
    """One pass over the file, which goes on after a fault to find the next."""

    def __init__(self, path: Path, lines: Mapping[Place, int]) -> None:
        self._path = path
        self._home = path.absolute().parent
        self._lines = lines
        self.faults: list[Fault] = []

    def fault(self, at: Place, advice: str) -> Fault:
        return Fault(self._path, line_of(at, self._lines), advice)

    def table(self, shape: Any, written: Any, at: Place) -> Any:
        """Return the table as its class; what cannot be is None, and noted."""
        if not isinstance(written, dict):
            return self._wrong(at, f"write it as a table: [{at[0]}]")
        known = items(shape)
        self._note_unknown(written, known, at)
        given = {
            name: self._item(item, written.get(name, {}), (*at, name))
            for name, item in known.items()
            if name in written or isinstance(item, Table)
        }
        for name, item in known.items():
            if name not in written and isinstance(item, Setting) and item.required:
                form = item.kind.form
                given[name] = self._wrong(at, f"{name} is missing; it is {form}")
        return shape(**self._at_home(known, given)) if not self.faults else None

    def _item(self, item: Item, written: Any, at: Place) -> Any:
        match item:
            case Table(shape):
                return self.table(shape, written, at)
            case Tables(shape):
                return self._tables(shape, written, at)
            case Setting(kind):
                try:
                    return kind.read(written)
                except NotThisKind:
                    return self._wrong(at, f"{_name(at)} is {kind.form}")

    def _tables(self, shape: Any, written: Any, at: Place) -> Any:
        if not isinstance(written, list):
            return self._wrong(at, f"write it with two brackets: [[{at[0]}]]")
        return tuple(
            self.table(shape, each, (*at, number))
            for number, each in enumerate(written)
        )

    def _note_unknown(
        self, written: Mapping[str, Any], known: Mapping[str, Any], at: Place
    ) -> None:
        for name in written.keys() - known.keys():
            near = get_close_matches(name, known, 1, cutoff=0.5)
            advice = (
                f"did you mean {near[0]}?" if near else f"one of {', '.join(known)}"
            )
            self._wrong(
                (*at, name), f"there is no setting {_name((*at, name))}; {advice}"
            )

    def _wrong(self, at: Place, advice: str) -> Any:
        self.faults.append(self.fault(at, advice))

    def _at_home(
        self, known: Mapping[str, Item], given: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the values with every path, given or default, seen from the file."""
        defaults = {
            name: item.default
            for name, item in known.items()
            if isinstance(item, Setting) and isinstance(item.default, Path)
        }
        return {
            name: self._home / value if isinstance(value, Path) else value
            for name, value in (defaults | dict(given)).items()
        }


def _name(at: Place) -> str:
    table = f"[{at[0]}] " if len(at) > 1 else ""
    return f"{table}{at[-1]}"


def _syntax(said: str, text: str, path: Path) -> Fault:
    found = _AT_LINE.search(said)
    line = int(found[1]) if found else text.rstrip().count("\n") + 1
    what = _AT_LINE.sub("", said).removesuffix(_AT_END)
    advice = 'write NAME = VALUE, texts in quotes: hostname = "mail.example.org"'
    return Fault(path, line, f"this is not TOML ({what}); {advice}")
