"""Malformed requests to administration: each is a 4xx that says what is wrong, whatever it is made of."""

import base64
import http.client
import json
from contextlib import closing

import pytest

from tests.dialects.test_mass_assignment import BODIES, credential, writes
from tests.walking import asked, rules

DEEP = b'{"a": ' * 20_000 + b"1" + b"}" * 20_000
RAW = {
    "half": b'{"name":',
    "a list": b"[]",
    "no UTF-8": b'{"name": "\xff"}',
    "twice": b'{"name": "x", "name": "y"}',
    "no number": b'{"name": NaN}',
    "half a character": b'{"name": "\\ud800"}',
    "deep": DEEP,
}
EVIL = [None, True, -1, 1e308, 10**30, "", "\0", "x" * 50_000, "\u202e𝕊\r\n", {}, [[]], ["x"] * 5000]


def send(world, method, target, body=None):
    with closing(http.client.HTTPConnection(*world.house.address, timeout=30)) as connection:
        sender = credential(world, target)
        connection.request(method, target, body, {"content-type": "application/json"} | sender)
        answer = connection.getresponse()
        return answer.status, answer.read()


def refused(answer, where=""):
    status, body = answer
    assert 400 <= status < 500, f"{where}: {status} {body[:300]}"
    error = json.loads(body)["error"]
    assert error["message"] and error["code"], f"{where}: {body[:300]}"
    return error


@pytest.mark.parametrize("kind", RAW)
def test_what_is_no_sound_object_is_refused_by_every_write(world, kind):
    for method, path, operation in writes():
        told = refused(send(world, method, asked(path, operation, world.ids), RAW[kind]), f"{method} {path}")
        # Some take no body at all, and some say first which field they miss.
        assert told["code"] in ("invalid_json", "missing_required_parameter"), f"{path}: {told}"


@pytest.mark.parametrize(("method", "path", "operation"), writes())
def test_no_value_in_any_field_is_more_than_a_refusal(world, method, path, operation):
    known = BODIES[path.removeprefix("/v1")]
    for name in known:
        for value in EVIL:
            # A field that nobody knows has the body refused at last, so that nothing changes.
            body = json.dumps(known | {name: value, "nobody_knows": 1}).encode()
            told = refused(send(world, method, asked(path, operation, world.ids), body), f"{name}={str(value)[:20]}")
            assert told["param"], told


def test_more_parameters_than_anybody_needs_are_refused(world):
    query = "&".join(f"a{number}=1" for number in range(101))
    for method, path, operation, _ in rules():
        if method == "GET" and path.startswith(("/v1/organization", "/v1/me", "/v1/models")):
            told = refused(send(world, method, f"{asked(path, operation, world.ids)}?{query}"), path)
            assert told["code"] == "too_many_parameters"


@pytest.mark.parametrize("value", ["-1", "9" * 400, "1e400", "NaN", "%00", "%ED%A0%80", "2023-13-45", "x" * 7000])
def test_times_and_sizes_that_cannot_be_are_refused_by_name(world, value):
    for path, name in (
        ("/v1/organization/usage/completions", "start_time"),
        ("/v1/organization/costs", "start_time"),
        ("/v1/organization/audit_logs", "limit"),
        ("/v1/organization/users", "limit"),
    ):
        assert refused(send(world, "GET", f"{path}?{name}={value}"), path)["param"] == name


def test_an_invoice_that_is_nested_without_end_is_refused(world):
    assert "deeply" in refused(send(world, "POST", "/v1/organization/reconciliation", b"[" * 100_000))["message"]


def test_a_passkey_that_is_nested_without_end_is_none(world):
    told = base64.urlsafe_b64encode(DEEP).decode().rstrip("=")
    body = {"credential": {"id": "a", "rawId": "YQ", "type": "public-key", "response": {"clientDataJSON": told}}}
    assert refused(send(world, "POST", "/v1/auth/passkeys/verify", json.dumps(body).encode()))["code"]


@pytest.mark.parametrize("odd", ["%00", "%FF", "..%2f..", "x" * 3000, "%ED%A0%80", "a%0d%0ab"])
def test_an_id_that_is_none_is_not_found(world, odd):
    for place in ("users", "projects", "groups", "roles", "invitations", "applications", "budgets"):
        status, body = send(world, "GET", f"/v1/organization/{place}/{odd}")
        assert status in (400, 404) and json.loads(body)["error"]["message"], f"{place}: {status} {body[:200]}"
