"""Is the message built to be read in two ways, or to show what it is not?"""

from collections.abc import Sequence
from dataclasses import dataclass

from glassine.events.facts import CheckOrigin
from glassine.flow.judging.aside import Aside, look
from glassine.flow.judging.client import Client
from glassine.flow.judging.contents import Contents
from glassine.spam.html_tricks import html_findings
from glassine.spam.mime_tricks import mime_findings
from glassine.spam.texts import seen_texts
from glassine.words.envelope import Envelope
from glassine.words.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class TricksCheck:
    """Looks at how the body is built, and at its HTML."""

    aside: Aside
    origin: CheckOrigin = CheckOrigin.CONTENT

    async def __call__(
        self, client: Client, envelope: Envelope, contents: Contents
    ) -> Sequence[Finding]:
        """Return the tricks found, each once."""
        return await look(self.aside, contents, lambda: _tricks(contents))


def _tricks(contents: Contents) -> list[Finding]:
    root, octets = contents.scanned.root, contents.octets.reveal()
    types = contents.fields.get(b"content-type", ())
    found = list(mime_findings(types, root, octets))
    for text in seen_texts(root, octets):
        if text.is_html:
            found += html_findings(text.words())
    return list(dict.fromkeys(found))
