"""What it costs to classify a message, in CPU time.

    PYTHONPATH=src:tests python -P bench/spam.py

Prints for letters of some sizes: to scan them (which a delivery has done anyway), to
make their numbers, and to decide; then the look-up in a store that knows much, a
lesson, and the starting set.
"""

import asyncio
import os
import random
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from glassine.flow.first_lessons import learn_first
from glassine.spam.bayes import Memory, classify
from glassine.spam.letter import LOOKED_AT, Letter, read
from glassine.spam.tokens import digests, of_owner
from glassine.store.api.spam_counts import HOUSE, Kind
from glassine.store.sqlite.opening import create_store, open_store
from glassine.vault.server_key import new_server_key
from glassine.words.clock import SystemClock
from glassine.words.private import Message
from spam.corpus import letters
from spam.learner import Learner

SIZES = {"4 KB": 4_000, "64 KB": 64_000, "5 MB": 5_000_000}
HEAD = (
    b"From: Zoe <zoe@example.net>\r\nTo: ann@example.org\r\nSubject: the garden\r\n"
    b"Date: Mon, 26 Oct 2020 23:45:45 +0000\r\nMessage-ID: <1@example.net>\r\n\r\n"
)


def text(size: int, seed: int = 1) -> bytes:
    """Return a letter whose words come as often as words of a language do."""
    chance = random.Random(seed)
    words = ["".join(chance.choices("etaoinshrdlu", k=2 + n % 9)) for n in range(6000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    body = " ".join(chance.choices(words, weights, k=min(size, 400_000) // 4)).encode()
    return (HEAD + body * (size // len(body) + 1))[:size]


def spent(work: Callable[[], object], times: int) -> float:
    """Return the least CPU time of one run, in milliseconds."""
    least = float("inf")
    for _ in range(5):
        began = time.thread_time()
        for _ in range(times):
            work()
        least = min(least, (time.thread_time() - began) / times)
    return least * 1000


def letter_costs(name: str, size: int) -> None:
    """Print what a letter of this size costs."""
    key, learner = new_server_key().spam_key(), Learner()
    octets = Message(text(size))
    times = max(1, 400_000 // min(size, LOOKED_AT))
    scanned = read(octets)
    letter = Letter(scanned.octets, scanned.root, scanned.envelope)
    numbers = digests(letter, key)
    own = of_owner(numbers, b"ann", key)
    chance = random.Random(2)
    learner.ham = learner.spam = 500
    learner.tokens = {
        each: (int(chance.expovariate(0.2)), int(chance.expovariate(0.2)))
        for each in numbers
        if chance.random() < 0.5
    }
    memory = Memory(numbers, learner)
    costs = {
        "scan": spent(lambda: read(octets), times),
        "tokens": spent(lambda: digests(letter, key), times),
        "decide": spent(lambda: classify([memory]), times),
        "an account's": spent(lambda: of_owner(numbers, b"ann", key), times),
        "both": spent(lambda: classify([memory, Memory(own, learner)]), times),
    }
    told = "  ".join(f"{what} {cost:.3f}" for what, cost in costs.items())
    print(f"{name:6} {len(numbers):5} tokens: {told} ms")


async def store_costs(directory: Path) -> None:
    """Print what the book costs."""
    server, clock = new_server_key(), SystemClock()
    key = server.spam_key()
    create_store(directory / "data", server.id)
    store = open_store(directory / "data", key_id=server.id, clock=clock)
    began = time.process_time()
    await learn_first(store, key, clock)
    print(f"the starting set: {(time.process_time() - began) * 1000:.0f} ms, once")
    for number in range(300):
        some = digests(read(Message(text(4_000, number))), key)
        kind = Kind.SPAM if number % 2 else Kind.HAM
        await store.write(lambda b, s=some, k=kind: b.spam_counts.learn(HOUSE, s, k, 0))
    for each in islice(letters(1), 300):
        some = digests(read(Message(each.octets)), key)
        kind = Kind.SPAM if each.is_spam else Kind.HAM
        await store.write(lambda b, s=some, k=kind: b.spam_counts.learn(HOUSE, s, k, 0))
    numbers = digests(read(Message(text(4_000))), key)
    known = await store.look(lambda books: books.spam_counts.learnt(HOUSE))

    def look(books: object) -> float:
        return spent(lambda: books.spam_counts.of(HOUSE, numbers), 20)  # type: ignore[attr-defined]

    cost = await store.look(look)
    print(f"look up {len(numbers)} of {known.tokens} tokens: {cost:.3f} ms")
    began = time.perf_counter()
    await store.write(lambda b: b.spam_counts.learn(HOUSE, numbers, Kind.HAM, 0))
    print(f"a lesson: {(time.perf_counter() - began) * 1000:.1f} ms with its commit")
    await store.close()


if __name__ == "__main__":
    print(f"load {os.getloadavg()[0]:.1f}")
    for name, size in SIZES.items():
        letter_costs(name, size)
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(store_costs(Path(place)))
