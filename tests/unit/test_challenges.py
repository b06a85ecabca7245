"""Challenges: ours, fresh, and for one purpose."""

from hypothesis import given
from hypothesis import strategies as st

from zaffre.access import passkeys
from zaffre.access.challenges import Challenges
from zaffre.access.passkeys import Site


class StillClock:
    """Time stands still until a test moves it."""

    time = 1_000_000.0

    def now(self) -> float:
        return self.time


def test_a_challenge_holds_for_its_purpose_until_its_time_is_over():
    clock = StillClock()
    challenges = Challenges(b"secret", clock)
    challenge = challenges.new("sign in")
    assert challenges.ends("sign in", challenge) == clock.time + 300
    assert challenges.ends("make a passkey", challenge) is None
    assert Challenges(b"other", clock).ends("sign in", challenge) is None
    clock.time += 300
    assert challenges.ends("sign in", challenge) is None


@given(st.binary(max_size=60))
def test_no_other_bytes_are_a_challenge(given):
    assert Challenges(b"secret", StillClock()).ends("sign in", given) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)
NAMES = st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "attestationObject", "signature"])


@given(st.dictionaries(NAMES, JSON | st.dictionaries(NAMES, JSON)))
def test_what_is_no_passkey_is_refused_and_breaks_nothing(credential):
    site = Site("https://zaffre.example.com")
    assert passkeys.registered(site, b"challenge", credential) is None
    assert passkeys.new_count(site, b"challenge", credential, b"key", 0) is None
    assert isinstance(passkeys.challenge_of(credential), bytes) and isinstance(passkeys.id_of(credential), bytes)


def test_a_sites_host_has_no_port():
    assert Site("http://localhost:8000").host == Site("https://localhost").host == "localhost"
