"""What is well written and still cannot work: settings that contradict each other."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from glassine.config.places import Place
from glassine.config.settings import Config
from glassine.config.tables.judging import Thresholds
from glassine.config.tables.records import LONGEST
from glassine.config.tables.ways import RouteTls
from glassine.config.whereabouts import host_port
from glassine.words.finding import CheckName
from glassine.words.rules import RULES

_WEIGHED_ELSEWHERE: dict[str, str] = {
    CheckName.DNSBL: "[[dns_list]] weight",
    CheckName.DNSWL: "[[dns_list]] weight",
    CheckName.URI_LIST: "[[dns_list]] weight",
    CheckName.BAYES: "[classifier] weight",
    CheckName.RSPAMD: "[rspamd] weight",
}

_ANY = '"*"'  # domain, of a route


def nonsense(config: Config) -> Iterator[tuple[Place, str]]:
    """Yield where each contradiction stands, and what to write instead."""
    yield from _key_beside_data(config)
    yield from _listens_twice(config)
    yield from _written_twice(config)
    yield from _routed_oddly(config)
    yield from _forgets_out_of_order(config)
    yield from _shown_afar(config)
    yield from _bears_out_of_order(config)
    yield from _waits_for_ever(config)
    yield from _weighs_nothing(config)


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


def _written_twice(config: Config) -> Iterator[tuple[Place, str]]:
    already = {
        "route": [f"{r.domain or _ANY} has a route already" for r in config.route],
        "destination": [
            f"{each.domain} is a [[destination]] already" for each in config.destination
        ],
        "dns_list": [
            f"{each.zone} is a [[dns_list]] about {each.about} already"
            for each in config.dns_list
        ],
        "dmarc_override": [
            f"{each.domain} has a [[dmarc_override]] already"
            for each in config.dmarc_override
        ],
    }
    for table, complaints in already.items():
        yield from _repeated(table, complaints)


def _repeated(table: str, complaints: Iterable[str]) -> Iterator[tuple[Place, str]]:
    """Yield what would be said of each, where the same was to be said before."""
    said = set()
    for number, complaint in enumerate(complaints):
        if complaint in said:
            yield (table, number), f"{complaint}: keep one"
        said.add(complaint)


def _routed_oddly(config: Config) -> Iterator[tuple[Place, str]]:
    for number, route in enumerate(config.route):
        sources = [route.password_file, route.password_variable]
        given = len([each for each in sources if each is not None])
        if given != (route.user is not None):
            advice = (
                "a login is a user and one of password_file and password_variable: "
                "write both, or neither"
            )
            yield ("route", number), advice
        elif given and route.tls is not RouteTls.REQUIRED and not route.to.is_near:
            advice = 'a password is told only to who proves the host: tls = "required"'
            yield ("route", number), advice
        if route.to.scheme.tls_at_once and route.tls is RouteTls.NONE:
            advice = f"{route.to.scheme}:// is TLS: leave tls out, or write smtp:// or lmtp://"
            yield ("route", number, "tls"), advice
        if route.to.socket is not None and route.tls is RouteTls.REQUIRED:
            yield ("route", number, "tls"), "a Unix socket has no TLS: leave tls out"


def _forgets_out_of_order(config: Config) -> Iterator[tuple[Place, str]]:
    privacy = config.privacy
    if privacy.drop_addresses < privacy.blur_addresses < LONGEST:
        yield (
            ("privacy", "drop_addresses"),
            "what is dropped cannot be blurred later: write a time not shorter than "
            "blur_addresses, or leave that one out",
        )


def _shown_afar(config: Config) -> Iterator[tuple[Place, str]]:
    judges = (
        ("rspamd", "url", config.rspamd.url, config.rspamd.allow_remote),
        ("clamav", "address", config.clamav.address, config.clamav.allow_remote),
    )
    for table, name, daemon, allowed in judges:
        if daemon is not None and not daemon.is_near and not allowed:
            advice = (
                "messages would leave this machine: write a place on loopback, or "
                "allow_remote = true"
            )
            yield (table, name), advice


def _bears_out_of_order(config: Config) -> Iterator[tuple[Place, str]]:
    usual = config.thresholds
    if not usual.in_order:
        yield ("thresholds",), _in_order(usual)
    for number, each in enumerate(config.thresholds_for):
        own = each.over(usual)
        if not own.in_order:
            yield ("thresholds_for", number), _in_order(own)


def _in_order(limits: Thresholds) -> str:
    """Say what the order is, with the defaults of what is not written."""
    now = f"{limits.probable:g}, {limits.spam:g} and {limits.refuse:g}"
    return (
        "probable is no more than spam, and spam no more than refuse; "
        f"as it stands they are {now}: write the others too"
    )


def _waits_for_ever(config: Config) -> Iterator[tuple[Place, str]]:
    greylisting = config.greylisting
    if greylisting.wait >= greylisting.retry_within:
        advice = "nobody would get through: write a wait shorter than retry_within"
        yield ("greylisting", "wait"), advice


def _weighs_nothing(config: Config) -> Iterator[tuple[Place, str]]:
    for name in sorted(config.weights.keys() - set(RULES)):
        advice = f"there is no rule {name} that has a weight; {_rule_meant(name)}"
        yield ("weights", *name.split(".")), advice


def _rule_meant(name: str) -> str:
    check, dot, _ = name.partition(".")
    if check in _WEIGHED_ELSEWHERE:
        return f"it is {_WEIGHED_ELSEWHERE[check]}"
    reasons = [rule for rule in RULES if rule.startswith(f"{check}.")]
    if reasons and not dot:
        return f"one of {', '.join(reasons)}"
    near = get_close_matches(name, reasons or RULES, 1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else "docs/judging.md has them all"
