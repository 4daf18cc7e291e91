"""Whose word counts for a message that was changed on its way? RFC 8617 §7.2

A chain that holds proves who sealed, not that they are honest: only sealers that the
operator trusts are believed, and only where no other has had the message since.
"""

import re
from collections.abc import Collection

from glassine.events.facts import Checked
from glassine.mail.lexical import QUOTED, without_comments
from glassine.trust.arc_set import BadChain, read_sets
from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.dkim_header import Header
from glassine.words.public import Domain

_QUOTED = re.compile(QUOTED, re.DOTALL)
_DMARC_PASSED = re.compile(rb";\s*+dmarc\s*+=\s*+pass(?![a-z])", re.IGNORECASE)


def vouched(header: Header, chain: ArcOutcome, trusted: Collection[Domain]) -> bool:
    """Tell whether a trusted sealer saw the author's domain vouch for the message."""
    if chain.result is not Checked.PASS or not trusted:
        return False
    try:
        sets = read_sets(header)
    except BadChain:
        return False
    for each in reversed(sets):
        if each.seal.domain not in trusted:
            return False
        if _says_so(each.results_field.value):
            return True
    return False


def _says_so(results: bytes) -> bool:
    """Tell whether it is the sealer who says so, and no name that a stranger chose."""
    words = _QUOTED.sub(b'""', without_comments(results))
    return _DMARC_PASSED.search(words) is not None
