"""Is the header in order, and is the author who the author seems to be?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from glassine.events.facts import Checked, CheckOrigin
from glassine.flow.judging.aside import Aside, look
from glassine.flow.judging.client import Client
from glassine.flow.judging.contents import Contents
from glassine.spam.authorship import Authorship, authorship
from glassine.spam.header_sanity import header_findings
from glassine.spam.weights import found
from glassine.store.api.store import Books, Store
from glassine.trust.kindred_names import are_in_line
from glassine.words.clock import Clock
from glassine.words.envelope import Envelope
from glassine.words.finding import Bearing, CheckMode, CheckName, Finding
from glassine.words.public import Domain
from glassine.words.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderCheck:
    """Looks at the header, and asks the store which addresses are ours."""

    store: Store
    clock: Clock
    aside: Aside
    own_domain: CheckMode
    origin: CheckOrigin = CheckOrigin.HEADERS

    async def __call__(
        self, client: Client, envelope: Envelope, contents: Contents
    ) -> Sequence[Finding]:
        """Return what is wrong with the header."""
        now, utf8 = self.clock.now(), envelope.sender.utf8
        scanned = contents.scanned
        sanity, claims = await look(
            self.aside,
            contents,
            lambda: (
                list(header_findings(scanned.header, contents.fields, now, utf8=utf8)),
                authorship(scanned.envelope),
            ),
        )
        unproven = _unproven(contents, claims)
        if not (unproven or claims.shown):
            return sanity
        author = await self.store.look(
            lambda books: list(_of_author(books, claims, unproven))
        )
        return [*sanity, *map(self._borne, author)]

    def _borne(self, finding: Finding) -> Finding:
        if finding.check is CheckName.OWN_DOMAIN and self.own_domain is CheckMode.DENY:
            return replace(finding, bearing=Bearing.DENY)
        return finding


def _unproven(contents: Contents, claims: Authorship) -> list[Domain]:
    """Return the authors' domains that neither DMARC nor a signature of theirs proves.

    A signature of somebody else proves nothing: anybody can sign for themselves.
    """
    if contents.sender_checks.dmarc is Checked.PASS:
        return []
    return [each for each in claims.domains if not _is_signed(contents, each)]


def _is_signed(contents: Contents, author: Domain) -> bool:
    return any(are_in_line(author.name, each.name) for each in contents.signers)


def _of_author(
    books: Books, claims: Authorship, unproven: Iterable[Domain]
) -> Iterator[Finding]:
    """Yield what speaks against the author, knowing whose addresses are ours."""
    if any(map(books.accounts.has_domain, unproven)):
        yield found(CheckName.OWN_DOMAIN, Reason.NOT_PROVEN)
    if any(books.accounts.has_domain(each.domain) for each in claims.shown):
        yield found(CheckName.DISPLAY_NAME, Reason.OUR_ADDRESS)
    elif claims.shown:
        yield found(CheckName.DISPLAY_NAME, Reason.OTHER_ADDRESS)
