"""The checks of a message's content, put together from the settings."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeVar

from glassine.config.settings import Config
from glassine.config.tables import judging
from glassine.flow.judging.content_attachments import AttachmentCheck
from glassine.flow.judging.content_header import HeaderCheck
from glassine.flow.judging.content_scanners import ClamavCheck, RspamdCheck
from glassine.flow.judging.content_tricks import TricksCheck
from glassine.flow.judging.content_uris import UriCheck
from glassine.flow.judging.content_words import WordsCheck
from glassine.flow.judging.judges import MessageCheck
from glassine.flow.judging.list_trials import ListTrials
from glassine.flow.judging.weigh import Scale, Thresholds
from glassine.flow.route import Rules
from glassine.net.clamd_client import ClamdClient
from glassine.net.rspamd_client import RspamdClient
from glassine.serve.extra_checks import extra_checks
from glassine.serve.judging_client import lists_about
from glassine.store.api.store import Store
from glassine.trust.resolver import Resolver
from glassine.vault.server_key import ServerKey
from glassine.words.clock import Clock
from glassine.words.dns_list import ListAbout
from glassine.words.finding import CheckMode
from glassine.words.reason import Reason

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OnExecutor:
    """Looks at large messages on other threads."""

    executor: Executor

    async def __call__(self, work: Callable[[], T]) -> T:
        """Return what the work returns."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.executor, work)


def content_checks(
    config: Config,
    *,
    store: Store,
    clock: Clock,
    resolver: Resolver,
    trials: ListTrials,
    rules: Rules,
    server_key: ServerKey,
    executor: Executor,
) -> tuple[MessageCheck, ...]:
    """Return the checks of a message, in the order of their lines.

    Raises `NoSuchCheck`.
    """
    aside = OnExecutor(executor)
    checks: list[MessageCheck] = [
        HeaderCheck(
            store=store,
            clock=clock,
            aside=aside,
            own_domain=config.content.own_domain,
        ),
        TricksCheck(aside=aside),
        AttachmentCheck(modes=attachment_modes(config), aside=aside),
    ]
    if config.classifier.weight:
        checks.append(
            WordsCheck(
                store=store,
                rules=rules,
                key=server_key.spam_key(),
                aside=aside,
                weight=config.classifier.weight,
            )
        )
    lists = lists_about(config, ListAbout.LINK, resolver, trials)
    if lists.listings:
        checks.append(UriCheck(lists=lists, aside=aside))
    return (*checks, *_elsewhere(config), *extra_checks(config.judging.extra))


def _elsewhere(config: Config) -> Iterator[MessageCheck]:
    """Yield the judges that are programs of their own, where there are any."""
    rspamd, clamav = config.rspamd, config.clamav
    if rspamd.url is not None:
        yield RspamdCheck(
            scanner=RspamdClient(rspamd.url.url, rspamd.timeout),
            weight=rspamd.weight,
            obey=frozenset(rspamd.obey),
            on_failure=rspamd.on_failure,
            largest=rspamd.largest,
        )
    if clamav.address is not None:
        daemon = clamav.address
        yield ClamavCheck(
            scanner=ClamdClient(
                host=daemon.host.name,
                port=daemon.port,
                socket=daemon.socket,
                timeout=clamav.timeout,
            ),
            on_failure=clamav.on_failure,
            largest=clamav.largest,
        )


def attachment_modes(config: Config) -> Mapping[Reason, CheckMode]:
    """Return what is done with each class of files."""
    files = config.attachments
    return {
        Reason.PROGRAM: files.programs,
        Reason.SCRIPT: files.scripts,
        Reason.SHORTCUT: files.shortcuts,
        Reason.DISK_IMAGE: files.disk_images,
        Reason.MACRO: files.macros,
        Reason.SMUGGLING: files.smuggling,
        Reason.DISGUISE: files.disguised,
        Reason.ENCRYPTED: files.encrypted,
        Reason.BOMB: files.bombs,
    }


def scale(config: Config) -> Scale:
    """Return from which score on a message is spam, and for whom."""
    usual = config.thresholds
    return Scale(
        _thresholds(usual),
        {each.who: _thresholds(each.over(usual)) for each in config.thresholds_for},
    )


def _thresholds(written: judging.Thresholds) -> Thresholds:
    return Thresholds(
        probable=written.probable, spam=written.spam, refuse=written.refuse
    )
