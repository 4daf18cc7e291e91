"""`glassine domain`: what is ours, and what to publish for it."""

import json

from cli.commands import Place


def test_a_new_domain_prints_the_records_that_show_prints_again(place: Place) -> None:
    printed = place.done("domain", "add", "Example.NET.")
    assert "example.net. IN MX 10 mail.example.org.\n" in printed
    shown = place.done("domain", "show", "example.net")
    assert sorted(shown.splitlines()) == sorted(printed.splitlines())
    assert place.done("domain", "list") == "example.net\nexample.org\n"


def test_records_come_as_json_with_each_value_whole(place: Place) -> None:
    records = json.loads(place.done("domain", "show", "example.org", "--json"))
    assert {record["type"] for record in records} == {"MX", "TXT"}
    rsa = next(record for record in records if "k=rsa" in record["value"])
    assert len(rsa["value"]) > 255
    assert '"' not in rsa["value"]


def test_a_domain_is_added_once(place: Place) -> None:
    before = place.done("domain", "show", "example.org")
    said = place.give("domain", "add", "example.org")
    assert (said.code, said.out) == (1, "")
    assert "example.org is ours already" in said.err
    assert place.done("domain", "show", "example.org") == before


def test_a_stranger_is_shown_nothing(place: Place) -> None:
    said = place.give("domain", "show", "example.com")
    assert said.code == 1
    assert "add it: glassine domain add example.com" in said.err
