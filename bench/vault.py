"""How long sealing takes: `python bench/vault.py`, microseconds an operation."""

import os
import time
from collections.abc import Callable

from glassine.vault import box, password_slot, printed, secret_slot
from glassine.vault.account_keys import PrivateHalf, PublicHalf, new_key_pair
from glassine.vault.day_key import new_day_key, open_day_key
from glassine.vault.day_keys import DayKeys
from glassine.vault.opener import open_box
from glassine.words.clock import SystemClock
from glassine.words.private import Key, Message, Password

ACCOUNT, MESSAGE = os.urandom(16), os.urandom(16)
SMALL, LARGE, ROW = os.urandom(4096), os.urandom(1 << 20), Message(os.urandom(700))
PAIR = new_key_pair()
KEYS = DayKeys(SystemClock())


def measure(what: str, work: Callable[[], object], times: int) -> None:
    """Print the best of five rounds."""
    rounds = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(times):
            work()
        rounds.append((time.perf_counter() - start) / times)
    print(f"{what:44} {min(rounds) * 1e6:12.1f}")


def seal_small() -> None:
    """Seal 4 KB for one recipient: the box, its key, the row."""
    key = box.new_message_key()
    box.seal(key, SMALL)
    day_key = KEYS.for_account(ACCOUNT, PAIR.public_half)
    day_key.wrap(key, MESSAGE)
    day_key.seal_row(ROW, MESSAGE)


def main() -> None:
    """Measure every operation that a message, a login or a session pays for."""
    key, day_key = box.new_message_key(), new_day_key(ACCOUNT, PAIR.public_half)
    small, large = box.seal(key, SMALL), box.seal(key, LARGE)
    wrapped, row = day_key.wrap(key, MESSAGE), day_key.seal_row(ROW, MESSAGE)
    public, private = PublicHalf(PAIR.public_half), PrivateHalf(PAIR.private_half)
    secret = Key(os.urandom(32))
    sealed = public.seal(secret, b"info")
    app = secret_slot.new_secret_slot(printed.Form.APP, ACCOUNT, PAIR.private_half)
    typed = printed.read(app.shown)
    decoy, password = password_slot.decoy_password_slot(), Password(b"correct horse")
    measure("seal 4 KB, wrap its key, seal its row", seal_small, 5000)
    measure("  box of 4 KB", lambda: box.seal(key, SMALL), 5000)
    measure("  message key wrapped", lambda: day_key.wrap(key, MESSAGE), 5000)
    measure("  row of 700 bytes", lambda: day_key.seal_row(ROW, MESSAGE), 5000)
    measure("box of 1 MB", lambda: box.seal(key, LARGE), 100)
    measure("open a box of 4 KB", lambda: open_box(key, small), 5000)
    measure("open a box of 1 MB", lambda: open_box(key, large), 100)
    measure("unwrap a message key", lambda: day_key.unwrap(wrapped, MESSAGE), 5000)
    measure("open a row", lambda: day_key.open_row(row, MESSAGE), 5000)
    measure("HPKE seal", lambda: public.seal(secret, b"info"), 200)
    measure("HPKE open", lambda: private.open(sealed, b"info"), 200)
    measure("new day key", lambda: new_day_key(ACCOUNT, PAIR.public_half), 200)
    measure(
        "open a day key",
        lambda: open_day_key(private, ACCOUNT, day_key.id, day_key.sealed),
        200,
    )
    measure("unlock the private half", lambda: PrivateHalf(PAIR.private_half), 200)
    if isinstance(typed, printed.Printed):
        measure(
            "app secret", lambda: secret_slot.try_secret(app.slot, ACCOUNT, typed), 2000
        )
    measure(
        "password (Argon2id 64 MiB)",
        lambda: password_slot.try_password(decoy, ACCOUNT, password),
        2,
    )


if __name__ == "__main__":
    main()
