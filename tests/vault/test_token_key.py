"""Equal words become equal numbers, by a key that nobody else has."""

from glassine.vault.server_key import new_server_key
from glassine.vault.token_key import BLOCK, TokenKey
from glassine.words.private import Key, Text

KEY = TokenKey(Key(bytes(range(32))))


def test_equal_blocks_become_equal_and_others_do_not() -> None:
    blocks = Text(b"cheap pills".ljust(BLOCK) + b"apples".ljust(BLOCK))
    once = KEY.blind(blocks)
    again = KEY.blind(Text(blocks.reveal() * 2))
    assert again == once * 2
    assert once[:BLOCK] != once[BLOCK:]
    assert b"apples" not in once


def test_each_installation_has_numbers_of_its_own() -> None:
    block = Text(b"cheap pills".ljust(BLOCK))
    server = new_server_key()
    assert server.spam_key().blind(block) == server.spam_key().blind(block)
    assert server.spam_key().blind(block) != new_server_key().spam_key().blind(block)
