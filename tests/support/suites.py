"""Test suites of others, which they publish inside their packages.

`script/suites` fetches them with their hashes into `.venv/suites`; nothing of them is
kept in this repository.
"""

import re
import tarfile
from collections.abc import Iterator

from support.programs import CHECKOUT

SUITES = CHECKOUT / ".venv" / "suites"


def spf_suite() -> str:
    """Return the tests of RFC 7208, in YAML, from pyspf's sources."""
    [(_, text)] = _files("pyspf", re.compile(r"/rfc7208-tests\.yml\Z"))
    return text.decode()


def dkim_data() -> dict[str, bytes]:
    """Return the messages and key records that dkimpy is tested with, by file name."""
    return dict(_files("dkimpy", re.compile(r"/dkim/tests/data/[^/]+\Z")))


def _files(package: str, wanted: re.Pattern[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a package whose paths match."""
    found_here = list(SUITES.glob(f"{package}-*.tar.gz"))
    assert found_here, f"script/suites fetches the sources of {package}"
    with tarfile.open(found_here[0]) as sources:
        for member in sources.getmembers():
            if member.isfile() and wanted.search(member.name):
                found = sources.extractfile(member)
                assert found is not None
                yield member.name.rpartition("/")[2], found.read()
