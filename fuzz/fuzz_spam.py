"""No bytes make the classifier fail, and every letter has its numbers, in bounds."""

from glassine.spam.bayes import Memory, classify
from glassine.spam.letter import read
from glassine.spam.tokens import MOST, digests, of_owner
from glassine.vault.token_key import TokenKey
from glassine.words.private import Key, Message

KEY = TokenKey(Key(bytes(32)))


class _Everything:
    """Somebody who has met every token, in ham and in spam by turns."""

    ham = spam = 100

    def __init__(self, numbers: list[int]) -> None:
        self.tokens = {each: (each % 7, each % 5) for each in numbers}


def one(data: bytes) -> None:
    """Read the letter twice, and have an opinion."""
    numbers = list(digests(read(Message(data)), KEY))
    again = list(digests(read(Message(data)), KEY))
    if numbers != again or len(set(numbers)) != len(numbers) or len(numbers) > MOST:
        raise AssertionError
    if len(of_owner(numbers, b"ann", KEY)) != len(numbers):
        raise AssertionError
    if not 0 <= classify([Memory(numbers, _Everything(numbers))]).probability <= 1:
        raise AssertionError
