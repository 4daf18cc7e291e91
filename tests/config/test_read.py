"""The config is read whole, or every mistake is answered with what to write."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from glassine.config.faults import ConfigError
from glassine.config.read import find_config, parse_config, read_config
from glassine.config.settings import Config
from glassine.config.tables.doors import TlsVersion
from glassine.config.tables.records import LogLevel, MessageIdForm
from glassine.config.whereabouts import Scheme
from glassine.config.write import config_text
from glassine.words.public import (
    HostName,
    parse_address,
    parse_domain,
)

FILE = Path("/etc/glassine/glassine.toml")
HOST = 'hostname = "mail.example.org"\n'


def read(text: str) -> Config:
    return parse_config(text, FILE)


def faults(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, FILE)
    return [(fault.line, fault.advice) for fault in caught.value.faults]


def test_a_host_name_is_enough() -> None:
    config = read(HOST)
    assert config.hostname == HostName("mail.example.org")
    assert config.data_dir == Path("/etc/glassine/data")
    assert config.tls.certificate == Path("/etc/glassine/certificate.pem")
    assert config.limits.idle == 300
    assert config.limits.message_size == 50 * 1024 * 1024


def test_what_init_writes_is_read_back_as_the_defaults() -> None:
    assert read(config_text(HostName("mail.example.org"))) == read(HOST)


def test_everything_can_be_set() -> None:
    config = read("""
hostname = "MX.Bücher.example"
data_dir = "/srv/mail"
listen.mx = ["0.0.0.0:25", "[::]:25"]
listen.web = []
[tls]
minimum = "1.3"
[limits]
message_size = "10MB"
idle = "90s"
[auth]
allow_plain_from = ["172.18.0.0/16"]
[privacy]
message_id = "clear"
[log]
level = "notice"
[aliases]
"info@example.org" = ["a@example.org", "b@example.org"]
[catch_all]
"example.org" = "a@example.org"
[dns]
servers = ["127.0.0.1", "::1", "127.0.0.1:5353", "[::1]:5353"]
[delivery]
ca_file = "authority.pem"
sources = ["192.0.2.1"]
[[route]]
domain = "d19.example"
to = "lmtp://[::1]:2424"
[[route]]
domain = "*"
to = "smtps://relay.example.net:465"
tls = "required"
user = "us@example.org"
password_file = "relay.password"
""")
    assert config.hostname.name == "mx.xn--bcher-kva.example"
    assert config.data_dir == Path("/srv/mail")
    assert [str(each.ip) for each in config.listen.mx] == ["0.0.0.0", "::"]
    assert config.listen.web == ()
    assert config.tls.minimum is TlsVersion.TLS_1_3
    assert config.limits.message_size == 10_000_000
    assert config.limits.idle == 90
    assert config.auth.allow_plain_from == (ip_network("172.18.0.0/16"),)
    assert config.privacy.message_id is MessageIdForm.CLEAR
    assert config.log.level is LogLevel.NOTICE
    a, b, info = (parse_address(f"{x}@example.org") for x in ("a", "b", "info"))
    assert config.aliases == {info: (a, b)}
    assert config.catch_all == {parse_domain("example.org"): a}
    servers = [(str(each.ip), each.port) for each in config.dns.servers]
    assert servers[:2] == [("127.0.0.1", 53), ("::1", 53)]
    assert servers[2:] == [("127.0.0.1", 5353), ("::1", 5353)]
    assert config.delivery.ca_file and config.delivery.ca_file.name == "authority.pem"
    assert config.delivery.ca_file.is_absolute()
    assert [str(ip) for ip in config.delivery.sources] == ["192.0.2.1"]
    route, rest = config.route
    assert rest.domain is None
    assert rest.password_file and rest.password_file.is_absolute()
    assert route.to.scheme is Scheme.LMTP
    assert (route.to.host.name, route.to.port) == ("::1", 2424)
    assert str(route.to) == "lmtp://[::1]:2424"


@pytest.mark.parametrize(
    ("text", "line", "advice"),
    [
        ("[limits]\nrecipent = 2", 3, "did you mean recipients?"),
        ("[limts]\nrecipients = 2", 2, "did you mean limits?"),
        ("zzz = 1", 2, "one of hostname, data_dir"),
        ("[limits]\nidle = 5", 3, '[limits] idle is a time from "1s" to "1h"'),
        ('[limits]\nidle = "5 weeks"', 3, '[limits] idle is a time from "1s"'),
        ('[limits]\nidle = "2h"', 3, '[limits] idle is a time from "1s" to "1h"'),
        ("[limits]\nerrors = true", 3, "errors is a whole number from 1 to 1000"),
        ("[limits]\nerrors = 0", 3, "errors is a whole number from 1 to 1000"),
        ('[limits]\nmessage_size = "5 cups"', 3, "message_size is a size from"),
        ("[smtp]\ndelay_deny = 1", 3, "delay_deny is true or false"),
        ("[listen]\nmx = 25", 3, "mx is a list of IP:PORT such as"),
        ('[listen]\nmx = ["25"]', 3, "mx is a list of IP:PORT such as"),
        ('[listen]\nmx = ["0.0.0.0:65536"]', 3, "mx is a list of IP:PORT such as"),
        ('[listen]\nmx = ["localhost:25"]', 3, "mx is a list of IP:PORT such as"),
        ('[auth]\nallow_plain_from = ["10.0.0.1/8"]', 3, "is a list of networks"),
        ('[tls]\nminimum = "1.1"', 3, 'minimum is "1.2" or "1.3"'),
        ("data_dir = 3", 2, 'data_dir is a path in quotes, such as "data"'),
        ("limits = 3", 2, "write it as a table: [limits]"),
        ('[route]\ndomain = "example.org"', 2, "two brackets: [[route]]"),
        ('[[route]]\nto = "lmtp://a.example:24"', 2, "domain is missing"),
        (
            '[[route]]\ndomain="a.example"\nto = "http://a.example:24"',
            4,
            "to is a target such as",
        ),
        (
            '[[route]]\ndomain="a.example"\nto = "smtp://a b:24"',
            4,
            "to is a target such as",
        ),
        ('[aliases]\n"info" = ["a@example.org"]', 2, "aliases is a line such as"),
        ("aliases = 3", 2, "aliases is a line such as"),
        ('[catch_all]\n"-" = "a@example.org"', 2, "catch_all is a line such as"),
        ("[limits", 2, "this is not TOML"),
        ("data_dir = data", 2, "texts in quotes"),
        ("data_dir = [", 2, "this is not TOML"),
        (HOST, 2, "this is not TOML (Cannot overwrite a value)"),
        ('key_file = "data/key"', 2, "name a file outside it"),
        ('[listen]\nimap = ["0.0.0.0:25"]', 3, "mx listens on 0.0.0.0:25 already"),
        (
            '[[route]]\ndomain="a.example"\nto="smtp://a.example:25"\n' * 2,
            5,
            "a.example has a route already: keep one",
        ),
        (
            '[[route]]\ndomain="*"\nto="smtp://a.example:25"\n' * 2,
            5,
            '"*" has a route already: keep one',
        ),
        (
            '[[destination]]\ndomain = "a.example"\n' * 2,
            4,
            "a.example is a [[destination]] already: keep one",
        ),
        (
            '[[dmarc_override]]\ndomain = "a.example"\npolicy = "none"\n' * 2,
            5,
            "a.example has a [[dmarc_override]] already: keep one",
        ),
        (
            '[[route]]\ndomain="*"\nto="smtps://a.example:465"\ntls="none"',
            5,
            "smtps:// is TLS: leave tls out",
        ),
        (
            '[[route]]\ndomain="*"\nto="lmtp+unix:///run/lmtp"\ntls="required"',
            5,
            "a Unix socket has no TLS: leave tls out",
        ),
        (
            '[[route]]\ndomain="*"\nto="smtp://a.example:587"\nuser="u"',
            2,
            "a login is a user and one of password_file and password_variable",
        ),
        (
            '[[route]]\ndomain="*"\nto="smtp://a.example:587"\nuser="u"\n'
            'password_variable="V"',
            2,
            'a password is told only to who proves the host: tls = "required"',
        ),
        ('[dns]\nservers = ["ns.example"]', 3, "servers is a list of IP addresses"),
        (
            '[privacy]\nblur_addresses = "2d"\ndrop_addresses = "1d"',
            4,
            "not shorter than blur_addresses",
        ),
        (
            '[greylisting]\nwait = "5h"\nretry_within = "1h"',
            3,
            "nobody would get through: write a wait shorter than retry_within",
        ),
        (
            "[thresholds]\nspam = 20",
            2,
            "as it stands they are 4, 20 and 15",
        ),
        (
            '[judging]\nown_networks = ["10.0.0.1/8"]',
            3,
            "each by its first address",
        ),
    ],
)
def test_a_mistake_names_its_line_and_what_to_write(
    text: str, line: int, advice: str
) -> None:
    [(found, said)] = faults(HOST + text)
    assert found == line
    assert advice in said


@pytest.mark.parametrize(
    "host", ['""', "3", '"a b"', '"[192.0.2.1]"', '"-"', '"a\\nb"']
)
def test_a_host_name_must_be_one(host: str) -> None:
    [(line, advice)] = faults(f"hostname = {host}")
    assert line == 1
    assert advice == 'hostname is a host name such as "mail.example.org"'


def test_a_file_without_a_host_name_is_told_so() -> None:
    assert faults("") == [
        (1, 'hostname is missing; it is a host name such as "mail.example.org"')
    ]


def test_all_mistakes_are_told_at_once_in_their_order() -> None:
    text = 'hostname = 1\n[tls]\nminimum = 2\n[limits]\nerors = 3\nidle = "0s"'
    assert [line for line, _ in faults(text)] == [1, 3, 5, 6]


def test_a_fault_reads_as_file_line_advice() -> None:
    with pytest.raises(ConfigError, match=rf"^{FILE}, line 1: hostname is a host name"):
        read("hostname = 1")


def test_port_0_may_be_asked_for_often() -> None:
    read(HOST + '[listen]\nmx = ["127.0.0.1:0"]\nimap = ["127.0.0.1:0"]')


def test_a_file_that_is_not_there_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no such file or directory; name the file"):
        read_config(tmp_path / "glassine.toml")


def test_a_file_of_another_user_says_whom_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ConfigError, match=r"run this as the user that the server"):
        read_config(tmp_path / "glassine.toml")


def test_a_file_in_another_encoding_is_refused_by_line(tmp_path: Path) -> None:
    file = tmp_path / "glassine.toml"
    file.write_bytes(b"# one\n# B\xfccher\n")
    with pytest.raises(ConfigError, match=r"line 2: save the file as UTF-8"):
        read_config(file)


def test_the_file_named_comes_before_the_usual_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=r"name yours by --config or \$GLASS"):
        find_config(None, {})
    (tmp_path / "glassine.toml").write_text(HOST)
    assert find_config(None, {}) == Path("glassine.toml")
    environment = {"GLASSINE_CONFIG": "/x/y.toml"}
    assert find_config(None, environment) == Path("/x/y.toml")
    assert find_config(Path("z.toml"), environment) == Path("z.toml")
    assert read_config(Path("glassine.toml")).data_dir == tmp_path / "data"


@pytest.mark.parametrize(
    ("written", "is_near"),
    [
        ("smtp://relay.example.net:25", False),
        ("smtps://[2001:db8::1]:465", False),
        ("lmtp://127.0.0.1:24", True),
        ("lmtps://localhost:24", True),
        ("lmtp+unix:///run/dovecot/lmtp", True),
    ],
)
def test_a_target_is_written_as_it_was_read(written: str, is_near: bool) -> None:
    [route] = read(HOST + f'[[route]]\ndomain = "a.example"\nto = "{written}"').route
    assert str(route.to) == written
    assert route.to.is_near is is_near


def test_a_password_may_go_in_clear_to_this_machine_itself() -> None:
    login = 'user = "us"\npassword_variable = "V"'
    near = f'[[route]]\ndomain = "*"\nto = "smtp://127.0.0.1:587"\n{login}'
    [route] = read(HOST + near).route
    assert route.user == "us"
