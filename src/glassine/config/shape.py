"""Tell what each field of a settings class is in the file.

[limits]      a class       one table
[[route]]     tuple[class]  any number of tables
idle = "5m"   Annotated     one setting: its kind, and what it is for
"""

from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Annotated, Any, TypeAlias, get_args, get_origin, get_type_hints

from glassine.config.kinds import Kind


@dataclass(frozen=True, slots=True)
class Setting:
    """`name = value`. `has_own_keys` where the value is a table of the operator's."""

    kind: Kind[Any]
    about: str
    default: Any
    required: bool
    has_own_keys: bool


@dataclass(frozen=True, slots=True)
class Table:
    """`[name]`"""

    shape: Any


@dataclass(frozen=True, slots=True)
class Tables:
    """`[[name]]`, as often as wanted."""

    shape: Any


Item: TypeAlias = Setting | Table | Tables


def items(shape: Any) -> dict[str, Item]:
    """Return what a settings class may hold, by name."""
    hints = get_type_hints(shape, include_extras=True)
    return {each.name: _item(each, hints[each.name]) for each in fields(shape)}


def _item(each: Any, hint: Any) -> Item:
    if is_dataclass(hint):
        return Table(hint)
    if get_origin(hint) is not Annotated:
        return Tables(get_args(hint)[0])
    _, kind, about = get_args(hint)
    has_own_keys = each.default_factory is not MISSING
    required = each.default is MISSING and not has_own_keys
    return Setting(kind, about, each.default, required, has_own_keys)
