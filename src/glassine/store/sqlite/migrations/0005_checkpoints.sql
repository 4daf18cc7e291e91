-- Who wants each day's checkpoint of the operators' log in their own mailbox.

CREATE TABLE checkpoint_reader (
    account BLOB PRIMARY KEY REFERENCES account ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
