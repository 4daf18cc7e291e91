"""A browser without a browser: the application, asked in this process."""

import pytest

from glassine.events import lines, milestones
from glassine.events.milestones import Milestone
from sample_events import BEYOND_THE_SEED, SEED_SESSION
from web.browser import Browser, site
from web.stand_in import Log, StandInPeople, StandInViewing, rendered

KEPT = tuple(
    event
    for event in (*SEED_SESSION, *BEYOND_THE_SEED)
    if type(event).__name__ in vars(milestones) and isinstance(event, Milestone)
)


@pytest.fixture
def log() -> Log:
    """Return the sample records, and the seed's raw lines."""
    log = Log(rendered(KEPT))
    log.lines = b"".join(lines.render(event) for event in SEED_SESSION)
    return log


@pytest.fixture
def viewing(log: Log) -> StandInViewing:
    """Return who answers operators."""
    return StandInViewing(log)


@pytest.fixture
def people(log: Log) -> StandInPeople:
    """Return who answers users."""
    return StandInPeople(log)


@pytest.fixture
def browser(viewing: StandInViewing, people: StandInPeople) -> Browser:
    """Return a browser that has signed in nowhere."""
    faults: list[Exception] = []
    browser = Browser(site(viewing, people, faults))
    browser.faults = faults
    return browser


@pytest.fixture
def operator(browser: Browser) -> Browser:
    """Return a browser with a session of support's."""
    browser.be("support")
    return browser


@pytest.fixture
def person(browser: Browser) -> Browser:
    """Return a browser with a user's session."""
    browser.be_person()
    return browser
