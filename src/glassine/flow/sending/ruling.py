"""What a try comes to: delivered, or why not, and whether it can come right later.

Where another server said no, it is its code and its words, scrubbed; where nobody said
anything, they are ours. RFC 3463 has the enhanced codes.
"""

from dataclasses import dataclass
from typing import assert_never

from glassine.events.facts import ScrubbedText
from glassine.events.facts_of_sending import GivenUp
from glassine.flow.sending.carrier import Outcome, Phase, Trouble
from glassine.flow.sending.course import NoCourse
from glassine.flow.sending.hearing import Hearing
from glassine.store.api.queue import Failure
from glassine.wire.smtp.answer import Answer
from glassine.wire.smtp.client.needs import NotAble
from glassine.words.clock import Milliseconds
from glassine.words.public import Endpoint, EnhancedCode, HostName

OURS = {
    Trouble.UNREACHABLE: NoCourse(
        code=451, enhanced="4.4.1", words="no address of the host took a connection"
    ),
    Trouble.TIMED_OUT: NoCourse(
        code=451, enhanced="4.4.2", words="the host did not answer in time"
    ),
    Trouble.CUT: NoCourse(
        code=451, enhanced="4.4.2", words="the connection ended in mid-talk"
    ),
    Trouble.GARBLED: NoCourse(
        code=451, enhanced="4.5.0", words="the host does not speak SMTP"
    ),
    Trouble.NO_TLS: NoCourse(
        code=451, enhanced="4.7.10", words="TLS is required, and the host offers none"
    ),
    Trouble.TLS_FAILED: NoCourse(
        code=451, enhanced="4.7.5", words="the TLS handshake failed"
    ),
    Trouble.UNTRUSTED: NoCourse(
        code=451,
        enhanced="4.7.5",
        words="the certificate of the host is not the one that is required",
    ),
    Trouble.NO_LOGIN: NoCourse(
        code=451, enhanced="4.7.0", words="the host offers no way to log in safely"
    ),
    Trouble.DAMAGED: NoCourse(
        code=451, enhanced="4.3.0", words="what was kept of the message does not open"
    ),
}
BROKEN = NoCourse(code=451, enhanced="4.3.0", words="something broke here; see the log")
DROPPED = NoCourse(code=554, enhanced="5.0.0", words="an operator has given it up")

_BEFORE_MAIL = (Phase.CONNECT, Phase.HELLO, Phase.STARTTLS, Phase.AUTH)
_OUR_DOING = (Phase.STARTTLS, Phase.AUTH)  # a no to these says nothing of the mail
_CLOSING = 421  # RFC 5321 §3.8
_NETWORK = 4  # the subject of X.4.Y. RFC 3463 §3.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Why a recipient was not served."""

    said: Answer | NoCourse  # for the sender, if it comes to that
    code: int
    enhanced: EnhancedCode | None
    response: ScrubbedText
    final: GivenUp | None  # None where it may come right
    host: HostName | None = None
    remote: Endpoint | None = None
    ill: bool = False  # it is the destination that fails, whatever it is sent

    def kept(self, at: Milliseconds) -> Failure:
        """Return what the queue keeps of it."""
        return Failure(
            at=at,
            code=self.code,
            enhanced=self.enhanced,
            host=self.host,
            answer=self.response,
        )


def failed_by(outcome: Outcome, hearing: Hearing) -> Failed:
    """Return why a recipient was not delivered."""
    match outcome.said:
        case Answer() as answer:
            return _refused(outcome, answer, hearing)
        case NotAble(code, enhanced, words):
            ours = NoCourse(code=code, enhanced=str(enhanced), words=words)
        case Trouble() as trouble:
            ours = OURS[trouble]
        case _:
            assert_never(outcome.said)
    return failed_by_us(
        ours,
        final=GivenUp.REJECTED,
        host=outcome.hop.host,
        remote=outcome.remote,
        ill=outcome.phase in _BEFORE_MAIL,
    )


def failed_by_us(
    ours: NoCourse,
    *,
    final: GivenUp = GivenUp.UNROUTABLE,
    host: HostName | None = None,
    remote: Endpoint | None = None,
    ill: bool = False,
) -> Failed:
    """Return a failure that nobody but we have words for."""
    return Failed(
        said=ours,
        code=ours.code,
        enhanced=EnhancedCode(*map(int, ours.enhanced.split("."))),
        response=ScrubbedText(ours.words),
        final=final if ours.code >= 500 else None,
        host=host,
        remote=remote,
        ill=ill and ours.code < 500,
    )


def suspended(since: Failure) -> Failed:
    """Return why nothing was tried: others have just failed there."""
    words = f"not tried now, for others failed there: {since.answer}"
    ours = NoCourse(code=since.code or 451, enhanced="4.4.1", words=words)
    return Failed(
        said=ours,
        code=ours.code,
        enhanced=since.enhanced,
        response=ScrubbedText(words),
        final=None,
        host=since.host,
    )


def tells_of_destination(failure: Failure) -> bool:
    """Tell whether a failure that was kept says something of the whole destination."""
    lost = failure.enhanced is not None and failure.enhanced.subject == _NETWORK
    return lost or failure.code == _CLOSING


def _refused(outcome: Outcome, answer: Answer, hearing: Hearing) -> Failed:
    early = outcome.phase in _BEFORE_MAIL
    permanent = answer.permanent and outcome.phase not in _OUR_DOING
    known = [outcome.hop.host.name]
    if outcome.remote is not None:
        known.append(str(outcome.remote.ip))
    return Failed(
        said=answer,
        code=answer.code,
        enhanced=answer.enhanced,
        response=hearing.scrubbed(answer, known),
        final=GivenUp.REJECTED if permanent else None,
        host=outcome.hop.host,
        remote=outcome.remote,
        ill=(early or answer.code == _CLOSING) and not permanent,
    )
