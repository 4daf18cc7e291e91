"""The composition root: from settings to a desk, doors and listeners.

To put a role into a process of its own, only this changes: what is given as an
argument here is a Protocol everywhere else. Which store it is, `storeroom` says.
"""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from glassine.config.settings import Config
from glassine.config.tables.records import MessageIdForm
from glassine.flow.allowance import Allowance, Share
from glassine.flow.attempts import Attempts, Bounds
from glassine.flow.desk import Desk
from glassine.flow.journal import Journal
from glassine.flow.judging.deeds import Deeds
from glassine.flow.judging.list_trials import ListTrials
from glassine.flow.key_cache import KeyCache
from glassine.flow.local_login import LocalLogin
from glassine.flow.mailbox.desk import MailboxDesk
from glassine.flow.notices import HouseNotices
from glassine.flow.outbox import NoOutbox
from glassine.flow.policy import Policy
from glassine.flow.route import Rules
from glassine.flow.sending.dispatch import Dispatcher
from glassine.flow.sign import Signatures
from glassine.flow.slot_trial import SlotTrial
from glassine.net.resolve import DnsResolver
from glassine.serve.judging import judges
from glassine.serve.judging_client import helo_modes, list_trials
from glassine.serve.judging_content import scale
from glassine.serve.sending import dispatcher
from glassine.serve.storeroom import open_storeroom
from glassine.store.api.store import Store
from glassine.trust.own_networks import OwnNetworks
from glassine.trust.resolver import Resolver
from glassine.vault.credential_digests import CredentialDigests
from glassine.vault.day_keys import DayKeys
from glassine.vault.password_slot import Cost
from glassine.vault.server_key import ServerKey
from glassine.wire.imap import limits as imap
from glassine.wire.smtp.limits import Limits
from glassine.words.chance import PagedChance
from glassine.words.clock import Clock, SystemClock
from glassine.words.public import MessageIdDigest, parse_domain


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything that runs, and what must be closed in the end."""

    config: Config
    store: Store
    journal: Journal
    clock: Clock
    notices: HouseNotices
    desk: Desk
    dispatcher: Dispatcher
    mailbox_desk: MailboxDesk
    list_trials: ListTrials
    runs: ThreadPoolExecutor
    looking: ThreadPoolExecutor


def furnish(
    config: Config,
    server_key: ServerKey,
    out: Callable[[bytes], None],
    environment: Mapping[str, str] = os.environ,
    resolver: Resolver | None = None,
    store: Store | None = None,
) -> House:
    """Open the store and put the desks together.

    `resolver` answers in place of the name servers of the settings; `store`, which is
    open, stands in for theirs. Raises what `open_storeroom` and `dispatcher` do.
    """
    clock, chance = SystemClock(), PagedChance()
    store = store or open_storeroom(config, server_key, clock, chance)
    journal = Journal(store=store, clock=clock, out=out)
    runs = ThreadPoolExecutor(config.auth.argon2_runs, "argon2")
    looking = ThreadPoolExecutor(1, "judging")  # at what is large: one at a time
    notices = HouseNotices()
    resolver = resolver or DnsResolver(
        servers=config.dns.servers, timeout=config.dns.timeout, clock=clock
    )
    trials = list_trials(config, resolver=resolver, journal=journal, clock=clock)
    desk = Desk(
        hostname=config.hostname,
        store=store,
        journal=journal,
        notices=notices,
        outbox=NoOutbox(),
        clock=clock,
        chance=chance,
        resolver=resolver,
        login=_login(config, store, journal, clock, server_key, runs),
        rules=rules(config),
        policy=policy(config, server_key),
        day_keys=DayKeys(clock, chance),
        server_key=server_key,
        signatures=Signatures(store=store, server_key=server_key, clock=clock),
        deeds=deeds(config, store, clock),
        judges=judges(
            config,
            store=store,
            resolver=resolver,
            clock=clock,
            rules=rules(config),
            server_key=server_key,
            trials=trials,
            executor=looking,
        ),
    )
    mailbox_desk = MailboxDesk(
        store=store,
        journal=journal,
        notices=notices,
        clock=clock,
        chance=chance,
        resolver=desk.resolver,
        login=desk.login,
        policy=desk.policy,
        spam_key=server_key.spam_key(),
    )
    sending = dispatcher(config, environment, desk)
    return House(
        config=config,
        store=store,
        journal=journal,
        clock=clock,
        notices=notices,
        desk=replace(desk, outbox=sending),
        dispatcher=sending,
        mailbox_desk=mailbox_desk,
        list_trials=trials,
        runs=runs,
        looking=looking,
    )


def deeds(config: Config, store: Store, clock: Clock) -> Deeds:
    """Return what counts for reputations, where they are on."""
    kept = config.reputation
    half_life = kept.half_life if kept.enabled else None
    return Deeds(store=store, clock=clock, half_life=half_life)


def argon2_cost(config: Config) -> Cost:
    """Return what one password guess costs."""
    auth = config.auth
    return Cost(
        memory=auth.argon2_memory // 1024,
        passes=auth.argon2_passes,
        lanes=auth.argon2_lanes,
    )


def rules(config: Config) -> Rules:
    """Return what the operator has said of where mail goes."""
    return Rules(
        aliases=config.aliases,
        catch_all=config.catch_all,
        hostname=parse_domain(config.hostname.name),
    )


def policy(config: Config, server_key: ServerKey) -> Policy:
    """Return what the operator has decided, as the verbs need it."""
    return Policy(
        allow_plain_from=config.auth.allow_plain_from,
        helo=helo_modes(config.helo),
        own_networks=OwnNetworks(config.judging.own_networks),
        look_at=config.judging.look_at,
        delay_deny=config.smtp.delay_deny,
        scale=scale(config),
        weights=config.weights,
        rejects=config.judging.rejects,
        hide_submitter=config.smtp.hide_submitter,
        hops=config.limits.hops,
        allowance=allowance(config),
        remembers_correspondents=config.correspondents.enabled,
        show_message_id=_shown(config.privacy.message_id, server_key),
    )


def allowance(config: Config) -> Allowance:
    """Return how much each account may send."""
    sending = config.sending
    return Allowance(
        messages=Share(
            hourly=sending.account_messages_per_hour,
            daily=sending.account_messages_per_day,
        ),
        recipients=Share(
            hourly=sending.account_recipients_per_hour,
            daily=sending.account_recipients_per_day,
        ),
    )


def smtp_limits(config: Config) -> Limits:
    """Return how much one SMTP session may have."""
    limits = config.limits
    return Limits(
        command_line=limits.command_line,
        text_line=limits.text_line,
        recipients=limits.recipients,
        message=limits.message_size,
        errors=limits.errors,
        idle_commands=limits.idle_commands,
        transactions=limits.transactions,
        auth_failures=limits.auth_failures,
    )


def imap_limits(config: Config) -> imap.Limits:
    """Return how much one IMAP session may have."""
    return imap.Limits(message=config.limits.message_size)


def _login(
    config: Config,
    store: Store,
    journal: Journal,
    clock: Clock,
    server_key: ServerKey,
    runs: ThreadPoolExecutor,
) -> LocalLogin:
    auth = config.auth
    bounds = Bounds(
        per_ip=auth.failures_per_ip,
        per_account=auth.failures_per_account,
        window=auth.failure_window,
        first_delay=auth.failure_delay,
    )
    return LocalLogin(
        store=store,
        clock=clock,
        journal=journal,
        server_key=server_key,
        attempts=Attempts(bounds, clock),
        cache=KeyCache(auth.key_cache, clock, CredentialDigests()),
        trial=SlotTrial(server_key=server_key, cost=argon2_cost(config)),
        runs=runs,
        at_once=auth.argon2_runs,
    )


def _shown(
    form: MessageIdForm, server_key: ServerKey
) -> Callable[[bytes], MessageIdDigest]:
    if form is MessageIdForm.DIGEST:
        return server_key.message_id_digest
    return lambda message_id: MessageIdDigest(_printable(message_id))


def _printable(message_id: bytes) -> str:
    text = message_id.decode("ascii", "replace")
    return "".join(c if c.isprintable() else "?" for c in text)
