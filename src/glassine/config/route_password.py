"""A route's password: in a file or in the environment, never in the config itself."""

import os
from collections.abc import Mapping
from pathlib import Path

from glassine.config.faults import ConfigError, Fault
from glassine.config.tables.ways import Route
from glassine.words.private import Password


def route_password(route: Route, environment: Mapping[str, str]) -> Password | None:
    """Return what the route's user logs in with, if it has one.

    Raises `ConfigError` where it cannot be read.
    """
    if route.password_variable is not None:
        return _from_variable(route.password_variable, environment)
    if route.password_file is None:
        return None
    try:
        first, _, _ = route.password_file.read_bytes().partition(b"\n")
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
        advice = f"the password of a route: {why}; name its file by password_file"
        raise ConfigError(Fault(route.password_file, None, advice)) from None
    return Password(first.removesuffix(b"\r"))


def _from_variable(name: str, environment: Mapping[str, str]) -> Password:
    if name not in environment:
        advice = "a route's password_variable names it, and it is not set"
        raise ConfigError(Fault(Path(f"${name}"), None, advice))
    return Password(os.fsencode(environment[name]))
