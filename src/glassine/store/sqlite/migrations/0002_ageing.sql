-- How far events and lines have aged, so that none is aged twice. `events.ageing` says
-- what the numbers mean; what has lost all that it can lose is in no index.

ALTER TABLE event ADD COLUMN aged INTEGER NOT NULL DEFAULT 0;
CREATE INDEX event_aged ON event (aged, at) WHERE aged < 2;

ALTER TABLE lines ADD COLUMN aged INTEGER NOT NULL DEFAULT 0;
CREATE INDEX lines_aged ON lines (aged, at) WHERE aged < 2;
