"""What can be made to fail in a running server, and a server in which it does."""

import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol

import glassine.flow
from canary.day import APP, PERSON
from canary.judged_day import install_check, neighbours
from canary.words import Canaries
from glassine.flow import judging
from support import faulty_server
from support.running_server import PASSWORD, RunningServer

ENTRY = (str(Path(faulty_server.__file__)),)


def verbs() -> Iterator[str]:
    """Yield every public function of the flow as `module:function`."""
    for found in pkgutil.walk_packages(glassine.flow.__path__, "glassine.flow."):
        for name, thing in vars(import_module(found.name)).items():
            public = inspect.isfunction(thing) and not name.startswith("_")
            if public and thing.__module__ == found.name:
                yield f"{found.name}:{name}"


def checks() -> Iterator[str]:
    """Yield every method of judging that is waited for, as `module:Class.method`."""
    for found in pkgutil.iter_modules(judging.__path__, "glassine.flow.judging."):
        for name, thing in vars(import_module(found.name)).items():
            ours = inspect.isclass(thing) and thing.__module__ == found.name
            if not ours or Protocol in thing.__bases__:
                continue
            for method, code in vars(thing).items():
                asked = method == "__call__" or not method.startswith("_")
                if asked and inspect.iscoroutinefunction(code):
                    yield f"{found.name}:{name}.{method}"


@dataclass(frozen=True, slots=True)
class Breaking:
    """A fault, as `faulty_server.Fault` reads it; the rest is the server's to say."""

    where: str
    when: str = "before"
    call: int = 1
    does: str = "raise"


@dataclass(frozen=True, slots=True)
class Faulty:
    """A server that is judging strangers when its faults strike."""

    server: RunningServer
    words: Canaries = field(default_factory=Canaries)

    @property
    def known(self) -> dict[str, str]:
        """Every word that must come out nowhere."""
        return self.words.by_name() | {"password": PASSWORD}

    @property
    def struck(self) -> set[str]:
        """Where a fault has struck."""
        return set(self._mark.read_text().split()) if self._mark.exists() else set()

    @property
    def _mark(self) -> Path:
        return self.server.home / "struck"

    def fail_by(self, faults: Iterable[Breaking]) -> None:
        """Let this fail, with every word in the text of the exception."""
        more = {
            "says": " ".join(self.known.values()),
            "mark": str(self._mark),
            "once_there": str(self.server.home / "ready"),
        }
        listed = [asdict(fault) | more for fault in faults]
        self.server.environment |= faulty_server.environment(self.server.home, listed)


@contextmanager
def faulty(place: Path, faults: Iterable[Breaking]) -> Iterator[Faulty]:
    """Run a server with these faults; one that is still there at the end is killed."""
    with neighbours(place / "neighbours") as settings:
        server = RunningServer(place / "home", ENTRY)
        server.make()
        for address in (PERSON, APP):
            server.add_account(address)
        server.set_up(settings)  # who was there before has no folder for Rejects yet
        install_check(server)
        made = Faulty(server)
        made.fail_by(faults)
        server.start()
        try:
            yield made
        finally:
            if server.running:
                server.kill()
