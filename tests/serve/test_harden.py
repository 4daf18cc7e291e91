"""Who cannot become the user it should says so, and goes no further."""

import os
import pwd

import pytest

from glassine.serve.harden import CannotBecome, drop_root


def test_a_user_there_is_not_is_named() -> None:
    with pytest.raises(CannotBecome, match="no user of-that-name on this machine"):
        drop_root("of-that-name")


def test_only_root_becomes_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    other = next(who for who in pwd.getpwall() if who.pw_uid not in (0, 4711))
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(CannotBecome, match=f"only root can become {other.pw_name}"):
        drop_root(other.pw_name)


def test_who_is_that_user_already_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    other = next(who for who in pwd.getpwall() if who.pw_uid != 0)
    monkeypatch.setattr(os, "geteuid", lambda: other.pw_uid)
    monkeypatch.setattr(os, "setresuid", None)
    drop_root(other.pw_name)
