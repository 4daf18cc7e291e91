"""The suite that the authors of RFC 7208 made: every test of it, by our check_host.

Once by its zones in memory, where each test stands for itself, and once by real name
servers: what is asked and answered on the wire is then judged too.
"""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from glassine.events.facts import Checked
from glassine.net.resolve import DnsResolver
from glassine.trust.spf import Claim, SpfResult, check_host
from glassine.words.public import ip_address
from support.name_servers import name_servers
from support.suites import spf_suite
from support.zone_resolver import TIMEOUT, ZoneResolver


def zone_of(data: dict[str, Any]) -> dict[str, list[tuple[str, Any]]]:
    """Return the zone; a record of type SPF stands for TXT where there is none."""
    zone: dict[str, list[tuple[str, Any]]] = {}
    for name, rows in data.items():
        own: list[tuple[str, Any]] = []
        kinds = {kind for row in rows if isinstance(row, dict) for kind in row}
        for row in rows:
            if row == "TIMEOUT":
                own.append(TIMEOUT)
                continue
            [(kind, value)] = row.items()
            text = "".join(value) if isinstance(value, list) and kind != "MX" else value
            if kind == "SPF" and "TXT" not in kinds:
                kind = "TXT"
            if text != "NONE":
                own.append((kind, tuple(text) if kind == "MX" else text))
        zone[name] = own
    return zone


# An exchanger that is called `foo:bar/baz` is not a host that we would connect to.
NOT_HOSTS = {"mx-colon-domain", "mx-colon-domain-ip4mapped"}


def cases() -> Iterator[Any]:
    for scenario in yaml.safe_load_all(spf_suite()):
        for name, test in scenario["tests"].items():
            if name in NOT_HOSTS:
                continue
            yield pytest.param(scenario, test, id=f"{scenario['description']}: {name}")


def claim_of(test: dict[str, Any]) -> Claim:
    return Claim(
        ip=ip_address(test["host"]),
        sender=test["mailfrom"] or f"postmaster@{test['helo']}",
        helo=test["helo"],
    )


def is_right(test: dict[str, Any], found: SpfResult) -> bool:
    """Tell whether a result, and the explanation, is one that the suite allows."""
    wanted = test["result"]
    if found.result.value not in (wanted if isinstance(wanted, list) else [wanted]):
        return False
    if "explanation" not in test or found.result is not Checked.FAIL:
        return True
    default = test["explanation"] == "DEFAULT"
    return found.explanation == (None if default else test["explanation"])


@pytest.mark.parametrize(("scenario", "test"), list(cases()))
def test_the_result_is_one_of_those_the_suite_allows(
    scenario: dict[str, Any], test: dict[str, Any]
) -> None:
    resolver = ZoneResolver(zone_of(scenario["zonedata"]))
    found = asyncio.run(check_host(resolver, claim_of(test), explain=True))
    assert is_right(test, found), found


SILENT = "silent.example"


def served(data: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a zone file; the name of who is silent leads to silence."""
    for name, rows in zone_of(data).items():
        owner = "".join(each if each != " " else "\\032" for each in name)
        if not any(kind == "TXT" for kind, _ in rows) and TIMEOUT in rows:
            yield f"{owner}. CNAME {SILENT}."
            continue
        for kind, value in rows:
            if (kind, value) != TIMEOUT and kind != "SPF":
                yield f"{owner}. {kind} {_data(kind, value)}"


def _data(kind: str, value: Any) -> str:
    match kind:
        case "MX":
            return f"{value[0]} {value[1]}."
        case "PTR" | "CNAME":
            return f"{value.removesuffix('.')}."
        case "TXT":
            octets = value.encode("latin-1")
            runs = [octets[at : at + 100] for at in range(0, len(octets), 100)]
            return " ".join(f'"{_escaped(run)}"' for run in runs or [b""])
    return str(value)


def _escaped(octets: bytes) -> str:
    return "".join(f"\\{each:03}" for each in octets)


def scenarios() -> Mapping[str, dict[str, Any]]:
    return {each["description"]: each for each in yaml.safe_load_all(spf_suite())}


@pytest.mark.parametrize("scenario", list(scenarios()))
def test_real_name_servers_lead_to_the_same_results(
    tmp_path: Path, scenario: str
) -> None:
    told = scenarios()[scenario]
    tests = {k: v for k, v in told["tests"].items() if k not in NOT_HOSTS}
    zone = "\n".join(served(told["zonedata"]))

    async def check(resolver: DnsResolver) -> list[SpfResult]:
        claims = map(claim_of, tests.values())
        asked = (check_host(resolver, claim, explain=True) for claim in claims)
        return list(await asyncio.gather(*asked))

    with name_servers(tmp_path, {".": zone}, silent=[SILENT]) as names:
        found = asyncio.run(check(names.resolver(timeout=2)))
    wrong = {
        name: result
        for (name, test), result in zip(tests.items(), found, strict=True)
        if not is_right(test, result)
    }
    assert not wrong
