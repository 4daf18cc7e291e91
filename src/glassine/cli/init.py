"""`glassine init`: a config, a key, a certificate, a data directory, a domain.

The config is written last: a directory that has one is finished. Nothing that is
there already is ever written over, least of all a key.
"""

import os
from pathlib import Path

from glassine.cli.arguments import DomainWord, OwnNameWord
from glassine.cli.dns import zone
from glassine.cli.house import open_house
from glassine.cli.refused import Refused, because_of
from glassine.config.read import NAME, parse_config
from glassine.config.settings import Config
from glassine.config.tables.doors import Listen
from glassine.config.write import config_text
from glassine.events.facts import Action
from glassine.flow.domains import add_domain
from glassine.net.certificate import self_signed
from glassine.serve.storeroom import make_storeroom
from glassine.store.api.ids import StoreError
from glassine.vault.server_key import new_server_key
from glassine.words.clock import SystemClock
from glassine.words.public import Endpoint, ip_address

FREE_PORT = (Endpoint(ip_address("127.0.0.1"), 0),)
LOOPBACK = Listen(
    mx=FREE_PORT,
    submission=FREE_PORT,
    submissions=FREE_PORT,
    lmtp=FREE_PORT,
    imap=FREE_PORT,
    imaps=FREE_PORT,
    web=FREE_PORT,
)

NEXT = """\
{directory} is ready. What is next:

  1. Make an account:   glassine account add postmaster@{domain} --config {config}
  2. Start the server:  glassine serve --config {config}
  3. Keep {key} in a safe place, apart from the backups of
     {data}: without it the data directory cannot be opened.
  4. Put a certificate of your own in [tls] once others are to send you mail.
  5. Publish these DNS records (again: glassine domain show {domain}):

"""


async def init(
    directory: Path,
    /,
    *,
    hostname: OwnNameWord,
    domain: DomainWord,
    loopback: bool = False,
) -> None:
    """Make everything that a server needs, and print what is next.

    Parameters
    ----------
    directory
        Where to make it; it may exist, and hold none of our files.
    hostname
        The server's own name, such as mail.example.org.
    domain
        The first domain that it keeps mail for, such as example.org.
    loopback
        Listen on free ports of 127.0.0.1 only, for trying out.
    """
    file = directory / NAME
    text = config_text(hostname, LOOPBACK if loopback else Listen())
    config = parse_config(text, file)
    _refuse_what_is_there(file, config)
    make_house(directory, config, text)
    async with open_house(file) as house:
        store = house.recording(Action.DOMAIN_ADD, f"domain={domain}")
        records = await add_domain(
            store, house.key, domain, hostname=hostname, now=house.now()
        )
    print(
        NEXT.format(
            directory=directory,
            domain=domain,
            config=file,
            key=config.key_file,
            data=config.data_dir,
        )
        + zone(records)
    )


def make_house(directory: Path, config: Config, text: str) -> None:
    """Write keys, certificate, store and config, where none are. Raises `Refused`."""
    key, trial = new_server_key(), self_signed(config.hostname.name, SystemClock())
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_storeroom(config.data_dir, key)
        _write(config.key_file, key.file().reveal())
        _write(config.tls.key, trial.key.reveal())
        _write(config.tls.certificate, trial.certificate)
        _write(directory / NAME, text.encode())
    except OSError as error:
        why = (error.strerror or "cannot be written").lower()
        raise Refused(f"{directory}: {why}; name another directory") from None
    except StoreError as error:
        raise because_of(error, config.data_dir) from None


def _refuse_what_is_there(file: Path, config: Config) -> None:
    if file.exists():
        raise Refused(
            f"{file} is there already, and nothing was touched; "
            f"use it (glassine serve --config {file}) or name another directory"
        )
    ours = (config.key_file, config.tls.key, config.tls.certificate, config.data_dir)
    for path in ours:
        if path.exists():
            raise Refused(
                f"{path} is there already, and nothing was touched; "
                "name another directory, or move that away"
            )


def _write(path: Path, content: bytes) -> None:
    """Write a new file that only its owner reads, and have it on disk."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
