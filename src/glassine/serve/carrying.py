"""From settings to the courier that carries mail to other servers."""

from glassine.config.settings import Config
from glassine.net.authorities import Authorities
from glassine.net.courier import SmtpCarrier
from glassine.net.dial import Dialler
from glassine.net.pool import Keeping
from glassine.net.protect import Protector
from glassine.net.waits import Waits
from glassine.words.clock import Clock


def carrier(config: Config, clock: Clock) -> SmtpCarrier:
    """Return the one that opens connections. Raises `CertificateError`."""
    authorities = Authorities(clock, config.delivery.ca_file)
    return SmtpCarrier(
        hello=config.hostname,
        dialler=Dialler(sources=config.delivery.sources),
        protector=Protector(authorities, clock),
        keeping=Keeping(),
        waits=Waits(),
    )
