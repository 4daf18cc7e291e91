"""Run `glassine` with one function that fails, for tests only.

`$GLASSINE_TEST_FAULT` holds a JSON object:
    {"where": "glassine.flow.deliver:deliver", "does": "raise" | "kill",
     "when": "before" | "after", "call": 1, "says": "words of the exception",
     "mark": "a file that is made when it happens"}
`call` is the number of the call that fails; 0 is every one. The function is replaced
before anything else imports its name, so the product needs no hook for this.
"""

import functools
import importlib
import inspect
import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any


@dataclass(slots=True, kw_only=True)
class Fault:
    """What goes wrong, where, and at which call."""

    where: str
    does: str
    mark: str
    when: str = "before"
    call: int = 1
    says: str = ""
    _calls: Iterator[int] = field(default_factory=lambda: count(1))

    def inject(self) -> None:
        """Replace what `where` names: `module:function` or `module:Class.method`."""
        module, _, path = self.where.partition(":")
        *outer, name = path.split(".")
        holder: Any = importlib.import_module(module)
        for part in outer:
            holder = inspect.getattr_static(holder, part)
        setattr(holder, name, self._around(inspect.getattr_static(holder, name)))

    def _around(self, function: Callable[..., Any]) -> Callable[..., Any]:
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
        due = self.call in (0, next(self._calls))
        if due and self.when == "before":
            self._strike()
        yield
        if due and self.when == "after":
            self._strike()

    def _strike(self) -> None:
        Path(self.mark).touch()
        if self.does == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise ValueError(self.says)


if __name__ == "__main__":
    Fault(**json.loads(os.environ["GLASSINE_TEST_FAULT"])).inject()
    from glassine.cli.main import main

    main()
