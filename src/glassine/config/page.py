"""The page of all settings, `docs/settings.md`, as the classes themselves tell it."""

from collections.abc import Iterable
from typing import Any

from glassine.config.settings import Config
from glassine.config.shape import Item, Setting, Table, Tables, items

_HEAD = """\
# Settings

Written by `script/docs` from `src/glassine/config/settings.py`.

`glassine.toml` is the file that `--config` names, or `$GLASSINE_CONFIG`, or
`./glassine.toml`, or `/etc/glassine/glassine.toml`. Only `hostname` must be there.
Times are `"500ms"`, `"30s"`, `"5m"`, `"1h"`, `"7d"`; sizes `"64KiB"`, `"50MiB"`,
`"50MB"`, or a number of octets. Whatever cannot be used is answered with the file,
the line and what to write instead.
"""


def settings_page() -> str:
    """Return the page."""
    plain = [(name, item) for name, item in items(Config).items() if _is_plain(item)]
    sections = (_section(name, item) for name, item in items(Config).items())
    return "\n".join([_HEAD, _rows(plain), *filter(None, sections)])


def _is_plain(item: Item) -> bool:
    return isinstance(item, Setting) and not item.has_own_keys


def _section(name: str, item: Item) -> str:
    match item:
        case Table(shape):
            return _table(f"[{name}]", shape)
        case Tables(shape):
            return _table(f"[[{name}]]", shape)
        case Setting(has_own_keys=True):
            example = item.kind.form.removeprefix("a line such as ")
            return f"## `[{name}]`\n\n{item.about} Lines such as `{example}`.\n"
        case Setting():
            return ""


def _table(title: str, shape: Any) -> str:
    return f"## `{title}`\n\n{shape.__doc__}\n\n{_rows(items(shape).items())}"


def _rows(settings: Iterable[tuple[str, Item]]) -> str:
    rows = "".join(_row(n, item) for n, item in settings if isinstance(item, Setting))
    return f"| setting | default | what it is |\n|---|---|---|\n{rows}"


def _row(name: str, item: Setting) -> str:
    written = "" if item.required else item.kind.write(item.default)
    default = f"`{written}`" if written else ""
    form = item.kind.form[0].upper() + item.kind.form[1:]
    return f"| `{name}` | {default} | {item.about.rstrip('.')}. {form}. |\n"
