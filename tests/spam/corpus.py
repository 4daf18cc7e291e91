"""Letters for tests: other words than those of the starting set, and the usual tricks.

`letters(seed)` yields them without end, ham and spam in turn by chance; noise is in
both, and some spam is written so that a machine should not read it.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

SPAM = {
    "pills": (
        ["pills at {percent} off", "{drug} for less", "better nights"],
        [
            "{drug} and {drug} are sold here without any prescription",
            "buy {drug} now, {percent} discount on every pack",
            "our {good} pharmacy ships {drug} discreetly to your door",
            "no doctor, no questions, only {good} meds",
            "lose {number} pounds by our {good} slimming pills",
            "guaranteed results or your money back",
        ],
    ),
    "luck": (
        ["you are the winner of {money}", "your fund of {money}", "a humble request"],
        [
            "we are pleased to inform you that you won {money} in the {good} lottery",
            "kindly send your bank account and phone number to claim the prize",
            "I am the widow of a late minister who left {money} in a security vault",
            "I seek a trusted partner to transfer {money} out of my country",
            "you shall keep {percent} of the fund as your share",
            "this transaction is confidential and free of risk",
        ],
    ),
    "bait": (
        [
            "your {bank} account is limited",
            "sign in to keep your mailbox",
            "last notice",
        ],
        [
            "we have limited your {bank} account because of suspicious logins",
            "click below to verify your password and card details",
            "if you do not verify within {number} hours your account will be closed",
            "your mailbox quota is exceeded and incoming mails are blocked",
            "a parcel waits for you, pay the customs fee of {money} first",
            "confirm your identity to restore full access to your account",
        ],
    ),
    "riches": (
        ["make {money} a day", "{coin} doubles today", "retire next month"],
        [
            "invest in {coin} and see {percent} profit every day guaranteed",
            "our {good} robot trades {coin} for you while you sleep",
            "connect your wallet to claim free {coin} tokens",
            "earn {money} a week working from home, no experience",
            "this {good} loophole will be closed soon, act now",
            "send {coin} to our address and receive double back",
        ],
    ),
    "rank": (
        ["your website is losing visitors", "rank first in Google", "more traffic"],
        [
            "your website does not rank on the first page of Google",
            "our {good} SEO experts build backlinks and bring traffic",
            "we offer web design and marketing at affordable prices",
            "reply for a free audit and our price list",
            "buy {number} thousand followers and reviews for {money}",
            "we sell verified email leads for your business",
        ],
    ),
    "flirt": (
        ["{girl} wants to meet you", "private pictures inside", "{number} spins free"],
        [
            "{girl} is lonely tonight and lives near you",
            "hot singles want to chat with you, register free",
            "see my private webcam and naked pictures",
            "our {good} casino gives {number} free spins and a bonus of {money}",
            "dear, I am {girl}, I look for a serious man to marry",
            "replica watches and luxury bags at {percent} off",
        ],
    ),
}
HAM = {
    "shop": (
        ["order {number} confirmed", "your invoice {number}", "parcel on its way"],
        [
            "thank you for ordering {thing} and {thing}",
            "the invoice for {thing} is attached, total {money}",
            "we ship {thing} on {day}, the carrier will tell you the hour",
            "you can send {thing} back within two weeks",
            "the amount of {money} was paid by card",
            "for questions on order {number} just answer this message",
        ],
    ),
    "team": (
        ["Re: {part} of the release", "review of {part}", "{part} breaks on {day}"],
        [
            "I pushed a fix for {part}, could you review it by {day}",
            "the tests of {part} fail since the merge of branch {number}",
            "let us talk about {part} in the meeting on {day}",
            "{person} wrote the draft of {part}, my comments are in the margin",
            "the customer wants {part} before {day}, can we make it",
            "I opened ticket {number} for {part}, it is not urgent",
        ],
    ),
    "home": (
        ["{day} at our place", "{person} is back", "Re: {thing}"],
        [
            "{person} and the kids come on {day}, will you join us for dinner",
            "did you find {thing} that {person} left in the kitchen",
            "we spent {day} at the lake with {person}, photos follow",
            "{person} has a cold but is better since {day}",
            "could you bring {thing} when you come on {day}",
            "thanks again for {thing}, {person} loves it",
        ],
    ),
    "dates": (
        ["reminder: {day}", "your appointment on {day}", "minutes of {day}"],
        [
            "this is to remind you of your appointment on {day} at nine",
            "please tell us a day ahead if you cannot come",
            "the minutes of our meeting on {day} are attached",
            "{person} will be in the chair, the agenda follows",
            "the class trip on {day} costs {money}, bring a lunch",
            "your library books {thing} and {thing} are due on {day}",
        ],
    ),
    "codes": (
        ["code {number}", "confirm your address", "new login from {thing}"],
        [
            "your one-time code is {number}, it ends in five minutes",
            "follow the link to confirm that this address is yours",
            "you asked for a new password, the link works for one hour",
            "you logged in on {day} from a new device called {thing}",
            "if this was not you, please change your password in the settings",
            "welcome {person}, your account is ready",
        ],
    ),
    "club": (
        ["club letter {number}", "programme of {day}", "issue {number}: {thing}"],
        [
            "you read this because you subscribed to our letter",
            "on {day} {person} speaks about {thing} in the town hall",
            "the choir rehearses {thing} on {day}, guests are welcome",
            "in this issue: how to mend {thing}, and a puzzle by {person}",
            "members get {percent} off tickets for {thing}",
            "to leave this list use the link below",
        ],
    ),
}
BLANKS: dict[str, list[str]] = {
    "drug": ["viagra", "cialis", "xanax", "levitra", "tramadol", "valium"],
    "good": ["amazing", "number one", "exclusive", "secret", "certified", "premium"],
    "bank": ["bank", "PayPal", "Netflix", "credit union", "Amazon", "webmail"],
    "coin": ["bitcoin", "ethereum", "crypto", "dogecoin", "USDT"],
    "girl": ["Svetlana", "Olga", "Mary", "Lucy", "Irina"],
    "thing": [
        "a bicycle lamp", "the blue kettle", "two tickets", "the garden hose",
        "a novel", "oak shelves", "the violin", "running shoes", "the tent",
    ],
    "part": [
        "the parser", "the login page", "chapter three", "the budget", "the index",
        "the contract", "the cache", "the roadmap", "the test suite",
    ],
    "person": ["Ida", "Karl", "Mrs Novak", "Tim", "Uncle Joe", "Leyla", "Dr Ahn"],
    "day": ["Monday", "Tuesday", "Friday", "the 3rd of May", "next week", "Sunday"],
}  # fmt: skip
SMALL_TALK = (
    "the weather was fine all day and the train came late again as it often does "
    "when the leaves fall so we walked along the river and talked about old times "
    "then she read a long letter from her sister who lives near the mountains and "
    "grows beans roses and very sour apples in a garden behind the old station"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A letter and what it is."""

    octets: bytes
    is_spam: bool


def letters(seed: int) -> Iterator[Written]:
    """Yield letters without end, always the same ones for a seed."""
    chance = random.Random(seed)
    while True:
        is_spam = chance.random() < 0.5
        yield Written(_letter(chance, is_spam=is_spam), is_spam)


def _letter(chance: random.Random, *, is_spam: bool) -> bytes:
    kinds = SPAM if is_spam else HAM
    subjects, lines = kinds[chance.choice(list(kinds))]
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{_name(chance)} <{_word(chance)}@{_word(chance)}.example>"
    message["To"] = "ann@example.org"
    message["Subject"] = _fill(chance.choice(subjects), chance)
    message["Message-ID"] = f"<{_word(chance)}@{_word(chance)}.example>"
    text = ". ".join(_fill(each, chance) for each in chance.sample(lines, 4))
    text += ". " + " ".join(chance.choices(SMALL_TALK.split(), k=chance.randint(0, 40)))
    if chance.random() < 0.5:
        text += f"\r\nhttps://{_word(chance)}.example/{_word(chance)}"
    if is_spam and chance.random() < 0.4:
        text = chance.choice(TRICKS)(text, chance)
    if chance.random() < 0.3:
        message.set_content(f"<html><body><p>{text}</p></body></html>", subtype="html")
    else:
        message.set_content(text)
    return bytes(message)


def _fill(text: str, chance: random.Random) -> str:
    for blank, words in BLANKS.items():
        while f"{{{blank}}}" in text:
            text = text.replace(f"{{{blank}}}", chance.choice(words), 1)
    money = f"${chance.randint(2, 999)},{chance.randint(100, 999)}"
    number, percent = str(chance.randint(10, 99_999)), f"{chance.randint(5, 95)}%"
    for blank, word in (("money", money), ("number", number), ("percent", percent)):
        text = text.replace(f"{{{blank}}}", word)
    return text


def leet(text: str, chance: random.Random) -> str:
    """Write some letters as digits: v1agra."""
    digits = str.maketrans("aeio", "4310")
    return _each(
        text, chance, lambda word: word[0] + word[1:-1].translate(digits) + word[-1]
    )


def zero_width(text: str, chance: random.Random) -> str:
    """Put characters that nobody sees into words."""
    return _each(text, chance, lambda word: "\u200b".join(word))


def commented(text: str, chance: random.Random) -> str:
    """Put comments into words, as HTML has them."""
    half = f"<!-- {_word(chance)} -->"
    return _each(text, chance, lambda word: word[:2] + half + word[2:])


def spaced(text: str, chance: random.Random) -> str:
    """Write words with blanks between the letters."""
    return _each(text, chance, " ".join)


def other_script(text: str, chance: random.Random) -> str:
    """Borrow letters that look the same."""
    alike = str.maketrans("aeopcx", "\u0430\u0435\u043e\u0440\u0441\u0445")
    return _each(text, chance, lambda word: word.translate(alike))


TRICKS = (leet, zero_width, commented, spaced, other_script)


def _each(text: str, chance: random.Random, trick: Callable[[str], str]) -> str:
    """Do this to some of the longer words."""
    return " ".join(
        trick(word)
        if len(word) > 4 and word.isalpha() and chance.random() < 0.6
        else word
        for word in text.split(" ")
    )


def _name(chance: random.Random) -> str:
    return f"{chance.choice(BLANKS['person'])} {_word(chance).capitalize()}"


def _word(chance: random.Random) -> str:
    return "".join(chance.choices("abdefgiklmnoprstuvz", k=chance.randint(4, 9)))
