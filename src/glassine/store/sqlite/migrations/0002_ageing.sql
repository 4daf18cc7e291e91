-- How far events and lines have aged, so that none is aged twice. `events.ageing` says
-- what the numbers mean; what has lost all that it can lose is in no index.

ALTER TABLE event ADD COLUMN aged INTEGER NOT NULL DEFAULT 0;
CREATE INDEX event_aged ON event (aged, at) WHERE aged < 2;

ALTER TABLE lines ADD COLUMN aged INTEGER NOT NULL DEFAULT 0;
CREATE INDEX lines_aged ON lines (aged, at) WHERE aged < 2;

-- Recipients lie in the order in which they were kept, and their spellings in an index
-- besides, which can be made anew: `event_ageing` says why.

CREATE TABLE recipient (
    number  INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    at      INTEGER NOT NULL,
    key     INTEGER NOT NULL REFERENCES event ON DELETE CASCADE
) STRICT;
INSERT INTO recipient (address, at, key)
SELECT address, at, key FROM event_recipient ORDER BY key, address;
DROP TABLE event_recipient;
ALTER TABLE recipient RENAME TO event_recipient;
CREATE INDEX event_recipient_address ON event_recipient (address, at, key);
CREATE INDEX event_recipient_key ON event_recipient (key);
