"""Checks of the client, its greeting and its sender, as the settings have them.

A check that is off is not there, so that nobody asks DNS for what nobody heeds.
"""

from glassine.config.settings import Config
from glassine.config.tables.strangers import Helo, MailFrom, ReverseDns
from glassine.flow.journal import Journal
from glassine.flow.judging.bearing import Modes
from glassine.flow.judging.dns_lists import AddressLists, HeloLists, Lists, SenderLists
from glassine.flow.judging.early_talker import EarlyTalker
from glassine.flow.judging.helo_checks import HeloChecks
from glassine.flow.judging.judges import ClientCheck, EnvelopeCheck
from glassine.flow.judging.list_trials import ListTrials
from glassine.flow.judging.reverse_check import ReverseCheck
from glassine.flow.judging.sender_domain_check import SenderDomainCheck
from glassine.store.api.store import Store
from glassine.trust.resolver import Resolver
from glassine.words.clock import Clock
from glassine.words.dns_list import ListAbout
from glassine.words.finding import CheckMode, CheckName


def connection_checks(
    config: Config, resolver: Resolver, trials: ListTrials
) -> tuple[ClientCheck, ...]:
    """Return what is asked of a client's address."""
    modes = reverse_modes(config.reverse_dns)
    wait = config.judging.dns_wait
    reverse = ReverseCheck(resolver=resolver, modes=modes, wait=wait)
    lists = lists_about(config, ListAbout.IP, resolver, trials)
    return (
        *([reverse] if _any_on(modes) else []),
        *([AddressLists(lists)] if lists.listings else []),
    )


def greeting_checks(
    config: Config, resolver: Resolver, trials: ListTrials
) -> tuple[ClientCheck, ...]:
    """Return what is asked of a client's greeting, and of when it came."""
    early = {CheckName.EARLY_TALKER: config.smtp.early_talker}
    modes = helo_modes(config.helo)
    names = HeloChecks(
        resolver=resolver,
        modes=modes,
        patterns=config.helo.patterns,
        companies=config.helo.companies,
        wait=config.judging.dns_wait,
    )
    lists = lists_about(config, ListAbout.HELO, resolver, trials)
    return (
        *([EarlyTalker(modes=early)] if _any_on(early) else []),
        *([names] if _any_on(modes) else []),
        *([HeloLists(lists)] if lists.listings else []),
    )


def sender_checks(
    config: Config, store: Store, resolver: Resolver, trials: ListTrials
) -> tuple[EnvelopeCheck, ...]:
    """Return what is asked of a sender's domain."""
    modes = sender_modes(config.mail_from)
    domain = SenderDomainCheck(
        resolver=resolver, store=store, modes=modes, wait=config.judging.dns_wait
    )
    lists = lists_about(config, ListAbout.SENDER_DOMAIN, resolver, trials)
    return (
        *([domain] if _any_on(modes) else []),
        *([SenderLists(lists)] if lists.listings else []),
    )


def list_trials(
    config: Config, *, resolver: Resolver, journal: Journal, clock: Clock
) -> ListTrials:
    """Return the trials of all lists."""
    listings = [each.listing() for each in config.dns_list]
    return ListTrials(listings, resolver=resolver, journal=journal, clock=clock)


def helo_modes(helo: Helo) -> Modes:
    """Return what is done with each check of HELO; its setting has its name."""
    return {
        CheckName.PROTO_MISMATCH: helo.proto_mismatch,
        CheckName.HOST_MISMATCH: helo.host_mismatch,
        CheckName.MATCH_RE: helo.match_re,
        CheckName.BARE_IP: helo.bare_ip,
        CheckName.DYNAMIC: helo.dynamic,
        CheckName.BIG_COMPANY: helo.big_company,
        CheckName.LITERAL_MISMATCH: helo.literal_mismatch,
        CheckName.VALID_HOSTNAME: helo.valid_hostname,
        CheckName.FORWARD_DNS: helo.forward_dns,
        CheckName.RDNS_MATCH: helo.rdns_match,
    }


def reverse_modes(reverse: ReverseDns) -> Modes:
    """Return what is done with each check of reverse DNS."""
    return {
        CheckName.NO_RDNS: reverse.no_rdns,
        CheckName.FCRDNS: reverse.fcrdns,
        CheckName.GENERIC_RDNS: reverse.generic_rdns,
    }


def sender_modes(mail_from: MailFrom) -> Modes:
    """Return what is done with each check of the sender's domain."""
    return {
        CheckName.SENDER_DNS: mail_from.sender_dns,
        CheckName.NULL_MX: mail_from.null_mx,
        CheckName.PRIVATE_MX: mail_from.private_mx,
        CheckName.OWN_SENDER: mail_from.own_sender,
    }


def _any_on(modes: Modes) -> bool:
    return any(mode is not CheckMode.OFF for mode in modes.values())


def lists_about(
    config: Config, about: ListAbout, resolver: Resolver, trials: ListTrials
) -> Lists:
    """Return the lists that are asked for one kind of thing."""
    listings = tuple(each.listing() for each in config.dns_list if each.about is about)
    wait = config.judging.dns_wait
    return Lists(listings=listings, resolver=resolver, trials=trials, wait=wait)
