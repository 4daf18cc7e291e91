"""Where mail for an address goes: into mailboxes here, elsewhere, or nowhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from glassine.store.api.accounts import Account
from glassine.store.api.store import Books
from glassine.words.public import Address, Domain

POSTMASTER = "postmaster"  # RFC 5321 §4.5.1: no server is without


@dataclass(frozen=True, slots=True)
class Here:
    """A mailbox of ours takes it."""

    account: Account
    recipient: Address


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another server takes it."""

    recipient: Address


Destination: TypeAlias = Here | Elsewhere


@dataclass(frozen=True, slots=True)
class Rules:
    """What the configuration adds to accounts. Local parts in lower case."""

    aliases: Mapping[Address, tuple[Address, ...]]
    catch_all: Mapping[Domain, Address]
    hostname: Domain | None = None  # of `RCPT TO:<Postmaster>`


def route(books: Books, rules: Rules, recipient: Address) -> list[Destination]:
    """Return the destinations of an address; none where nobody has it.

    In order: the account of that name, an alias, either of them without `+tag`, the
    domain's catch-all. A foreign domain is elsewhere.
    """
    found = _route(books, rules, recipient, set())
    return found if len(found) < 2 else list(dict.fromkeys(found))


def is_foreign(recipient: Address, destinations: Iterable[Destination]) -> bool:
    """Tell whether the address itself is another server's; an alias of ours is not."""
    return Elsewhere(recipient) in destinations


def may_send_as(rules: Rules, account: Account, sender: Address) -> bool:
    """Tell whether a sender's address is the account's own, or an alias of it."""
    own = _folded(account.address)
    return own == _folded(sender) or own in _meant_by(rules, sender)


def _route(
    books: Books, rules: Rules, recipient: Address, seen: set[Address]
) -> list[Destination]:
    """Return where it goes; nowhere the second time, so that a ring ends."""
    folded = _folded(recipient)
    if folded in seen:
        return []
    seen.add(folded)
    for name in _names(recipient):
        account = books.accounts.at(name)
        if account is not None and account.inbox is not None:
            return [Here(account, recipient)]
        if targets := rules.aliases.get(_folded(name), ()):
            return _each(books, rules, targets, seen)
    if not books.accounts.has_domain(recipient.domain):
        return _beyond(books, rules, recipient, seen)
    fallback = rules.catch_all.get(recipient.domain)
    return _route(books, rules, fallback, seen) if fallback else []


def _each(
    books: Books, rules: Rules, targets: Iterable[Address], seen: set[Address]
) -> list[Destination]:
    return [
        destination
        for target in targets
        for destination in _route(books, rules, target, seen)
    ]


def _beyond(
    books: Books, rules: Rules, recipient: Address, seen: set[Address]
) -> list[Destination]:
    """Return where mail for no domain of ours goes: the host's own postmaster is."""
    if recipient.local.lower() != POSTMASTER or recipient.domain != rules.hostname:
        return [Elsewhere(recipient)]
    ours = [Address(POSTMASTER, domain) for domain in books.accounts.domains()]
    return _each(books, rules, ours, seen)


def _meant_by(rules: Rules, sender: Address) -> set[Address]:
    """Return all addresses that this one stands for, itself included."""
    meant: set[Address] = set()
    asked = [sender]
    while asked:
        for name in map(_folded, _names(asked.pop())):
            if name not in meant:
                meant.add(name)
                asked.extend(rules.aliases.get(name, ()))
    return meant


def _names(address: Address) -> list[Address]:
    without_tag = address.without_tag()
    return [address] if without_tag is address else [address, without_tag]


def _folded(address: Address) -> Address:
    local = address.local.lower()
    return address if local == address.local else Address(local, address.domain)
