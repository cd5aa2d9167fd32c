"""Who may call a door: tokens as the platform signs them, and every way in which one can be wrong."""

import base64
import hashlib
import hmac
import json
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jwt.algorithms import RSAAlgorithm

from shared.app import App
from shared.auth.keysets import GOOGLE_ISSUERS, FileKeys, KeySet, RemoteKeys, keys_of
from shared.auth.oidc import REMOVED, NotProven, Trust, Verifier
from shared.auth.signer import ALGORITHM, ISSUER, Signer, account, audience
from shared.core.clock import ManualClock
from shared.core.errors import InvalidInput, TransientError
from shared.core.settings import Settings

HERE = "https://enrich-abc-ew.a.run.app"
QUEUE = "queue@project.iam.gserviceaccount.com"
TRUST = Trust(GOOGLE_ISSUERS, frozenset({HERE}), frozenset({QUEUE}))
GOOGLE = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwks(*keys: tuple[str, rsa.RSAPrivateKey]) -> str:
    listed = [
        {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": id, "alg": "RS256", "use": "sig"}
        for id, key in keys
    ]
    return json.dumps({"keys": listed})


@pytest.fixture
def verifier(clock: ManualClock) -> Verifier:
    return Verifier(RemoteKeys(lambda: KeySet(jwks(("g1", GOOGLE)), 3600), clock), clock)


@pytest.fixture
def token(clock: ManualClock) -> Callable[..., str]:
    """As Google signs one for Cloud Tasks; None takes a claim away."""

    def make(key: Any = GOOGLE, kid: str = "g1", algorithm: str = "RS256", **changed: Any) -> str:
        now = int(clock.now().timestamp())
        claims = {
            "iss": "https://accounts.google.com",
            "aud": HERE,
            "azp": "1234",
            "sub": "1234",
            "email": QUEUE,
            "email_verified": True,
            "iat": now,
            "exp": now + 3600,
            **changed,
        }
        told = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(told, key, algorithm=algorithm, headers={"kid": kid})

    return make


def forged(header: dict[str, Any], claims: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    def part(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    body = f"{part(json.dumps(header).encode())}.{part(json.dumps(claims).encode())}"
    return f"{body}.{part(sign(body.encode()))}"


def claims_of(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def test_a_token_of_the_platform_opens_the_door(verifier: Verifier, token: Any) -> None:
    assert verifier.check(token(), TRUST).email == QUEUE
    assert verifier.check(token(aud=["other", HERE]), TRUST).email == QUEUE
    assert verifier.check(token(iss="accounts.google.com"), TRUST).email == QUEUE


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"aud": "https://render-abc-ew.a.run.app"}, "something else"),
        ({"aud": None}, "something else"),
        ({"aud": [["x"], 3]}, "something else"),
        ({"iss": "https://accounts.g00gle.com"}, "somebody else"),
        ({"iss": None}, "somebody else"),
        ({"email": "eve@project.iam.gserviceaccount.com"}, "account"),
        ({"email": QUEUE.upper()}, "account"),
        ({"email": None}, "account"),
        ({"email_verified": False}, "account"),
        ({"email_verified": None}, "account"),
        ({"email_verified": "true"}, "account"),
        ({"exp": None}, "exp"),
        ({"exp": "tomorrow"}, "exp"),
        ({"exp": float("inf")}, "exp"),
        ({"iat": None}, "iat"),
        ({"exp": 1_900_000_000}, "longer"),
    ],
)
def test_a_claim_that_does_not_fit_is_refused(
    verifier: Verifier, token: Any, changed: dict[str, Any], reason: str
) -> None:
    with pytest.raises(NotProven, match=reason):
        verifier.check(token(**changed), TRUST)


def test_a_token_is_good_in_its_time_with_a_small_difference_of_clocks(
    verifier: Verifier, token: Any, clock: ManualClock
) -> None:
    late, early = token(), token(iat=int(clock.now().timestamp()) + 8)
    not_yet = token(nbf=int(clock.now().timestamp()) + 60)
    verifier.check(early, TRUST)
    with pytest.raises(NotProven, match="not good yet"):
        verifier.check(not_yet, TRUST)
    with pytest.raises(NotProven, match="not good yet"):
        verifier.check(token(iat=int(clock.now().timestamp()) + 60), TRUST)
    clock.advance(3609)
    verifier.check(late, TRUST)
    clock.advance(1)
    with pytest.raises(NotProven, match="too old"):
        verifier.check(late, TRUST)


def test_a_token_without_a_signature_or_with_the_public_key_as_a_secret_is_refused(
    verifier: Verifier, token: Any
) -> None:
    claims = claims_of(token())
    public = GOOGLE.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    for algorithm in ("none", "None", "NONE", "", None):
        with pytest.raises(NotProven):
            verifier.check(forged({"alg": algorithm, "kid": "g1"}, claims, lambda _: b""), TRUST)
    confused = forged(
        {"alg": "HS256", "kid": "g1"}, claims, lambda body: hmac.new(public, body, hashlib.sha256).digest()
    )
    with pytest.raises(NotProven, match="HS256"):
        verifier.check(confused, TRUST)


def test_a_key_that_the_token_brings_along_is_not_looked_at(verifier: Verifier, token: Any) -> None:
    own = RSAAlgorithm.to_jwk(STRANGER.public_key(), as_dict=True)
    brought = jwt.encode(
        claims_of(token()), STRANGER, "RS256", headers={"kid": "g1", "jwk": own, "jku": "https://x.test"}
    )
    with pytest.raises(NotProven, match="signature"):
        verifier.check(brought, TRUST)
    with pytest.raises(NotProven, match="known key"):
        verifier.check(token(STRANGER, kid="s1"), TRUST)


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_token_changed_anywhere_is_refused(verifier: Verifier, token: Any, data: st.DataObject) -> None:
    good = token()
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    at = data.draw(st.integers(0, len(good) - 2))  # the last letter holds bits that mean nothing
    other = data.draw(st.sampled_from([letter for letter in letters if letter != good[at]]))
    with pytest.raises(NotProven):
        verifier.check(good[:at] + other + good[at + 1 :], TRUST)


@pytest.mark.parametrize("junk", ["", ".", "..", "a.b.c", "a" * 9000, "é.ü.ä", "\ud800.x.y", "e30.e30.", "null.e30.x"])
def test_junk_is_refused(verifier: Verifier, junk: str) -> None:
    with pytest.raises(NotProven):
        verifier.check(junk, TRUST)


def test_a_removed_signature_is_believed_only_where_the_platform_is_said_to_have_checked_it(
    verifier: Verifier, token: Any
) -> None:
    bare = token().rpartition(".")[0] + f".{REMOVED}"
    with pytest.raises(NotProven):
        verifier.check(bare, TRUST)
    behind = Trust(TRUST.issuers, TRUST.audiences, TRUST.emails, signature_removed=True)
    assert verifier.check(bare, behind).email == QUEUE
    with pytest.raises(NotProven, match="something else"):
        verifier.check(token(aud="x").rpartition(".")[0] + f".{REMOVED}", behind)
    with pytest.raises(NotProven, match="signature"):  # anything else still has to be signed
        verifier.check(token().rpartition(".")[0] + ".AAAA", behind)


# The signer's keys


class Certs:
    """An address that counts who asks."""

    def __init__(self, *keys: tuple[str, rsa.RSAPrivateKey], max_age: float | None = 600) -> None:
        self.text, self.max_age, self.asked, self.down = jwks(*keys), max_age, 0, False

    def __call__(self) -> KeySet:
        self.asked += 1
        if self.down:
            raise TransientError("the network is down")
        return KeySet(self.text, self.max_age)


def test_keys_are_kept_as_long_as_their_sender_says(clock: ManualClock) -> None:
    certs = Certs(("g1", GOOGLE))
    keys = RemoteKeys(certs, clock)
    for _ in range(5):
        assert keys.key("g1")
    clock.advance(599)
    keys.key("g1")
    assert certs.asked == 1
    clock.advance(2)
    keys.key("g1")
    assert certs.asked == 2


def test_a_new_key_is_found_at_once_and_made_up_ids_cost_little(clock: ManualClock) -> None:
    certs = Certs(("g1", GOOGLE))
    keys = RemoteKeys(certs, clock)
    keys.key("g1")
    clock.advance(60)
    certs.text = jwks(("g1", GOOGLE), ("g2", STRANGER))
    assert keys.key("g2")
    for n in range(14):
        clock.advance(2)
        assert keys.key(f"made up {n}") is None
    assert certs.asked == 2


def test_known_keys_serve_on_for_a_while_when_the_address_is_away(clock: ManualClock) -> None:
    certs = Certs(("g1", GOOGLE))
    keys = RemoteKeys(certs, clock)
    keys.key("g1")
    certs.down = True
    clock.advance(700)
    assert keys.key("g1")
    clock.advance(3600)
    with pytest.raises(TransientError):
        keys.key("g1")


def test_with_no_key_at_all_the_call_may_come_again_later(clock: ManualClock, token: Any) -> None:
    certs = Certs()
    certs.down = True
    with pytest.raises(TransientError):
        Verifier(RemoteKeys(certs, clock), clock).check(token(), TRUST)
    certs.down, certs.text = False, "<html>"
    with pytest.raises(TransientError):
        Verifier(RemoteKeys(certs, clock), clock).check(token(), TRUST)


def test_shared_secrets_and_broken_keys_in_a_list_are_passed_over() -> None:
    listed = json.loads(jwks(("g1", GOOGLE)))
    listed["keys"] += [{"kty": "oct", "k": "AAAA", "kid": "s"}, {"kty": "RSA", "n": "!", "kid": "b"}, 3, {}]
    assert set(keys_of(json.dumps(listed))) == {"g1"}


# This machine's own signature


@pytest.fixture
def own(tmp_path: Path, clock: ManualClock) -> Signer:
    return Signer(tmp_path, clock)


def trust(kind: str, function: str) -> Trust:
    return Trust(
        frozenset({ISSUER}), frozenset({audience(function)}), frozenset({account(kind)}), algorithms=(ALGORITHM,)
    )


def test_this_machine_signs_what_its_doors_believe(own: Signer, clock: ManualClock) -> None:
    verifier = Verifier(FileKeys(own.keys_file), clock)
    signed = own.sign("task", "enrich", valid_for=timedelta(minutes=1))
    assert verifier.check(signed, trust("task", "enrich")).email == account("task")
    for kind, function in (("task", "render"), ("object", "enrich")):
        with pytest.raises(NotProven):
            verifier.check(signed, trust(kind, function))
    with pytest.raises(NotProven):
        verifier.check(signed, TRUST)


def test_the_private_key_is_the_owners_and_the_public_one_is_no_more_than_that(own: Signer) -> None:
    folder = own.ready().parent
    assert stat.S_IMODE((folder / "identity.key").stat().st_mode) == 0o600
    (public,) = json.loads(own.keys_file.read_text())["keys"]
    assert set(public) == {"kty", "crv", "x", "y", "kid", "alg", "use"}
    (folder / "identity.key").chmod(0o640)
    with pytest.raises(InvalidInput, match="chmod 600"):
        Signer(folder, ManualClock()).ready()


def test_processes_that_start_together_sign_with_one_key(tmp_path: Path, clock: ManualClock) -> None:
    signers = [Signer(tmp_path, clock) for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(Signer.ready, signers))
    verifier = Verifier(FileKeys(tmp_path / "identity.jwks.json"), clock)
    for signer in signers:
        verifier.check(signer.sign("task", "enrich", valid_for=timedelta(minutes=1)), trust("task", "enrich"))
    assert {path.name for path in tmp_path.iterdir()} == {"identity.key", "identity.jwks.json"}


def test_a_key_made_anew_is_believed_by_a_door_that_is_open_already(tmp_path: Path, clock: ManualClock) -> None:
    keys = FileKeys(tmp_path / "identity.jwks.json")
    verifier = Verifier(keys, clock)
    for _ in range(2):
        signed = Signer(tmp_path, clock).sign("task", "enrich", valid_for=timedelta(minutes=1))
        verifier.check(signed, trust("task", "enrich"))
        (tmp_path / "identity.key").unlink()


# On Google Cloud


def test_a_door_that_was_told_nobody_lets_nobody_in(tmp_path: Path) -> None:
    app = App(Settings(data=tmp_path, shelf="gcp"))
    with pytest.raises(NotProven, match="LEADREEL_AUDIENCES"):
        app.doorkeeper.check("Bearer x.y.z", kind="task", function="enrich")


def test_a_door_on_google_cloud_reads_googles_keys_through_the_guarded_http_layer(tmp_path: Path) -> None:
    app = App(Settings(data=tmp_path, shelf="gcp", audiences=(HERE,), callers=(QUEUE,), network=False))
    signed = jwt.encode({"aud": HERE}, GOOGLE, "RS256", headers={"kid": "g1"})
    with pytest.raises(TransientError, match="keys cannot be had"):
        app.doorkeeper.check(f"Bearer {signed}", kind="task", function="enrich")
