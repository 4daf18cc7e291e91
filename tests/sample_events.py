"""One event of every kind: the seed's own message, and what the seed does not have.

The seed's part is its document's message, value for value.
"""

from ipaddress import ip_address

from msgspec import structs

from glassine.events.facts import (
    Action,
    AuthResult,
    Check,
    Checked,
    CheckOrigin,
    Circumstances,
    CodeName,
    FilterText,
    OperatorName,
    Remote,
    ScrubbedText,
    SenderChecks,
    Stage,
    Tally,
)
from glassine.events.facts_of_sending import (
    CipherName,
    Fingerprint,
    Mode,
    Stop,
    TlsRule,
    TlsUse,
    TlsVersionName,
)
from glassine.events.kinds import Event
from glassine.events.milestones import (
    Bounced,
    Deferred,
    Delivered,
    Denied,
    FoundSpam,
    LoggedIn,
    Operated,
    Pruned,
    Queued,
    Received,
    SpamLearned,
)
from glassine.events.steps import (
    Attempted,
    Authenticated,
    CertificateLoaded,
    ChecksMade,
    Connected,
    CourseFound,
    DenialsBypassed,
    Disconnected,
    Faulted,
    LibrarySpoke,
    ListTried,
    MessageEnded,
    MessageSigned,
    QueueBegun,
    QueueEnded,
    RecipientChecked,
    RecipientSaid,
    SenderSaid,
    ServerStarted,
    ServerStopped,
    Split,
)
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.dns_list import ListAbout, ListTrial
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import (
    AuthMethod,
    ConnectionId,
    DeliveryId,
    Direction,
    Domain,
    Endpoint,
    EnhancedCode,
    FolderClass,
    HostName,
    MessageIdDigest,
    Port,
    Protocol,
    QueueId,
    Size,
    SpamStatus,
    TransactionId,
    Verdict,
    parse_address,
)
from glassine.words.reason import Reason

AT = Milliseconds(1603755945209)
SECOND = Milliseconds(1603755945000)  # every raw line of the seed shows this moment
C = ConnectionId("5DBEA39F-1F3F-47D4-9657-B2E73169F4EF")
C1 = TransactionId(f"{C}.1")
C11 = DeliveryId(f"{C}.1.1")
APP = parse_address("mainwp.app@d19.ca")
DUSTIN = parse_address("dustin@d19.ca")
D19 = Domain("d19.ca")
CONTAINER = "2ee0480b-2848-4af9-bf7d-6ad8719e698c"
DIGEST = MessageIdDigest("<n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is@digest>")
CLIENT = Endpoint(ip_address("172.18.0.35"), 41064)
LMTP = Endpoint(ip_address("127.0.0.1"), 2424)
STORE = Stop(HostName("127.0.0.1"), Port(2424))
QUEUE = QueueId("1603755945207_1603755945207_0_87_D3ypiU_922_c66f5f0e4678")
ONE = Tally(accepted=1)
SIZE = Size(4058)

SEED_ABOUT = Circumstances(
    direction=Direction.OUTBOUND,
    remote=Remote(
        ip_and_port=CLIENT,
        host=HostName(f"{CONTAINER}.cloudron"),
        info=HostName(f"{CONTAINER}.cloudron"),
        closed=False,
        is_private=True,
        is_local=False,
    ),
    auth_user=APP,
    mail_from=APP,
    rcpt_to=(DUSTIN,),
)

SEED_QUEUED = Queued(
    at=AT,
    uuid=C1,
    about=SEED_ABOUT,
    message_id=DIGEST,
    size=SIZE,
    signed_for=D19,
    auth_method=AuthMethod.LOGIN,
    tls=False,
)

SEED_SESSION: tuple[Event, ...] = (
    Connected(at=SECOND, uuid=C, remote=CLIENT, local=Endpoint(ip_address("::"), 2525)),
    ChecksMade(
        at=SECOND,
        uuid=C,
        origin=CheckOrigin.HELO,
        multi=True,
        findings=(
            Finding(CheckName.PROTO_MISMATCH, Result.SKIP, Reason.PRIVATE),
            Finding(CheckName.HOST_MISMATCH, Result.SKIP, Reason.PRIVATE),
        ),
    ),
    Authenticated(at=SECOND, uuid=C, account=APP, method=AuthMethod.LOGIN),
    SenderSaid(at=SECOND, uuid=C1, sender=APP, verdict=Verdict.CONT),
    RecipientChecked(at=SECOND, uuid=C1, recipient=DUSTIN, verdict=Verdict.OK),
    DenialsBypassed(at=SECOND, uuid=C1),
    RecipientSaid(at=SECOND, uuid=C1, recipient=DUSTIN, sender=APP, verdict=Verdict.OK),
    MessageEnded(
        at=SECOND,
        uuid=C1,
        message_id=DIGEST,
        size=SIZE,
        recipients=ONE,
        delay=Seconds(0.001),
        verdict=Verdict.CONT,
    ),
    MessageSigned(at=SECOND, uuid=C1, domain=D19),
    QueueBegun(at=SECOND, uuid=C1),
    Split(at=SECOND, domains=(D19,)),
    QueueEnded(at=SECOND, uuid=C1, verdict=Verdict.OK),
    Disconnected(
        at=SECOND,
        uuid=C,
        remote=CLIENT,
        rdns=HostName(f"{CONTAINER}.cloudron"),
        helo=HostName(CONTAINER),
        relay=True,
        early=False,
        esmtp=True,
        tls=False,
        pipelined=False,
        errors=0,
        transactions=1,
        recipients=ONE,
        messages=ONE,
        octets=SIZE,
        last_verdict=None,
        lasted=Seconds(0.044),
    ),
    CourseFound(
        at=SECOND,
        uuid=C11,
        domain=D19,
        mode=Mode.LMTP,
        stops=(STORE,),
        verdict=Verdict.OK,
    ),
    Attempted(at=SECOND, uuid=C11, mode=Mode.LMTP, stop=STORE, sending=0, waiting=2),
    Delivered(
        at=SECOND,
        uuid=C11,
        about=SEED_ABOUT,
        message_id=DIGEST,
        queue=QUEUE,
        domain=D19,
        host=HostName("127.0.0.1"),
        remote=LMTP,
        mode=Mode.LMTP,
        tls=True,
        auth=False,
        response=ScrubbedText("<dustin@d19.ca> +HgcDqlfl1+NIgAAZbsJcg Saved"),
        delay=Seconds(0.176),
        fails=0,
        filed=None,
        recipients=ONE,
        protection=TlsUse(
            rule=TlsRule.REQUIRED,
            version=TlsVersionName("TLSv1.3"),
            cipher=CipherName("TLS_AES_256_GCM_SHA384"),
            verified=True,
            certificate=Fingerprint("9f" * 32),
            issuer=HostName("ca.d19.ca"),
        ),
    ),
)

STRANGER = Circumstances(
    direction=Direction.INBOUND,
    remote=Remote(
        ip_and_port=Endpoint(ip_address("192.0.2.7"), 52110),
        host=HostName("mx.example.net"),
        info=HostName("mx.example.net"),
        closed=False,
        is_private=False,
        is_local=False,
    ),
    mail_from=parse_address("someone@example.net"),
    rcpt_to=(DUSTIN,),
    spam_status=SpamStatus.HAM,
)
MX = Endpoint(ip_address("198.51.100.25"), 25)

A_FINDING = Finding(
    CheckName.HOST_MISMATCH,
    Result.FAIL,
    Reason.CHANGED,
    HostName("other.example.net"),
    weight=0.5,
)

BEYOND_THE_SEED: tuple[Event, ...] = (
    ListTried(
        at=AT,
        zone=Domain("bl.example.net"),
        about=ListAbout.IP,
        trial=ListTrial.EVERYTHING,
        unanswered=12,
    ),
    Received(
        at=AT,
        uuid=C1,
        about=STRANGER,
        message_id=DIGEST,
        size=SIZE,
        tls=True,
        tls_version=TlsVersionName("TLSv1.3"),
        spam_score=0.5,
        findings=(A_FINDING,),
        sender_checks=SenderChecks(spf=Checked.PASS, dkim=Checked.PASS),
    ),
    SEED_QUEUED,
    Delivered(
        at=AT,
        uuid=C11,
        about=STRANGER,
        message_id=DIGEST,
        queue=QUEUE,
        domain=D19,
        host=HostName("mail.d19.ca"),
        remote=None,
        mode=Mode.LOCAL,
        tls=False,
        auth=False,
        response=ScrubbedText("Saved"),
        delay=Seconds(0.003),
        fails=0,
        filed=FolderClass.JUNK,
        recipients=ONE,
    ),
    Deferred(
        at=AT,
        uuid=C11,
        about=SEED_ABOUT,
        message_id=DIGEST,
        queue=QUEUE,
        domain=Domain("example.net"),
        host=HostName("mx.example.net"),
        remote=MX,
        code=451,
        enhanced=EnhancedCode(4, 7, 1),
        response=ScrubbedText('451 4.7.1 greylisted, "▒" try again later'),
        next_try=Milliseconds(AT + 300_000),
        fails=1,
        recipients=Tally(deferred=1),
    ),
    CourseFound(
        at=AT,
        uuid=C11,
        domain=Domain("example.net"),
        mode=Mode.SMTP,
        stops=(
            Stop(HostName("mx1.example.net"), Port(25)),
            Stop(HostName("mx2.example.net"), Port(25)),
        ),
        verdict=Verdict.OK,
    ),
    CourseFound(
        at=AT,
        uuid=C11,
        domain=Domain("example.com"),
        mode=Mode.SMTP,
        stops=(),
        verdict=Verdict.DENY,
        why_not=ScrubbedText("example.com takes no mail"),
    ),
    Bounced(
        at=AT,
        uuid=C11,
        about=SEED_ABOUT,
        message_id=DIGEST,
        queue=QUEUE,
        domain=Domain("example.net"),
        code=550,
        enhanced=EnhancedCode(5, 1, 1),
        response=ScrubbedText("550 5.1.1 user unknown"),
        dsn=TransactionId("91EA6721-B605-4722-AB8B-8A507F1D9157.1"),
        fails=1,
        recipients=Tally(rejected=1),
    ),
    Denied(
        at=AT,
        uuid=C1,
        about=STRANGER,
        stage=Stage.RCPT,
        check=Check.ACCESS,
        code=550,
        enhanced=EnhancedCode(5, 7, 1),
    ),
    LoggedIn(
        at=AT,
        uuid=C,
        about=STRANGER,
        protocol=Protocol.IMAPS,
        method=AuthMethod.PLAIN,
        result=AuthResult.FAILED,
        account=None,
    ),
    FoundSpam(
        at=AT,
        uuid=C1,
        about=STRANGER,
        message_id=DIGEST,
        spam_score=7.25,
        findings=(A_FINDING,),
        refused=False,
    ),
    SpamLearned(
        at=AT,
        uuid=C,
        about=structs.replace(
            STRANGER,
            auth_user=DUSTIN,
            mail_from=None,
            has_mail_from=False,
            rcpt_to=(),
            spam_status=SpamStatus.SPAM,
        ),
        taught_before=SpamStatus.UNKNOWN,
        spam_score=0.31,
        moved_from=FolderClass.INBOX,
        moved_to=FolderClass.JUNK,
    ),
    Operated(
        at=AT,
        who=OperatorName("dustin"),
        action=Action.QUEUE_LIST,
        filter=FilterText("to=dustin@d19.ca"),
        rows=3,
    ),
    Pruned(at=AT, events=120, traces=4, aged=7),
    ServerStarted(
        at=AT, protocol=Protocol.MX, local=Endpoint(ip_address("0.0.0.0"), 25)
    ),
    ServerStopped(at=AT),
    CertificateLoaded(
        at=AT,
        host=HostName("mail.d19.ca"),
        expires=Milliseconds(AT + 90 * 86_400_000),
        accepted=True,
    ),
    Faulted(
        at=AT,
        uuid=C1,
        exception=CodeName("ValueError"),
        place=CodeName("flow/receive.py:31"),
    ),
    LibrarySpoke(
        at=AT, logger=CodeName("asyncio"), severity=CodeName("WARNING"), count=2
    ),
)

SAMPLES: tuple[Event, ...] = (*SEED_SESSION, *BEYOND_THE_SEED)
