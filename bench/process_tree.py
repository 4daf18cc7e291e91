"""What a process and all its children cost: processor time, and memory at its peak."""

import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

import psutil

EVERY = 0.1  # seconds between two looks at the memory


class ProcessTree:
    """The cost of a tree of processes within a `with` block."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._at_start = 0.0
        self.seconds = 0.0
        self.peak_rss = 0
        self.peak_pss = 0

    def __enter__(self) -> Self:
        self._at_start = self._processor_time()
        self._watcher.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.seconds = self._processor_time() - self._at_start
        self._done.set()
        self._watcher.join()

    def _members(self) -> list[psutil.Process]:
        return [self._root, *self._root.children(recursive=True)]

    def _processor_time(self) -> float:
        total = 0.0
        for process in self._members():
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                total += times.user + times.system
                total += times.children_user + times.children_system
        return total

    def _watch(self) -> None:
        self._look()
        while not self._done.wait(EVERY):
            self._look()
        self._look()

    def _look(self) -> None:
        rss = pss = 0
        for process in self._members():
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                memory = process.memory_full_info()
                rss, pss = rss + memory.rss, pss + memory.pss
        self.peak_rss = max(self.peak_rss, rss)
        self.peak_pss = max(self.peak_pss, pss)
