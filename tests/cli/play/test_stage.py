"""The demo's directory is its own, and only what a demo made is replaced."""

from pathlib import Path

import pytest

from glassine.cli.play.stage import MARK, remove, stage
from glassine.cli.refused import Refused


def test_what_an_earlier_demo_left_is_replaced(tmp_path: Path) -> None:
    place = tmp_path / "new" / "stage"
    with stage(place):
        (place / "data").mkdir()
        (place / "data" / "old").write_text("old")
        (place / "link").symlink_to(tmp_path)
    with stage(place):
        assert [path.name for path in place.iterdir()] == [MARK]
    assert tmp_path.exists()
    remove(place)
    assert not place.exists()


def test_a_directory_without_the_mark_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(Refused, match="no demo made it"), stage(tmp_path):
        pass
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "stage").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Refused, match="no demo made it"), stage(tmp_path / "stage"):
        pass


def test_two_demos_do_not_share_a_directory(tmp_path: Path) -> None:
    place = tmp_path / "stage"
    with stage(place):
        (place / "data").write_text("in use")
        with pytest.raises(Refused, match="a demo runs in"), stage(place):
            pass
        assert (place / "data").read_text() == "in use"


def test_a_parent_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(Refused, match="not a directory"),
        stage(tmp_path / "file" / "x"),
    ):
        pass
