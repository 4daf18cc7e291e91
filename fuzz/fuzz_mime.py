"""No bytes make the reading of a message fail, whatever is asked of it."""

from glassine.mail import address, dates, encoded_words, header, match, params, text
from glassine.mail.scan import Scanner


def one(data: bytes) -> None:
    """Scan the bytes whole and in two halves, and read everything they hold."""
    whole, halves = Scanner(), Scanner()
    whole.feed(data)
    halves.feed(data[: len(data) // 2])
    halves.feed(data[len(data) // 2 :])
    found = whole.close()
    if halves.close() != found:
        raise AssertionError
    found.preview.encode()
    for words in text.texts(found.root, data):
        words.encode()
    match.in_message(found.root, data, match.fold("Straße"))
    for field in header.fields(data):
        value = header.unfold(data[field.value : field.end])
        address.parse(value)
        dates.read(value)
        encoded_words.decode(value)
        _, parameters = params.split(value)
        params.parameter(parameters, b"filename")
