"""The book of TLS results: how sessions with other domains were protected, a day.

What a result lacks is kept as an empty value and not as NULL, which equals nothing:
two sessions that ended alike must be one row.
"""

from glassine.store.api.tls_results import (
    Day,
    TlsPolicyType,
    TlsResult,
    TlsResultType,
)
from glassine.store.sqlite.database import Database, Row
from glassine.store.sqlite.spelling import packed, unpacked
from glassine.words.public import Domain, HostName, IpAddress

KEY = "day, domain, policy, result, mx, sending, receiving"
COUNT = f"""
    INSERT INTO tls_result ({KEY}, sessions) VALUES (?, ?, ?, ?, ?, ?, ?, ?8)
    ON CONFLICT DO UPDATE SET sessions = sessions + ?8
"""  # noqa: S608 (columns above)
OF = f"""
    SELECT {KEY}, sessions FROM tls_result WHERE day = ? AND domain = ?
    ORDER BY policy, result, mx, sending, receiving
"""  # noqa: S608 (columns above)


class SqliteTlsResults:
    """Sessions counted by how they ended, a day."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def count(self, day: Day, result: TlsResult, sessions: int = 1) -> None:
        """Count sessions that ended so."""
        key = (
            day,
            result.domain.name,
            result.policy,
            result.result,
            result.mx.name if result.mx else "",
            _packed(result.sending_ip),
            _packed(result.receiving_ip),
        )
        self._db.run(COUNT, (*key, sessions))

    def domains(self, day: Day) -> list[Domain]:
        """Return the domains of which there are results, in order."""
        names = "SELECT DISTINCT domain FROM tls_result WHERE day = ? ORDER BY domain"
        return [Domain(name) for (name,) in self._db.rows(names, (day,))]

    def of(self, day: Day, domain: Domain) -> list[tuple[TlsResult, int]]:
        """Return a domain's results of one day, with how often each came."""
        rows = self._db.rows(OF, (day, domain.name))
        return [(_result(row[1:-1]), row[-1]) for row in rows]

    def prune(self, before: Day) -> int:
        """Forget the days before this one; return how many rows that were."""
        return self._db.run("DELETE FROM tls_result WHERE day < ?", (before,))


def _result(row: Row) -> TlsResult:
    domain, policy, result, mx, sending, receiving = row
    return TlsResult(
        domain=Domain(domain),
        policy=TlsPolicyType(policy),
        result=TlsResultType(result),
        mx=HostName(mx) if mx else None,
        sending_ip=_unpacked(sending),
        receiving_ip=_unpacked(receiving),
    )


def _packed(ip: IpAddress | None) -> bytes:
    return packed(ip) if ip else b""


def _unpacked(octets: bytes) -> IpAddress | None:
    return unpacked(octets) if octets else None
