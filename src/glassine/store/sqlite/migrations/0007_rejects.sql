-- Where an account finds what was refused for reputation. Its name is sealed, as those
-- of all folders are; so delivery must know it by its number.

ALTER TABLE account ADD COLUMN rejects INTEGER REFERENCES mailbox ON DELETE SET NULL;
CREATE INDEX account_rejects ON account (rejects);
