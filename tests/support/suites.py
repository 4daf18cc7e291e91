"""Test suites of others, which they publish inside their packages.

`script/suites` fetches them with their hashes into `.venv/suites`; nothing of them is
kept in this repository.
"""

import tarfile

from support.programs import CHECKOUT

SUITES = CHECKOUT / ".venv" / "suites"


def spf_suite() -> str:
    """Return the tests of RFC 7208, in YAML, from pyspf's sources."""
    [package] = SUITES.glob("pyspf-*.tar.gz")
    with tarfile.open(package) as sources:
        [member] = [m for m in sources if m.name.endswith("/rfc7208-tests.yml")]
        found = sources.extractfile(member)
        assert found is not None
        return found.read().decode()
