"""What a host said in a dry run, in sentences, and what that means for a message."""

from collections.abc import Iterator, Sequence

from glassine.events.facts_of_sending import TlsRule, TlsUse
from glassine.events.heard import Heard
from glassine.events.scrub import scrub
from glassine.flow.sending.carrier import Phase, Trouble
from glassine.net.rehearse import Rehearsed
from glassine.wire.smtp.answer import Answer
from glassine.wire.smtp.client.extensions import Extensions
from glassine.wire.smtp.client.needs import NotAble

_TROUBLES = {
    Trouble.UNREACHABLE: "no connection: is the port open, and our network?",
    Trouble.TIMED_OUT: "no answer in time",
    Trouble.CUT: "it hung up in mid-talk",
    Trouble.GARBLED: "it does not speak SMTP",
    Trouble.NO_TLS: "it offers no TLS, and without there must be no mail",
    Trouble.TLS_FAILED: "the TLS handshake failed",
    Trouble.UNTRUSTED: "its certificate is not the one that is asked for",
    Trouble.NO_LOGIN: "it offers no way to log in that we could use here",
}
_ITS_OWN = frozenset({Phase.CONNECT, Phase.HELLO, Phase.STARTTLS, Phase.AUTH})


def sentences(talk: Rehearsed) -> Iterator[str]:
    """Yield how far it came with one host."""
    where = str(talk.hop.socket or f"{talk.hop.host} port {talk.hop.port}")
    if talk.remote is not None:
        where = f"{where}, at {talk.remote.ip}"
    if talk.extensions is not None and talk.phase is not Phase.CONNECT:
        yield f"{where} offers {', '.join(offered(talk.extensions)) or 'nothing more'}."
    if talk.tls is not None:
        yield _tls(talk.tls)
    elif talk.said is None or talk.phase not in _ITS_OWN:
        yield "The talk is not protected by TLS."
    if talk.said is not None:
        yield f"{where}, asked by {talk.phase.upper()}: {word(talk)}"


def verdict(talks: Sequence[Rehearsed]) -> str:
    """Return what would become of a message."""
    decides = next((talk for talk in talks if _decides(talk)), None)
    if decides is None:
        return "A message would wait and be tried again: no host can be talked to."
    host = decides.hop.host
    if decides.fine:
        asked = "" if decides.said is not None else ", as far as it was asked"
        return f"A message would be taken by {host}{asked}."
    said = decides.said
    if isinstance(said, Answer) and said.permanent:
        return f"A message would be given up: {host} refuses it."
    return f"A message would wait and be tried again: {host} does not take it now."


def fine(talks: Sequence[Rehearsed]) -> bool:
    """Tell whether a message would be taken."""
    return next((talk.fine for talk in talks if _decides(talk)), False)


def word(talk: Rehearsed) -> str:
    """Return what was said, or what stood in the way."""
    match talk.said:
        case None:
            return ""
        case Answer() as answer:
            return _shown(answer)
        case NotAble(code, enhanced, words):
            return f"not asked: {code} {enhanced} {words}."
        case trouble:
            clear = talk.hop.protection.rule is TlsRule.OPPORTUNISTIC
            failed = trouble is Trouble.TLS_FAILED and clear
            more = "; mail would go in clear" if failed else ""
            return f"{_TROUBLES.get(trouble, trouble.value)}{more}."


def as_record(talk: Rehearsed) -> dict[str, object]:
    """Return the talk for programs."""
    return {
        "host": talk.hop.host.name,
        "ip": str(talk.remote.ip) if talk.remote else None,
        "fine": talk.fine,
        "phase": talk.phase.value,
        "said": word(talk) or None,
        "code": talk.said.code if isinstance(talk.said, Answer) else None,
        "tls": None
        if talk.tls is None
        else {
            "version": talk.tls.version,
            "cipher": talk.tls.cipher,
            "verified": talk.tls.verified,
            "certificate": talk.tls.certificate,
            "issuer": talk.tls.issuer.name if talk.tls.issuer else None,
        },
        "offers": offered(talk.extensions) if talk.extensions else [],
    }


def offered(extensions: Extensions) -> list[str]:
    """Return the extensions by their keywords in EHLO."""
    size = f"SIZE {extensions.size}" if extensions.size else "SIZE"
    known = {
        "PIPELINING": extensions.pipelining,
        size: extensions.sized,
        "8BITMIME": extensions.eight_bit,
        "SMTPUTF8": extensions.utf8,
        "CHUNKING": extensions.chunking,
        "BINARYMIME": extensions.binary,
        "DSN": extensions.dsn,
        "ENHANCEDSTATUSCODES": extensions.enhanced,
        "STARTTLS": extensions.starttls,
        "REQUIRETLS": extensions.require_tls,
        f"AUTH {' '.join(extensions.mechanisms)}": bool(extensions.mechanisms),
    }
    return [keyword for keyword, has in known.items() if has]


def _decides(talk: Rehearsed) -> bool:
    """Tell whether no other host would be asked after this one."""
    return talk.said is None or talk.phase not in _ITS_OWN


def _tls(use: TlsUse) -> str:
    proof = "proven" if use.verified else "NOT proven"
    by = f", issued by {use.issuer}" if use.issuer else ""
    return (
        f"TLS is {use.version} with {use.cipher}; its certificate is {proof}{by}"
        f" (SHA-256 {use.certificate})."
    )


def _shown(answer: Answer) -> str:
    """Return an answer fit for a terminal; there is no message it could quote."""
    text = answer.text.reveal().decode("utf-8", "replace").replace("\n", " ")
    enhanced = f" {answer.enhanced}" if answer.enhanced else ""
    return f"{answer.code}{enhanced} {scrub(text, Heard([]))}"
