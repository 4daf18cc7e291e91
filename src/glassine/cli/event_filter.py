"""Which events an operator asks for, in the options of `events`.

Every option is a public word once it is parsed; so what was asked can be kept.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from glassine.cli.arguments import AddressWord, HostWord, NetworkWord
from glassine.cli.message_ids import sought
from glassine.cli.moments import MomentWord
from glassine.cli.refused import Refused
from glassine.cli.uuids import UuidWord
from glassine.config.settings import Config
from glassine.store.api.events import EventFilter
from glassine.vault.server_key import ServerKey
from glassine.words.clock import Milliseconds
from glassine.words.public import Direction


class RecordType(StrEnum):
    """The `type` of a record."""

    RECEIVED = "received"
    QUEUED = "queued"
    DELIVERED = "delivered"
    DEFERRED = "deferred"
    BOUNCE = "bounce"
    DENIED = "denied"
    AUTH = "auth"
    SPAM = "spam"
    SPAM_LEARN = "spam-learn"
    OPERATOR = "operator"
    PRUNED = "pruned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options; what is None does not limit."""

    types: Annotated[
        tuple[RecordType, ...],
        Parameter(name="--type", help="Of this type; may be given again for more."),
    ] = ()
    direction: Annotated[
        Direction | None, Parameter(name="--direction", help="Which way it went.")
    ] = None
    mail_from: Annotated[
        AddressWord | None,
        Parameter(name="--from", help="From this sender of the envelope."),
    ] = None
    rcpt_to: Annotated[
        AddressWord | None,
        Parameter(name="--to", help="To this recipient of the envelope."),
    ] = None
    account: Annotated[
        AddressWord | None,
        Parameter(name="--account", help="By whoever was logged in to this account."),
    ] = None
    ip: Annotated[
        NetworkWord | None,
        Parameter(name="--ip", help="From this IP address or network, or sent to it."),
    ] = None
    host: Annotated[
        HostWord | None, Parameter(name="--host", help="From this host, or sent to it.")
    ] = None
    code: Annotated[
        int | None,
        Parameter(
            name="--code",
            help="With this SMTP code.",
            validator=Number(gte=200, lte=599),
        ),
    ] = None
    text: Annotated[
        str,
        Parameter(
            name="--text",
            help="Each of these words is part of an address, a host, an IP address, a "
            "check or a remote answer.",
        ),
    ] = ""
    message_id: Annotated[
        str | None,
        Parameter(
            name="--message-id",
            help="Of the message with this Message-ID, its angle brackets or not.",
        ),
    ] = None
    uuid: Annotated[
        UuidWord | None,
        Parameter(name="--uuid", help="Of this connection, transaction or delivery."),
    ] = None
    since: Annotated[
        MomentWord | None,
        Parameter(name="--since", help="Not before: 2h, 3d, 2026-11-23T10:02Z."),
    ] = None
    until: Annotated[
        MomentWord | None, Parameter(name="--until", help="Not after, likewise.")
    ] = None
    limit: Annotated[
        int,
        Parameter(
            name="--limit",
            help="How many, the newest; 100 if it is left out.",
            validator=Number(gte=1),
        ),
    ] = 100

    def filter(self, config: Config, key: ServerKey, now: Milliseconds) -> EventFilter:
        """Return what the store is asked; a Message-ID is sought by its digest.

        Raises `Refused` where no time is left between the two moments.
        """
        since = self.since.seen_from(now) if self.since else None
        until = self.until.seen_from(now) if self.until else None
        if since is not None and until is not None and until < since:
            raise Refused("--until is before --since; exchange them")
        digests = sought(self.message_id, config, key) if self.message_id else (None,)
        return EventFilter(
            types=frozenset(self.types),
            direction=self.direction,
            mail_from=self.mail_from,
            rcpt_to=self.rcpt_to,
            account=self.account,
            ip=self.ip,
            host=self.host,
            code=self.code,
            text=self.text,
            message_id=digests[0],
            uuid=self.uuid,
            since=since,
            until=until,
            limit=self.limit,
        )
