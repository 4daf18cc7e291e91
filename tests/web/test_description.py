"""The description is true: what it allows is answered as it says. OpenAPI 3.1"""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
)

from glassine.web.api.description import description
from web.browser import Browser

BESIDE = [
    positive_data_acceptance,  # a word may not read as an address: that is 400
    negative_data_rejection,  # an empty filter is none, an unknown one is passed over
]
EXAMPLES = 40  # of each call, good and bad
ASKED = description() | {"security": []}  # test_api.py tells who may ask
CALLS = [
    found.ok() for found in schemathesis.openapi.from_dict(ASKED).get_all_operations()
]
WITH_WORDS = [call for call in CALLS if call.query or call.path_parameters]


def answered(browser: Browser, case: Case) -> None:
    """Ask, and hold the answer against the description."""
    asked = case.as_transport_kwargs(base_url="http://mail.example.org")
    answer = browser.ask("GET", asked["url"], params=asked["params"])
    case.validate_response(answer, excluded_checks=BESIDE)
    assert browser.faults == []


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.label)
def test_what_the_description_allows_is_answered_as_it_says(
    browser: Browser, call: APIOperation
) -> None:
    browser.be("support")

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(case=call.as_strategy())
    def try_all(case: Case) -> None:
        answered(browser, case)

    try_all()


@pytest.mark.parametrize("call", WITH_WORDS, ids=lambda call: call.label)
def test_what_it_does_not_allow_breaks_nothing(
    browser: Browser, call: APIOperation
) -> None:
    browser.be("support")

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(case=call.as_strategy(GenerationMode.NEGATIVE))
    def try_all(case: Case) -> None:
        answered(browser, case)

    try_all()
