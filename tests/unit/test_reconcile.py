"""A provider's bill beside the ledger: lines are read as they are downloaded, and differences explained."""

import json

import pytest

from zaffre.core.errors import BadRequest
from zaffre.ledger.reconcile import Own, compare, model_of
from zaffre.wire.organization.invoices import decode

DAY = 1_795_737_600
UNIT = 1_000_000_000
OPENAI = f"""start_time,end_time,amount_value,amount_currency,line_item,project_id
{DAY},{DAY + 86_400},1.25,usd,"gpt-4o-mini-2024-07-18, input",proj_1
{DAY},{DAY + 86_400},0.75,usd,"gpt-4o-mini-2024-07-18, output",proj_1
"""
AZURE = """\ufeffDate,MeterCategory,MeterSubCategory,MeterName,Quantity,CostInBillingCurrency,BillingCurrency
11/27/2026,Cognitive Services,Azure OpenAI,gpt 4o mini 0718 Inp glbl Tokens,10,2.0,USD
11/27/2026,Storage,Tables,LRS Data Stored,10,99.0,USD
"""
KNOWN = {"gpt-4o": "gpt-4o", "gpt-4o-mini": "small"}


def reasons(own: Own | None, *lines: tuple[int, str, int]) -> tuple[str, ...]:
    [row] = compare(lines, {} if own is None else {(DAY, "small"): own}, KNOWN)
    return row.reasons


def test_openais_export_and_azures_are_read_alike():
    openai, azure = decode(OPENAI.encode()), decode(AZURE.encode())
    assert (openai.provider, azure.provider) == ("openai", "azure")
    for bill in (openai, azure):
        [row] = compare([(line.day, line.item, line.amount) for line in bill.lines], {}, KNOWN)
        assert (row.day, row.model, row.billed) == (DAY, "small", 2 * UNIT)


def test_openais_costs_are_read_as_they_are_answered():
    result = {"object": "organization.costs.result", "amount": {"value": 0.06, "currency": "usd"}, "line_item": None}
    page = {"object": "page", "data": [{"start_time": DAY, "end_time": DAY + 86_400, "results": [result]}]}
    [line] = decode(json.dumps(page).encode()).lines
    assert (line.day, line.item, line.amount, line.currency) == (DAY, "", 60_000_000, "usd")


def usage_page(**result: object) -> str:
    told = {"object": "organization.usage.completions.result", "input_tokens": 1000, "output_tokens": 500}
    told |= {"num_model_requests": 5, "model": "gpt-4o-mini-2024-07-18", "project_id": None, "batch": None}
    bucket = {"object": "bucket", "start_time": DAY, "end_time": DAY + 86_400, "results": [told | result]}
    return json.dumps({"object": "page", "data": [bucket], "has_more": False, "next_page": None})


def test_openais_usage_is_compared_by_tokens():
    invoice = decode(usage_page().encode())
    assert invoice.operations == ("chat", "completion")
    own = {(DAY, "small"): Own(input_tokens=1000, output_tokens=400, cost=UNIT, requests=5)}
    found = {}
    for line in invoice.lines:
        [row] = compare([(line.day, line.item, line.amount)], own, KNOWN, line.measure)
        found[row.measure] = (row.counted, row.billed, row.reasons)
    assert found == {"input_tokens": (1000, 1000, ("equal",)), "output_tokens": (400, 500, ("counting",))}


def test_usage_that_tells_no_models_is_compared_by_days():
    lines = decode(usage_page(model=None).encode()).lines
    own = {(DAY, name): Own(input_tokens=500, requests=1) for name in ("small", "gpt-4o")}
    [row] = compare([(lines[0].day, lines[0].item, lines[0].amount)], own, KNOWN, "input_tokens")
    assert (row.model, row.counted, row.reasons) == ("", 1000, ("equal",))


@pytest.mark.parametrize("told", [None, "many", -1, 1.5, True, 10**30])
def test_what_is_no_number_of_tokens_is_refused(told):
    with pytest.raises(BadRequest, match="output_tokens"):
        decode(usage_page(output_tokens=told).encode())


def test_usage_and_costs_are_not_mixed():
    cost = {"object": "organization.costs.result", "amount": {"value": 1, "currency": "usd"}, "line_item": None}
    page = {"data": [{"start_time": DAY, "results": [cost]}]}
    with pytest.raises(BadRequest, match="by itself"):
        decode(f"[{usage_page()}, {json.dumps(page)}]".encode())


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1]", "{}", "a,b\n1,2\n", OPENAI.replace("1.25", "much"), OPENAI.replace("1.25", "nan"),
     OPENAI.replace(str(DAY), "soon"), AZURE.replace("11/27/2026", "today"), "\x00\xff"],
)  # fmt: skip
def test_what_is_no_bill_is_refused_as_such(text):
    with pytest.raises(BadRequest) as refused:
        decode(text.encode("latin-1", "ignore"))
    assert refused.value.param == "invoice"


def test_the_longest_name_that_fits_is_the_model():
    assert model_of("gpt-4o-mini-2024-07-18, cached input", KNOWN) == "small"
    assert model_of("gpt 4o 0513 Input", KNOWN) == "gpt-4o"
    assert model_of("dall-e-3", KNOWN) == "dall-e-3"


def test_figures_within_a_hundredth_agree():
    assert reasons(Own(cost=2 * UNIT, requests=1), (DAY, "gpt-4o-mini", int(2.01 * UNIT))) == ("equal",)


@pytest.mark.parametrize(
    ("own", "billed", "expected"),
    [
        (None, 2, ("missing_here",)),
        (Own(cost=2 * UNIT, requests=1), 4, ("doubled_there", "price")),
        (Own(cost=4 * UNIT, requests=1), 2, ("doubled_here", "price")),
        (Own(cost=2 * UNIT, requests=9, estimated=3), 3, ("estimated",)),
        (Own(cost=2 * UNIT, requests=9, cancelled=1), 3, ("cancelled",)),
        (Own(cost=2 * UNIT, requests=9), 3, ("price",)),
    ],
)
def test_differences_are_explained(own, billed, expected):
    assert reasons(own, (DAY, "gpt-4o-mini", billed * UNIT)) == expected


def test_what_was_not_billed_is_told():
    assert reasons(Own(cost=UNIT, requests=1)) == ("missing_there",)


def test_a_bill_without_models_is_compared_by_days():
    own = {(DAY, "small"): Own(cost=UNIT, requests=1), (DAY, "gpt-4o"): Own(cost=2 * UNIT, requests=1)}
    [row] = compare([(DAY, "", 3 * UNIT)], own, KNOWN)
    assert (row.model, row.own.requests, row.reasons) == ("", 2, ("equal",))
