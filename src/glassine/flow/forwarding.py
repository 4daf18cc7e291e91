"""Mail from outside that an alias sends on: its bounces come back, and are sent on too.

Our own people's mail keeps its sender: their domain names us as its server already.
"""

from dataclasses import replace

from glassine.flow.post_desk import PostDesk
from glassine.flow.route import Destination, Rules, route
from glassine.store.api.store import Books
from glassine.trust.srs import Expired, Forged, ReturnPaths, is_return_path
from glassine.wire.smtp import replies
from glassine.wire.smtp.replies import Reply
from glassine.words.envelope import Sender
from glassine.words.public import Address, Domain


def through_us(desk: PostDesk, sender: Sender, ours: Domain) -> Sender:
    """Return the sender under an address of ours that leads back to it.

    It stays what it is where no such address can be made, or it is null.
    """
    if sender.path is None:
        return sender
    path = _return_paths(desk).through(ours, sender.path, desk.clock.now())
    return replace(sender, path=path or sender.path)


def way_back(
    desk: PostDesk, books: Books, rules: Rules, sender: Sender, recipient: Address
) -> tuple[Destination, ...] | Reply | None:
    """Return where mail to a return path of ours goes on to, or why it does not.

    None: the recipient is no such address, and is routed as any other.
    """
    if not is_return_path(recipient) or not _is_ours(books, rules, recipient.domain):
        return None
    if sender.path is not None:
        return replies.BOUNCES_ONLY
    try:
        first = _return_paths(desk).back(recipient, desk.clock.now())
    except Forged:
        return replies.RETURN_PATH_FORGED
    except Expired:
        return replies.RETURN_PATH_EXPIRED
    return tuple(route(books, rules, first)) or replies.NO_SUCH_USER


def _is_ours(books: Books, rules: Rules, domain: Domain) -> bool:
    return domain == rules.hostname or books.accounts.has_domain(domain)


def _return_paths(desk: PostDesk) -> ReturnPaths:
    return ReturnPaths(desk.server_key.return_path_digest)
