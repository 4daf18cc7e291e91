"""Throw octets at both readers of MTA-STS; only `NotAPolicy` may come of it."""

from glassine.trust.mta_sts import LONGEST, NotAPolicy, StsMode, parse_policy, record_id
from glassine.words.public import HostName


def one(data: bytes) -> None:
    """Read it as a record and as a policy, and see that what is read holds together."""
    name = record_id([data])
    assert name is None or (name.isalnum() and len(name) <= 32)
    assert record_id([data, data]) is None
    try:
        policy = parse_policy(data)
    except NotAPolicy:
        return
    assert policy.mx or policy.mode is StsMode.NONE
    assert 0 <= policy.max_age <= LONGEST
    policy.names(HostName("mx.example.org"))
