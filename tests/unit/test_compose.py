"""The services for Docker Compose name commands, options, extras and settings that there are; they are not run here."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import typer
import yaml
from valkey.connection import parse_url

from zaffre.cli.app import app
from zaffre.settings.load import load
from zaffre.settings.storage import COUNTERS, DATABASE
from zaffre.storage.address import parse

ROOT = Path(__file__).parents[2]
FILE = ROOT / "examples" / "compose.yaml"
ASKED = re.compile(r"\$\{(\w+):\?\}")
"""What whoever starts them has to say; Compose refuses to start without."""
NODES = ("one", "two")


@pytest.fixture(scope="module")
def composed():
    return yaml.safe_load(ASKED.sub(lambda found: f"said-{found[1].lower()}", FILE.read_text()))


@pytest.fixture(scope="module")
def services(composed):
    return composed["services"]


def commands(service):
    """What a shell runs in it, word by word."""
    shell, option, line = service["command"]
    assert (shell, option) == ("sh", "-c")
    return [shlex.split(part) for part in line.split("&&")]


def test_what_is_asked_of_the_reader_is_told_in_the_first_lines():
    text = FILE.read_text()
    head = text.partition("services:")[0]
    assert {name for name in ASKED.findall(text)} == set(re.findall(r"export (\w+)=", head))


@pytest.mark.parametrize("name", NODES)
def test_a_node_is_told_by_variables_that_the_settings_read(services, name):
    environ = services[name]["environment"]
    assert set(environ) == {DATABASE, COUNTERS}
    settings = load(None, environ)
    assert (settings.storage.url, settings.counters.store) == (environ[DATABASE], "valkey")


def test_the_addresses_are_those_of_the_other_services_with_their_passwords(services):
    environ, postgres = services["one"]["environment"], services["postgres"]["environment"]
    database = parse(environ[DATABASE])
    assert (database.host, database.port) == ("postgres", None)
    told = (database.username, database.password, database.database)
    assert told == tuple(postgres[f"POSTGRES_{name}"] for name in ("USER", "PASSWORD", "DB"))
    counters, command = parse_url(environ[COUNTERS]), services["valkey"]["command"]
    assert (counters["host"], counters["password"]) == ("valkey", command[command.index("--requirepass") + 1])


@pytest.mark.parametrize("name", NODES)
def test_a_node_installs_extras_and_serves_with_options_that_there_are(services, name):
    install, run = commands(services[name])
    extras = re.fullmatch(r"\.\[([\w,]+)\]", install[-1])[1].split(",")
    known = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert {"postgres", "valkey"} == set(extras) <= set(known)
    program, verb, *options = run
    serve = typer.main.get_command(app).commands[verb]
    given = serve.make_context(verb, options).params
    assert (program, given["host"]) == ("zaffre", "0.0.0.0")
    assert f"{name}:{given['home']}" in services[name]["volumes"]
    outer, inner = services[name]["ports"][0].split(":")
    assert int(inner) == load(None, {}).server.port and outer.isdigit()


def test_every_volume_is_declared_and_no_two_nodes_share_a_home_or_a_port(composed, services):
    named = [mount.partition(":")[0] for one in services.values() for mount in one["volumes"]]
    assert set(named) - {".."} == set(composed["volumes"])
    assert services["one"]["ports"] != services["two"]["ports"]
    assert set(services["one"]["volumes"]) & set(services["two"]["volumes"]) == {"..:/zaffre"}


def test_nodes_wait_for_services_that_tell_when_they_are_ready(services):
    for name in NODES:
        waits = services[name]["depends_on"]
        assert set(waits) == {"postgres", "valkey"}
        for other, how in waits.items():
            assert how["condition"] != "service_healthy" or "healthcheck" in services[other]
