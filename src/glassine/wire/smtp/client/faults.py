"""What another server may do that ends the talk: close, and say nothing more."""


class NotSmtp(Exception):
    """What came is no reply, or none that makes sense here."""


class Injected(NotSmtp):
    """Octets came in the clear behind the 220 to STARTTLS. CVE-2011-0411"""


class Unproven(NotSmtp):
    """The server took our proof and gave none of its own. RFC 5802 §5"""
