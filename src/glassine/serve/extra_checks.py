"""Find the checks of other packages by their entry points."""

from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoints, entry_points

from glassine.flow.judging.extra import ExtraCheck, extra_check
from glassine.words.public import NotPublic

GROUP = "glassine.checks"


class NoSuchCheck(Exception):
    """A check that the settings name is not installed, or cannot be used."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"[judging] extra: no package has a check called {name!r} that can be used"
        )


def extra_checks(
    names: Iterable[str], installed: EntryPoints | None = None
) -> Iterator[ExtraCheck]:
    """Yield the checks of these names. Raises `NoSuchCheck`.

    An entry point names a function without arguments that makes the check.
    """
    known = entry_points(group=GROUP) if installed is None else installed
    for name in names:
        for point in known.select(name=name):
            try:
                yield extra_check(point.load()())
            except (ImportError, AttributeError, TypeError, NotPublic):
                raise NoSuchCheck(name) from None
            break
        else:
            raise NoSuchCheck(name)
