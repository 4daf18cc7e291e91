"""Change the operator's lists, and keep in the same transaction who did."""

from glassine.events.milestones import Operated
from glassine.flow.viewing.witness import keep
from glassine.store.api.store import Books
from glassine.words.access import AccessRule, Match


def put_rule(books: Books, rule: AccessRule, told: Operated) -> None:
    """Keep a rule, in place of the one of the same match."""
    books.access_rules.put(rule)
    keep(books, told)


def remove_rule(books: Books, match: Match, told: Operated) -> bool:
    """Take a rule away; tell whether there was one."""
    removed = books.access_rules.remove(match)
    if removed:
        keep(books, told)
    return removed
