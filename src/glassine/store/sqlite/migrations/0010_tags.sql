-- Mail to ann+shop@example.org is mail to ann@example.org: what was kept under the first
-- is found under the second too. Bits that do not know of it are dropped; who has none
-- is read from the postings.

CREATE TEMP TABLE spelt (tagged INTEGER NOT NULL, plain TEXT NOT NULL);
INSERT INTO spelt (tagged, plain)
SELECT id, substr(text, 1, instr(text, '+') - 1) || substr(text, instr(text, '@'))
FROM word
WHERE substr(text, 1, 1) IN ('f', 't', 'a', 'w') AND substr(text, 2, 1) NOT IN ('+', '"')
AND instr(text, '+') BETWEEN 3 AND instr(text, '@')
AND instr(substr(text, instr(text, '@') + 1), '@') = 0;

INSERT INTO word (text)
SELECT DISTINCT plain FROM spelt WHERE plain NOT IN (SELECT text FROM word);
INSERT OR IGNORE INTO posting (word, at, key, traits)
SELECT word.id, at, key, traits
FROM spelt JOIN word ON word.text = plain JOIN posting ON posting.word = tagged;
DELETE FROM event_bits
WHERE word IN (SELECT id FROM word WHERE text IN (SELECT plain FROM spelt));
DROP TABLE spelt;
