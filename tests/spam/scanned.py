"""A message as the checks of content get it."""

from glassine.mail.scan import Scanned, Scanner


def scanned(message: bytes) -> Scanned:
    """Return the message's structure."""
    scanner = Scanner()
    scanner.feed(message)
    return scanner.close()
