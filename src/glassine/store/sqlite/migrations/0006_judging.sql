-- What is remembered to judge by: the operator's lists, who was asked to come again,
-- what came of mail of before, and to whom accounts have written.

CREATE TABLE access_rule (
    by     TEXT NOT NULL,
    key    TEXT NOT NULL,  -- under which a subject finds it
    what   TEXT NOT NULL,  -- as it was written
    action TEXT NOT NULL,
    reason TEXT,
    until  INTEGER,
    PRIMARY KEY (by, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_rule_until ON access_rule (until) WHERE until IS NOT NULL;

CREATE TABLE greylist (
    digest BLOB PRIMARY KEY,  -- keyed: of network, sender's domain and recipient
    first  INTEGER NOT NULL,
    passed INTEGER  -- when last; NULL where it has not come again
) STRICT, WITHOUT ROWID;
CREATE INDEX greylist_first ON greylist (first) WHERE passed IS NULL;
CREATE INDEX greylist_passed ON greylist (passed) WHERE passed IS NOT NULL;

CREATE TABLE reputation (
    subject TEXT PRIMARY KEY,  -- an address, a network or a domain
    good    INTEGER NOT NULL,  -- both in thousandths, as they were at that moment
    bad     INTEGER NOT NULL,
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reputation_at ON reputation (at);

CREATE TABLE correspondent (
    account BLOB NOT NULL REFERENCES account ON DELETE CASCADE,
    digest  BLOB NOT NULL,  -- keyed: of the account and an address
    day     INTEGER NOT NULL,  -- on which it last wrote there
    PRIMARY KEY (account, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX correspondent_day ON correspondent (day);
