"""Run `glassine` with one function that fails, for tests only.

`$GLASSINE_TEST_FAULT` holds a JSON object:
    {"where": "glassine.flow.deliver:deliver", "does": "raise" | "kill",
     "when": "before" | "after", "call": 1, "says": "words of the exception"}
`call` is the number of the call that fails; 0 is every one. The function is replaced
before anything else imports its name, so the product needs no hook for this.
"""

import functools
import importlib
import inspect
import json
import os
import signal
from collections.abc import Callable
from itertools import count
from typing import Any


class Fault:
    """What goes wrong, at which call."""

    def __init__(
        self,
        *,
        where: str,
        does: str,
        when: str = "before",
        call: int = 1,
        says: str = "",
    ) -> None:
        self.where, self.before = where, when == "before"
        self._does, self._call, self._says = does, call, says
        self._calls = count(1)

    def due(self) -> bool:
        """Count one call; tell whether it is the one that fails."""
        return next(self._calls) == self._call or self._call == 0

    def strike(self) -> None:
        """Fail."""
        if self._does == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise ValueError(self._says)

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with the fault in it."""
        if inspect.iscoroutinefunction(function):
            return self._around_coroutine(function)

        @functools.wraps(function)
        def faulty(*args: Any, **kwargs: Any) -> Any:
            due = self.due()
            if due and self.before:
                self.strike()
            result = function(*args, **kwargs)
            if due and not self.before:
                self.strike()
            return result

        return faulty

    def _around_coroutine(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        async def faulty(*args: Any, **kwargs: Any) -> Any:
            due = self.due()
            if due and self.before:
                self.strike()
            result = await function(*args, **kwargs)
            if due and not self.before:
                self.strike()
            return result

        return faulty


def inject(fault: Fault) -> None:
    """Replace what `where` names, `module:function` or `module:Class.method`."""
    module, _, path = fault.where.partition(":")
    *outer, name = path.split(".")
    holder: Any = importlib.import_module(module)
    for part in outer:
        holder = inspect.getattr_static(holder, part)
    setattr(holder, name, fault.around(inspect.getattr_static(holder, name)))


if __name__ == "__main__":
    inject(Fault(**json.loads(os.environ["GLASSINE_TEST_FAULT"])))
    from glassine.cli.main import main

    main()
