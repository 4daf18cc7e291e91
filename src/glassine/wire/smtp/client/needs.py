"""What a message needs and the other server lacks: then nothing of it is sent."""

from dataclasses import dataclass

from glassine.words.public import EnhancedCode


@dataclass(frozen=True, slots=True)
class NotAble:
    """Why a recipient cannot be served here: our own verdict, in an answer's form."""

    code: int
    enhanced: EnhancedCode
    words: str

    @property
    def permanent(self) -> bool:
        """Tell whether the same server would be lacking again."""
        return self.code >= 500
