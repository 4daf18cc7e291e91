"""Reports of what became of a message, as multipart/report. RFC 3464, RFC 6522"""

from enum import StrEnum


class Action(StrEnum):
    """What was done for a recipient. RFC 3464 §2.3.3"""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"
