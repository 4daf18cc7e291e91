"""What a check found, in public words only: the operator sees it as rule and reason."""

from dataclasses import dataclass
from enum import StrEnum


class CheckName(StrEnum):
    """Which check looked."""

    PROTO_MISMATCH = "proto_mismatch"
    HOST_MISMATCH = "host_mismatch"


class Result(StrEnum):
    """What it found."""

    PASS = "pass"  # noqa: S105 (a result, not a password)
    FAIL = "fail"
    SKIP = "skip"


class Reason(StrEnum):
    """Why it failed, or why it was skipped."""

    PRIVATE = "private"  # the client is in a private network
    LOCAL = "local"  # the client is this machine
    CHANGED = "changed"  # not what the client said before


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result, with its reason unless it passed."""

    check: CheckName
    result: Result
    why: Reason | None = None
