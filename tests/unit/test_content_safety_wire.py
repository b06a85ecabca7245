"""Azure AI Content Safety on the wire: whatever comes is understood or refused, and refusals keep their shape."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaffre.core import errors
from zaffre.core.verdicts import Outcome, Verdict
from zaffre.wire import blocklists, content_safety, content_safety_dialect, content_safety_images
from zaffre.wire.blocklists import Page

FIELDS = ["text", "categories", "blocklistNames", "haltOnBlocklistHit", "outputType", "userPrompt", "documents",
          "blocklistItems", "blocklistItemIds", "isRegex", "description", "blocklistName", "image", "content",
          "blobUrl"]  # fmt: skip
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("Hate"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(FIELDS), values, max_size=4))
def test_whatever_comes_is_understood_or_refused(body):
    for decode in (
        lambda: content_safety.decode_analysis(body, "guard"),
        lambda: content_safety.decode_shielding(body, "guard"),
        lambda: content_safety_images.decode(body, "guard"),
        lambda: blocklists.decode_description(body, "words"),
        lambda: blocklists.decode_items(body),
        lambda: blocklists.decode_removal(body),
    ):
        with suppress(errors.BadRequest):
            decode()


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_whatever_a_query_says_is_a_page_or_refused(top, skip, size):
    with suppress(errors.BadRequest):
        page = blocklists.decode_page(top, skip, size)
        assert page.skip >= 0 and 0 <= page.limit <= blocklists.MAX_PAGE


@given(st.integers(0, 50), st.integers(1, 20), st.none() | st.integers(0, 60))
def test_pages_in_a_row_have_each_item_once(skip, size, top):
    items, seen, page = list(range(40)), [], Page(skip, size, top)
    while page is not None and page.skip < len(items):
        seen += items[page.skip : page.skip + page.limit]
        page = page.next()
    assert seen == items[skip:][:top]


PROBLEMS = [
    (errors.Unauthorized("zf-…"), "401"),
    (errors.Forbidden("no"), "Forbidden"),
    (errors.BadRequest("no", param="text", code="invalid_type"), "InvalidRequestBody"),
    (errors.BadRequest("no", param="blocklistName", code="InvalidResourceName"), "InvalidResourceName"),
    (errors.NotFound("no", code="ResourceNotFound"), "ResourceNotFound"),
    (errors.NotFound("no"), "404"),
    (errors.MethodNotAllowed("no"), "MethodNotAllowed"),
    (errors.BodyTooLarge("no"), "InvalidRequestBody"),
    (errors.NotJson("no"), "InvalidRequestBody"),
    (errors.RateLimited("requests", "Wait.", 2.0, {}), "TooManyRequests"),
    (errors.BudgetSpent("no"), "TooManyRequests"),
    (errors.FilterDown(1.0), "ServerBusy"),
    (errors.Unavailable("no"), "ServerBusy"),
    (errors.Problem("no"), "InternalError"),
]


@pytest.mark.parametrize(("problem", "code"), PROBLEMS, ids=lambda one: one if isinstance(one, str) else "")
def test_every_problem_has_azures_shape(problem, code):
    error = json.loads(content_safety_dialect.encode(problem))["error"]
    assert error["code"] == code
    assert error["message"] and isinstance(error["details"], list)
    assert set(error) <= {"code", "message", "target", "details", "innererror"}


def verdict(severity, score):
    outcomes = (Outcome("violence", severity),)
    return Verdict(policy="default@1", direction="prompt", outcomes=outcomes, scores={"violence": score})


@pytest.mark.parametrize(
    ("severity", "score", "four", "eight"),
    [("safe", 0.1, 0, 0), ("safe", 0.6, 0, 1), ("low", 0.9, 2, 2), ("medium", 0.9, 4, 4), ("high", 1.0, 6, 6)],
)
def test_severities_are_levels(severity, score, four, eight):
    for output_type, level in (("FourSeverityLevels", four), ("EightSeverityLevels", eight)):
        body = {"text": "a", "categories": ["Violence"], "outputType": output_type}
        asked = content_safety.decode_analysis(body, "guard")
        told = json.loads(content_safety.encode_analysis(asked, [verdict(severity, score)], []))
        assert told["categoriesAnalysis"] == [{"category": "Violence", "severity": level}]
