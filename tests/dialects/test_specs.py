"""Whatever the published descriptions allow or forbid is answered, and never with a 5xx."""

import json
import os
from pathlib import Path

import pytest
import requests
import schemathesis
import yaml
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

FOLDER = Path(os.environ.get("ZAFFRE_SPECS", Path(__file__).parents[3] / "shared" / "wire" / "specs"))
EXAMPLES = os.environ.get("ZAFFRE_EXAMPLES")
"""How many of each kind to try anew; where not said, the same few each time."""
DESCRIBED = {
    "openai.yaml": "/v1",
    "azure-openai-v1.json": "/openai/v1",
    "azure-openai-2024-10-21.cleaned.yaml": "/openai",
}
"""Each description, and where our server has its paths."""
SERVED = {
    "openai.yaml": {
        "post": [
            "/chat/completions",
            "/completions",
            "/embeddings",
            "/images/edits",
            "/images/generations",
            "/images/variations",
            "/moderations",
            "/responses",
        ],
        "get": ["/models", "/models/{model}"],
    },
    "azure-openai-v1.json": {
        "post": ["/chat/completions", "/embeddings", "/responses"],
        "get": ["/models", "/models/{model}"],
    },
    "azure-openai-2024-10-21.cleaned.yaml": {
        "post": [
            "/deployments/{deployment-id}/chat/completions",
            "/deployments/{deployment-id}/completions",
            "/deployments/{deployment-id}/embeddings",
            "/deployments/{deployment-id}/images/generations",
        ]
    },
}
OPERATIONS = [
    (name, method, path) for name, methods in SERVED.items() for method, paths in methods.items() for path in paths
]
NULL = {"enum": [None]}
SEEN = {
    "embedding": {"type": "string"},
    "prompt_cache_key": NULL,
    "safety_identifier": NULL,
    "size": {"type": "string"},
    "system_fingerprint": NULL,
    "user": NULL,
}
"""What fields hold on the wire, against their description."""
REFUSED = {"background", "conversation", "max_tool_calls", "previous_response_id", "prompt", "reasoning", "store"}
"""What a response must not ask for, left out so that something is left to be tried."""
ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["message", "code", "param", "type"],
            "properties": {"message": {"type": "string", "minLength": 1}},
        }
    },
}
"""The descriptions say little of errors, so their shape is patched in."""


@pytest.fixture(scope="session")
def schemas():
    """Each description, cut down to what is served."""
    if not FOLDER.is_dir():
        pytest.skip("the published descriptions are not here; name their folder in ZAFFRE_SPECS")
    return {name: _schema(name) for name in DESCRIBED}


@pytest.fixture(scope="session")
def caller(server):
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {server.key}"
        yield session


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("name", "method", "path"), OPERATIONS)
def test_no_call_that_is_described_or_forbidden_breaks_the_server(server, caller, schemas, name, method, path, mode):
    operation = schemas[name][path][method]

    @settings(
        max_examples=int(EXAMPLES or 40),
        derandomize=EXAMPLES is None,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        _aim(case)
        case.call_and_validate(
            base_url=server.url + DESCRIBED[name],
            session=caller,
            checks=[not_a_server_error, status_code_conformance, response_schema_conformance],
        )

    ask()


def _schema(name):
    raw = yaml.load((FOLDER / name).read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    # YAML takes an api-version for a date.
    raw = json.loads(json.dumps(raw, default=str))
    told = {"description": "An error.", "content": {"application/json": {"schema": ERROR}}}
    paths = {}
    for method, kept in SERVED[name].items():
        for path in kept:
            operation = raw["paths"][path][method]
            good = {code: answer for code, answer in operation["responses"].items() if code.startswith("2")}
            paths[path] = {method: operation | {"responses": good | {"default": told}}}
    _loosen(raw["components"])
    return schemathesis.openapi.from_dict({**raw, "paths": paths})


def _loosen(node):
    """Allow what was seen on the wire too."""
    if isinstance(node, dict):
        for name in SEEN.keys() & node.keys():
            if isinstance(node[name], dict):
                node[name] = {"anyOf": [node[name], SEEN[name]]}
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _loosen(inner)


def _aim(case):
    """Name a key, a deployment and a version that are there, so that calls get past the first steps."""
    for name in ("api-key", "authorization"):
        case.headers.pop(name, None)
    if isinstance(case.body, dict) and isinstance(case.body.get("model", ""), str):
        case.body["model"] = "omni-moderation-latest" if case.path == "/moderations" else "echo"
    if isinstance(case.body, dict) and case.path == "/responses":
        case.body = {"input": "Hello"} | {name: value for name, value in case.body.items() if name not in REFUSED}
    for name in ("model", "deployment-id"):
        if name in case.path_parameters:
            case.path_parameters[name] = "echo"
    if "deployment-id" in case.path_parameters:
        case.query["api-version"] = "2024-10-21"
