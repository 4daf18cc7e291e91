"""Settings of what is looked at in a message: header, files, words."""

from dataclasses import dataclass
from typing import Annotated

from glassine.config.kinds import number, one_of
from glassine.words.finding import CheckMode


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Checks of a message's header."""

    own_domain: Annotated[
        CheckMode,
        one_of(CheckMode),
        "Its author is in a domain of ours, and neither DMARC nor a signature by it"
        " says so.",
    ] = CheckMode.NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachments:
    """Files that messages bring, in archives too: off, noted, or reason to refuse."""

    programs: Annotated[
        CheckMode, one_of(CheckMode), "Programs for any system, by name or content."
    ] = CheckMode.DENY
    scripts: Annotated[
        CheckMode, one_of(CheckMode), "Scripts that a desktop runs when opened."
    ] = CheckMode.DENY
    shortcuts: Annotated[
        CheckMode, one_of(CheckMode), "Shortcuts, which run or fetch what they say."
    ] = CheckMode.DENY
    disk_images: Annotated[CheckMode, one_of(CheckMode), "Disk images."] = (
        CheckMode.NOTE
    )
    macros: Annotated[
        CheckMode,
        one_of(CheckMode),
        "Documents with macros, or such as run what is in them.",
    ] = CheckMode.NOTE
    smuggling: Annotated[
        CheckMode, one_of(CheckMode), "Pages that put a file together by a script."
    ] = CheckMode.NOTE
    disguised: Annotated[
        CheckMode, one_of(CheckMode), "Names that hide what a file is: `a.pdf.exe`."
    ] = CheckMode.DENY
    encrypted: Annotated[
        CheckMode, one_of(CheckMode), "Archives and documents under a password."
    ] = CheckMode.NOTE
    bombs: Annotated[
        CheckMode, one_of(CheckMode), "Archives that unpack to more than is sensible."
    ] = CheckMode.DENY


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """What it learns from mail that is moved to Junk or out of it; see spam.md."""

    weight: Annotated[
        float, number(0, 10), "What its opinion is multiplied by; 0 turns it off."
    ] = 1.0
