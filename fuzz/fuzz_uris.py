"""No text makes the search for hosts fail, and each that is asked for is a name."""

from glassine.mail import charsets
from glassine.spam.uris import MOST_HOSTS, hosts_in, sought
from glassine.words.public import Domain


def one(data: bytes) -> None:
    """Take the hosts out of a text, as lists are asked for them."""
    names = sought(hosts_in(charsets.guess(data)))
    if len(names) > 2 * MOST_HOSTS:
        raise AssertionError
    for name in names:
        Domain(name)
