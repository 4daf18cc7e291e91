"""Make the process keep its memory to itself, and give up what it no longer needs."""

import ctypes
import os
import pwd
import resource

_PR_SET_DUMPABLE = 4


def keep_memory_private() -> None:
    """No core dumps, no tracing by the same user, and files for the owner only."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(0o077)
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "prctl"):  # Linux; elsewhere the limit above has to do
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


class CannotBecome(Exception):
    """This process cannot go on as the user it should; the text says what to do."""


def drop_root(user: str) -> None:
    """Become this user for good. Raises `CannotBecome`."""
    try:
        who = pwd.getpwnam(user)
    except KeyError:
        raise CannotBecome(
            f"there is no user {user} on this machine; make one, "
            "or name another in `user` of the config"
        ) from None
    if os.geteuid() == who.pw_uid:
        return
    if os.geteuid() != 0:
        raise CannotBecome(
            f"only root can become {user}; start as root, "
            'or write user = "-" in the config'
        )
    os.initgroups(user, who.pw_gid)
    os.setresgid(who.pw_gid, who.pw_gid, who.pw_gid)
    os.setresuid(who.pw_uid, who.pw_uid, who.pw_uid)
