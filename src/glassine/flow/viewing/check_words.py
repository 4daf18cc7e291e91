"""What each check looks at, and what it would take for it to end otherwise: a table.

A record names a check by its id and a reason by a word; here is what to tell the owner
of a domain, or a user who misses a letter. One entry for each check, no more to do.
What whoever sends can do is told to everybody; what can be done here, to those who run
this server or look at their own mail on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CheckWords:
    """What was looked at, the advice to whom it went against, and two verbs.

    `whys` says what a reason means, after the value; "" is of no reason. One that is
    not there stands as it is, in brackets.
    """

    subject: str
    advice: str
    failing: str = "failed"
    passing: str = "is in order"
    unit: str = ""  # of the value, where that is a number
    ours: str = ""  # what can be done here
    whys: Mapping[str, str] = field(default_factory=dict)


_NAME_ITSELF = "the client must give its own full host name, the same all along"
_SOFTWARE = "the program that wrote the letter must be corrected"
CHECKS = {
    # HELO
    "proto_mismatch": CheckWords("the second greeting", _NAME_ITSELF),
    "host_mismatch": CheckWords("the name in the second greeting", _NAME_ITSELF),
    "match_re": CheckWords(
        "the check of the greeting by your patterns",
        "the client must greet by its host's own name",
        ours="change [helo] patterns",
    ),
    "bare_ip": CheckWords("the greeting by name", _NAME_ITSELF),
    "dynamic": CheckWords("the greeting by a name of one's own", _NAME_ITSELF),
    "big_company": CheckWords("the use of well-known names", _NAME_ITSELF),
    "literal_mismatch": CheckWords("the address in the greeting", _NAME_ITSELF),
    "valid_hostname": CheckWords(
        "the greeting's name",
        _NAME_ITSELF,
        failing="is no full host name",
        whys={"invalid": ""},
    ),
    "forward_dns": CheckWords(
        "the greeting's name in DNS", "it must lead to the client's address"
    ),
    "rdns_match": CheckWords(
        "the match of greeting and reverse DNS",
        "the client must greet by the name that its address leads to",
    ),
    # Where it comes from
    "no_rdns": CheckWords(
        "reverse DNS of the client",
        "its provider must set a PTR record",
        failing="has no name for it",
        whys={"no_record": ""},
    ),
    "fcrdns": CheckWords(
        "confirmed reverse DNS of the client",
        "the name of its PTR record must lead back to the address",
    ),
    "generic_rdns": CheckWords(
        "the name of the client's address",
        "its provider must set the host's own name",
    ),
    "dnsbl": CheckWords(
        "a list of bad senders",
        "look it up at the list's web site, mend the cause, and ask there to be taken"
        " off",
        failing="names who sent it",
        passing="does not name it",
        ours="`glassine list add allow`, or a milder kind or weight in [[dns_list]]",
        whys={"listed": ""},
    ),
    "dnswl": CheckWords(
        "a list of good senders", "nothing has to be done", passing="names it"
    ),
    "early_talker": CheckWords(
        "the client's patience", "it must wait for the greeting before it speaks"
    ),
    # The sender's domain
    "sender_dns": CheckWords(
        "the sender's domain in DNS",
        "it must have an MX, A or AAAA record",
        failing="names no server for its mail",
        whys={"no_record": ""},
    ),
    "null_mx": CheckWords(
        "the sender's domain",
        "its MX record must name a server that takes mail",
        failing="takes no mail",
        passing="takes mail",
        whys={"no_mx": ""},
    ),
    "private_mx": CheckWords(
        "the mail servers of the sender's domain",
        "they must have public addresses",
        failing="have private addresses",
        passing="have public addresses",
        whys={"private": ""},
    ),
    "own_sender": CheckWords(
        "a sender in a domain of ours",
        "who sends as one of us must log in, at the submission port",
        failing="has not logged in",
    ),
    # Who sent it
    "spf": CheckWords(
        "SPF of the sender's domain",
        "the domain's SPF record must name this client, or whoever forwards the mail"
        " must do so under a domain of its own (SRS)",
        ours="`glassine list add allow`, where you know the client",
        whys={
            "": ", which does not let this client send for it",
            "softfail": ", which does not expect this client to send for it",
        },
    ),
    "spf_helo": CheckWords(
        "SPF of the name in the greeting",
        "the name's SPF record must name this client",
    ),
    "dkim": CheckWords(
        "a DKIM signature",
        "its domain must sign the letter as it leaves and publish the key; nobody may"
        " change the letter on its way",
    ),
    "dmarc": CheckWords(
        "DMARC of the author's domain",
        "SPF or a DKIM signature must pass for the author's own domain",
        ours="a [[dmarc_override]], if you know better than its owner; the forwarder's"
        " domain into [arc] trust, if one changed it",
        whys={
            "reject": ", which asks to refuse such mail",
            "quarantine": ", which asks to take such mail for spam",
            "none": ", which asks for nothing to be done about it",
        },
    ),
    "arc": CheckWords(
        "the chain of ARC seals",
        "one of the servers that passed the letter on has broken the chain; it is no"
        " reason to refuse by itself",
    ),
    # What is remembered
    "access_list": CheckWords(
        "the list of those who run this server",
        "ask its postmaster",
        failing="refuses it",
        passing="lets it in",
        ours="`glassine list list` tells why; `glassine list remove`, or [[access]] in"
        " the config",
        whys={"operator": ""},
    ),
    "rate": CheckWords(
        "the rate of what comes from there",
        "it must send less in a time; real servers come again by themselves",
        failing="is over its limit",
        ours="more in [rates]",
        whys={"too_fast": ""},
    ),
    "recipient_rate": CheckWords(
        "the rate of what comes for the recipient",
        "nothing has to be done; real servers come again by themselves",
        failing="is over its limit",
        ours="more in [rates]",
        whys={"too_fast": ""},
    ),
    "greylist": CheckWords(
        "the greylist",
        "nothing has to be done; a real server comes again by itself after the wait",
        failing="asks who is new here to wait",
        unit=" s",
        ours="[greylisting] says how long; `glassine list add allow`, for who cannot",
        whys={"wait": ""},
    ),
    "reputation": CheckWords(
        "what came from there before",
        "it is forgotten with time; mail that is wanted mends it sooner",
        failing="speaks against it",
        passing="speaks for it",
    ),
    "correspondent": CheckWords(
        "the recipient", "nothing has to be done", passing="has written to its sender"
    ),
    # Content
    "header_from": CheckWords("the From field", "there must be one, with an address"),
    "header_date": CheckWords("the Date field", "it must give the time of sending"),
    "header_message_id": CheckWords(
        "the Message-ID field", "there must be one, and only one"
    ),
    "header_received": CheckWords("the Received fields", _SOFTWARE),
    "header_fields": CheckWords("what may stand once in the header", _SOFTWARE),
    "header_octets": CheckWords("the header's characters", _SOFTWARE),
    "header_recipients": CheckWords("the recipients in the header", _SOFTWARE),
    "own_domain": CheckWords(
        "the proof that the author is one of us",
        "who writes as one of us must log in, or sign by DKIM",
        failing="is missing",
        whys={"not_proven": ""},
    ),
    "display_name": CheckWords(
        "the author's display name", "it must not look like another address"
    ),
    "mime": CheckWords("the letter's structure", _SOFTWARE),
    "html": CheckWords("the letter's HTML", "it must hide nothing and run nothing"),
    "attachment": CheckWords(
        "the attachments",
        "send a link, or another kind of file",
        failing="hold what may do harm",
        ours="its class to `note` in [attachments]",
        whys={
            "program": ": a program",
            "script": ": a script, which runs when it is opened",
            "shortcut": ": a shortcut, which runs or fetches what it names",
            "disk_image": ": a disk image, in which a program may hide",
            "macro": ": a document with macros, or of a kind that may run something",
            "smuggling": ": a page that puts a file together by a script",
            "disguise": ": a file whose name hides what it is",
            "encrypted": ": something under a password, into which nobody can look",
            "bomb": ": an archive that unpacks to far more than it is",
            "unreadable": ": an archive that cannot be looked into",
        },
    ),
    "uri_list": CheckWords(
        "a list of bad domains",
        "ask that list to take the domain off, or leave the link out",
        failing="names a link in it",
        passing="names no link in it",
    ),
    "rspamd": CheckWords(
        "rspamd",
        "its own history says which of its symbols count",
        failing="speaks against it",
        passing="speaks for it",
        ours="[rspamd] obey says which of its answers are done",
    ),
    "clamav": CheckWords(
        "the virus scanner",
        "send it without that file; if it is harmless, tell the scanner's makers",
        failing="finds malware",
        passing="finds nothing",
        ours="the scanner's own list of what it passes over",
        whys={"malware": ""},
    ),
    "extra": CheckWords("a check of your own", "ask who wrote it"),
    "bayes": CheckWords(
        "the words of the letter",
        "if it was wanted, its owner moves it out of Junk: that teaches the classifier",
        failing="read like spam",
        passing="read like wanted mail",
    ),
    "score": CheckWords(
        "all findings together",
        "what weighs most must change",
        failing="weigh too much",
        ours="[thresholds] and [[thresholds_for]] have the limits; `glassine list add"
        " allow`, if it is known",
        whys={"over_the_limit": ""},
    ),
}


_NO_NAME = CheckWords("the check", "ask who runs this server what it looks at")


def words_of(check: str) -> CheckWords:
    """Return what to say of a check, by its id in a record."""
    return CHECKS.get(check, _NO_NAME)
