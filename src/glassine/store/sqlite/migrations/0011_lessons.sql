-- How often what an owner knows has changed: who keeps some of it in memory sees by
-- this one number that it is still so.

ALTER TABLE spam_owner ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
