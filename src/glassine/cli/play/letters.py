"""Three letters: what is on the envelope, what is inside, and the words in them.

The words are what must be found nowhere afterwards. No letter is anybody's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import uuid4

from glassine.cli.play.cast import Cast

SEED_SIZE = 4058  # octets: the one message that the seed document shows
LINE = 72
TELLING = re.compile(r"[^\W\d_]{7,}")
"""Words of this length are looked for singly: a shorter one occurs by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter. `host` is what its sender's machine calls itself."""

    host: str
    sender: Address
    recipient: Address
    subject: str
    text: str
    file_name: str
    file: str
    message_id: str

    def octets(self) -> bytes:
        """Return the message, as it goes over the wire."""
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"] = self.sender, self.recipient
        message["Subject"] = self.subject
        message["Date"] = format_datetime(datetime.now(UTC))
        message["Message-ID"] = self.message_id
        plain = self.text.isascii()
        message.set_content(self.text, cte="7bit" if plain else "quoted-printable")
        message.add_attachment(
            self.file.encode(), "text", "csv", filename=self.file_name
        )
        return message.as_bytes()

    def words(self) -> Iterator[str]:
        """Yield every run of words that only sender and recipient may know."""
        names = (self.sender.display_name, self.recipient.display_name)
        told = [*names, self.subject, self.file_name]
        told += [line for line in self.text.splitlines() if TELLING.search(line)]
        told += self.file.splitlines()
        yield from told
        for words in told:
            yield from TELLING.findall(words)


def letters(cast: Cast) -> tuple[Letter, Letter, Letter]:
    """Return what the app sends, what the person sends, and what a stranger sends."""
    app = Address(cast.app.name, addr_spec=cast.app.address)
    person = Address(cast.person.name, addr_spec=cast.person.address)
    stranger = Address("Zoë Ångerman-Lövgren", addr_spec="zoe@example.net")
    return (
        _padded(_letter(app, person, str(uuid4()), *_REPORT)),
        _letter(person, person, "desk.example.org", *_NOTE),
        _letter(stranger, person, "mail.example.net", *_INVITATION),
    )


def _letter(
    sender: Address,
    recipient: Address,
    host: str,
    subject: str,
    text: str,
    file_name: str,
    file: str,
) -> Letter:
    return Letter(
        host=host,
        sender=sender,
        recipient=recipient,
        subject=subject,
        text=text,
        file_name=file_name,
        file=file,
        message_id=f"<{uuid4().hex}@{host}>",
    )


def _padded(letter: Letter) -> Letter:
    """Return the letter as large as the seed's, by a ruler under its text."""
    missing = SEED_SIZE - len(letter.octets())
    lines, rest = divmod(missing, LINE + 2)
    ruler = ("-" * LINE + "\n") * lines + "-" * (rest - 2) + "\n" * (rest > 1)
    return replace(letter, text=letter.text + ruler)


_REPORT = (
    "Greenhouse site: three plugins want your attention",
    """\
Good evening from your dashboard.

The greenhouse website was looked over tonight, as every Monday.

  Checked: eleven plugins, two themes, one orchid calendar.
  Outdated: the gallery, the seedling shop, the newsletter form.
  Photographs: complete, ninety of them, in the potting shed.

Nobody signed in whom you would not recognise. Somebody from a
neighbouring allotment left fourteen comments on your article about
slugs; twelve of them look sincere.

You can postpone the updates until Thursday, after the harvest fair.
""",
    "plugins-of-the-greenhouse.csv",
    "plugin,installed,offered\ngallery,4.1,4.2\nseedling-shop,9.0,9.3\n",
)
_NOTE = (
    "Remember the lighthouse keys",
    """\
They hang behind the barometer, not underneath the doormat.
The ferryman wants eighteen crowns, and he does not give change.
""",
    "ferry-timetable.csv",
    "departs,arrives\n07:40,08:15\n16:05,16:40\n",
)
_INVITATION = (
    "Blåbärspaj på söndag?",
    """\
Dear Dustin, the blueberries by the boathouse are ripe — come Sunday
at four, and bring whoever happens to be standing in your kitchen.
Grandmother promises her smörgåstårta, weather notwithstanding.
""",
    "who-brings-what.csv",
    "guest,dish\nGrandmother,smörgåstårta\nFerryman,lingonberry cordial\n",
)
