"""Half-configured ways of signing in refuse to start, and say which setting it is."""

import pytest

from tests.house import ECHO
from zaffre.settings.load import SettingsWrong, load

WHOLE = """
[oidc.work]
issuer = "https://id.example.com"
client_id = "zaffre"
client_secret_env = "SECRET"
"""
ENVIRONMENT = {"SECRET": "secret"}


def read(tmp_path, text, environ=ENVIRONMENT):
    path = tmp_path / "zaffre.toml"
    path.write_text(text + ECHO.read_text())
    return load(path, environ)


def test_a_whole_provider_is_read(tmp_path):
    assert read(tmp_path, WHOLE).oidc["work"].algorithms == ("RS256",)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (WHOLE.replace("https:", "http:"), "`oidc.work.issuer`"),
        (WHOLE.replace('client_id = "zaffre"', ""), "client_id"),
        (WHOLE.replace('"SECRET"', '"ANOTHER"'), "`oidc.work.client_secret_env`"),
        (WHOLE.replace("[oidc.work]", '[oidc."at work"]'), "letters, digits and hyphens"),
        (WHOLE + 'scopes = ["email"]\n', "`oidc.work.scopes`"),
        (WHOLE + 'algorithms = ["HS256"]\n', "algorithms"),
        (WHOLE + 'algorithms = ["none"]\n', "algorithms"),
        (WHOLE + 'audience = "zaffre"\n', "`oidc.work.audience`"),
        (WHOLE + 'project_claim = "project"\n', "`oidc.work.project_claim`"),
        (WHOLE + 'tittle = "Work"\n', "`oidc.work.tittle`; did you mean `oidc.work.title`"),
        (WHOLE + WHOLE.replace("oidc.work", "oidc.home"), "https://id.example.com"),
        ("[sign_in]\nshortest_password = 4\n", "`sign_in.shortest_password`"),
        ("[sign_in]\nsession_days = 0\n", "`sign_in.session_days`"),
        ('[server]\ntrusted_proxies = ["10.0.0.1/8"]\n', "`server.trusted_proxies`"),
    ],
)
def test_a_half_configured_one_refuses_to_start(tmp_path, wrong, told):
    with pytest.raises(SettingsWrong) as refused:
        read(tmp_path, wrong)
    assert told in str(refused.value)


def test_the_secret_is_in_no_message(tmp_path):
    with pytest.raises(SettingsWrong) as refused:
        read(tmp_path, WHOLE + "scopes = []\n", {"SECRET": "the secret itself"})
    assert "the secret itself" not in str(refused.value)
