"""No file tells where it was made: no package index, no path of a build machine."""

import re

from docs.checkout import HOME, files

# Each is broken in two, so that this file does not find itself.
TRACES = re.compile(
    "|".join(
        (
            r"pypi" r"\.org",
            r"python" r"hosted\.org",
            r"npm" r"js\.(?:org|com)",
            r"index-url[ =]+\w+" r"://",
            r"find-links[ =]+[/\w]",
            r"trusted-host[ =]+\w",
            r"(?<![\w.])/" r"(?:work|root|workspace|builds)/",
            r"(?<![\w.])/" r"(?:home|Users)/\w+/",
        )
    ).encode()
)


def test_no_file_tells_where_it_was_made() -> None:
    found = {
        str(path.relative_to(HOME)): traces
        for path in files()
        if (traces := TRACES.findall(path.read_bytes()))
    }
    assert found == {}
