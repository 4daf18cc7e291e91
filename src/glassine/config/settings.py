"""Every setting: its type, how it is written, what it is for, and its default.

The file's tables are these classes and its names are their fields; `config.read`
fills them and `config.page` writes `docs/settings.md` from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from glassine.config.access import DATE, MATCH, REASON
from glassine.config.daemons import BY_PLACE, BY_URL, Daemon
from glassine.config.kinds import (
    ADDRESSES,
    ALIASES,
    ANY_DOMAIN,
    CATCH_ALL,
    DOMAIN,
    HOST_NAME,
    NETWORKS,
    PATH,
    SWITCH,
    USER,
    WHOSE,
    WORD,
    count,
    list_of,
    number,
    one_of,
    or_none,
)
from glassine.config.quantities import duration, size
from glassine.config.rates import RATES
from glassine.config.retries import RETRIES
from glassine.config.strangers import DnsList, Helo, MailFrom, ReverseDns
from glassine.config.whereabouts import ENDPOINTS, NAME_SERVERS, TARGET, Target
from glassine.words.access import AccessAction, Match, OperatorText
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.elsewhere import OnFailure, RspamdAction
from glassine.words.finding import CheckMode
from glassine.words.public import (
    Address,
    Domain,
    Endpoint,
    HostName,
    IpAddress,
    IpNetwork,
    Size,
    ip_address,
)
from glassine.words.rates import Rate
from glassine.words.sender import DmarcPolicy
from glassine.words.waits import Waits

MIB = 1 << 20
MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
LONGEST = Seconds(3650 * DAY)  # that anything is kept
LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
PRIVATE_NETWORKS = LOOPBACK + tuple(
    ip_network(text)
    for text in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        *("100.64.0.0/10", "fc00::/7", "fe80::/10"),
    )
)  # RFC 1918, RFC 3927, RFC 6598, RFC 4193, RFC 4291


class TlsVersion(StrEnum):
    """The oldest TLS that is spoken."""

    TLS_1_2 = "1.2"
    TLS_1_3 = "1.3"


class MessageIdForm(StrEnum):
    """How the log shows a Message-ID."""

    DIGEST = "digest"
    CLEAR = "clear"


class LogLevel(StrEnum):
    """How much of the raw log `serve` prints: this level and graver ones."""

    ERROR = "error"
    NOTICE = "notice"
    INFO = "info"


def _everywhere(port: int) -> tuple[Endpoint, ...]:
    return (Endpoint(ip_address("0.0.0.0"), port),)  # noqa: S104 (a mail server)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen:
    """Where it listens. `[]` turns a listener off; port 0 picks a free port."""

    mx: Annotated[
        tuple[Endpoint, ...], ENDPOINTS, "Mail from other servers, by SMTP."
    ] = _everywhere(25)
    submission: Annotated[
        tuple[Endpoint, ...], ENDPOINTS, "Mail from our own users, by STARTTLS."
    ] = _everywhere(587)
    submissions: Annotated[
        tuple[Endpoint, ...], ENDPOINTS, "The same, with TLS from the first byte."
    ] = _everywhere(465)
    lmtp: Annotated[
        tuple[Endpoint, ...],
        ENDPOINTS,
        "Mail for local accounts from a server in front; no login, so keep it private.",
    ] = ()
    imap: Annotated[tuple[Endpoint, ...], ENDPOINTS, "Reading mail, by STARTTLS."] = (
        _everywhere(143)
    )
    imaps: Annotated[
        tuple[Endpoint, ...], ENDPOINTS, "The same, with TLS from the first byte."
    ] = _everywhere(993)
    web: Annotated[
        tuple[Endpoint, ...],
        ENDPOINTS,
        "The operator's viewer and the users' pages: plain HTTP on loopback, else TLS.",
    ] = (Endpoint(ip_address("127.0.0.1"), 8025),)

    def every(self) -> Mapping[str, tuple[Endpoint, ...]]:
        """Return all listeners by name."""
        return {
            "mx": self.mx,
            "submission": self.submission,
            "submissions": self.submissions,
            "lmtp": self.lmtp,
            "imap": self.imap,
            "imaps": self.imaps,
            "web": self.web,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """Certificate and key, in PEM. Read again on SIGHUP."""

    certificate: Annotated[
        Path, PATH, "The certificate, then those that lead to its root."
    ] = Path("certificate.pem")
    key: Annotated[Path, PATH, "The certificate's private key."] = Path(
        "certificate-key.pem"
    )
    minimum: Annotated[
        TlsVersion, one_of(TlsVersion), "The oldest version of TLS that is spoken."
    ] = TlsVersion.TLS_1_2


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much anyone may have. What is over is refused, in the RFC's words."""

    command_line: Annotated[
        int, count(512, 65536), "Octets of an SMTP command. RFC 5321 §4.5.3.1.4"
    ] = 4096
    text_line: Annotated[
        Size,
        size("1000B", "64MiB"),
        "A line of a message. RFC 5321 says 1000 octets; real mail does not heed it.",
    ] = Size(MIB)
    recipients: Annotated[
        int, count(1, 100_000), "Recipients of one message. RFC 5321 §4.5.3.1.8"
    ] = 1000
    message_size: Annotated[
        Size, size("1KiB", "1GiB"), "One message, by SMTP or IMAP."
    ] = Size(50 * MIB)
    errors: Annotated[
        int, count(1, 1000), "Commands refused in a session since the last message."
    ] = 20
    idle_commands: Annotated[
        int,
        count(1, 10_000),
        "Commands without progress (NOOP, RSET and the like) since the last message.",
    ] = 100
    transactions: Annotated[
        int, count(1, 100_000), "Messages begun in one session."
    ] = 1000
    auth_failures: Annotated[
        int, count(1, 100), "Failed logins in one SMTP session; then it is closed."
    ] = 3
    hops: Annotated[
        int, count(10, 1000), "Received fields of a message; more are a loop."
    ] = 100
    connections: Annotated[
        int, count(1, 100_000), "Connections at once, of all listeners together."
    ] = 1000
    connections_per_ip: Annotated[
        int,
        count(1, 100_000),
        "Connections at once from one IP address, or one /64 of IPv6.",
    ] = 30
    connections_per_network: Annotated[
        int,
        count(1, 100_000),
        "Connections at once from one /24, or one /48 of IPv6, that is not our own.",
    ] = 200
    idle: Annotated[
        Seconds,
        duration("1s", "1h"),
        "Silence in an SMTP session before it is closed. RFC 5321 §4.5.3.2.7",
    ] = Seconds(5 * MINUTE)
    imap_idle: Annotated[
        Seconds,
        duration("1s", "1d"),
        "Silence in an IMAP session before it is closed. RFC 9051 §5.4 asks for 30m.",
    ] = Seconds(30 * MINUTE)
    total: Annotated[
        Seconds, duration("1s", "7d"), "The longest that an SMTP session may last."
    ] = Seconds(2 * HOUR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Auth:
    """Who may log in, from where, and how dear a guess is."""

    allow_plain_from: Annotated[
        tuple[IpNetwork, ...],
        NETWORKS,
        "Networks that may log in without TLS, by any protocol.",
    ] = LOOPBACK
    key_cache: Annotated[
        Seconds,
        duration("0s", "1d"),
        "How long an opened account key is kept in memory after a login by password.",
    ] = Seconds(5 * MINUTE)
    argon2_memory: Annotated[
        Size, size("8MiB", "1GiB"), "Memory of one Argon2id run. RFC 9106 §4"
    ] = Size(64 * MIB)
    argon2_passes: Annotated[int, count(1, 16), "Passes of one Argon2id run."] = 1
    argon2_lanes: Annotated[int, count(1, 16), "Lanes of one Argon2id run."] = 1
    argon2_runs: Annotated[
        int, count(1, 64), "Argon2id runs at once; further logins wait."
    ] = 2
    failures_per_ip: Annotated[
        int,
        count(1, 10_000),
        "Failed logins from one IP address, or one /64 of IPv6, within the window.",
    ] = 30
    failures_per_account: Annotated[
        int,
        count(1, 10_000),
        "Failed logins to one account within the window; an app password "
        "counts for itself.",
    ] = 20
    failure_window: Annotated[
        Seconds, duration("1s", "1d"), "How long a failed login is remembered."
    ] = Seconds(15 * MINUTE)
    failure_delay: Annotated[
        Seconds,
        duration("0s", "1m"),
        "Wait before the answer to a failed login; it doubles with each further one.",
    ] = Seconds(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """Manners towards those who bring mail."""

    delay_deny: Annotated[
        bool,
        SWITCH,
        "Hold refusals of HELO until RCPT, and drop them for who logged in.",
    ] = True
    greeting_delay: Annotated[
        Seconds,
        duration("0s", "1m"),
        "Wait before the greeting on `mx`, to notice more of those who talk early.",
    ] = Seconds(0)
    early_talker: Annotated[
        CheckMode, one_of(CheckMode), "What is done with those who talk early."
    ] = CheckMode.NOTE
    proxy_from: Annotated[
        tuple[IpNetwork, ...],
        NETWORKS,
        "Networks whose connections begin with a PROXY protocol header.",
    ] = ()
    hide_submitter: Annotated[
        bool,
        SWITCH,
        "Leave the IP address and HELO name of who logged in out of Received.",
    ] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """Who is judged, for how long, and how much of a message is looked at."""

    own_networks: Annotated[
        tuple[IpNetwork, ...],
        NETWORKS,
        "Networks whose clients pass `mx` unjudged: private ones and this machine.",
    ] = PRIVATE_NETWORKS
    dns_wait: Annotated[
        Seconds,
        duration("1s", "1m"),
        "How long a check may wait for DNS; then it goes on without the answer.",
    ] = Seconds(5)
    look_at: Annotated[
        Size,
        size("16KiB", "256MiB"),
        "How much of a message is kept in memory while its content is judged.",
    ] = Size(2 * MIB)
    rejects: Annotated[
        bool,
        SWITCH,
        "Keep what is refused for reputation, sealed, in the folder `Rejects` of its"
        " recipients. The sender is refused all the same, after DATA.",
    ] = False
    rejects_keep: Annotated[
        Seconds, duration("1h", "365d"), "How long it stays in that folder."
    ] = Seconds(14 * DAY)
    extra: Annotated[
        tuple[str, ...],
        list_of(WORD, 'a list of names such as ["local-rules"]'),
        "Checks from other packages, by entry point; see judging-content.md.",
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which score on a message is probably spam, goes to Junk, is refused."""

    probable: Annotated[float, number(-100, 1000), "Probably spam; to the inbox."] = 4.0
    spam: Annotated[float, number(-100, 1000), "Spam; to Junk."] = 6.0
    refuse: Annotated[
        float, number(-100, 1000), "Refused, if it is as much for every recipient."
    ] = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdsFor:
    """What is different for one domain or account; the rest is as in `[thresholds]`."""

    who: Annotated[Address | Domain, WHOSE, "Whose mail."]
    probable: Annotated[
        float | None, or_none(number(-100, 1000)), "Probably spam; to the inbox."
    ] = None
    spam: Annotated[float | None, or_none(number(-100, 1000)), "Spam; to Junk."] = None
    refuse: Annotated[float | None, or_none(number(-100, 1000)), "Refused."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Checks of a message's header."""

    own_domain: Annotated[
        CheckMode,
        one_of(CheckMode),
        "Its author is in a domain of ours, and neither DKIM nor DMARC says so.",
    ] = CheckMode.NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachments:
    """Files that messages bring, in archives too: off, noted, or reason to refuse."""

    programs: Annotated[
        CheckMode, one_of(CheckMode), "Programs for any system, by name or content."
    ] = CheckMode.DENY
    scripts: Annotated[
        CheckMode, one_of(CheckMode), "Scripts that a desktop runs when opened."
    ] = CheckMode.DENY
    shortcuts: Annotated[
        CheckMode, one_of(CheckMode), "Shortcuts, which run what they say."
    ] = CheckMode.DENY
    disk_images: Annotated[CheckMode, one_of(CheckMode), "Disk images."] = (
        CheckMode.NOTE
    )
    macros: Annotated[CheckMode, one_of(CheckMode), "Documents with macros."] = (
        CheckMode.NOTE
    )
    smuggling: Annotated[
        CheckMode, one_of(CheckMode), "Pages that put a file together by a script."
    ] = CheckMode.NOTE
    disguised: Annotated[
        CheckMode, one_of(CheckMode), "Names that hide what a file is: `a.pdf.exe`."
    ] = CheckMode.DENY
    encrypted: Annotated[
        CheckMode, one_of(CheckMode), "Archives and documents under a password."
    ] = CheckMode.NOTE
    bombs: Annotated[
        CheckMode, one_of(CheckMode), "Archives that unpack to more than is sensible."
    ] = CheckMode.DENY


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """What it learns from mail that is moved to Junk or out of it; see spam.md."""

    weight: Annotated[
        float, number(0, 10), "What its opinion is multiplied by; 0 turns it off."
    ] = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rspamd:
    """rspamd as a further judge. It sees whole messages: what it logs is its own."""

    url: Annotated[
        Daemon | None, or_none(BY_URL), "Its normal worker; left out, nobody asks it."
    ] = None
    timeout: Annotated[
        Seconds, duration("1s", "5m"), "How long its answer may take."
    ] = Seconds(10)
    on_failure: Annotated[
        OnFailure, one_of(OnFailure), "What happens when it does not answer."
    ] = OnFailure.ACCEPT
    largest: Annotated[
        Size, size("16KiB", "1GiB"), "A larger message is not shown to it."
    ] = Size(20 * MIB)
    weight: Annotated[
        float, number(0, 10), "What a point of its score weighs in ours."
    ] = 1.0
    obey: Annotated[
        tuple[RspamdAction, ...],
        list_of(one_of(RspamdAction), 'a list such as ["reject", "soft reject"]'),
        "Its actions that are done; its others only weigh by its score.",
    ] = ()
    allow_remote: Annotated[
        bool, SWITCH, "It may be on another machine, and messages go there."
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clamav:
    """ClamAV's daemon. It sees whole messages; what it finds is refused."""

    address: Annotated[
        Daemon | None, or_none(BY_PLACE), "Where it is; left out, nobody asks it."
    ] = None
    timeout: Annotated[
        Seconds, duration("1s", "10m"), "How long its answer may take."
    ] = Seconds(30)
    on_failure: Annotated[
        OnFailure, one_of(OnFailure), "What happens when it does not answer."
    ] = OnFailure.ACCEPT
    largest: Annotated[
        Size,
        size("16KiB", "1GiB"),
        "A larger message is not shown to it; its own StreamMaxLength is 25MB.",
    ] = Size(25 * 10**6)
    allow_remote: Annotated[
        bool, SWITCH, "It may be on another machine, and messages go there."
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spf:
    """SPF of the client's name and of the envelope's sender. RFC 7208"""

    fail: Annotated[
        CheckMode,
        one_of(CheckMode),
        "A domain says that the client may not use it. Forwarded mail fails too, so"
        " `deny` loses some; with `off` DMARC goes by signatures alone.",
    ] = CheckMode.NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Dmarc:
    """DMARC: what the author's domain asks of mail it does not vouch for. RFC 9989"""

    reject: Annotated[
        CheckMode,
        one_of(CheckMode),
        "The domain asks to refuse it: `deny` does so, unless it came by a mailing"
        " list that somebody answers for; with `note` it weighs as spam; with `off`"
        " nobody asks.",
    ] = CheckMode.DENY
    time_limit: Annotated[
        Seconds,
        duration("1s", "5m"),
        "How long the signatures of one message, and then its policy, may ask DNS.",
    ] = Seconds(20)


@dataclass(frozen=True, slots=True, kw_only=True)
class DmarcOverride:
    """A policy of your own for one author's domain, whatever its owner publishes."""

    domain: Annotated[Domain, DOMAIN, "The domain of the author, or the one above."]
    policy: Annotated[
        DmarcPolicy, one_of(DmarcPolicy), "What is asked of mail that fails."
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """Servers whose word counts for mail that they changed. RFC 8617"""

    trust: Annotated[
        tuple[Domain, ...],
        list_of(DOMAIN, 'a list of domains such as ["lists.example.net"]'),
        "Domains whose seals are believed: what passed DMARC there is not held to it"
        " here, if nobody else has had it since.",
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who is let in whatever other checks find, and who is not; see `glassine list`."""

    match: Annotated[Match, MATCH, "Whom or what the rule is about."]
    action: Annotated[AccessAction, one_of(AccessAction), "What the rule does."]
    reason: Annotated[
        OperatorText | None,
        or_none(REASON),
        "Why, for those who run this server. No client is told.",
    ] = None
    until: Annotated[
        Milliseconds | None,
        or_none(DATE),
        "The day, in UTC, with whose beginning the rule ends.",
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How much of a stranger's is let in, and how fast. A restart counts anew."""

    connections_per_ip: Annotated[
        tuple[Rate, ...], RATES, "Connections from one IP address, or one /64 of IPv6."
    ] = (Rate(300, Seconds(MINUTE)),)
    connections_per_network: Annotated[
        tuple[Rate, ...], RATES, "Connections from one /24 of IPv4, or one /48 of IPv6."
    ] = (Rate(600, Seconds(MINUTE)),)
    per_ip: Annotated[
        tuple[Rate, ...], RATES, "Messages from one IP address, or one /64 of IPv6."
    ] = ()
    per_network: Annotated[
        tuple[Rate, ...], RATES, "Messages from one /24 of IPv4, or one /48 of IPv6."
    ] = ()
    per_sender_domain: Annotated[
        tuple[Rate, ...], RATES, "Messages whose sender is in one domain."
    ] = ()
    per_recipient: Annotated[tuple[Rate, ...], RATES, "Messages to one recipient."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Greylisting:
    """Ask strangers to come again: those who only pretend to be servers do not."""

    enabled: Annotated[bool, SWITCH, "Do it."] = False
    wait: Annotated[Seconds, duration("1s", "1d"), "How long they wait at least."] = (
        Seconds(5 * MINUTE)
    )
    retry_within: Annotated[
        Seconds, duration("1m", "30d"), "How long they have to come again."
    ] = Seconds(DAY)
    keep: Annotated[
        Seconds,
        duration("1h", "3650d"),
        "How long those who came again are remembered, since they last came.",
    ] = Seconds(36 * DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reputation:
    """What mail of before, wanted or not, tells of those who bring more of it."""

    enabled: Annotated[bool, SWITCH, "Count, and weigh what was counted."] = True
    half_life: Annotated[
        Seconds,
        duration("1h", "365d"),
        "How long until what was counted counts half.",
    ] = Seconds(14 * DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondents:
    """To whom each account has written, as keyed hashes: their answers are welcome."""

    enabled: Annotated[bool, SWITCH, "Keep that, and welcome them."] = True
    keep: Annotated[
        Seconds, duration("1d", "3650d"), "How long, since the account last wrote."
    ] = Seconds(365 * DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How mail goes out: when it is tried, how much at a time, and who may send it."""

    retry: Annotated[Waits, RETRIES, "When a try that failed is made again."] = Waits(
        tuple(Seconds(m * MINUTE) for m in (1, 5, 5, 15, 60, 60, 60, 60, 240)),
        for_ever=True,
    )
    jitter: Annotated[
        int,
        count(0, 100),
        "By how many hundredths at most a wait grows by chance, to spread the tries.",
    ] = 20
    lifetime: Annotated[
        Seconds,
        duration("1m", "30d"),
        "How long a message is tried; then its sender is told. RFC 5321 §4.5.4.1",
    ] = Seconds(5 * DAY)
    delay_notice: Annotated[
        Seconds,
        duration("1m", "30d"),
        "When the sender is told that it takes long; with the lifetime or more, never.",
    ] = Seconds(4 * HOUR)
    at_once: Annotated[
        int, count(1, 10_000), "Deliveries at once, to all destinations together."
    ] = 200
    connections: Annotated[
        int, count(1, 1000), "Connections at once to one destination domain."
    ] = 20
    messages_per_connection: Annotated[
        int, count(1, 100_000), "Messages on one connection; then it is closed."
    ] = 100
    messages_per_minute: Annotated[
        int,
        count(0, 1_000_000),
        "Messages to one destination domain in a minute; 0 is as many as it takes.",
    ] = 0
    back_off: Annotated[
        Seconds,
        duration("1s", "1h"),
        "How long a destination that cannot be reached is left alone at first; it "
        "doubles each time.",
    ] = Seconds(MINUTE)
    back_off_most: Annotated[
        Seconds, duration("1s", "1d"), "The longest that it is left alone."
    ] = Seconds(15 * MINUTE)
    account_messages_per_hour: Annotated[
        int, count(0, 10_000_000), "Messages of one account in an hour; 0 is no limit."
    ] = 0
    account_messages_per_day: Annotated[
        int, count(0, 10_000_000), "The same in 24 hours."
    ] = 0
    account_recipients_per_hour: Annotated[
        int,
        count(0, 10_000_000),
        "Recipients of all messages of one account in an hour; 0 is no limit.",
    ] = 0
    account_recipients_per_day: Annotated[
        int, count(0, 10_000_000), "The same in 24 hours."
    ] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """What is different for one destination domain; the rest is as in `[sending]`."""

    domain: Annotated[Domain, DOMAIN, "The domain of the recipients."]
    retry: Annotated[
        Waits | None,
        or_none(RETRIES),
        "When a try that failed is made again.",
    ] = None
    connections: Annotated[
        int | None, or_none(count(1, 1000)), "Connections at once."
    ] = None
    messages_per_connection: Annotated[
        int | None, or_none(count(1, 100_000)), "Messages on one connection."
    ] = None
    messages_per_minute: Annotated[
        int | None,
        or_none(count(0, 1_000_000)),
        "Messages in a minute; 0 is as many as it takes.",
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What the operator keeps of what the operator may see."""

    message_id: Annotated[
        MessageIdForm,
        one_of(MessageIdForm),
        "How the log shows a Message-ID: as a keyed digest, or as it is.",
    ] = MessageIdForm.DIGEST
    keep_events: Annotated[
        Seconds, duration("1h", "3650d"), "How long JSON records are kept."
    ] = Seconds(30 * DAY)
    keep_traces: Annotated[
        Seconds, duration("1h", "3650d"), "How long raw log lines are kept."
    ] = Seconds(7 * DAY)
    blur_addresses: Annotated[
        Seconds,
        duration("1h", "3650d"),
        "When remote IP addresses are cut to /24 and /48 in what is kept. As it stands"
        " nothing is kept that long, so it never happens.",
    ] = LONGEST
    drop_addresses: Annotated[
        Seconds,
        duration("1h", "3650d"),
        "When remote IP addresses, remote host names and answers, and the local parts"
        " of foreign addresses go from what is kept. As it stands, never.",
    ] = LONGEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The viewer, and what stands before it."""

    hosts: Annotated[
        tuple[HostName, ...],
        list_of(HOST_NAME, 'a list of host names such as ["view.example.org"]'),
        "Names that browsers know it by, besides `hostname` and those of loopback.",
    ] = ()
    behind_tls: Annotated[
        bool,
        SWITCH,
        "A proxy on this machine speaks TLS for what is open on loopback.",
    ] = False
    backup_due: Annotated[
        Seconds,
        duration("1h", "365d"),
        "Health warns when the last `glassine backup` is older.",
    ] = Seconds(2 * 86_400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dns:
    """Who is asked for names."""

    servers: Annotated[
        tuple[Endpoint, ...],
        NAME_SERVERS,
        "Name servers to ask; none means those of this machine. DANE needs one that"
        " validates, on loopback.",
    ] = ()
    timeout: Annotated[
        Seconds, duration("1s", "1m"), "How long an answer may take."
    ] = Seconds(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The raw log on standard output. Nothing of a message is in it at any level."""

    level: Annotated[
        LogLevel, one_of(LogLevel), "Print lines of this level and graver ones."
    ] = LogLevel.INFO


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How mail goes to other servers where no route says otherwise: by MX."""

    port: Annotated[
        int, count(1, 65535), "The port of mail exchangers. RFC 5321 knows but 25."
    ] = 25
    ipv6: Annotated[bool, SWITCH, "Use IPv6 addresses too."] = True
    sources: Annotated[
        tuple[IpAddress, ...],
        ADDRESSES,
        "Addresses of this machine to send from; none means the system chooses.",
    ] = ()
    private_mx: Annotated[
        bool,
        SWITCH,
        "Deliver to mail exchangers with private addresses, which a stranger's zone"
        " should not lead us to.",
    ] = False
    dane: Annotated[
        bool,
        SWITCH,
        "Keep DANE. It needs a validating name server on loopback. RFC 7672",
    ] = True
    mta_sts: Annotated[bool, SWITCH, "Keep MTA-STS. RFC 8461"] = True
    mta_sts_port: Annotated[
        int, count(1, 65535), "The port of web servers with MTA-STS policies."
    ] = 443
    ca_file: Annotated[
        Path | None,
        or_none(PATH),
        "Certificates in PEM of authorities to believe besides this machine's.",
    ] = None


class RouteTls(StrEnum):
    """What TLS a route asks for."""

    REQUIRED = "required"
    OPPORTUNISTIC = "opportunistic"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a domain's mail goes if not here and not by MX: the first that fits."""

    domain: Annotated[
        Domain | None,
        ANY_DOMAIN,
        "The domain of the recipients. Our own domains go out by their name only.",
    ]
    to: Annotated[Target, TARGET, "The server that takes their mail."]
    tls: Annotated[
        RouteTls,
        one_of(RouteTls),
        "`required`: with a certificate that proves the host; `opportunistic`: if"
        " offered, whoever it is.",
    ] = RouteTls.OPPORTUNISTIC
    user: Annotated[
        str | None, or_none(WORD), "The user to log in as, where the server asks."
    ] = None
    password_file: Annotated[
        Path | None, or_none(PATH), "The file whose first line is the user's password."
    ] = None
    password_variable: Annotated[
        str | None, or_none(WORD), "Or the environment variable that holds it."
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All of `glassine.toml`."""

    hostname: Annotated[
        HostName,
        HOST_NAME,
        "The server's own name, in greetings and in Received. There is no default.",
    ]
    data_dir: Annotated[
        Path, PATH, "The data directory. Paths are relative to the config file."
    ] = Path("data")
    key_file: Annotated[
        Path,
        PATH,
        "The server key. It must lie outside the data directory and its backups.",
    ] = Path("glassine.key")
    checkpoints: Annotated[
        Path,
        PATH,
        "Where each day's checkpoint of the operators' log goes; best on another disk.",
    ] = Path("checkpoints")
    user: Annotated[
        str, USER, "Who to become once the ports are open; `-` stays who it is."
    ] = "-"
    listen: Listen = Listen()
    tls: Tls = Tls()
    limits: Limits = Limits()
    auth: Auth = Auth()
    smtp: Smtp = Smtp()
    helo: Helo = Helo()
    reverse_dns: ReverseDns = ReverseDns()
    mail_from: MailFrom = MailFrom()
    judging: Judging = Judging()
    spf: Spf = Spf()
    dmarc: Dmarc = Dmarc()
    arc: Arc = Arc()
    thresholds: Thresholds = Thresholds()
    content: Content = Content()
    attachments: Attachments = Attachments()
    classifier: Classifier = Classifier()
    rspamd: Rspamd = Rspamd()
    clamav: Clamav = Clamav()
    access: tuple[Access, ...] = ()
    rates: Rates = Rates()
    greylisting: Greylisting = Greylisting()
    reputation: Reputation = Reputation()
    correspondents: Correspondents = Correspondents()
    sending: Sending = Sending()
    privacy: Privacy = Privacy()
    web: Web = Web()
    dns: Dns = Dns()
    delivery: Delivery = Delivery()
    log: Log = Log()
    aliases: Annotated[
        Mapping[Address, tuple[Address, ...]],
        ALIASES,
        "Addresses that stand for others. Their owners may also send as them.",
    ] = field(default_factory=dict)
    catch_all: Annotated[
        Mapping[Domain, Address],
        CATCH_ALL,
        "Who gets what is addressed to nobody in a domain.",
    ] = field(default_factory=dict)
    route: tuple[Route, ...] = ()
    destination: tuple[Destination, ...] = ()
    dns_list: tuple[DnsList, ...] = ()
    dmarc_override: tuple[DmarcOverride, ...] = ()
    thresholds_for: tuple[ThresholdsFor, ...] = ()
