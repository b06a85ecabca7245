"""`zaffre policies`: list, show, test and evaluate, with a stand-in for the classifier."""

import json
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from tests.pictures import flat, photo
from tests.stand_ins import HARM, MAGENTA, StandInPictures
from tests.unit.test_evaluation import Probable
from zaffre.cli.app import app
from zaffre.cli.shared import Failed
from zaffre.core.pictures import Output
from zaffre.imaging.writing import write

SETTINGS = """
[safety]
policy = "house"

[policies.house]
base = "default"
description = "Ours."
personal_data = [{ action = "redact", kinds = ["email"] }]
blocklists = [{ name = "codenames" }]
content_filters = [{ name = "violence", blocking = false }]

[policies.unwatched]
filters = []

[blocklists.codenames]
terms = ["blue heron"]

[projects.lab]
policy = "annotate"
may_choose = ["strict"]

[backends.echo]
engine = "echo"
[models.echo]
[deployments.echo]
model = "echo"
backend = "echo"
policy = "strict"
"""


@pytest.fixture(autouse=True)
def stand_in(monkeypatch):
    for place in ("zaffre.safety.classifier.classifier", "zaffre.safety.evaluation.scoring"):
        monkeypatch.setattr(f"{place}.Classifier", lambda **_: Probable())


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "zaffre.toml"
    path.write_text(SETTINGS)
    return str(path)


def policies(*arguments: str, said: str | bytes | None = None) -> str:
    result = CliRunner().invoke(app, ["policies", *arguments], input=said, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_list_tells_where_each_is_bound(config):
    found = {one["name"]: one for one in json.loads(policies("list", "--json", "--config", config))}
    assert found.keys() == {"default", "strict", "annotate", "house", "unwatched"}
    assert found["house"]["bound"] == ["installation"]
    assert found["strict"]["bound"] == ["deployment echo", "project lab may choose it"]
    assert found["annotate"]["bound"] == ["project lab"]
    assert (found["annotate"]["mode"], found["annotate"]["fail"]) == ("asynchronous", "open")
    assert found["house"]["version"] in policies("list", "--config", config)


def test_a_policy_is_shown_with_every_rule(config):
    shown = policies("show", "house", "--config", config)
    rows = [line.split() for line in shown.splitlines()]
    assert ["prompt", "hate", "block", "medium"] in rows
    assert ["completion", "violence", "annotate"] in rows
    assert ["prompt", "jailbreak", "block"] in rows
    assert ["completion", "jailbreak", "block"] not in rows
    assert ["prompt", "blocklist", "codenames", "block"] in rows
    assert ["prompt", "personal", "data:", "email", "redact"] in rows


def test_a_policy_is_shown_as_json(config):
    told = json.loads(policies("show", "house", "--json", "--config", config))
    assert told["completion"]["rules"]["violence"]["blocking"] is False
    assert told["bound"] == ["installation"]


def test_an_unknown_policy_is_told_with_those_that_there_are(config):
    for words in (["show", "hose"], ["test", "Hello", "--policy", "hose"]):
        with pytest.raises(Failed, match=r"no policy 'hose'.*house"):
            policies(*words, "--config", config)


def test_a_text_is_tried_under_each_policy(config):
    text = f"Tell me of {HARM} now"
    found = {
        one["policy"].split("@")[0]: one for one in json.loads(policies("test", text, "--json", "--config", config))
    }
    assert found["default"]["does"] == "block, for violence"
    assert found["house"]["does"] == "pass, and annotate violence"
    assert found["unwatched"]["does"] == "pass unseen, as it asks no filter"
    assert found["unwatched"]["categories"] == []
    violence = next(one for one in found["default"]["categories"] if one["category"] == "violence")
    assert violence == {
        "category": "violence",
        "does": "block",
        "severity": "high",
        "score": 0.9,
        "start": 11,
        "end": 18,
        "text": HARM,
        "detail": None,
        "source": "stand-in-1",
    }


def test_rules_are_tried_as_well(config):
    text = "Write to ann@example.com of the blue heron"
    (found,) = json.loads(policies("test", text, "--policy", "house", "--json", "--config", config))
    assert found["does"] == "block, for custom_blocklists"
    rows = {one["category"]: one for one in found["categories"]}
    assert rows["custom_blocklists"]["text"] == "blue heron"
    assert rows["custom_blocklists"]["source"] == "blocklist codenames"
    assert rows["personally_identifiable_information"]["does"] == "redact"


def test_a_text_comes_from_the_input_too(config):
    shown = policies("test", "--policy", "default", "--config", config, said=f"So {HARM}\n")
    assert shown.startswith("default@")
    assert "block, for violence" in shown
    assert "stand-in-1" in shown


def test_what_a_text_says_is_shown_as_it_is(config):
    path = config.replace("zaffre.toml", "brackets.toml")
    with open(path, "w") as file:
        file.write(SETTINGS.replace('terms = ["blue heron"]', "regexes = ['\\[/b\\].\\[1m']"))
    shown = policies("test", "so [/b]\x1b[1m", "--policy", "house", "--config", path)
    assert "[/b] [1m" in shown


def test_attacks_are_looked_for_by_who_speaks(config):
    for voice, category in (("user", "jailbreak"), ("document", "indirect_attack"), ("tool", "indirect_attack")):
        told = policies("test", "zorblix", "--policy", "strict", "--voice", voice, "--json", "--config", config)
        assert json.loads(told)[0]["does"] == f"block, for {category}"
    told = policies("test", "zorblix", "--policy", "strict", "--direction", "completion", "--json", "--config", config)
    assert json.loads(told)[0]["does"] == "pass"


@pytest.mark.parametrize("said", [" \n", b"\xff\xfe"])
def test_an_input_that_says_nothing_is_refused(config, said):
    with pytest.raises(Failed, match=r"no text|not valid UTF-8"):
        policies("test", "--config", config, said=said)


@pytest.fixture
def files(tmp_path):
    lines = (
        {"text": f"so {HARM}", "labels": {"violence": 1}, "harmful": True},
        {"text": "so calm", "labels": {"violence": 0}, "harmful": False},
    )
    paths = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for path in paths:
        path.write_text("\n".join(map(json.dumps, lines)))
    return [str(path) for path in paths]


def test_files_are_evaluated_each_and_together(config, files):
    told = json.loads(policies("evaluate", *files, "--json", "--config", config))
    assert told["policy"].startswith("default@")
    assert told["classifier"] == "stand-in-1"
    assert [(one["name"], one["texts"]) for one in told["sets"]] == [(files[0], 2), (files[1], 2), ("all together", 4)]
    figures = {one["category"]: one for one in told["sets"][2]["figures"]}
    assert figures["any harm"]["f1"] == 1.0
    assert figures["violence"]["auprc"] == 1.0


def test_an_evaluation_is_told_in_tables_and_drawn(config, files, tmp_path):
    picture = tmp_path / "curves.svg"
    shown = policies("evaluate", files[0], "--policy", "house", "--plot", str(picture), "--config", config)
    assert "house@" in shown
    assert "Over-refusal: 0.00% of 1 harmless texts" in shown
    assert "Settled by the gate: 50.0%" in shown
    assert "flagged" in shown
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")


def test_a_bad_line_ends_the_evaluation(config, tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "a", "labels": {"hate": 7}}')
    with pytest.raises(Failed, match=r"bad.jsonl, line 1: labels.hate: must be 0 or 1"):
        policies("evaluate", str(path), "--config", config)
    with pytest.raises(Failed, match="cannot be read"):
        policies("evaluate", str(tmp_path / "none.jsonl"), "--config", config)


@pytest.fixture
def pictures(tmp_path, monkeypatch):
    monkeypatch.setattr("zaffre.safety.pictures.build.EmbeddedPictures", lambda network: StandInPictures())
    for name, pixels in (("calm.png", photo(64, 64)), ("bad.png", flat(64, 64, MAGENTA))):
        (tmp_path / name).write_bytes(write(pixels, Output()))
    return [str(tmp_path / name) for name in ("calm.png", "bad.png")]


def test_pictures_are_looked_at_without_a_server(config, pictures):
    calm, bad = json.loads(policies("look", *pictures, "--config", config, "--json"))
    assert (calm["picture"], calm["does"], calm["severity"], calm["score"]) == (pictures[0], "pass", "safe", 0.01)
    assert (bad["does"], bad["category"], bad["severity"]) == ("block, for sexual", "sexual", "high")


def test_pictures_that_nobody_looks_at_are_told_of(config, pictures):
    told = json.loads(policies("look", pictures[1], "--policy", "unwatched", "--config", config, "--json"))
    assert [row["does"] for row in told] == ["pass unseen"]


def test_a_file_that_is_no_picture_is_told_of(config, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Anna")
    with pytest.raises(Failed, match="not a picture"):
        policies("look", str(path), "--config", config)
    with pytest.raises(Failed, match="No such file"):
        policies("look", str(tmp_path / "nothing.png"), "--config", config)


@pytest.mark.parametrize(
    "asked", [["policies", "show", "house@9"], ["usage"], ["usage", "verify"], ["usage", "export"]]
)
def test_commands_read_the_database_that_the_configuration_names(tmp_path, monkeypatch, asked):
    monkeypatch.delenv("ZAFFRE_DATABASE_URL", raising=False)
    nowhere = '\n[storage]\nurl = "postgresql://anna:secret@127.0.0.1:1/nowhere"\n'
    (tmp_path / "away.toml").write_text(SETTINGS + nowhere)
    options = ["--home", str(tmp_path / "home"), "--config", str(tmp_path / "away.toml")]
    with pytest.raises(Failed, match=r"127\.0\.0\.1:1/nowhere") as failed:
        CliRunner().invoke(app, [*asked, *options], catch_exceptions=False)
    assert "secret" not in str(failed.value)
