-- Words that many events have are kept once more, a bit an event, by blocks of 4,096
-- keys: so it is soon told which events have several of them, and that none has.
-- Blocks that were whole before this have no bits, and need none to be found.

CREATE TABLE event_block (
    number   INTEGER PRIMARY KEY,
    earliest INTEGER NOT NULL,
    latest   INTEGER NOT NULL
) STRICT;
WITH RECURSIVE block (number) AS (
    SELECT min(key) >> 12 FROM event
    UNION ALL
    SELECT number + 1 FROM block WHERE number < (SELECT max(key) >> 12 FROM event)
)
INSERT INTO event_block (number, earliest, latest)
SELECT number, min(at), max(at)
FROM block CROSS JOIN event ON key BETWEEN number << 12 AND (number << 12) + 4095
GROUP BY number;

CREATE TABLE event_bits (
    word  INTEGER NOT NULL,
    block INTEGER NOT NULL,
    bits  BLOB NOT NULL,
    PRIMARY KEY (word, block)
) STRICT, WITHOUT ROWID;

CREATE TABLE common (  -- words of which a batch of the newest block had many
    word INTEGER PRIMARY KEY
) STRICT;
