"""Judges that are shown whole messages: near by, unless the operator says otherwise."""

from pathlib import Path

import pytest

from glassine.config.faults import ConfigError
from glassine.config.read import parse_config
from glassine.config.settings import Config

HOST = 'hostname = "mail.example.org"\n'
AFAR = "messages would leave this machine"


def read(text: str) -> Config:
    return parse_config(HOST + text, Path("glassine.toml"))


def refused(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read(text)
    (fault,) = caught.value.faults
    return fault.advice


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "[::1]", "localhost"])
def test_a_judge_on_this_machine_is_taken(host: str) -> None:
    assert read(f'[rspamd]\nurl = "http://{host}:11333"').rspamd.url
    assert read(f'[clamav]\naddress = "{host}:3310"').clamav.address


@pytest.mark.parametrize(
    "host",
    ["192.0.2.1", "10.0.0.1", "[2001:db8::1]", "0.0.0.0", "localhost.example.net"],
)
def test_one_elsewhere_is_taken_only_where_it_is_allowed(host: str) -> None:
    url = f'[rspamd]\nurl = "https://{host}:11333"\n'
    address = f'[clamav]\naddress = "{host}:3310"\n'
    assert AFAR in refused(url)
    assert AFAR in refused(address)
    assert read(f"{url}allow_remote = true").rspamd.url
    assert read(f"{address}allow_remote = true").clamav.address


def test_a_socket_is_on_this_machine() -> None:
    config = read('[clamav]\naddress = "unix:/run/clamav/clamd.ctl"')
    assert config.clamav.address
    assert config.clamav.address.is_near
