"""The suite that the authors of RFC 7208 made: every test of it, by our check_host."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from glassine.trust.spf import Claim, check_host
from glassine.words.public import ip_address
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


@pytest.mark.parametrize(("scenario", "test"), list(cases()))
def test_the_result_is_one_of_those_the_suite_allows(
    scenario: dict[str, Any], test: dict[str, Any]
) -> None:
    claim = Claim(
        ip=ip_address(test["host"]),
        sender=test["mailfrom"] or f"postmaster@{test['helo']}",
        helo=test["helo"],
    )
    resolver = ZoneResolver(zone_of(scenario["zonedata"]))
    found = asyncio.run(check_host(resolver, claim, explain=True))
    wanted = test["result"]
    assert found.result.value in (wanted if isinstance(wanted, list) else [wanted])
    if "explanation" in test and found.result.value == "fail":
        default = test["explanation"] == "DEFAULT"
        assert found.explanation == (None if default else test["explanation"])
