-- The five books. What is sealed is a BLOB that the store cannot read; addresses are
-- kept as they were written, and beside them a folded spelling where they are sought.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- Accounts

CREATE TABLE domain (
    name TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE signing_key (
    domain    TEXT NOT NULL REFERENCES domain ON DELETE CASCADE,
    selector  TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    sealed    BLOB NOT NULL,
    PRIMARY KEY (domain, selector)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    id         BLOB PRIMARY KEY,
    folded     TEXT NOT NULL UNIQUE,
    address    TEXT NOT NULL,
    domain     TEXT NOT NULL REFERENCES domain,
    public_key BLOB,
    inbox      INTEGER REFERENCES mailbox ON DELETE SET NULL,
    junk       INTEGER REFERENCES mailbox ON DELETE SET NULL,
    scram_salt BLOB NOT NULL,
    created    INTEGER NOT NULL
) STRICT;
CREATE INDEX account_domain ON account (domain);
CREATE INDEX account_inbox ON account (inbox);
CREATE INDEX account_junk ON account (junk);

CREATE TABLE slot (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    id      BLOB NOT NULL UNIQUE,
    account BLOB NOT NULL REFERENCES account ON DELETE CASCADE,
    kind    TEXT NOT NULL,
    scope   TEXT NOT NULL,
    name    TEXT NOT NULL,
    sealed  BLOB NOT NULL,
    created INTEGER NOT NULL
) STRICT;
CREATE INDEX slot_account ON slot (account, kind);

CREATE TABLE day_key (
    id      BLOB PRIMARY KEY,
    account BLOB NOT NULL REFERENCES account ON DELETE CASCADE,
    sealed  BLOB NOT NULL
) STRICT;
CREATE INDEX day_key_account ON day_key (account);

-- Blobs

CREATE TABLE blob (
    number INTEGER PRIMARY KEY,
    id     BLOB NOT NULL UNIQUE,
    size   INTEGER NOT NULL,
    sealed BLOB  -- NULL where it is a file
) STRICT;
CREATE INDEX blob_file ON blob (id) WHERE sealed IS NULL;

-- Mailboxes. One may be made before its account, so that an account can name it.

CREATE TABLE mailbox (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    account        BLOB NOT NULL,
    digest         BLOB NOT NULL,
    sealed         BLOB NOT NULL,
    uid_validity   INTEGER NOT NULL,
    uid_next       INTEGER NOT NULL DEFAULT 1,
    highest_modseq INTEGER NOT NULL DEFAULT 1,
    messages       INTEGER NOT NULL DEFAULT 0,
    UNIQUE (account, digest)
) STRICT;

CREATE TABLE letter (
    place       INTEGER PRIMARY KEY,  -- mailbox * 2^32 + uid: a mailbox lies together
    mailbox     INTEGER NOT NULL REFERENCES mailbox ON DELETE CASCADE,
    modseq      INTEGER NOT NULL,
    id          BLOB NOT NULL,
    blob        BLOB NOT NULL REFERENCES blob (id),
    day_key     BLOB NOT NULL,
    arrived     INTEGER NOT NULL,
    padded_size INTEGER NOT NULL,
    sealed      BLOB NOT NULL
) STRICT;
CREATE INDEX letter_modseq ON letter (mailbox, modseq);
CREATE INDEX letter_blob ON letter (blob);

CREATE TABLE expunged (
    mailbox INTEGER NOT NULL REFERENCES mailbox ON DELETE CASCADE,
    modseq  INTEGER NOT NULL,
    uid     INTEGER NOT NULL,
    PRIMARY KEY (mailbox, modseq, uid)
) STRICT, WITHOUT ROWID;

-- The queue

CREATE TABLE queue (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    trans      TEXT NOT NULL,
    account    TEXT,
    sender     TEXT,
    recipient  TEXT NOT NULL,
    blob       BLOB NOT NULL REFERENCES blob (id),
    sealed     BLOB NOT NULL,
    message_id TEXT,
    queued     INTEGER NOT NULL,
    next_try   INTEGER NOT NULL,
    size       INTEGER NOT NULL,
    fails      INTEGER NOT NULL,
    state      TEXT NOT NULL,
    last_code  INTEGER,
    due        INTEGER NOT NULL,  -- next_try; while claimed, the end of the lease
    from_folded TEXT,
    to_folded   TEXT NOT NULL,
    to_domain   TEXT NOT NULL
) STRICT;
CREATE INDEX queue_due ON queue (due) WHERE state <> 'held';
CREATE INDEX queue_blob ON queue (blob);

-- Events. Every index ends in the time, so each filter finds newest first by itself.

CREATE TABLE event (
    key        INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    type       TEXT NOT NULL,
    direction  TEXT,
    uuid       TEXT,
    connection TEXT,
    mail_from  TEXT,
    ip         BLOB,  -- 16 octets, IPv4 mapped: networks are ranges
    message_id TEXT,
    spam       TEXT,
    record     BLOB NOT NULL
) STRICT;
CREATE INDEX event_at ON event (at);
CREATE INDEX event_type ON event (type, at);
CREATE INDEX event_connection ON event (connection, at) WHERE connection IS NOT NULL;
CREATE INDEX event_mail_from ON event (mail_from, at) WHERE mail_from IS NOT NULL;
CREATE INDEX event_ip ON event (ip, at) WHERE ip IS NOT NULL;
CREATE INDEX event_message_id ON event (message_id, at) WHERE message_id IS NOT NULL;
CREATE INDEX event_spam ON event (spam, at);

CREATE TABLE event_recipient (
    address TEXT NOT NULL,
    at      INTEGER NOT NULL,
    key     INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
    PRIMARY KEY (address, at, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_recipient_key ON event_recipient (key);

CREATE TABLE lines (
    key        INTEGER PRIMARY KEY AUTOINCREMENT,
    connection TEXT,
    at         INTEGER NOT NULL,
    lines      BLOB NOT NULL
) STRICT;
CREATE INDEX lines_connection ON lines (connection) WHERE connection IS NOT NULL;
CREATE INDEX lines_at ON lines (at);
