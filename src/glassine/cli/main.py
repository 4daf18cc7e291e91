"""The commands, and what becomes of what goes wrong in them.

Commands are named here and imported when they are called, so that `--help` is quick.
Whatever happens, a person reads one line that says what to do; never a traceback,
which could quote a message or a password.
"""

import os
import sys
from importlib.metadata import version

from cyclopts import App, CycloptsError, Parameter

from glassine.cli.refused import REFUSED, WRONG_WORDS, Refused
from glassine.cli.usage import advice
from glassine.config.faults import ConfigError

INTERRUPTED = 130

_COMMANDS = {
    "init": (
        "glassine.cli.init:init",
        "Make a config, keys, a data directory and a first domain.",
    ),
    "serve": (
        "glassine.cli.serve:serve",
        "Run the server until it is told to end.",
    ),
    "domain add": (
        "glassine.cli.domain:add",
        "Add a domain, make its signing keys, and print its DNS records.",
    ),
    "domain list": (
        "glassine.cli.domain:list_",
        "List the domains that this server keeps mail for.",
    ),
    "domain show": (
        "glassine.cli.domain:show",
        "Print the DNS records of a domain again.",
    ),
    "account add": (
        "glassine.cli.account:add",
        "Add an account; its recovery code is shown this once.",
    ),
    "account list": ("glassine.cli.account:list_", "List the accounts."),
    "account delete": (
        "glassine.cli.account:delete",
        "Delete an account: its keys are destroyed, its mail is closed for ever.",
    ),
    "account passwd": (
        "glassine.cli.account:passwd",
        "Give an account a new password, by the old one or the recovery code.",
    ),
    "app-password add": (
        "glassine.cli.app_password:add",
        "Make a password for one app or device; it is shown this once.",
    ),
    "app-password list": (
        "glassine.cli.app_password:list_",
        "List an account's app passwords by name.",
    ),
    "app-password revoke": (
        "glassine.cli.app_password:revoke",
        "Destroy an app password; the account and its mail stay.",
    ),
    "events": (
        "glassine.cli.events:events",
        "Show what happened to messages, as records.",
    ),
    "log": ("glassine.cli.log:log", "Show the raw log, a line a step."),
    "trace": (
        "glassine.cli.trace:trace",
        "Tell the whole way of one message, by its UUID or Message-ID.",
    ),
    "queue list": (
        "glassine.cli.queue:list_",
        "List what is still to be sent: envelopes only.",
    ),
    "queue show": (
        "glassine.cli.queue:show",
        "Show one entry of the queue: its envelope only.",
    ),
    "queue hold": (
        "glassine.cli.queue:hold",
        "Keep entries of the queue from being tried.",
    ),
    "queue release": (
        "glassine.cli.queue:release",
        "Make entries of the queue due at once, held or waiting.",
    ),
    "queue drop": (
        "glassine.cli.queue:drop",
        "Forget entries of the queue; their sender is not told.",
    ),
    "leakscan": (
        "glassine.cli.leakscan:leakscan",
        "Search files for words that must not be in them, however encoded.",
    ),
}
_GROUPS = {
    "domain": "The domains that this server keeps mail for.",
    "account": "Accounts: who can log in.",
    "app-password": "Passwords for single apps and devices.",
    "queue": "What is still to be sent.",
}

_ALIASES = {"queue release": "retry"}


def command_line() -> App:
    """Return the app, all its commands named and none of them imported."""
    app = App(
        name="glassine",
        help="A mail server like a window envelope: "
        "the operator reads the address, never the letter.",
        version=lambda: version("glassine"),
        version_flags=["--version"],
        default_parameter=Parameter(negative=(), show_default=False),
        help_format="plaintext",
        exit_on_error=False,
        print_error=False,
        verbose=False,
        result_action="return_value",
    )
    groups = {name: App(name=name, help=text) for name, text in _GROUPS.items()}
    for group in groups.values():
        app.command(group)
    for path, (place, text) in _COMMANDS.items():
        *group_name, name = path.split()
        parent = groups[group_name[0]] if group_name else app
        parent.command(place, name=name, alias=_ALIASES.get(path), help=text)
    return app


def main() -> int:
    """Run the command of this process; return its exit code."""
    app = command_line()
    try:
        code: int | None = app()
        sys.stdout.flush()
        return code or 0
    except CycloptsError as wrong:
        return _end(WRONG_WORDS, advice(wrong, app))
    except ConfigError as faults:
        return _end(WRONG_WORDS, str(faults))
    except Refused as refused:
        return _end(REFUSED, str(refused))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except Exception as broken:
        return _end(REFUSED, _broke(broken))


def _broke(broken: Exception) -> str:
    from glassine.flow.fault import faulted  # rarely needed, and slow to import
    from glassine.words.clock import SystemClock

    fault = faulted(broken, SystemClock().now())
    return (
        f"something broke in {fault.place} ({fault.exception}); what was not said to "
        "be done is not done; please report this line, it holds nothing of any message"
    )


def _end(code: int, text: str) -> int:
    for line in text.splitlines():
        print(f"glassine: {line}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
