"""The bench runs from end to end, on a load too small to measure anything."""

import json
import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def test_the_bench_counts_what_was_saved_and_leaves_nothing(tmp_path: Path) -> None:
    sizes = ("--messages", "40", "--large", "10", "--rounds", "1")
    ran = subprocess.run(
        [sys.executable, "bench/receive.py", *sizes, "--json", "--dir", tmp_path],
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT / "src")},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    found = json.loads(ran.stdout)
    assert len(found["loads"]) == 3
    for load in found["loads"].values():
        assert load["median"]["saved_per_second"] > 0
        assert load["median"]["ratio"] > 0
        assert load["median"]["peak_rss"] > 10_000_000
    assert [*tmp_path.iterdir()] == []
