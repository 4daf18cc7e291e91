"""What the operator has rules weigh is what counts, is kept, and is explained."""

from pathlib import Path

from flow.judging.strangers import STRANGER, bring, judging_house
from glassine.flow.viewing.explaining import consequence
from glassine.words.public import Protocol
from support.behind_proxy import TRUSTING, BehindProxy
from support.house import House, house
from support.letters import letter
from support.strangers import ZONE, come, signed
from support.strangers import judging_house as asking_house
from support.zone_resolver import ZoneResolver

HTML = b"Content-Type: text/html\r\n\r\n<script>1</script>"


def weighed(home: House) -> dict[str, float]:
    """Return what each finding of the last letter weighs."""
    record = home.records("received", "denied")[-1]
    return {each["check"]: each["weight"] for each in record["details"]["findings"]}


def page() -> bytes:
    return letter("Hello").partition(b"\r\n\r\n")[0] + b"\r\n" + HTML


def test_a_message_is_filed_by_the_weights_that_are_set(tmp_path: Path) -> None:
    for name in ("usual", "set"):
        (tmp_path / name).mkdir()
    with judging_house(tmp_path / "usual") as home:
        assert bring(home, page()).code == 250
        usual = weighed(home)["html"]
    with judging_house(tmp_path / "set", weights={"html.script": 6.25}) as home:
        assert bring(home, page()).code == 250
        (record,) = home.records("received")
    details = record["details"]
    (found,) = [each for each in details["findings"] if each["check"] == "html"]
    assert (usual, found["weight"]) == (2.0, 6.25)
    assert consequence(found) == "it weighs +6.25"
    assert details["spamStatus"] == "spam"
    assert details["spamScore"] >= 6.25


def test_who_vouches_is_weighed_so_too(tmp_path: Path) -> None:
    weights = {"dmarc.pass": -4.0, "spf_helo": 3.0}
    with asking_house(tmp_path, ZoneResolver(ZONE), weights=weights) as home:
        home.add("ann@example.org")
        assert come(home, signed(letter("Hello")), ip=STRANGER).code == 250
        found = weighed(home)
        assert (found["dmarc"], found["spf_helo"], found["spf"]) == (-4.0, 3.0, 2.0)


def test_a_second_greeting_weighs_what_is_set_and_said_again_nothing(
    tmp_path: Path,
) -> None:
    weights = {"host_mismatch": 2.75}
    with house(tmp_path, smtp=TRUSTING, weights=weights) as home:
        home.add("ann@example.org")
        with BehindProxy(home.open(Protocol.MX), STRANGER) as talk:
            talk.hello("one.example")
            talk.hello("two.example")
            talk.deliver("zoe@example.net", ["ann@example.org"], letter("Hello"))
        assert weighed(home)["host_mismatch"] == 2.75
