"""A route's password: in a file or in the environment, never in the config itself."""

from collections.abc import Mapping

from glassine.config.faults import ConfigError, Fault
from glassine.config.settings import Config, Route
from glassine.words.private import Password


def route_password(
    config: Config, route: Route, environment: Mapping[str, str]
) -> Password | None:
    """Return what the route's user logs in with, if it has one.

    Raises `ConfigError` where it cannot be read.
    """
    if route.password_variable is not None:
        return _from_variable(config, route.password_variable, environment)
    if route.password_file is None:
        return None
    try:
        first, _, _ = route.password_file.read_text().partition("\n")
    except (OSError, UnicodeDecodeError):
        advice = "the password of a route cannot be read; name its file by password_file"
        raise ConfigError(Fault(route.password_file, None, advice)) from None
    return Password(first.removesuffix("\r"))


def _from_variable(
    config: Config, name: str, environment: Mapping[str, str]
) -> Password:
    if name not in environment:
        advice = f"a route's password_variable is ${name}, which is not set"
        raise ConfigError(Fault(config.key_file.parent, None, advice))
    return Password(environment[name])
