"""Seal a message that is passed on: one more ARC set. RFC 8617 §5.1

Forwarding breaks SPF, and what a list adds breaks DKIM; the set tells the next server
what we found before either happened.
"""

import base64

from glassine.events.facts import Checked
from glassine.trust import dkim_sign
from glassine.trust.arc_set import MOST_SETS, BadChain, highest, read_sets
from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.dkim_field import Chosen, algorithm, signed_field
from glassine.trust.dkim_header import Header, relaxed
from glassine.trust.dkim_sign import Signer
from glassine.words.clock import Milliseconds
from glassine.words.sender import ArcFault

_RESULTS = b"ARC-Authentication-Results"
_MESSAGE = b"ARC-Message-Signature"
_SEAL = b"ARC-Seal"
_CHOSEN = (
    *((name, 1) for name in dkim_sign.OVERSIGNED),
    *((name, 0) for name in (*dkim_sign.SIGNED, b"dkim-signature")),
)


def seal(
    signer: Signer,
    *,
    head: bytes,
    body_hash: bytes,
    results: bytes,
    chain: ArcOutcome,
    now: Milliseconds,
) -> bytes:
    """Return the three fields of our set, to stand before the message.

    `head` is the header as it leaves here, `body_hash` the relaxed one of the whole
    body, `results` what `auth_results.payload` wrote, `chain` what was found of the
    sets that came. Nothing where nothing may be added: the chain is too long, said to
    have failed by its last sealer, or could not be looked at.
    """
    header = Header(head)
    number = highest(header) + 1
    before = _sets_before(header, chain, number)
    if before is None:
        return b""
    results_value = b" i=%d; %b" % (number, results.rstrip(b"\r\n"))
    message = _message(signer, Chosen(head, _CHOSEN), number, body_hash, now)
    message_value = message.removeprefix(_MESSAGE + b":").rstrip(b"\r\n")
    own = (relaxed(_RESULTS, results_value), relaxed(_MESSAGE, message_value))
    covered = before + b"".join(field + b"\r\n" for field in own)
    tags = (
        b" i=%d; a=%b" % (number, algorithm(signer.key)),
        b" cv=%b" % chain.result.encode(),
        *_signer_and_time(signer, now),
    )
    sealed = signed_field(signer.key, _SEAL, tags, covered)
    return sealed + message + _RESULTS + b":" + results_value + b"\r\n"


def _sets_before(header: Header, chain: ArcOutcome, number: int) -> bytes | None:
    """Return what a seal covers of the sets that came; None where none may follow.

    RFC 8617 §5.1.1, §5.1.2: of a chain that failed it covers nothing.
    """
    ended = chain.fault in (ArcFault.FAILED, ArcFault.TOO_MANY)
    match chain.result:
        case Checked.NONE if number == 1:
            return b""
        case Checked.PASS if 1 < number <= MOST_SETS:
            return _covered(header)
        case Checked.FAIL if number <= MOST_SETS and not ended:
            return b""
        case _:
            return None


def _covered(header: Header) -> bytes | None:
    try:
        sets = read_sets(header)
    except BadChain:
        return None
    return b"".join(field + b"\r\n" for each in sets for field in each.sealed())


def _message(
    signer: Signer, chosen: Chosen, number: int, body_hash: bytes, now: Milliseconds
) -> bytes:
    tags = (
        b" i=%d; a=%b; c=relaxed/relaxed" % (number, algorithm(signer.key)),
        *_signer_and_time(signer, now),
        b"\r\n\th=%b" % chosen.folded(),
        b"\r\n\tbh=%b" % base64.b64encode(body_hash),
    )
    return signed_field(signer.key, _MESSAGE, tags, chosen.canonical)


def _signer_and_time(signer: Signer, now: Milliseconds) -> tuple[bytes, bytes]:
    who = f"\r\n\td={signer.domain}; s={signer.selector}".encode()
    return who, b"\r\n\tt=%d" % (now // 1000)
