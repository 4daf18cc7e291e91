-- What the classifier has learnt: counts of tokens, by owner. A token is a keyed digest
-- made where the letter was open; here it is a number.

CREATE TABLE spam_owner (
    number INTEGER PRIMARY KEY,
    owner  BLOB NOT NULL UNIQUE,  -- an account's id; empty for the house
    ham    INTEGER NOT NULL,
    spam   INTEGER NOT NULL,
    pruned INTEGER NOT NULL DEFAULT 0  -- the day on which it last forgot something
) STRICT;
CREATE INDEX spam_owner_pruned ON spam_owner (pruned);

CREATE TABLE spam_token (
    owner INTEGER NOT NULL REFERENCES spam_owner ON DELETE CASCADE,
    token INTEGER NOT NULL,
    ham   INTEGER NOT NULL,
    spam  INTEGER NOT NULL,
    day   INTEGER NOT NULL,  -- on which it was last learnt
    PRIMARY KEY (owner, token)
) STRICT, WITHOUT ROWID;
