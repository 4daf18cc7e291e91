"""What a message needs and the other server lacks: then nothing of it is sent.

We never convert a message, so what cannot pass as it is does not pass. What more
recipients there are than the server takes at once are only asked to come again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from glassine.wire.smtp.client.extensions import Extensions
from glassine.wire.smtp.client.transaction import Transaction
from glassine.words.public import Domain, EnhancedCode, ReversePath


@dataclass(frozen=True, slots=True)
class NotAble:
    """Why a recipient cannot be served here: our own verdict, in an answer's form."""

    code: int
    enhanced: EnhancedCode
    words: str

    @property
    def permanent(self) -> bool:
        """Tell whether the same server would be lacking again."""
        return self.code >= 500


NO_ROOM = NotAble(
    552, EnhancedCode(5, 3, 4), "the message is larger than that server takes"
)  # RFC 1870 §6.1
NO_EIGHT_BIT = NotAble(
    554, EnhancedCode(5, 6, 3), "that server takes no 8-bit content"
)  # RFC 6152 §3
NO_BINARY = NotAble(
    554, EnhancedCode(5, 6, 3), "that server takes no binary content"
)  # RFC 3030 §3
NO_UTF8_ADDRESS = NotAble(
    553, EnhancedCode(5, 6, 7), "that server takes ASCII addresses only"
)  # RFC 6531 §3.5
NO_UTF8_HEADER = NotAble(
    554, EnhancedCode(5, 6, 9), "that server takes ASCII headers only"
)  # RFC 6531 §3.5
NO_REQUIRE_TLS = NotAble(
    550, EnhancedCode(5, 7, 30), "that server does not promise TLS onwards"
)  # RFC 8689 §5
ENOUGH = NotAble(
    452, EnhancedCode(4, 5, 3), "that server takes fewer recipients at once"
)  # RFC 9422 §5


def lacking(transaction: Transaction, offered: Extensions) -> Iterator[NotAble | None]:
    """Yield for each recipient why it cannot be served, or None where it can."""
    of_all = _lacking_for_all(transaction, offered)
    asked, domains = 0, set[Domain]()
    for recipient in transaction.recipients:
        why = of_all or _lacking_for(recipient.path, offered)
        why = why or _limit(offered, asked, domains | {recipient.path.domain})
        if why is None:
            asked += 1
            domains.add(recipient.path.domain)
        yield why


def is_utf8(path: ReversePath) -> bool:
    """Tell whether only SMTPUTF8 can carry it; domains are A-labels by type."""
    return path is not None and not path.local.isascii()


def _lacking_for_all(transaction: Transaction, offered: Extensions) -> NotAble | None:
    if transaction.require_tls and not offered.require_tls:
        return NO_REQUIRE_TLS
    if offered.size is not None and transaction.size > offered.size:
        return NO_ROOM
    if transaction.binary and not offered.binary:
        return NO_BINARY
    if transaction.eight_bit and not (offered.eight_bit or transaction.binary):
        return NO_EIGHT_BIT
    if transaction.utf8_header and not offered.utf8:
        return NO_UTF8_HEADER
    return _lacking_for(transaction.sender.path, offered)


def _lacking_for(path: ReversePath, offered: Extensions) -> NotAble | None:
    return NO_UTF8_ADDRESS if is_utf8(path) and not offered.utf8 else None


def _limit(offered: Extensions, asked: int, domains: set[Domain]) -> NotAble | None:
    if offered.recipients is not None and asked >= offered.recipients:
        return ENOUGH
    if offered.domains is not None and len(domains) > offered.domains:
        return ENOUGH
    return None
