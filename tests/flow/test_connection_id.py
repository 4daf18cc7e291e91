"""Names for connections are random, and look like it."""

from glassine.flow.connection_id import new_connection_id


def test_an_id_is_a_random_uuid_in_upper_case() -> None:
    made = new_connection_id(bytes(range(16)))
    assert made == "00010203-0405-4607-8809-0A0B0C0D0E0F"  # RFC 9562 §5.4
