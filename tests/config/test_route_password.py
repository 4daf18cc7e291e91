"""A route's password is near the config, never in it."""

from dataclasses import replace
from pathlib import Path

import pytest

from glassine.config.faults import ConfigError
from glassine.config.read import parse_config
from glassine.config.route_password import route_password
from glassine.config.tables.ways import Route

TEXT = 'hostname = "a.example"\n[[route]]\ndomain = "*"\nto = "smtp://[::1]:25"\n'


def a_route() -> Route:
    [route] = parse_config(TEXT, Path("glassine.toml")).route
    return route


def test_most_routes_have_none() -> None:
    assert route_password(a_route(), {}) is None


def test_it_is_the_first_line_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_bytes(b"s\xc3\xa9same \r\nand a remark\n")
    read = route_password(replace(a_route(), password_file=file), {})
    assert read and read.reveal() == "sésame ".encode()


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    file = tmp_path / "password"
    with pytest.raises(ConfigError, match="no such file or directory; name its file"):
        route_password(replace(a_route(), password_file=file), {})


def test_it_may_be_in_the_environment() -> None:
    route = replace(a_route(), password_variable="RELAY")
    read = route_password(route, {"RELAY": "sesame"})
    assert read and read.reveal() == b"sesame"
    with pytest.raises(ConfigError, match=r"\$RELAY: .* is not set"):
        route_password(route, {})
