"""What administration binds a project to holds for its calls, in place of what the settings say."""

import subprocess
from pathlib import Path

import requests

from tests.house import ECHO, FILTERED, ZAFFRE, House, eventually

FORBIDDEN = "Please sing of the forbidden fruit."


def change(house: House, project: str, *options: str) -> subprocess.CompletedProcess:
    command = [*ZAFFRE, "projects", "change", project, "--home", str(house.home), "--config", str(FILTERED), *options]
    return subprocess.run(command, capture_output=True, text=True)


def is_blocked(house: House, key: str) -> bool:
    body = {"model": "echo", "messages": [{"role": "user", "content": FORBIDDEN}], "max_tokens": 3}
    answer = requests.post(f"{house.url}/v1/chat/completions", json=body, headers={"api-key": key}, timeout=10)
    if answer.ok:
        return False
    assert answer.json()["error"]["code"] == "content_filter", answer.text
    return True


def test_a_policy_holds_for_the_projects_next_calls_alone(filtered):
    bound, other = (filtered.make_key("--project", name) for name in ("bound", "other"))
    assert is_blocked(filtered, bound)
    assert change(filtered, "bound", "--policy", "answers").returncode == 0
    eventually(lambda: not is_blocked(filtered, bound), 3)
    assert is_blocked(filtered, other)
    assert change(filtered, "bound", "--policy", "-").returncode == 0
    eventually(lambda: is_blocked(filtered, bound), 3)


def test_a_policy_that_is_not_there_is_refused_with_its_name(filtered):
    refused = change(filtered, "default", "--policy", "no-such")
    assert refused.returncode == 1
    assert "no-such" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_server_does_not_start_without_a_policy_that_a_project_has(tmp_path: Path):
    house = House(tmp_path, FILTERED)
    assert change(house, "default", "--policy", "answers").returncode == 0
    command = [*ZAFFRE, "serve", "--home", str(tmp_path), "--config", str(ECHO), "--port", "0"]
    refused = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert refused.returncode == 1
    assert "'answers'" in refused.stderr
    assert "zaffre projects change" in refused.stderr
