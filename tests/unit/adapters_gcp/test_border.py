"""Google's errors, credentials and addresses, as the house sees them."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from shared.adapters.gcp.blobs import CloudBlobs
from shared.adapters.gcp.cloud import Cloud, credentials
from shared.adapters.gcp.errors import translated
from shared.adapters.gcp.signing import Signer
from shared.core.errors import AppError, Conflict, InvalidInput, NotFound, PermanentError, TransientError

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("AlreadyExists", Conflict), ("PreconditionFailed", Conflict), ("FailedPrecondition", Conflict),
        ("NotFound", NotFound), ("InvalidArgument", InvalidInput), ("BadRequest", InvalidInput),
        ("OutOfRange", InvalidInput), ("Aborted", TransientError), ("ResourceExhausted", TransientError),
        ("TooManyRequests", TransientError), ("DeadlineExceeded", TransientError),
        ("ServiceUnavailable", TransientError),
        ("InternalServerError", TransientError), ("Cancelled", TransientError), ("Unknown", TransientError),
        ("GatewayTimeout", TransientError), ("Unauthenticated", PermanentError), ("PermissionDenied", PermanentError),
        ("Forbidden", PermanentError), ("DataLoss", PermanentError), ("MethodNotImplemented", PermanentError),
    ],
)  # fmt: skip
def test_every_answer_of_googles_becomes_one_of_five_errors(name: str, kind: type[AppError]) -> None:
    from google.api_core import exceptions

    with pytest.raises(kind, match="reading leads: ") as told, translated("reading leads"):
        raise getattr(exceptions, name)("it\nsays why")
    assert "\n" not in str(told.value)


def test_a_missing_index_is_for_the_caller_to_declare() -> None:
    from google.api_core.exceptions import FailedPrecondition

    with pytest.raises(InvalidInput, match=r"manifest\.yaml"), translated("searching leads"):
        raise FailedPrecondition("The query requires an index. You can create it here: https://console...")


def test_how_long_to_wait_is_heard() -> None:
    from google.api_core.exceptions import ResourceExhausted
    from google.rpc.error_details_pb2 import RetryInfo

    delay = RetryInfo()
    delay.retry_delay.seconds = 7
    with pytest.raises(TransientError) as told, translated("x"):
        raise ResourceExhausted("quota", details=[delay])
    assert told.value.retry_after == 7


def test_a_line_that_breaks_and_a_token_that_is_not_given_can_be_tried_again_or_not() -> None:
    from google.auth.exceptions import RefreshError, TransportError
    from requests.exceptions import ConnectionError as Broken

    with pytest.raises(TransientError, match="not reached"), translated("x"):
        raise Broken("no route")
    with pytest.raises(TransientError, match="token service"), translated("x"):
        raise TransportError("no route")
    with pytest.raises(PermanentError, match="gcloud auth"), translated("x"):
        raise RefreshError("invalid_grant: account not found")
    with pytest.raises(FileNotFoundError), translated("x"):  # of this machine, and no answer of Google's
        raise FileNotFoundError("x")


def test_without_credentials_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    credentials.cache_clear()
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "missing.json"))
    with pytest.raises(InvalidInput, match="gcloud auth application-default login") as told:
        credentials()
    assert "\n" not in str(told.value)


def test_the_command_line_says_it_without_a_trace(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if not name.endswith("_EMULATOR_HOST")}
    env |= {"LEADREEL_SHELF": "gcp", "LEADREEL_PROJECT": "p", "LEADREEL_DATA": str(tmp_path / "data")}
    env |= {"GOOGLE_APPLICATION_CREDENTIALS": str(tmp_path / "missing.json")}
    command = [sys.executable, "-m", "local.cli", "leads", "list"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode in {1, 2}
    assert "Traceback" not in done.stderr
    assert "gcloud auth application-default login" in " ".join(done.stderr.split())


def test_a_project_is_named_or_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Cloud.load({"GOOGLE_CLOUD_PROJECT": "a"}).project == "a"
    assert Cloud.load({"GOOGLE_CLOUD_PROJECT": "a"}, project="b").project == "b"
    assert Cloud.load({"FIRESTORE_EMULATOR_HOST": "127.0.0.1:1"}).project == "leadreel"
    monkeypatch.setattr("shared.adapters.gcp.cloud.credentials", lambda: (None, ""))
    with pytest.raises(InvalidInput, match="LEADREEL_PROJECT"):
        Cloud.load({})


def test_names_are_those_that_terraform_gives() -> None:
    cloud = Cloud("p", "europe-west1", prefix="leadreel")
    assert cloud.named("ingest_csv") == "leadreel-ingest-csv"
    assert cloud.bucket("uploads") == "p-leadreel-uploads"
    assert cloud.bucket_of("p-leadreel-uploads") == "uploads"
    assert cloud.function_url("ingest_csv") == "https://europe-west1-p.cloudfunctions.net/leadreel-ingest-csv"


# Addresses


@pytest.fixture(scope="module")
def key() -> Any:
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(65537, 2048)


def test_an_address_is_signed_with_a_key_without_asking_anyone(key: Any) -> None:
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from google.oauth2 import service_account

    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    told = {"client_email": "signs@p.iam.gserviceaccount.com", "private_key": pem, "token_uri": "http://127.0.0.1:9"}
    signer = Signer(service_account.Credentials.from_service_account_info(told))
    blobs = CloudBlobs(Cloud("p", storage_emulator="http://127.0.0.1:9"), signer=signer)
    address = urlsplit(blobs.signed_url("videos", "Zoë & Co.mp4", valid_for=timedelta(hours=1)))
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert address.path == "/p-leadreel-videos/Zo%C3%AB%20%26%20Co.mp4"
    assert asked["X-Goog-Algorithm"] == "GOOG4-RSA-SHA256"
    assert asked["X-Goog-Expires"] == "3600"
    assert asked["X-Goog-Credential"].startswith("signs@p.iam.gserviceaccount.com/")
    query, _, signature = address.query.rpartition("&X-Goog-Signature=")
    canonical = f"GET\n{address.path}\n{query}\nhost:{address.netloc}\n\nhost\nUNSIGNED-PAYLOAD"
    scope = asked["X-Goog-Credential"].partition("/")[2]
    digest = _sha256(canonical)
    signed = f"GOOG4-RSA-SHA256\n{asked['X-Goog-Date']}\n{scope}\n{digest}"
    key.public_key().verify(bytes.fromhex(signature), signed.encode(), padding.PKCS1v15(), SHA256())


def _sha256(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()


def test_without_a_key_iam_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    from google.auth.credentials import AnonymousCredentials
    from google.cloud.storage import _signing

    asked = []

    def sign(payload: str, token: str, account: str, *_: object) -> str:
        asked.append((payload, token, account))
        return "c2lnbmVk"

    monkeypatch.setattr(_signing, "_sign_message", sign)
    signer = Signer(AnonymousCredentials(), "runs@p.iam.gserviceaccount.com", "token")
    blobs = CloudBlobs(Cloud("p", storage_emulator="http://127.0.0.1:9"), signer=signer)
    address = blobs.signed_url("videos", "x.mp4", valid_for=timedelta(minutes=5))
    ((payload, token, account),) = asked
    assert (token, account) == ("token", "runs@p.iam.gserviceaccount.com")
    assert payload.startswith("GOOG4-RSA-SHA256\n")
    assert address.endswith("X-Goog-Signature=7369676e6564")


@pytest.mark.parametrize("valid_for", [timedelta(0), timedelta(days=7, seconds=1), timedelta(-1)])
def test_an_address_lives_for_a_week_at_most(valid_for: timedelta) -> None:
    blobs = CloudBlobs(Cloud("p", storage_emulator="http://127.0.0.1:9"))
    with pytest.raises(InvalidInput, match="seven days"):
        blobs.signed_url("videos", "x.mp4", valid_for=valid_for)


def test_the_emulators_address_opens_the_object(project: Cloud) -> None:
    import urllib.request

    blobs = CloudBlobs(project)
    blobs.make("videos")
    blobs.put("videos", "Zoë & Co.mp4", b"film")
    with urllib.request.urlopen(blobs.signed_url("videos", "Zoë & Co.mp4", valid_for=timedelta(1))) as answer:
        assert answer.read() == b"film"


# Uploads


def test_a_large_object_goes_up_in_pieces(project: Cloud, tmp_path: Path) -> None:
    blobs = CloudBlobs(project)
    blobs.make("videos")
    file = tmp_path / "film"
    content = os.urandom(1 << 20) * 9
    file.write_bytes(content)
    blob = blobs.put("videos", "film.mp4", file, content_type="video/mp4", if_generation=0)
    assert (blob.size, blob.content_type, blob.metadata) == (len(content), "video/mp4", {})
    assert blobs.read("videos", "film.mp4", generation=blob.generation) == content
    with pytest.raises(Conflict):
        blobs.put("videos", "film.mp4", file, if_generation=0)


def test_a_put_whose_answer_was_lost_knows_its_own_object(project: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    from google.api_core.exceptions import PreconditionFailed
    from google.cloud.storage import Blob as Remote

    blobs = CloudBlobs(project)
    blobs.make("videos")
    upload = Remote.upload_from_file

    def answer_lost_then_tried_again(self: Any, stream: Any, **more: Any) -> None:
        upload(self, stream, **more)
        raise PreconditionFailed("conditionNotMet")  # what the client's own second try is told

    monkeypatch.setattr(Remote, "upload_from_file", answer_lost_then_tried_again)
    blob = blobs.put("videos", "x", b"mine", metadata={"a": "b"}, if_generation=0)
    assert (blob.size, blob.metadata) == (4, {"a": "b"})
    with pytest.raises(Conflict, match="videos/x"):
        blobs.put("videos", "x", b"other", if_generation=0)
