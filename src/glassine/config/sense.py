"""What is well written and still cannot work: settings that contradict each other."""

from collections.abc import Iterator

from glassine.config.places import Place
from glassine.config.settings import LONGEST, Config
from glassine.config.whereabouts import host_port


def nonsense(config: Config) -> Iterator[tuple[Place, str]]:
    """Yield where each contradiction stands, and what to write instead."""
    yield from _key_beside_data(config)
    yield from _listens_twice(config)
    yield from _routed_twice(config)
    yield from _destined_twice(config)
    yield from _forgets_out_of_order(config)


def _key_beside_data(config: Config) -> Iterator[tuple[Place, str]]:
    if config.key_file.resolve().is_relative_to(config.data_dir.resolve()):
        yield (
            ("key_file",),
            "whoever takes the data directory must not get the key with it: "
            'name a file outside it, such as "glassine.key"',
        )


def _listens_twice(config: Config) -> Iterator[tuple[Place, str]]:
    taken: dict[str, str] = {}
    for name, endpoints in config.listen.every().items():
        for place in (host_port(each) for each in endpoints if each.port):
            if place in taken:
                advice = f"{taken[place]} listens on {place} already: choose another"
                yield ("listen", name), advice
            taken.setdefault(place, name)


def _routed_twice(config: Config) -> Iterator[tuple[Place, str]]:
    seen = set()
    for number, route in enumerate(config.route):
        if route.domain in seen:
            yield ("route", number), f"{route.domain} has a route already: keep one"
        seen.add(route.domain)


def _destined_twice(config: Config) -> Iterator[tuple[Place, str]]:
    seen = set()
    for number, each in enumerate(config.destination):
        if each.domain in seen:
            advice = f"{each.domain} is a [[destination]] already: keep one"
            yield ("destination", number), advice
        seen.add(each.domain)


def _forgets_out_of_order(config: Config) -> Iterator[tuple[Place, str]]:
    privacy = config.privacy
    if privacy.drop_addresses < privacy.blur_addresses < LONGEST:
        yield (
            ("privacy", "drop_addresses"),
            "what is dropped cannot be blurred later: write a time not shorter than "
            "blur_addresses, or leave that one out",
        )
