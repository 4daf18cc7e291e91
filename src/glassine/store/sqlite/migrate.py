"""Bring a database to today's format: numbered files, applied in order."""

from importlib import resources

from glassine.store.sqlite.database import Database


def migrations() -> list[str]:
    """Return the SQL of each step; the first makes format 1."""
    files = resources.files("glassine.store.sqlite.migrations").iterdir()
    return [
        file.read_text()
        for file in sorted(files, key=lambda file: file.name)
        if file.name.endswith(".sql")
    ]


def migrate(db: Database, steps: list[str]) -> None:
    """Apply the steps that are missing, all of them or none."""
    db.run("BEGIN IMMEDIATE")
    try:
        ((format_,),) = db.rows("PRAGMA user_version")
        for step in steps[format_:]:
            db.run(step)
        db.run(f"PRAGMA user_version = {len(steps)}")
        db.run("COMMIT")
    finally:
        db.roll_back()
    db.truncate_log()  # so that the file's own first page tells its format
