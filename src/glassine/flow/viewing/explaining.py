"""What each check looks at, and what it would take for it to end otherwise.

A record names a check by its id and a reason by a word; here is what to tell the owner
of a domain, or a user who misses a letter. One entry for each check, no more to do.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

Finding: TypeAlias = dict[str, Any]
"""A finding as a record has it, under `findings`."""


@dataclass(frozen=True, slots=True)
class CheckWords:
    """What was looked at, the advice to whom it went against, and two verbs."""

    subject: str
    advice: str
    failing: str = "failed"
    passing: str = "is in order"
    unit: str = ""  # of the value, where that is a number


_UNDECIDED = {"skip": "said nothing", "err": "could not be found out"}
_BEARINGS = {
    "deny": "this alone refuses the message",
    "defer": "this alone puts the message off",
    "allow": "this lets the message in, whatever else was found",
}
_NAME_ITSELF = "the client must give its own full host name, the same all along"
_SOFTWARE = "the program that wrote the letter must be corrected"
_NO_NAME = CheckWords("the check", "ask who runs this server what it looks at")

CHECKS = {
    # HELO
    "proto_mismatch": CheckWords("the second greeting", _NAME_ITSELF),
    "host_mismatch": CheckWords("the name in the second greeting", _NAME_ITSELF),
    "match_re": CheckWords(
        "the check of the greeting by your patterns",
        "the client must greet by its host's own name, or [helo] patterns must change",
    ),
    "bare_ip": CheckWords("the greeting by name", _NAME_ITSELF),
    "dynamic": CheckWords("the greeting by a name of one's own", _NAME_ITSELF),
    "big_company": CheckWords("the use of well-known names", _NAME_ITSELF),
    "literal_mismatch": CheckWords("the address in the greeting", _NAME_ITSELF),
    "valid_hostname": CheckWords("the greeting's form", _NAME_ITSELF),
    "forward_dns": CheckWords(
        "the greeting's name in DNS", "it must lead to the client's address"
    ),
    "rdns_match": CheckWords(
        "the match of greeting and reverse DNS",
        "the client must greet by the name that its address leads to",
    ),
    # Where it comes from
    "no_rdns": CheckWords(
        "reverse DNS of the client", "its provider must set a PTR record"
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
        " off; or change the list's weight in [[dns_list]]",
        failing="names it",
        passing="does not name it",
    ),
    "dnswl": CheckWords(
        "a list of good senders", "nothing has to be done", passing="names it"
    ),
    "early_talker": CheckWords(
        "the client's patience", "it must wait for the greeting before it speaks"
    ),
    # The sender's domain
    "sender_dns": CheckWords(
        "the sender's domain in DNS", "it must have an MX, A or AAAA record"
    ),
    "null_mx": CheckWords(
        "the sender's domain",
        "its MX record must name a server that takes mail",
        failing="takes no mail",
        passing="takes mail",
    ),
    "private_mx": CheckWords(
        "the mail servers of the sender's domain", "they must have public addresses"
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
        "SPF or a DKIM signature must pass for the author's own domain; if you know"
        " better than its owner, write a [[dmarc_override]], or the forwarder's domain"
        " into [arc] trust",
    ),
    "arc": CheckWords(
        "the chain of ARC seals",
        "one of the servers that passed the letter on has broken the chain; it is no"
        " reason to refuse by itself",
    ),
    # What is remembered
    "access_list": CheckWords(
        "your own list",
        "see `glassine list list` and [[access]] in the config",
        failing="refuses it",
        passing="lets it in",
    ),
    "rate": CheckWords(
        "the rate of what comes from there",
        "it must send less in a time, or [rates] must allow more",
        failing="is over its limit",
    ),
    "recipient_rate": CheckWords(
        "the rate of what comes for the recipient",
        "[rates] must allow more",
        failing="is over its limit",
    ),
    "greylist": CheckWords(
        "the greylist",
        "a real server comes again by itself after the wait; [greylisting] says how"
        " long that is",
        failing="asks it to come again",
        unit=" s",
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
    ),
    "display_name": CheckWords(
        "the author's display name", "it must not look like another address"
    ),
    "mime": CheckWords("the letter's structure", _SOFTWARE),
    "html": CheckWords("the letter's HTML", "it must hide nothing and run nothing"),
    "attachment": CheckWords(
        "the attachments",
        "send a link, or another kind of file; [attachments] decides which are taken",
        failing="are suspicious",
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
    ),
    "clamav": CheckWords(
        "the virus scanner",
        "clean the file; or ask its makers",
        failing="finds malware",
        passing="finds nothing",
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
        "what weighs most must change, or the limit in [thresholds]",
        failing="weigh too much",
    ),
}


def looked_at(finding: Finding) -> str:
    """Return what a check looked at."""
    return CHECKS.get(finding["check"], _NO_NAME).subject


def told(finding: Finding) -> str:
    """Return a finding in words, without its weight: `SPF … failed (why): value`."""
    words = CHECKS.get(finding["check"], _NO_NAME)
    why = f" ({finding['why']})".replace("_", " ") if finding["why"] else ""
    value = f": {finding['value']}{words.unit}" if finding["value"] else ""
    return f"{words.subject} {_ending(finding, words)}{why}{value}"


def _ending(finding: Finding, words: CheckWords) -> str:
    match finding["result"]:
        case "pass":
            return words.passing
        case "fail":
            return words.failing
        case other:
            return _UNDECIDED.get(other, str(other))


def consequence(finding: Finding) -> str:
    """Return what a finding does to the message; nothing where it only is noted."""
    if finding["bearing"] in _BEARINGS:
        return _BEARINGS[finding["bearing"]]
    weight = finding["weight"]
    return f"it weighs {weight:+.2f}".removesuffix("0") if weight else ""


def advice(finding: Finding) -> str:
    """Return what it would take to change a finding; nothing where all is well."""
    against = finding["weight"] > 0 or finding["bearing"] in ("deny", "defer")
    words = CHECKS.get(finding["check"], _NO_NAME)
    return words.advice if against else ""
