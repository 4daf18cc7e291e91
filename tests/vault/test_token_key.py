"""Equal words become equal numbers, by a key that nobody else has."""

import sys
from concurrent.futures import ThreadPoolExecutor

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


def test_threads_make_numbers_side_by_side() -> None:
    texts = [Text(bytes([size % 256]) * BLOCK * size) for size in (1, 3000, 30_000)]
    alone = [KEY.blind(text) for text in texts]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(3) as threads:
            for _ in range(100):
                assert list(threads.map(KEY.blind, texts)) == alone
    finally:
        sys.setswitchinterval(interval)
