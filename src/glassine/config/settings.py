"""Everything that `glassine.toml` may say: its tables, each by its name.

The file's tables are these classes and its names are their fields; `config.read`
fills them and `config.page` writes `docs/settings.md` from them. A setting has its
type, how it is written, what it is for, and its default; see `config.tables`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from glassine.config.judging_kinds import WEIGHTS
from glassine.config.kinds import ALIASES, CATCH_ALL, HOST_NAME, PATH, USER
from glassine.config.tables.authentication import Arc, Dmarc, DmarcOverride, Spf
from glassine.config.tables.content import Attachments, Classifier, Content
from glassine.config.tables.doors import Listen, Tls, Web
from glassine.config.tables.judging import Judging, Thresholds, ThresholdsFor
from glassine.config.tables.logins import Auth
from glassine.config.tables.manners import Limits, Smtp
from glassine.config.tables.memory import (
    Access,
    Correspondents,
    Greylisting,
    Rates,
    Reputation,
)
from glassine.config.tables.records import Log, Privacy
from glassine.config.tables.scanners import Clamav, Rspamd
from glassine.config.tables.sending import Destination, Sending
from glassine.config.tables.strangers import DnsList, Helo, MailFrom, ReverseDns
from glassine.config.tables.ways import Delivery, Dns, Route
from glassine.words.public import Address, Domain, HostName


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All of `glassine.toml`."""

    hostname: Annotated[
        HostName,
        HOST_NAME,
        "The server's own name, in greetings and in Received. There is no default.",
    ]
    data_dir: Annotated[
        Path, PATH, "The data directory. Paths are relative to the config file."
    ] = Path("data")
    key_file: Annotated[
        Path,
        PATH,
        "The server key. It must lie outside the data directory and its backups.",
    ] = Path("glassine.key")
    checkpoints: Annotated[
        Path,
        PATH,
        "Where each day's checkpoint of the operators' log goes; best on another disk.",
    ] = Path("checkpoints")
    user: Annotated[
        str, USER, "Who to become once the ports are open; `-` stays who it is."
    ] = "-"
    listen: Listen = Listen()
    tls: Tls = Tls()
    limits: Limits = Limits()
    auth: Auth = Auth()
    smtp: Smtp = Smtp()
    helo: Helo = Helo()
    reverse_dns: ReverseDns = ReverseDns()
    mail_from: MailFrom = MailFrom()
    judging: Judging = Judging()
    spf: Spf = Spf()
    dmarc: Dmarc = Dmarc()
    arc: Arc = Arc()
    thresholds: Thresholds = Thresholds()
    weights: Annotated[
        Mapping[str, float],
        WEIGHTS,
        "What a rule of judging.md weighs where it is to weigh something else, from"
        " -100 to 100; by reason: `attachment.macro = 5`.",
    ] = field(default_factory=dict)
    content: Content = Content()
    attachments: Attachments = Attachments()
    classifier: Classifier = Classifier()
    rspamd: Rspamd = Rspamd()
    clamav: Clamav = Clamav()
    access: tuple[Access, ...] = ()
    rates: Rates = Rates()
    greylisting: Greylisting = Greylisting()
    reputation: Reputation = Reputation()
    correspondents: Correspondents = Correspondents()
    sending: Sending = Sending()
    privacy: Privacy = Privacy()
    web: Web = Web()
    dns: Dns = Dns()
    delivery: Delivery = Delivery()
    log: Log = Log()
    aliases: Annotated[
        Mapping[Address, tuple[Address, ...]],
        ALIASES,
        "Addresses that stand for others. Their owners may also send as them.",
    ] = field(default_factory=dict)
    catch_all: Annotated[
        Mapping[Domain, Address],
        CATCH_ALL,
        "Who gets what is addressed to nobody in a domain.",
    ] = field(default_factory=dict)
    route: tuple[Route, ...] = ()
    destination: tuple[Destination, ...] = ()
    dns_list: tuple[DnsList, ...] = ()
    dmarc_override: tuple[DmarcOverride, ...] = ()
    thresholds_for: tuple[ThresholdsFor, ...] = ()
