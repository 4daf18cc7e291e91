"""Where mail for an address goes: into mailboxes here, elsewhere, or nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from glassine.store.api.accounts import Account
from glassine.store.api.store import Books
from glassine.words.public import Address, Domain

ALIAS_DEPTH = 10  # an alias of an alias of … ; a ring ends here


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


def route(books: Books, rules: Rules, recipient: Address) -> list[Destination]:
    """Return the destinations of an address; none where nobody has it.

    In order: the account of that name, an alias, either of them without `+tag`, the
    domain's catch-all. A foreign domain is elsewhere.
    """
    return list(dict.fromkeys(_route(books, rules, recipient, ALIAS_DEPTH)))


def _route(
    books: Books, rules: Rules, recipient: Address, depth: int
) -> list[Destination]:
    exact = books.accounts.at(recipient)
    if exact is not None and exact.inbox is not None:
        return [Here(exact, recipient)]  # mostly: then one look-up has done
    if not books.accounts.has_domain(recipient.domain):
        return [Elsewhere(recipient)]
    for name in _names(recipient):
        account = books.accounts.at(name)
        if account is not None and account.inbox is not None:
            return [Here(account, recipient)]
        targets = rules.aliases.get(_folded(name), ())
        if targets and depth:
            return [
                destination
                for target in targets
                for destination in _route(books, rules, target, depth - 1)
            ]
    fallback = rules.catch_all.get(recipient.domain)
    if fallback is None or fallback == recipient or not depth:
        return []
    return _route(books, rules, fallback, depth - 1)


def may_send_as(books: Books, rules: Rules, account: Account, sender: Address) -> bool:
    """Tell whether a sender's address is the account's own, or leads to it alone."""
    if _folded(sender) == _folded(account.address):
        return True
    for name in _names(sender):
        if _folded(name) == _folded(account.address):
            return True
        if account.address in rules.aliases.get(_folded(name), ()):
            return True
    return False


def _names(address: Address) -> list[Address]:
    plain, plus, _ = address.local.partition("+")
    if not plus or not plain or plain.startswith('"'):
        return [address]
    return [address, Address(plain, address.domain)]


def _folded(address: Address) -> Address:
    return Address(address.local.lower(), address.domain)
