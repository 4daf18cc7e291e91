"""A check of another package sees what it declares, and says what it declares."""

import asyncio
import sys
from collections.abc import Iterator
from importlib.metadata import DistributionFinder, EntryPoints, MetadataPathFinder
from pathlib import Path

import pytest

from flow.judging.strangers import bring, judged_by, judging_house
from glassine.flow.judging import extra
from glassine.flow.judging.extra import ExtraCheck, extra_check
from glassine.serve.extra_checks import GROUP, NoSuchCheck, extra_checks
from glassine.words.finding import Finding, Result
from glassine.words.public import NotPublic
from glassine.words.reason import Reason
from support.house import House
from support.letters import letter

PACKAGE = '''
"""Three small checks, as another package would bring them."""


class Envelopes:
    """Looks at the envelope only."""

    rules = ("BULK", "KNOWN", "INFINITE")
    sees_message = False

    async def judge(self, client, envelope, contents):
        """Tell whether the message was shown, and more than was declared."""
        shown = [] if contents is None else [("BULK", 99)]
        infinite = ("INFINITE", float("inf"))
        return [("KNOWN", -1.5), ("a-word-of-the-letter", 5), infinite, *shown]


class Messages(Envelopes):
    """Looks at the message, and says a word of it."""

    sees_message = True

    async def judge(self, client, envelope, contents):
        """Tell a word of the message, which is not declared."""
        word = contents.octets.reveal().split()[-1].decode()
        return [(word, 9.0), ("BULK", 99.0)]


class Nosy(Envelopes):
    """Declares a name that is a sentence."""

    rules = ("a sentence of words",)


no_check = "not a function"
'''
POINTS = f"""\
[{GROUP}]
envelopes = our_rules:Envelopes
messages = our_rules:Messages
nosy = our_rules:Nosy
broken = our_rules:no_check
missing = our_rules:Missing
elsewhere = no_such_package:Check
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EntryPoints]:
    """Install the package in a directory of its own."""
    about = tmp_path / "our_rules-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: our-rules\n")
    (about / "entry_points.txt").write_text(POINTS)
    (tmp_path / "our_rules.py").write_text(PACKAGE)
    monkeypatch.syspath_prepend(str(tmp_path))
    context = DistributionFinder.Context(path=[str(tmp_path)])
    (found,) = MetadataPathFinder.find_distributions(context)
    yield EntryPoints(found.entry_points).select(group=GROUP)
    sys.modules.pop("our_rules", None)


def test_it_is_found_by_its_name(installed: EntryPoints) -> None:
    (check,) = extra_checks(["envelopes"], installed)
    assert set(check.rules) == {"BULK", "KNOWN", "INFINITE"}
    assert not check.sees_message


def test_it_is_found_where_packages_are_installed(installed: EntryPoints) -> None:
    (check,) = extra_checks(["envelopes"])
    assert isinstance(check, ExtraCheck)


@pytest.mark.parametrize("name", ["unheard-of", "broken", "missing", "elsewhere"])
def test_what_cannot_be_used_is_said_by_name(installed: EntryPoints, name: str) -> None:
    with pytest.raises(NoSuchCheck, match=name):
        list(extra_checks([name], installed))


def test_a_rule_is_a_code_and_not_a_text(installed: EntryPoints) -> None:
    with pytest.raises(NoSuchCheck):
        list(extra_checks(["nosy"], installed))
    (made,) = [point.load()() for point in installed.select(name="nosy")]
    with pytest.raises(NotPublic):
        extra_check(made)


@pytest.fixture
def home(tmp_path: Path, installed: EntryPoints) -> Iterator[House]:
    with judging_house(tmp_path / "our_rules-1.0.dist-info") as inside:
        yield inside


def told(home: House) -> list[str]:
    return [line for line in home.lines() if "[extra]" in line]


def test_who_does_not_declare_it_does_not_see_the_message(
    home: House, installed: EntryPoints
) -> None:
    judged_by(home, *extra_checks(["envelopes"], installed))
    assert bring(home, letter("Hello", "secretword")).code == 250
    (line,) = told(home)
    assert line.endswith("pass:extra(KNOWN)")


def test_who_sees_it_tells_only_what_was_declared(
    home: House, installed: EntryPoints
) -> None:
    judged_by(home, *extra_checks(["messages"], installed))
    assert bring(home, letter("Hello", "secretword")).code == 550  # weighs 20 at most
    (line,) = told(home)
    assert line.endswith("fail:extra(BULK)")
    assert not any("secretword" in each for each in home.lines())


def test_nobody_waits_long_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow:
        rules = ("SLOW",)
        sees_message = False

        async def judge(self, *_: object) -> list[tuple[str, float]]:
            await asyncio.sleep(60)
            return []

    monkeypatch.setattr(extra, "PATIENCE", 0.05)

    async def ask() -> list[Finding]:
        return list(await extra_check(Slow())(None, None, None))  # type: ignore[arg-type]

    (finding,) = asyncio.run(ask())
    assert (finding.result, finding.why) == (Result.ERR, Reason.NO_ANSWER)
