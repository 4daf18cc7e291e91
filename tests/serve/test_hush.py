"""Whoever else speaks or breaks in this process leaves no words of theirs behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.running_server import SOURCES

PREPARE = """
import asyncio, logging, sys, threading, warnings
from pathlib import Path
from glassine.flow.journal import Journal
from glassine.serve.hush import hush
from glassine.serve.printing import write_out
from glassine.store.sqlite.opening import create_store, open_store
from glassine.words.clock import SystemClock

async def main(work):
    clock, place = SystemClock(), Path(sys.argv[1]) / "data"
    create_store(place, b"k")
    store = open_store(place, key_id=b"k", clock=clock)
    journal = Journal(store=store, clock=clock, out=write_out)
    hush(journal, clock, asyncio.get_running_loop())
    try:
        await work()
        await asyncio.sleep(0.2)
    finally:
        journal.close()
        await store.close()
"""
WORKS = {
    "a library's log line": "logging.getLogger('library').error('canary %s', 1)",
    "one from a thread": """
    def speak():
        logging.getLogger('library').warning('canary')
    await asyncio.to_thread(speak)
""",
    "a library that has set up logging": """
    logging.getLogger('library').addHandler(logging.NullHandler())
    logging.getLogger('library').critical('canary')
""",
    "a warning": "warnings.warn('canary')",
    "an exception in a task": """
    async def fail():
        int('canary')
    task = asyncio.create_task(fail())
    await asyncio.sleep(0.05)
    del task
    import gc
    gc.collect()
""",
    "an exception in a callback": """
    asyncio.get_running_loop().call_soon(int, 'canary')
""",
    "an exception in a thread": """
    thread = threading.Thread(target=int, args=('canary',))
    thread.start()
    thread.join()
""",
    "an exception while something is thrown away": """
    class Bin:
        def __del__(self):
            int('canary')
    Bin()
""",
    "an exception at the top": "{}['canary']",
}
TELLS = {
    "a library's log line": "library",
    "one from a thread": "library",
    "a library that has set up logging": "library",
    "a warning": "",
    "an exception at the top": "KeyError",
}


@pytest.mark.parametrize("what", WORKS)
def test_it_is_told_without_its_words(tmp_path: Path, what: str) -> None:
    code = f"{PREPARE}\nasync def work():\n    {WORKS[what]}\n\nasyncio.run(main(work))"
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(SOURCES)},
        check=False,
        timeout=60,
    )
    said = ran.stdout + ran.stderr
    assert "canary" not in said
    assert "Traceback" not in said
    assert TELLS.get(what, "ValueError") in said
    assert ran.returncode == (1 if what == "an exception at the top" else 0)


def test_a_full_disk_behind_standard_output_is_not_an_error(tmp_path: Path) -> None:
    code = (
        f"{PREPARE}\nasync def work():\n"
        "    logging.getLogger('library').error('canary')\n"
        "    await asyncio.sleep(0.2)\n"
        "asyncio.run(main(work))"
    )
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            stdout=full,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(SOURCES)},
            check=False,
            timeout=60,
        )
    assert ran.returncode == 0
    assert ran.stderr == b""
