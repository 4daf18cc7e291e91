"""UUIDs as words of the command line."""

from typing import Annotated, TypeAlias

from glassine.cli.arguments import read_by
from glassine.flow.viewing.uuids import parse_uuid

UuidWord: TypeAlias = Annotated[
    str, read_by(parse_uuid, "a UUID as the log has it: C, C.1 or C.1.1")
]
