-- The way out. A lane is what one account has waiting for one domain. Claims go from
-- lane to lane, and know of each when its first row is due: whoever waits for a dead
-- domain, with however many rows, is passed by in one step.

CREATE TABLE sender (
    number  INTEGER PRIMARY KEY,
    account TEXT NOT NULL UNIQUE,  -- folded; '' for mail that no account sent
    served  INTEGER NOT NULL
) STRICT;

CREATE TABLE lane (
    number INTEGER PRIMARY KEY,
    sender INTEGER NOT NULL REFERENCES sender,
    domain TEXT NOT NULL,  -- '' for what is condemned: it goes to no domain
    served INTEGER NOT NULL,
    due    INTEGER,  -- of its first row; NULL where all are held
    turn   INTEGER AS (max(due, served)),
    UNIQUE (domain, sender)
) STRICT;
CREATE INDEX lane_turn ON lane (sender, turn);
CREATE INDEX lane_due ON lane (due);

-- What is said of a row is said once: it is held, or leased, or waits until next_try.

CREATE TABLE queue_3 (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    trans       TEXT NOT NULL,
    lane        INTEGER NOT NULL REFERENCES lane,
    account     TEXT,
    sender      TEXT,
    recipient   TEXT NOT NULL,
    blob        BLOB NOT NULL REFERENCES blob (id),
    message_id  TEXT,
    queued      INTEGER NOT NULL,
    next_try    INTEGER NOT NULL,
    leased      INTEGER,  -- until when; NULL where nobody tries it
    held        INTEGER NOT NULL DEFAULT 0,
    size        INTEGER NOT NULL,
    fails       INTEGER NOT NULL,
    warned      INTEGER NOT NULL DEFAULT 0,
    condemned   INTEGER NOT NULL DEFAULT 0,
    failed      INTEGER,  -- when it last did, and how
    code        INTEGER,
    enhanced    TEXT,
    host        TEXT,
    answer      TEXT,
    from_folded TEXT,
    to_folded   TEXT NOT NULL,
    to_domain   TEXT NOT NULL,
    due   INTEGER AS (CASE WHEN held THEN NULL ELSE ifnull(leased, next_try) END),
    state TEXT AS (CASE WHEN held THEN 'held' WHEN leased IS NULL THEN 'waiting'
        ELSE 'claimed' END),
    sealed      BLOB NOT NULL
) STRICT;

INSERT INTO sender (account, served)
SELECT DISTINCT lower(ifnull(account, '')), 0 FROM queue;
INSERT INTO lane (sender, domain, served)
SELECT DISTINCT s.number, q.to_domain, 0 FROM queue q
JOIN sender s ON s.account = lower(ifnull(q.account, ''));
INSERT INTO queue_3 (
    number, id, trans, lane, account, sender, recipient, blob, sealed, message_id,
    queued, next_try, held, size, fails, code, from_folded, to_folded, to_domain)
SELECT
    q.number, q.id, q.trans, l.number, q.account, q.sender, q.recipient, q.blob,
    q.sealed, q.message_id, q.queued, q.next_try, q.state = 'held', q.size, q.fails,
    q.last_code, q.from_folded, q.to_folded, q.to_domain
FROM queue q
JOIN sender s ON s.account = lower(ifnull(q.account, ''))
JOIN lane l ON l.sender = s.number AND l.domain = q.to_domain;
DROP TABLE queue;
ALTER TABLE queue_3 RENAME TO queue;

CREATE INDEX queue_lane ON queue (lane, due);
CREATE INDEX queue_trans ON queue (trans, lane);
CREATE INDEX queue_blob ON queue (blob);
-- All that an operator may ask for, beside each other: whatever is asked, and however
-- it is combined, this is read and not the rows.
CREATE INDEX queue_seen ON queue (
    number, queued, held, leased, failed, code, host, lane, to_domain, to_folded, from_folded
);
UPDATE lane SET due = (
    SELECT due FROM queue WHERE lane = lane.number AND due IS NOT NULL
    ORDER BY due LIMIT 1
);

CREATE TRIGGER queue_added AFTER INSERT ON queue BEGIN
    UPDATE lane SET due = new.due
    WHERE number = new.lane AND new.due < ifnull(due, new.due + 1);
END;

CREATE TRIGGER queue_moved AFTER UPDATE OF held, leased, next_try ON queue BEGIN
    UPDATE lane SET due = (
        SELECT due FROM queue WHERE lane = new.lane AND due IS NOT NULL
        ORDER BY due LIMIT 1
    ) WHERE number = new.lane;
END;

CREATE TRIGGER queue_left AFTER UPDATE OF lane ON queue BEGIN
    UPDATE lane SET due = (
        SELECT due FROM queue WHERE lane = old.lane AND due IS NOT NULL
        ORDER BY due LIMIT 1
    ) WHERE number = old.lane;
    DELETE FROM lane WHERE number = old.lane
    AND NOT EXISTS (SELECT 1 FROM queue WHERE lane = old.lane);
END;

CREATE TRIGGER queue_gone AFTER DELETE ON queue BEGIN
    UPDATE lane SET due = (
        SELECT due FROM queue WHERE lane = old.lane AND due IS NOT NULL
        ORDER BY due LIMIT 1
    ) WHERE number = old.lane;
    DELETE FROM lane WHERE number = old.lane
    AND NOT EXISTS (SELECT 1 FROM queue WHERE lane = old.lane);
END;

CREATE TRIGGER lane_gone AFTER DELETE ON lane BEGIN
    DELETE FROM sender WHERE number = old.sender
    AND NOT EXISTS (SELECT 1 FROM lane WHERE sender = old.sender);
END;

-- What begins held, and what is sent nothing more

CREATE TABLE hold_rule (
    number INTEGER PRIMARY KEY,
    by     TEXT NOT NULL,
    whom   TEXT NOT NULL,  -- folded
    shown  TEXT NOT NULL,  -- as it was written
    since  INTEGER NOT NULL,
    UNIQUE (by, whom)
) STRICT;

CREATE TABLE suppression (
    folded   TEXT PRIMARY KEY,
    address  TEXT NOT NULL,
    domain   TEXT NOT NULL,
    since    INTEGER NOT NULL,
    by       TEXT NOT NULL,
    code     INTEGER,
    enhanced TEXT,
    answer   TEXT,
    expires  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX suppression_domain ON suppression (domain, folded);
CREATE INDEX suppression_expires ON suppression (expires) WHERE expires IS NOT NULL;

-- What is counted, and what others have said of TLS

CREATE TABLE usage (
    account    TEXT NOT NULL,  -- folded
    hour       INTEGER NOT NULL,
    messages   INTEGER NOT NULL,
    recipients INTEGER NOT NULL,
    PRIMARY KEY (account, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE sts_policy (
    domain  TEXT PRIMARY KEY,
    id      TEXT NOT NULL,
    text    TEXT NOT NULL,
    fetched INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sts_policy_expires ON sts_policy (expires);

CREATE TABLE tls_result (
    day       INTEGER NOT NULL,
    domain    TEXT NOT NULL,
    policy    TEXT NOT NULL,
    result    TEXT NOT NULL,
    mx        TEXT NOT NULL,  -- '' for none, as the addresses are
    sending   BLOB NOT NULL,
    receiving BLOB NOT NULL,
    sessions  INTEGER NOT NULL,
    PRIMARY KEY (day, domain, policy, result, mx, sending, receiving)
) STRICT, WITHOUT ROWID;
