"""Find a message by its Message-ID, of which the log keeps a digest.

Only who has the server key can tell that a digest belongs to an id.
"""

import re

from glassine.vault.server_key import ServerKey
from glassine.words.public import MessageIdDigest

_DIGEST = re.compile(r"[a-z2-7]{24}@digest\Z")


def sought(text: str, key: ServerKey, *, clear: bool) -> tuple[MessageIdDigest, ...]:
    """Return what the log may have for it, the likeliest first.

    It may be a Message-ID or a digest copied from the log, its angle brackets or not;
    `clear` tells that the log shows ids as they are.
    """
    bare = text.strip(" <>")
    as_it_is = MessageIdDigest(f"<{bare}>")
    if _DIGEST.match(bare):
        return (as_it_is,)
    digest = key.message_id_digest(bare.encode("utf-8", "surrogateescape"))
    return (as_it_is, digest) if clear else (digest,)
