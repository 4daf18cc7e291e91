"""Whether the lanes of a queue say what its rows say."""

from glassine.store.sqlite.database import Database, Row

WRONG = """
    WITH told AS (SELECT number, sender, domain, due FROM lane),
    real AS (
        SELECT lane, min(due) AS due, min(condemned) <> max(condemned) AS mixed,
        min(condemned) AS condemned, min(to_domain) AS domain,
        min(to_domain) <> max(to_domain) AS spread,
        min(ifnull(account, '')) <> max(ifnull(account, '')) AS shared
        FROM queue GROUP BY lane
    )
    SELECT number, told.due, real.due FROM told LEFT JOIN real ON lane = number
    WHERE lane IS NULL OR told.due IS NOT real.due OR mixed OR shared
    OR told.domain <> iif(condemned, '', real.domain)
    OR (spread AND NOT condemned)
    UNION ALL SELECT lane, NULL, NULL FROM queue WHERE lane NOT IN (
        SELECT number FROM lane
    )
    UNION ALL SELECT number, NULL, NULL FROM sender WHERE number NOT IN (
        SELECT sender FROM lane
    )
"""


def wrong_lanes(db: Database) -> list[Row]:
    """Return the lanes that are not as they should be."""
    return db.rows(WRONG)
