"""Domains of ours: each signs its mail with two keys, and publishes them in DNS."""

from datetime import UTC, datetime

from glassine.store.api.accounts import SigningKey
from glassine.store.api.store import Books, Store
from glassine.trust import dkim_keys
from glassine.trust.dkim_keys import DnsRecord
from glassine.vault.server_key import ServerKey
from glassine.words.clock import Milliseconds
from glassine.words.public import Domain, HostName


async def add_domain(
    store: Store,
    server_key: ServerKey,
    domain: Domain,
    *,
    hostname: HostName,
    now: Milliseconds,
) -> tuple[DnsRecord, ...]:
    """Make the domain ours, with an RSA and an Ed25519 key; return what to publish.

    The keys are sealed under the server key. Raises the store's `Duplicate`.
    """
    month = datetime.fromtimestamp(now / 1000, UTC).strftime("%Y%m")
    fresh = {
        f"{month}e": ("ed25519-sha256", dkim_keys.new_ed25519_key()),
        f"{month}r": ("rsa-sha256", dkim_keys.new_rsa_key()),
    }  # by selector, as the store returns them
    kept = [
        SigningKey(
            domain, selector, algorithm, server_key.seal_dkim(key, domain, selector)
        )
        for selector, (algorithm, key) in fresh.items()
    ]

    def work(books: Books) -> None:
        books.accounts.add_domain(domain, kept)

    await store.write(work)
    opened = {selector: dkim_keys.load(key) for selector, (_, key) in fresh.items()}
    return dkim_keys.dns_records(domain, hostname, opened)


async def domain_records(
    store: Store, server_key: ServerKey, domain: Domain, *, hostname: HostName
) -> tuple[DnsRecord, ...]:
    """Return what a domain of ours should publish."""
    keys = await store.look(lambda books: books.accounts.signing_keys(domain))
    opened = {
        key.selector: dkim_keys.load(
            server_key.open_dkim(key.sealed, domain, key.selector)
        )
        for key in keys
    }
    return dkim_keys.dns_records(domain, hostname, opened)
