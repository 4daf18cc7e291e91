"""Write the config that `glassine init` leaves behind: short, and readable."""

from glassine.config.tables.doors import Listen
from glassine.config.whereabouts import ENDPOINTS
from glassine.words.public import HostName

_TEXT = """\
# Every setting, with its default: docs/settings.md
hostname = "{hostname}"
data_dir = "data"            # relative to this file, as every path is
key_file = "glassine.key"    # keep it, and keep it out of backups of data_dir

[listen]                     # lists of IP:PORT; [] turns one off
{listen}

[tls]                        # made by `init` for trying out: put your own here
certificate = "certificate.pem"
key         = "certificate-key.pem"

[auth]
allow_plain_from = ["127.0.0.0/8", "::1/128"]   # may log in without TLS
"""


def config_text(hostname: HostName, listen: Listen = Listen()) -> str:  # noqa: B008 (frozen)
    """Return the text of a new `glassine.toml`."""
    lines = (
        f"{name:<11} = {ENDPOINTS.write(endpoints)}"
        for name, endpoints in listen.every().items()
    )
    return _TEXT.format(hostname=hostname, listen="\n".join(lines))
