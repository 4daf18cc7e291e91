"""No bytes make the reading of a message fail, whatever is asked of it."""

from glassine.mail import address, dates, encoded_words, header, params, text
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
    for words in text.texts(found.root, data):
        words.encode("utf-8", "surrogatepass")
    for field in header.fields(data):
        value = header.unfold(data[field.value : field.end])
        address.parse(value)
        dates.read(value)
        encoded_words.decode(value)
        _, parameters = params.split(value)
        params.parameter(parameters, b"filename")
