"""A real identity provider in a process of its own, and a person's way through its pages."""

import base64
import hashlib
import html
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

FOLDER = Path(__file__).parent / "dialects" / "oidc"
AUDIENCE = "https://zaffre.example.com"
CLIENT = ("zaffre", "a secret of the test")
ROBOT = ("robot", "another secret")


class IdentityProvider:
    """Whoever types a name signs in under it; one that begins with `unproven-` has an address nobody vouches for."""

    def __init__(self):
        node, npm = shutil.which("node"), shutil.which("npm")
        if node is None or npm is None:
            pytest.skip("Node and npm are not installed; `make test` brings them")
        if not (FOLDER / "node_modules" / "oidc-provider").exists():
            subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=FOLDER, check=True, timeout=120)
        self._process = subprocess.Popen(
            [node, "provider.js"], cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.issuer = self._process.stdout.readline().strip()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)
        self._process.stdout.close()

    def rotate(self) -> None:
        """Sign with another key from now on."""
        httpx.get(f"{self.issuer}/rotate").raise_for_status()

    def robots_token(self) -> str:
        """What a program gets under its own name."""
        asked = {"grant_type": "client_credentials", "scope": "call"}
        return httpx.post(f"{self.issuer}/token", data=asked, auth=ROBOT).json()["access_token"]

    def persons_token(self, login: str) -> str:
        """What a person's program gets for the API."""
        redirect = "http://127.0.0.1:1/v1/auth/oidc/test/callback"
        verifier = "a" * 43
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "client_id": CLIENT[0],
            "response_type": "code",
            "redirect_uri": redirect,
            "scope": "openid email call",
            "resource": AUDIENCE,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        with httpx.Client() as client:
            back = self.walk(client, client.get(f"{self.issuer}/auth", params=asked), login)
            given = {"grant_type": "authorization_code", "code": parse_qs(urlsplit(back).query)["code"][0]}
            given |= {"redirect_uri": redirect, "code_verifier": verifier, "resource": AUDIENCE}
            return client.post(f"{self.issuer}/token", data=given, auth=CLIENT).json()["access_token"]

    def confirm(self, client: httpx.Client, asked: httpx.Response) -> str:
        """Say yes to being signed out; the address at which the provider sends the browser back."""
        assert asked.status_code == 200, asked.text
        fields = dict(re.findall(r'name="(xsrf)" value="(\w+)"', asked.text)) | {"logout": "yes"}
        answer = client.post(html.unescape(re.search(r'action="([^"]+)"', asked.text)[1]), data=fields)
        assert answer.is_redirect, answer.text
        return answer.headers["location"]

    def walk(self, client: httpx.Client, answer: httpx.Response, login: str) -> str:
        """Sign in and consent on the provider's pages; the address at which it sends the browser back."""
        for _ in range(12):
            while answer.is_redirect:
                address = str(answer.url.join(answer.headers["location"]))
                if not address.startswith(self.issuer):
                    return address
                answer = client.get(address)
            assert answer.status_code == 200, answer.text
            action = re.search(r'<form[^>]*action="([^"]+)"', answer.text)[1]
            fields = dict(re.findall(r'name="(prompt)" value="(\w+)"', answer.text))
            answer = client.post(html.unescape(action), data=fields | {"login": login, "password": "any"})
        raise AssertionError("the provider asked for ever")
