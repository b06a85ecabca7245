"""Secrets stay where they belong: a walk that shows many of them, and then looks for them everywhere."""

import pyotp

from tests.house import eventually
from tests.people import PASSWORD, add_person, browser, signed_in

NEW = "heron-Basalt-72-lantern"


def test_no_secret_is_in_the_log_the_trail_or_the_database(own_server):
    house = own_server
    add_person(house, "walks@example.com", "owner")
    secrets = {PASSWORD, NEW, house.key, "zf-wrong-key-that-nobody-has", "zfs-wrong-cookie", "wrong-password-typed"}
    with browser(house) as client:
        client.post("/auth/sign-in", json={"email": "wrong-password-typed", "password": "wrong-password-typed"})
        client.post("/auth/sign-in", json={"email": "walks@example.com", "password": "wrong-password-typed"})
        client.post("/auth/sign-in", content='{"email": 1, "password": "wrong-password-typed"')
        client.get("/me", headers={"authorization": "Bearer zf-wrong-key-that-nobody-has"})
        client.get("/me", headers={"cookie": "zaffre_session=zfs-wrong-cookie"})
    with signed_in(house, "walks@example.com") as client:
        secrets.add(client.cookies["zaffre_session"])
        setup = client.post("/me/totp").json()
        confirmed = client.post("/me/totp/confirm", json={"code": pyotp.TOTP(setup["secret"]).now()}).json()
        secrets |= {setup["secret"], *confirmed["recovery_codes"]}
        secrets |= {code.replace("-", "") for code in confirmed["recovery_codes"]}
        client.request("DELETE", "/me/totp", json={"code": confirmed["recovery_codes"][0]})
        project = client.get("/me").json()["project"]["id"]
        made = client.post("/me/keys", json={"project_id": project, "name": "mine"}).json()
        rotated = client.post(f"/me/keys/{made['id']}/rotate", json={}).json()
        administrative = client.post("/organization/admin_api_keys", json={"name": "walk"}).json()
        secrets |= {made["value"], rotated["value"], administrative["value"]}
        assert client.post("/me/password", json={"current": PASSWORD, "new": NEW}).status_code == 200
        assert house.rows("SELECT id FROM audit WHERE action = 'login.failed'")
    eventually(lambda: house.rows("SELECT id FROM audit WHERE action = 'user.updated'"))
    house.stop()
    places = [path for path in house.home.rglob("*") if path.is_file()]
    assert places
    for path in places:
        kept = path.read_bytes()
        assert not [secret for secret in secrets if secret.encode() in kept], path
