"""The garbage collector, told what it need not look at.

A message makes thousands of objects and hardly a ring of them, and the count of those
is what calls the collector: at its own pace it took six to eight percent of the
processor's time, most of it walking over what was imported at the start.
"""

import gc

YOUNG = 10_000  # objects more than went, until it looks at the newest
OLDER = 20  # looks at the newest until it looks at those that outlived one, and so on


def spare_the_collector() -> None:
    """Let all that is there now stay, unlooked at, and look less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, OLDER)
