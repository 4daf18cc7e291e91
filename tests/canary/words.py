"""The canaries: one random word for each kind of thing nobody else may see."""

from dataclasses import dataclass, field, fields

from support.letters import marker, with_attachment


@dataclass(frozen=True, slots=True)
class Canaries:
    """Fresh words each time, so that a hit tells which path leaked."""

    subject: str = field(default_factory=marker)
    display_name: str = field(default_factory=marker)
    header: str = field(default_factory=marker)
    body: str = field(default_factory=marker)
    attachment_name: str = field(default_factory=marker)
    attachment: str = field(default_factory=marker)
    folder: str = field(default_factory=marker)
    keyword: str = field(default_factory=marker)
    search_term: str = field(default_factory=marker)
    draft: str = field(default_factory=marker)
    wrong_password: str = field(default_factory=marker)
    password_as_name: str = field(default_factory=marker)
    stray: str = field(default_factory=marker)

    def by_name(self) -> dict[str, str]:
        """Return the words by what they are."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def letter(self) -> bytes:
        """Return a letter that holds one of each that a letter can hold."""
        whole = with_attachment(
            f"Re: {self.subject} today",
            f"Dear all,\r\nthe {self.body} is late.",
            f"{self.attachment_name}.pdf",
            f"%PDF {self.attachment} and {self.attachment}".encode() * 20,
            display_name=f"Zoe {self.display_name}",
        )
        return f"X-Note: about {self.header}\r\n".encode() + whole
