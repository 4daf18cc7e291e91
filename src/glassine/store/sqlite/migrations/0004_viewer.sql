-- What is searched for lies in one place: words, each kept once, and postings, which
-- say in which events a word stands. Postings, and all that can wait, are written by
-- the batch: until then events are found by looking through the last few.

CREATE TABLE word (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL  -- its first character says what it is of; see `event_words`
) STRICT;
CREATE INDEX word_text ON word (text);

CREATE TABLE posting (
    word   INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    key    INTEGER NOT NULL,
    traits INTEGER NOT NULL,
    PRIMARY KEY (word, at, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE named (  -- events by connection, and by a digest of the Message-ID
    name BLOB NOT NULL,
    key  INTEGER NOT NULL,
    PRIMARY KEY (name, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE lines_of (
    connection BLOB NOT NULL,
    key        INTEGER NOT NULL,
    PRIMARY KEY (connection, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
    word   INTEGER NOT NULL,
    bucket INTEGER NOT NULL,  -- ten minutes
    events INTEGER NOT NULL,
    PRIMARY KEY (word, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE indexed (  -- up to which key each table is in its indexes
    book TEXT PRIMARY KEY,
    key  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event_again (
    key    INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    aged   INTEGER NOT NULL DEFAULT 0,
    record BLOB NOT NULL
) STRICT;
INSERT INTO event_again (key, at, aged, record)
SELECT key, at, aged, record FROM event ORDER BY key;
DELETE FROM sqlite_sequence WHERE name = 'event_again';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'event_again', seq FROM sqlite_sequence WHERE name = 'event';
DROP TABLE event_recipient;
DROP TABLE event;
ALTER TABLE event_again RENAME TO event;
CREATE INDEX event_aged ON event (aged, at);

DROP INDEX lines_connection;
DROP INDEX lines_at;
DROP INDEX lines_aged;
CREATE INDEX lines_aged ON lines (aged, at);

-- The operators' log, chained; `docs/chain.md`.

CREATE TABLE chain (
    number     INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    salt       BLOB,
    commitment BLOB NOT NULL,
    hash       BLOB NOT NULL,
    event      INTEGER NOT NULL
) STRICT;
CREATE INDEX chain_event ON chain (event);

CREATE TABLE chain_beginning (  -- one row: the last link that was pruned
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    number     INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    commitment BLOB NOT NULL,
    hash       BLOB NOT NULL,
    signature  BLOB
) STRICT;

-- Operators

CREATE TABLE operator (
    id          BLOB PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE,
    role        TEXT NOT NULL,
    verifier    BLOB NOT NULL,
    sealed_totp BLOB NOT NULL,
    totp_step   INTEGER NOT NULL,
    created     INTEGER NOT NULL
) STRICT;

CREATE TABLE operator_recovery (
    operator BLOB NOT NULL REFERENCES operator ON DELETE CASCADE,
    hash     BLOB NOT NULL,
    PRIMARY KEY (operator, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE web_session (
    hash     BLOB PRIMARY KEY,
    operator BLOB NOT NULL REFERENCES operator ON DELETE CASCADE,
    created  INTEGER NOT NULL,
    used     INTEGER NOT NULL
) STRICT;
CREATE INDEX web_session_operator ON web_session (operator);

CREATE TABLE api_token (
    hash     BLOB PRIMARY KEY,
    operator BLOB NOT NULL REFERENCES operator ON DELETE CASCADE,
    name     TEXT NOT NULL,
    scopes   TEXT NOT NULL,
    created  INTEGER NOT NULL,
    expires  INTEGER NOT NULL,
    UNIQUE (operator, name)
) STRICT;
