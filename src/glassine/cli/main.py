"""Run a command, and say in one line what went wrong, if anything did.

Whatever happens, a person reads what to do next; never a traceback, which could quote
a message or a password.
"""

import os
import sys

from cyclopts import CycloptsError

from glassine.cli.command_line import command_line
from glassine.cli.refused import REFUSED, WRONG_WORDS, Refused
from glassine.cli.usage import advice
from glassine.config.faults import ConfigError

INTERRUPTED = 130


def main() -> int:
    """Run the command of this process; return its exit code."""
    app = command_line()
    try:
        code: int | None = app(sys.argv[1:])
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
