"""Judges that are programs of their own: what they may say, and what if they do not."""

from enum import StrEnum


class OnFailure(StrEnum):
    """What happens to a message when a judge elsewhere does not answer."""

    ACCEPT = "accept"
    DEFER = "defer"


class RspamdAction(StrEnum):
    """What rspamd may say is to be done, besides letting it pass."""

    REJECT = "reject"
    SOFT_REJECT = "soft reject"
    GREYLIST = "greylist"
