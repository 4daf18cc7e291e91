"""What is wrong in the config file: where it stands, and what to write instead."""

from dataclasses import dataclass
from pathlib import Path

NOT_ALLOWED = "permission denied; run this as the user that the server runs as"


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake. `line` is None where the fault is not in the text."""

    file: Path
    line: int | None
    advice: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else str(self.file)
        return f"{where}: {self.advice}"


class ConfigError(Exception):
    """The config cannot be used; its text is all faults, a line each."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
