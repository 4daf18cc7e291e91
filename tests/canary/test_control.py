"""The search can fail: planted in a copy of the same files, each canary is found."""

import base64
import gzip
import shutil
from pathlib import Path

import pytest

from canary.day import from_outside
from canary.searching import leaks
from canary.words import Canaries
from support.running_server import RunningServer


@pytest.mark.parametrize("dress", [bytes, base64.b64encode, gzip.compress])
def test_a_planted_canary_is_found_by_name(
    server: RunningServer, words: Canaries, tmp_path: Path, dress: type
) -> None:
    from_outside(server, words)
    copy = tmp_path / "copy"
    shutil.copytree(server.home, copy, ignore=shutil.ignore_patterns("*.sock"))
    assert leaks(words.by_name(), copy) == []
    victim = max(
        (p for p in copy.rglob("*") if p.is_file()), key=lambda p: p.stat().st_size
    )
    with victim.open("r+b") as file:
        for number, word in enumerate(words.by_name().values()):
            file.seek(number * 200)
            file.write(dress(word.encode()))
    found = leaks(words.by_name(), copy)
    for name in words.by_name():
        assert any(f": {name}, " in line for line in found)
