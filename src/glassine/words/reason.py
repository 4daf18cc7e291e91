"""Why a check found what it found: kinds, and no more, for the operator to read.

Each is one word without spaces, so that a log line's `check(why value)` can be taken
apart, and a record's `why` be looked for; sentences are made where people are told.
"""

from enum import StrEnum


class Reason(StrEnum):
    """Why it failed, or why it was skipped."""

    # Of a client
    PRIVATE = "private"  # the client is in a private network
    LOCAL = "local"  # the client is this machine
    CHANGED = "changed"  # not what the client said before
    # Of names and addresses
    MATCHED = "matched"  # a pattern of the operator's
    ADDRESS = "address"  # it is an address, or holds the client's
    POOL = "pool"  # it reads like one of many that are lent out
    MISMATCH = "mismatch"  # the two do not belong together
    INVALID = "invalid"  # no full host name
    LITERAL = "literal"  # an address in brackets, of which there is nothing to ask
    NO_RECORD = "no_record"  # DNS has no such name, or not the record that is needed
    NO_MX = "no_mx"  # its mail exchangers have no address
    UNCONFIRMED = "unconfirmed"  # the name does not lead back to the address
    TEMPERROR = "temperror"  # DNS did not answer
    # Of lists in DNS
    LISTED = "listed"
    REFUSED = "refused"  # a list does not answer us; a judge elsewhere says no
    # What SPF says where it neither passed nor failed. RFC 7208 §2.6
    NONE = "none"
    NEUTRAL = "neutral"
    SOFTFAIL = "softfail"
    # Why a record or a signature does not count: `words.sender` has the whole of it
    DNS = "dns"  # no answer in time, or none that can be believed
    SYNTAX = "syntax"
    SEVERAL = "several_records"
    LOOKUPS = "too_many_lookups"
    VOID = "too_many_void_lookups"
    ALGORITHM = "algorithm"
    EXPIRED = "expired"
    FUTURE = "future"
    NO_KEY = "no_key"
    REVOKED = "revoked"
    WEAK_KEY = "weak_key"
    BODY = "body"
    SIGNATURE = "signature"
    APPENDED = "appended"  # it passed, and more was added below what was signed
    TOO_MANY = "too_many"
    FAILED_BEFORE = "failed_before"
    STRUCTURE = "structure"
    MESSAGE = "message"
    SEAL = "seal"
    # What the author's domain asks of a message that is not from it. RFC 9989 §4.7
    QUARANTINE = "quarantine"
    REJECT = "reject"
    LIST = "list"  # it asks for either, and the message came by a mailing list
    SEALER = "sealer"  # it failed, and passed where a trusted sealer saw it
    # Of a header
    MALFORMED = "malformed"
    PAST = "past"
    EIGHT_BIT = "eight_bits"
    CONTROLS = "control_characters"
    # Of an author
    MISSING = "missing"  # the field is not there, or not in order
    REPEATED = "repeated"
    NOBODY = "nobody"
    NOT_PROVEN = "not_proven"
    OTHER_ADDRESS = "other_address"  # the display name shows one of another domain
    OUR_ADDRESS = "our_address"  # the display name shows one of ours
    # Of a body
    BOUNDARY = "boundary"  # a multipart without parts
    DEEP = "deep"  # parts within parts within parts
    ENCODING = "encoding"  # unknown, or for no reason
    SCRIPT = "script"
    FRAME = "frame"
    FORM = "form"
    HIDDEN = "hidden"  # text that is not to be seen
    TINY = "tiny"  # text too small to be seen
    FALSE_LINK = "false_link"  # it shows another domain than it leads to
    # Of an attachment
    PROGRAM = "program"
    SHORTCUT = "shortcut"
    DISK_IMAGE = "disk_image"
    MACRO = "macro"
    SMUGGLING = "smuggling"  # a page that puts a file together
    DISGUISE = "disguise"  # the name hides what it is
    ENCRYPTED = "encrypted"
    BOMB = "bomb"  # it unpacks to more than is looked at
    UNREADABLE = "unreadable"
    # Of its words
    SPAM = "spam"
    HAM = "ham"
    # Of the sum
    OVER = "over_the_limit"
    # Of a judge elsewhere
    SIZE = "size"  # too large to be shown
    NO_ANSWER = "no_answer"
    MALWARE = "malware"
    PUT_OFF = "put_off"  # it says that the message is to come later
    # Of what is remembered
    OPERATOR = "operator"  # the operator's list says so
    TOO_FAST = "too_fast"  # too many in too short a time
    WAIT = "wait"  # it has to come again, in so many seconds
    KNOWN = "known"  # by mail of before
    GOOD_BEFORE = "good_before"  # most mail of before was wanted
    BAD_BEFORE = "bad_before"  # most was not
