"""The house's own rules: form, types, layers, and that nothing is skipped in CI."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
RULES = {
    "the form is ruff's": ["ruff", "check"],
    "the layout is ruff's": ["ruff", "format", "--check"],
    "the types hold": ["mypy"],
    "imports only go down": ["lint-imports", "--no-cache"],
}


@pytest.mark.parametrize("rule", RULES)
def test_the_house_rules_hold(rule: str) -> None:
    name, *arguments = RULES[rule]
    ran = subprocess.run(
        [BIN / name, *arguments], cwd=HOME, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize(
    "body",
    [
        "def test_skips(): pytest.skip('no')",
        "pytest.importorskip('no_such_module')",
        "@pytest.mark.xfail\ndef test_known(): assert False",
    ],
)
@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_skipped_test_fails_in_ci_only(
    tmp_path: Path, body: str, ci: str, code: int
) -> None:
    (tmp_path / "conftest.py").write_text((HOME / "tests/conftest.py").read_text())
    (tmp_path / "test_it.py").write_text(f"import pytest\n{body}\n")
    (tmp_path / "test_fine.py").write_text("def test_fine(): pass\n")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path],
        cwd=tmp_path,
        env=os.environ | {"CI": ci},
        capture_output=True,
        check=False,
    )
    assert (ran.returncode != 0) == bool(code), ran.stdout.decode()
