"""Whether this machine's clock is kept right: the kernel knows, whoever keeps it."""

import ctypes

TIMEX = 256  # octets, and more than `struct timex` has on any machine
UNSYNCHRONISED = 5  # TIME_ERROR of adjtimex(2)


def is_kept_right() -> bool | None:
    """Tell whether the clock is synchronised; None where the kernel does not tell."""
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(TIMEX))
    except (OSError, AttributeError):
        return None
    return None if state < 0 else bool(state != UNSYNCHRONISED)
