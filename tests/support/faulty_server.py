"""Run `glassine` with functions that fail, for tests only.

`$GLASSINE_TEST_FAULTS` names a file with a JSON list of objects, a `Fault` each.
Functions are replaced wherever the product has imported their names, so it needs no
hook for this.
"""

import functools
import inspect
import json
import os
import pkgutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

VARIABLE = "GLASSINE_TEST_FAULTS"


@dataclass(slots=True, kw_only=True)
class Fault:
    """What goes wrong, where, and when."""

    where: str  # `module:function` or `module:Class.method`
    does: str  # "raise", "kill", or "note": nothing but to mark that it was there
    mark: str  # the fault notes its place in this file when it strikes
    once_there: str = ""  # nothing happens before this file exists
    when: str = "before"  # or "after" the function has done its work
    call: int = 1  # the number of the call that fails
    says: str = ""  # the words of the exception
    _calls: Iterator[int] = field(default_factory=lambda: count(1))

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with the fault in it."""
        if inspect.iscoroutinefunction(function):

            async def awaited(*args: Any, **kwargs: Any) -> Any:
                with self._call_made():
                    return await function(*args, **kwargs)

            return functools.wraps(function)(awaited)

        def called(*args: Any, **kwargs: Any) -> Any:
            with self._call_made():
                return function(*args, **kwargs)

        return functools.wraps(function)(called)

    @contextmanager
    def _call_made(self) -> Iterator[None]:
        if self.when == "before" and self._due():
            self._strike()
        yield
        if self.when == "after" and self._due():  # calls that fail by themselves apart
            self._strike()

    def _due(self) -> bool:
        armed = not self.once_there or Path(self.once_there).exists()
        return armed and next(self._calls) == self.call

    def _strike(self) -> None:
        with Path(self.mark).open("a") as marks:
            marks.write(f"{self.where}\n")
        if self.does == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.does == "raise":
            raise ValueError(self.says)


def inject(faults: Sequence[Fault], package: str = "glassine") -> None:
    """Put each fault into its function, under every name it has been imported by."""
    for fault in faults:
        module, _, path = fault.where.partition(":")
        *outer, name = path.split(".")
        holder: Any = import_module(module)
        for part in outer:
            holder = inspect.getattr_static(holder, part)
        sound = inspect.getattr_static(holder, name)
        faulty = fault.around(sound)
        setattr(holder, name, faulty)
        for known, importer in list(sys.modules.items()):
            if known.partition(".")[0] == package:
                for alias, thing in list(vars(importer).items()):
                    if thing is sound:
                        setattr(importer, alias, faulty)


def _import_all() -> None:
    import glassine

    for found in pkgutil.walk_packages(glassine.__path__, "glassine."):
        if not found.name.endswith("__main__"):  # which would run the command
            import_module(found.name)


def environment(home: Path, faults: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return what makes a server that runs this module fail so; they may be many."""
    listed = home.with_name(f"{home.name}-faults.json")  # its words are no leak
    listed.write_text(json.dumps(faults))
    return {VARIABLE: str(listed)}


if __name__ == "__main__":
    _import_all()
    listed = json.loads(Path(os.environ[VARIABLE]).read_text())
    inject([Fault(**fault) for fault in listed])
    from glassine.cli.main import main

    sys.exit(main())
