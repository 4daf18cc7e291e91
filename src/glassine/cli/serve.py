"""`glassine serve`: the server itself, in the foreground."""

from pathlib import Path

from glassine.cli.house import ConfigFile, read_house
from glassine.cli.refused import Refused, because_of
from glassine.config.faults import ConfigError
from glassine.config.settings import Config
from glassine.config.whereabouts import host_port
from glassine.net.certificates import CertificateError
from glassine.net.listen import NotOurs, PortTaken
from glassine.serve import run
from glassine.serve.extra_checks import NoSuchCheck
from glassine.serve.harden import CannotBecome
from glassine.store.api.ids import StoreError


def serve(
    *,
    single: bool = False,
    ready_file: Path | None = None,
    config: ConfigFile = None,
) -> None:
    """Run until SIGTERM or Ctrl-C; SIGHUP reads the certificate again.

    Parameters
    ----------
    single
        All in one process. It is so in any case, for now.
    ready_file
        Write where it listens to this file, as one JSON object, once it does.
    """
    settings, key = read_house(config)
    try:
        run.serve(settings, key, ready_file)
    except PortTaken as taken:
        raise Refused(_port(settings, taken)) from None
    except (CertificateError, CannotBecome, ConfigError, NoSuchCheck) as error:
        raise Refused(str(error)) from None
    except StoreError as error:
        raise because_of(error, settings.data_dir) from None


_WHY = {
    NotOurs.TAKEN: "somebody listens there already; end that program, or choose "
    "another port",
    NotOurs.FORBIDDEN: "only root may listen there; start as root with `user` set, or "
    "choose a port above 1023",
    NotOurs.ELSEWHERE: "this machine has no such address; write one that it has, or "
    "0.0.0.0 for all",
}


def _port(config: Config, taken: PortTaken) -> str:
    """Say which port it is, and which setting asks for it."""
    listeners = config.listen.every().items()
    name = next((name for name, places in listeners if taken.place in places), "?")
    return f"{host_port(taken.place)} ([listen] {name}): {_WHY[taken.why]}"
