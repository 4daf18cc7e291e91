"""`glassine domain`: the domains that this server keeps mail for."""

from glassine.cli.arguments import DomainWord, Json
from glassine.cli.dns import as_json, zone
from glassine.cli.house import ConfigFile, open_house
from glassine.cli.refused import Refused
from glassine.events.facts import Action
from glassine.flow.domains import add_domain, domain_records
from glassine.store.api.ids import Duplicate


async def add(
    domain: DomainWord, /, *, json: Json = False, config: ConfigFile = None
) -> None:
    """Make the domain ours, with its signing keys; print what to publish.

    Parameters
    ----------
    domain
        The domain, such as example.org.
    """
    async with open_house(config) as house:
        store = house.recording(Action.DOMAIN_ADD, f"domain={domain}")
        try:
            records = await add_domain(
                store,
                house.key,
                domain,
                hostname=house.config.hostname,
                now=house.now(),
            )
        except Duplicate:
            raise Refused(
                f"{domain} is ours already; its records: glassine domain show {domain}"
            ) from None
    print(as_json(records) if json else zone(records))


async def list_(*, config: ConfigFile = None) -> None:
    """Print our domains, one a line."""
    async with open_house(config) as house:
        for domain in await house.store.look(lambda books: books.accounts.domains()):
            print(domain)


async def show(
    domain: DomainWord, /, *, json: Json = False, config: ConfigFile = None
) -> None:
    """Print the records that a domain of ours should publish.

    Parameters
    ----------
    domain
        The domain, such as example.org.
    """
    async with open_house(config) as house:
        ours = await house.store.look(lambda books: books.accounts.domains())
        if domain not in ours:
            raise Refused(f"{domain} is not ours; add it: glassine domain add {domain}")
        records = await domain_records(
            house.store, house.key, domain, hostname=house.config.hostname
        )
    print(as_json(records) if json else zone(records))
