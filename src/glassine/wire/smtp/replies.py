"""Every reply we send, named once. Codes: RFC 5321 §4.2; enhanced: RFC 3463, RFC 5248.

`docs/replies.md` says what each means to the sender; a test keeps the two together.
"""

from dataclasses import dataclass, field

from glassine.words.public import Address, TransactionId


@dataclass(frozen=True, slots=True)
class Reply:
    """One SMTP reply; `enhanced` is empty where RFC 2034 §4 asks for none."""

    code: int
    enhanced: str
    text: str
    more: tuple[str, ...] = ()

    _wire: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        enhanced = f"{self.enhanced} " if self.enhanced else ""
        lines = (self.text, *self.more)
        said = [f"{self.code}-{enhanced}{line}\r\n" for line in lines[:-1]]
        said.append(f"{self.code} {enhanced}{lines[-1]}\r\n")
        object.__setattr__(self, "_wire", "".join(said).encode("ascii", "replace"))

    def __bytes__(self) -> bytes:
        return self._wire

    @property
    def positive(self) -> bool:
        """Tell whether it says yes, or go on."""
        return self.code < 400

    @property
    def closes(self) -> bool:
        """Tell whether the connection ends with it. RFC 5321 §3.8"""
        return self.code in (221, 421)


# What the engine says when all is well.
HELP = Reply(214, "2.0.0", "this is RFC 5321")
BYE = Reply(221, "2.0.0", "bye")
READY_FOR_TLS = Reply(220, "2.0.0", "ready to start TLS")
AUTHENTICATED = Reply(235, "2.7.0", "authenticated")
OK = Reply(250, "2.0.0", "ok")
SENDER_OK = Reply(250, "2.1.0", "sender ok")
RECIPIENT_OK = Reply(250, "2.1.5", "recipient ok")
CANNOT_VRFY = Reply(252, "2.5.2", "send some mail, I'll try my best")
GO_AHEAD = Reply(354, "", "end with <CRLF>.<CRLF>")

# What the engine says to bad input.
UNKNOWN = Reply(500, "5.5.1", "unknown command")
LINE_TOO_LONG = Reply(500, "5.5.2", "line too long")
BARE_NEWLINE_IN_COMMAND = Reply(500, "5.5.2", "a line ends with CR LF, both together")
NUL_IN_COMMAND = Reply(500, "5.5.2", "NUL has no place in a command")
BAD_HELLO = Reply(501, "5.5.4", "say who you are: a host name or address literal")
BAD_PATH = Reply(501, "5.1.7", "a sender is written <local@domain>, or <>")
BAD_FORWARD_PATH = Reply(501, "5.1.3", "a recipient is written <local@domain>")
BAD_PARAMETER = Reply(501, "5.5.4", "a parameter is malformed or given twice")
UNKNOWN_PARAMETER = Reply(555, "5.5.4", "a parameter is not one of ours")
BAD_ARGUMENT = Reply(501, "5.5.4", "the command's argument is wrong")
BAD_CHUNK = Reply(501, "5.5.4", "BDAT takes a size and perhaps LAST")
NOT_IMPLEMENTED = Reply(502, "5.5.1", "not implemented here")
OUT_OF_ORDER = Reply(503, "5.5.1", "bad sequence of commands")
OUT_OF_STEP = Reply(421, "4.5.1", "wait for my reply before you go on")
NOT_SMTP = Reply(421, "4.7.0", "this is not a web server")
UTF8_NEEDED = Reply(553, "5.6.7", "this address needs SMTPUTF8")
MESSAGE_TOO_BIG = Reply(552, "5.3.4", "the message is larger than I take")
TEXT_LINE_TOO_LONG = Reply(554, "5.6.0", "a line of the message is too long")
HEADER_TOO_LONG = Reply(554, "5.6.0", "the message's header is longer than I read")
BARE_NEWLINE = Reply(554, "5.6.0", "the message holds CR or LF alone")

# Of logging in.
ENCRYPTION_REQUIRED_FOR_AUTH = Reply(538, "5.7.11", "start TLS before you log in")
NO_SUCH_MECHANISM = Reply(504, "5.5.4", "not a mechanism I offer")
BAD_RESPONSE = Reply(501, "5.5.2", "not a response this mechanism knows")
RESPONSE_TOO_LONG = Reply(500, "5.5.6", "authentication exchange line too long")
CANCELLED = Reply(501, "5.7.0", "cancelled")
AUTH_FAILED = Reply(535, "5.7.8", "wrong name or password")
AUTH_TEMPORARY = Reply(454, "4.7.0", "cannot check that now; try again later")
AUTH_REQUIRED = Reply(530, "5.7.0", "log in first")
TLS_UNAVAILABLE = Reply(454, "4.7.0", "TLS is not available now")

# Of who may send what to whom.
NO_SUCH_USER = Reply(550, "5.1.1", "no such user here")
RELAY_DENIED = Reply(550, "5.7.1", "I do not relay for you")
SENDER_NOT_YOURS = Reply(553, "5.7.1", "that sender address is not yours")
BOUNCES_ONLY = Reply(550, "5.7.1", "only bounces go to that address")
RETURN_PATH_FORGED = Reply(550, "5.7.1", "that return path was not made here")
RETURN_PATH_EXPIRED = Reply(550, "5.7.1", "that return path was good for three weeks")
HELLO_REFUSED = Reply(550, "5.7.1", "that is not who you are")

# Of strangers: what their name, their address and their sender's domain are worth.
HELLO_MATCHED = Reply(550, "5.7.1", "not by that name (match_re); ask postmaster")
HELLO_BARE_IP = Reply(550, "5.7.1", "say your host name, or [address] (bare_ip)")
HELLO_DYNAMIC = Reply(550, "5.7.1", "give your server a name of its own (dynamic)")
HELLO_BORROWED = Reply(550, "5.7.1", "that name is another's (big_company)")
HELLO_OTHER_ADDRESS = Reply(
    550, "5.7.1", "you come from another address (literal_mismatch)"
)
HELLO_NO_NAME = Reply(550, "5.7.1", "say your full host name (valid_hostname)")
HELLO_NOT_THERE = Reply(
    550, "5.7.1", "your name does not lead to your address (forward_dns)"
)
HELLO_NOT_YOURS = Reply(
    550, "5.7.1", "your name and your reverse DNS differ (rdns_match)"
)
HELLO_UNKNOWN_NOW = Reply(451, "4.4.3", "DNS did not answer for your name; try again")
NO_REVERSE_DNS = Reply(550, "5.7.25", "your address has no reverse DNS (no_rdns)")
REVERSE_DNS_UNCONFIRMED = Reply(
    550, "5.7.25", "your reverse DNS does not lead back to you (fcrdns)"
)
REVERSE_DNS_GENERIC = Reply(
    550, "5.7.1", "give your address a name of its own (generic_rdns)"
)
REVERSE_DNS_UNKNOWN_NOW = Reply(
    451, "4.7.25", "reverse DNS did not answer; try again later"
)
EARLY_TALKER = Reply(550, "5.5.1", "wait for my greeting (early_talker)")
SENDER_UNKNOWN = Reply(550, "5.1.8", "DNS has no mail server of that sender's domain")
SENDER_UNKNOWN_NOW = Reply(
    451, "4.4.3", "DNS did not answer for the sender's domain; try again later"
)
SENDER_NULL_MX = Reply(550, "5.7.27", "that sender's domain says it has no mail")
SENDER_PRIVATE_MX = Reply(
    550, "5.1.8", "that sender's mail servers have private addresses"
)
SENDER_OURS = Reply(550, "5.7.1", "log in to send in the name of our domain")
# Of who vouches for the sender and the author. RFC 7372 §3.2, RFC 9989 §7.4
SPF_REFUSED = Reply(550, "5.7.23", "its domain does not let you use its name (spf)")
SPF_UNKNOWN_NOW = Reply(451, "4.7.24", "SPF could not be asked (spf); try again later")
DMARC_REFUSED = Reply(
    550, "5.7.1", "refused by DMARC of the author's domain (dmarc); see to SPF or DKIM"
)
DMARC_UNKNOWN_NOW = Reply(
    451, "4.7.1", "DMARC could not be asked (dmarc); try again later"
)

# Of what a message brings.
SCORE_REFUSED = Reply(550, "5.7.1", "too much speaks against it; ask postmaster")
AUTHOR_REFUSED = Reply(550, "5.7.1", "its author is of ours, and you are not")

# Of keeping the message.
RECIPIENT_BURIED = Reply(450, "4.7.1", "too much mail for this recipient; try later")
MAILBOX_UNAVAILABLE = Reply(451, "4.3.0", "cannot take it now; try again later")
STORAGE_FULL = Reply(452, "4.3.1", "no room for it now; try again later")
MAIL_LOOP = Reply(554, "5.4.6", "the message has been here before, too often")

# Of limits.
TOO_MANY_RECIPIENTS = Reply(452, "4.5.3", "enough recipients for one message")
TOO_MANY_TRANSACTIONS = Reply(421, "4.5.3", "enough messages for one connection")
TOO_MANY_ERRORS = Reply(421, "4.7.0", "too many errors")
TOO_MANY_IDLE_COMMANDS = Reply(421, "4.7.0", "too many commands and no mail")
TOO_MANY_AUTH_FAILURES = Reply(421, "4.7.0", "too many failed logins")
TOO_MANY_CONNECTIONS = Reply(421, "4.7.0", "too many connections from you")
SHUTTING_DOWN = Reply(421, "4.3.2", "I am shutting down; try again later")
IDLE_TOO_LONG = Reply(421, "4.4.2", "nothing heard from you for too long")
HERE_TOO_LONG = Reply(421, "4.4.2", "this connection has lasted long enough")


def greeting(hostname: str, protocol: str) -> Reply:
    """Return the 220 that opens a connection."""
    return Reply(220, "", f"{hostname} {protocol} ready")


def hello(hostname: str, keywords: tuple[str, ...] = ()) -> Reply:
    """Return the answer to HELO, EHLO or LHLO."""
    return Reply(250, "", hostname, keywords)


def continuation(challenge: str) -> Reply:
    """Return a 334; `challenge` is base64 already. RFC 4954 §4"""
    return Reply(334, "", challenge)


def chunk_taken(octets: int) -> Reply:
    """Return the yes to a BDAT that is not the last. RFC 3030 §2"""
    return Reply(250, "2.0.0", f"{octets} octets taken")


def queued(transaction: TransactionId) -> Reply:
    """Return the yes that makes the message ours."""
    return Reply(250, "2.0.0", f"Message Queued ({transaction})")


def not_wanted(rule: str) -> Reply:
    """Return the no of a check that has no words of its own; it names its rule."""
    return Reply(550, "5.7.1", f"not wanted here ({rule}); ask postmaster")


def not_now(rule: str) -> Reply:
    """Return the no of such a check that may be a yes later."""
    return Reply(451, "4.7.1", f"not now ({rule}); try again later")


def listed(zone: str) -> Reply:
    """Return the no to a client whom a list in DNS names."""
    return Reply(550, "5.7.1", f"listed by {zone} (dnsbl); ask there to be taken off")


def attachment_refused(why: str) -> Reply:
    """Return the no to a file that nobody should open; it names the class."""
    return Reply(550, "5.7.1", f"I take no such file ({why}); send it another way")


def link_listed(zone: str) -> Reply:
    """Return the no to a message whose links lead to where a list says not to go."""
    said = f"a link in it is listed by {zone} (uri_list); ask there to have it off"
    return Reply(550, "5.7.1", said)


def malware_found(signature: str) -> Reply:
    """Return the no to what a scanner of ours knows; it names the signature."""
    return Reply(554, "5.7.1", f"a scanner finds malware in it ({signature})")


def come_again(wait: str) -> Reply:
    """Return the no to a stranger who is let in later."""
    return Reply(451, "4.7.1", f"you are new here: come again in {wait}")


def denied_by_list(rule: str) -> Reply:
    """Return the no of the operator's own list; it names the rule, not its reason."""
    return Reply(550, "5.7.1", f"not wanted here ({rule} is listed); ask postmaster")


def too_many_messages(whose: str) -> Reply:
    """Return the no to an address, a network or a domain that brings too much."""
    return Reply(451, "4.7.1", f"too many messages from {whose}; try again later")


def suppressed(recipient: Address, since: str) -> Reply:
    """Return the no to an address that has bounced for good; `since` is a date."""
    said = f"{recipient.bracketed()} is suppressed since {since}; ask your operator"
    return Reply(550, "5.1.1", said)


def messages_used_up(sent: int, limit: int, period: str, again: str) -> Reply:
    """Return the no to an account that has sent enough messages."""
    said = f"you have sent {sent} messages this {period}; the limit is {limit}"
    return Reply(450, "4.7.1", f"{said}; try again at {again}")


def recipients_used_up(sent: int, limit: int, period: str, again: str) -> Reply:
    """Return the no to an account whose messages had enough recipients."""
    said = f"you have sent to {sent} recipients this {period}; the limit is {limit}"
    return Reply(452, "4.5.3", f"{said}; try again at {again}")


def saved(recipient: Address, transaction: TransactionId) -> Reply:
    """Return LMTP's yes for one recipient. RFC 2033 §4.2"""
    return Reply(250, "2.1.5", f"{recipient.bracketed()} Saved ({transaction})")
