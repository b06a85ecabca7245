"""Settings: what nobody knows and what cannot be is told before anything starts, all at once."""

from pathlib import Path

import pytest

from zaffre.settings.load import SettingsWrong, load
from zaffre.settings.reference import markdown

GOOD = """
[backends.quick]
engine = "echo"
[models.echo]
[deployments.echo]
model = "echo"
backend = "quick"
"""


def problems(tmp_path: Path, text: str, environ: dict[str, str] | None = None) -> str:
    path = tmp_path / "zaffre.toml"
    path.write_text(text)
    with pytest.raises(SettingsWrong) as wrong:
        load(path, environ or {})
    return str(wrong.value)


def test_the_default_configuration_can_be_used():
    assert "echo" in load(None, {}).deployments


def test_a_small_configuration_can_be_used(tmp_path):
    (tmp_path / "zaffre.toml").write_text(GOOD)
    assert load(tmp_path / "zaffre.toml", {}).deployments["echo"].max_output_tokens == 1024


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("[server]\nprot = 1", "unknown setting `server.prot`; did you mean `server.port`?"),
        ("[backends.quick2]\nengine = 'echo'\ndelya = 1", "did you mean `backends.quick2.delay`?"),
        ("[nonsense]\na = 1", "unknown setting `nonsense`"),
        ("[server]\nport = 'many'", "`server.port`"),
        ("[server]\nport = 70000", "`server.port` must be between 0 and 65535"),
        ("[server]\nmax_body = 0", "`server.max_body` must be at least 1"),
        ("[backends.x]\nengine = 'magic'", "backends"),
        ("[backends.x]\nengine = 'echo'\nthreads = 2", "`backends.x.threads` means nothing to the engine echo"),
        ("[backends.x]\nengine = 'echo'\ndelay = nan", "`backends.x.delay` must be a finite number"),
        ("[backends.x]\nengine = 'artist'", "`backends.x.factory` must be given"),
        ("[backends.x]\nengine = 'artist'\nfactory = 'stripes.py'", "as package.module:name"),
        ("[backends.x]\nengine = 'onnx'\nthreads = 0", "`backends.x.threads` must be at least 1"),
        ("[pictures]\nqueue = 5", "`pictures.queue` must be at least 20"),
        ("[projects.x]\nweight = 0", "`projects.x.weight` must be a finite number above 0"),
        ("[backends.x]\nengine = 'remote'", "`backends.x.url` must be given"),
        ("[backends.x]\nengine = 'remote'\nurl = 'http://a'\ndialect = 'azure'", "`backends.x.api_version` must be"),
        ("[backends.x]\nengine = 'remote'\nurl = 'http://a'\napi_key_env = 'NONE'", "variable is not set"),
        ("[models.x]\nsource = 'ftp://a'", "`models.x.source` must be pypi:PACKAGE"),
        ("[deployments.x]\nmodel = 'a'\nbackend = 'quick'", "there is no such model"),
        ("[deployments.x]\nmodel = 'echo'\nbackend = 'b'", "there is no such backend"),
        ("[deployments.ECHO]\nmodel = 'echo'\nbackend = 'quick'", "without regard to case"),
        ("[deployments.x]\nmodel = 'echo'\nbackend = 'quick'\nmax_output_tokens = 0", "must be at least 1"),
        ("[deployments.x]\nmodel = 'echo'\nbackend = 'quick'\nprice = { input = -1 }", "finite number of at least 0"),
        ("[key_defaults]\nbudget = inf", "`key_defaults.budget` must be a finite number"),
        ("[backends.d]\nengine = 'diffusers'\nsteps = 0", "`backends.d.steps` must be at least 1"),
        ("[backends.d]\nengine = 'diffusers'\nguidance = -1.0", "`backends.d.guidance` must be a finite number"),
        ("[backends.d]\nengine = 'diffusers'\nlora = ['pixels:0.5']", "`backends.d.lora` names 'pixels'"),
        ("[backends.d]\nengine = 'diffusers'\nlora = ['/a.safetensors:inf']", "weight that is not finite"),
        ("[backends.d]\nengine = 'diffusers'\ndevice = 'cpu'\noffload = 'model'", "`backends.d.offload` means nothing"),
        ("[backends.d]\nengine = 'diffusers'\n[deployments.x]\nmodel = 'echo'\nbackend = 'd'", "source` must be given"),
        ("[backends.d]\nengine = 'diffusion'", "backends"),
        ("[access]\nway_in = 'invited'", "`access.way_in`"),
        ("[access]\nway_in = 'open'", "`access.way_in` open needs `mail.host`"),
        ("[access]\nway_in = 'limited'", "`access.way_in` limited needs `mail.host`"),
        ("[access]\nway_in = 'open'\nverify_email = false", "open needs `access.verify_email`"),
        ("[access]\ninvitation_days = 0", "`access.invitation_days` must be between"),
        ("[access]\nunverified_days = 0", "`access.unverified_days` must be between"),
        ("[access.terms]\ntext = 'Be kind.'", "`access.terms.version` must be given"),
        ("[access.terms]\nversion = '1'", "`access.terms.text` or `access.terms.url` must be given"),
        ("[access.starting]\nmodels = ['nope']", "`access.starting.models` names 'nope'"),
        ("[access.starting]\nrequests_per_minute = 0", "`access.starting.requests_per_minute` must be"),
        ("[access.starting]\nbudget = nan", "`access.starting.budget` must be a finite number"),
        ("[access.second_review]\nbudget = -1", "`access.second_review.budget` must be"),
        ("[access.second_review]\ntokens_per_minute = 0", "`access.second_review.tokens_per_minute` must be"),
        ("[mail]\nhost = 'a'", "`mail.sender` must be given"),
        ("[mail]\nsender = 'a@example.com'", "`mail.sender` means nothing without `mail.host`"),
        ("[mail]\nhost = 'a'\nsender = 'nobody'\nurl = 'http://a'", "`mail.sender` must be an address"),
        ("[mail]\nhost = 'a'\nusername = 'u'", "must be given together"),
        ("[mail]\nhost = 'a'\nusername = 'u'\npassword_env = 'P'", "`mail.password_env` names P, and that"),
        ("[mail]\nhost = 'a'\nusername = 'u'\nsecurity = 'none'", "for all to read"),
        ("[mail]\nurl = 'ftp://a'", "`mail.url` must begin with http"),
        ("[mail]\nport = 0", "`mail.port` must be between"),
        ("[mail]\ntimeout = 0.0", "`mail.timeout` must be above 0"),
        ("[mail]\ngive_up_hours = 0", "`mail.give_up_hours` must be between"),
        ("[backends.l]\nengine = 'llamacpp'\n[deployments.x]\nmodel = 'echo'\nbackend = 'l'", "source` must be given"),
    ],
)
def test_what_is_wrong_is_told_with_its_name(tmp_path, wrong, told):
    assert told in problems(tmp_path, GOOD + wrong)


def test_all_contradictions_are_told_at_once(tmp_path):
    told = problems(tmp_path, GOOD + "[server]\nport = -1\nmax_body = 0")
    assert told.count("\n  - ") == 2


def test_no_deployment_is_a_problem(tmp_path):
    assert "no deployment is declared" in problems(tmp_path, "")


def test_a_file_that_is_no_toml_is_told(tmp_path):
    assert "is not valid TOML" in problems(tmp_path, "[server")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SettingsWrong, match="cannot be read"):
        load(tmp_path / "none.toml", {})


def test_the_reference_has_a_help_for_every_setting():
    rows = [line for line in markdown().splitlines() if line.startswith("| `")]
    assert rows and [row for row in rows if row.endswith("|  |") and "`model`" not in row] == []
