"""A stranger's part of the day: letters that wake every verb of judging.

The server has nobody for its own, asks real name servers, lists in DNS, an rspamd and
a check of another package that repeat all they see, puts strangers off and keeps what
it refuses. So a word that any of these were told could be in all that it writes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from canary.day import CROWD, PERSON, Step
from canary.gossip import gossip
from canary.words import Canaries
from support.letters import marker, with_attachment
from support.name_servers import name_servers
from support.parcels import PROGRAM, zipped
from support.running_server import SOURCES, RunningServer

SETTINGS = """
[limits]
connections_per_ip = {crowd}
[judging]
own_networks = []
rejects = true
look_at = "16KiB"
extra = ["gossip"]
[rates]
connections_per_ip = ""
connections_per_network = ""
[helo]
bare_ip = "deny"
[thresholds]
spam = 80
refuse = 90
[greylisting]
enabled = true
wait = "1s"
[dns]
servers = ["127.0.0.1:{dns}"]
[rspamd]
url = "http://127.0.0.1:{rspamd}"
[clamav]
address = "127.0.0.1:1"
[[dns_list]]
zone = "bl.example.com"
about = "ip"
[[dns_list]]
zone = "names.example.com"
about = "helo"
[[dns_list]]
zone = "names.example.com"
about = "sender domain"
[[dns_list]]
zone = "names.example.com"
about = "link"
"""
ZONES = {
    "example.net": """@ MX 10 mx
        @ TXT "v=spf1 ip4:127.0.0.0/8 -all"
        _dmarc TXT "v=DMARC1; p=none"
        mx A 127.0.0.1""".replace(" " * 8, ""),
    "example.com": "2.0.0.127.bl A 127.0.0.2\ntest.names A 127.0.0.2",
    "0.0.127.in-addr.arpa": "1 PTR mx.example.net.",
}
CHECK = '''
class Gossip:
    """Tells the last word of a letter, which is no rule that it declared."""

    rules = ("TOLD",)
    sees_message = True

    async def judge(self, client, envelope, contents):
        word = contents.octets.reveal().split()[-1].decode()
        return [(word, 1.0), ("TOLD", 1.0)]
'''


@contextmanager
def neighbours(place: Path) -> Iterator[str]:
    """Run who is asked about strangers; give the settings that ask them."""
    with name_servers(place, ZONES) as dns, gossip() as rspamd:
        yield SETTINGS.format(crowd=CROWD, dns=dns.resolver_port, rspamd=rspamd)


def install_check(server: RunningServer) -> None:
    """Install the check of another package where the server finds it."""
    place = server.home / "packages"
    about = place / "gossip-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: gossip\n")
    (about / "entry_points.txt").write_text("[glassine.checks]\ngossip = gossip:Gossip")
    (place / "gossip.py").write_text(CHECK)
    server.environment["PYTHONPATH"] = f"{SOURCES}:{place}"


def with_a_program(server: RunningServer, words: Canaries) -> None:
    """A program comes in an archive: it is refused, and kept nowhere."""
    letter = with_attachment(
        words.subject,
        words.body,
        f"{words.attachment_name}.zip",
        zipped({f"{words.attachment}.exe": PROGRAM}),
    )
    with server.smtp() as talk:
        talk.hello("mx.example.net")
        assert talk.deliver("zoe@example.net", [PERSON], letter).code == 550


def by_a_bad_name(server: RunningServer, words: Canaries) -> None:
    """Who greets by a bare address is refused after DATA; Rejects has the letter."""
    with server.smtp() as talk:
        talk.hello("192.0.2.1")
        assert talk.deliver("zoe@example.net", [PERSON], words.letter()).code == 550


def a_long_letter(server: RunningServer, words: Canaries) -> None:
    """More comes than is kept in memory: it is read again from its box."""
    page = words.letter().replace(b"text/plain", b"text/html", 1)
    link = f'<a href="http://{words.header}.example/">{words.body}</a>\r\n'.encode()
    long = page.replace(b"Dear all,\r\n", b"Dear all,\r\n" + 200 * link)
    with server.smtp() as talk:
        talk.hello("mx.example.net")
        assert talk.deliver("zoe@example.net", [PERSON], long).code == 250


def by_a_secretary(server: RunningServer, words: Canaries) -> None:
    """Somebody of the author's house sends it: author and sender are not the same."""
    with server.smtp() as talk:
        talk.hello("mx.example.net")
        assert talk.deliver("office@example.net", [PERSON], words.letter()).code == 250


def by_somebody_new(server: RunningServer, words: Canaries) -> None:
    """Whom nobody knows has to come again."""
    with server.smtp() as talk:
        talk.hello("mx.example.net")
        talk.say(f"MAIL FROM:<zoe@{marker()}.example>")
        assert talk.say(f"RCPT TO:<{PERSON}>").code == 451


STRANGERS: tuple[Step, ...] = (
    with_a_program,
    by_a_bad_name,
    a_long_letter,
    by_a_secretary,
    by_somebody_new,
)
