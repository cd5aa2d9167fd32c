"""Where an installation lives at Google, and the clients that reach it there."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from shared.core.errors import InvalidInput

if TYPE_CHECKING:
    from google.cloud.firestore_v1.services.firestore import FirestoreClient
    from google.cloud.storage import Client as StorageClient

_LOGIN = "run `gcloud auth application-default login`, or name a key file in GOOGLE_APPLICATION_CREDENTIALS"


@dataclass(frozen=True, slots=True)
class Cloud:
    """One project, and the emulators that stand in for parts of it. Emulators ask for no credentials."""

    project: str
    region: str = "europe-west1"
    database: str = "(default)"
    prefix: str = "leadreel"  # begins the name of everything, as terraform's does
    task_caller: str = ""  # the service account under which queues call functions
    firestore_emulator: str = ""  # host:port
    pubsub_emulator: str = ""  # host:port
    storage_emulator: str = ""  # http://host:port
    recorder: str = ""  # host:port of what stands in for services without an emulator

    @staticmethod
    def load(env: Mapping[str, str], *, project: str = "", region: str = "") -> "Cloud":
        """From the variables that Google's own clients read. Raises InvalidInput when no project is to be found."""
        emulators = {
            "firestore_emulator": env.get("FIRESTORE_EMULATOR_HOST", ""),
            "pubsub_emulator": env.get("PUBSUB_EMULATOR_HOST", ""),
            "storage_emulator": env.get("STORAGE_EMULATOR_HOST", "").rstrip("/"),
        }
        named = project or env.get("GOOGLE_CLOUD_PROJECT", "") or env.get("GCLOUD_PROJECT", "")
        if not named and emulators["firestore_emulator"]:
            named = "leadreel"
        if not named:
            named = credentials()[1]
        if not named:
            told = "no Google Cloud project is named; set LEADREEL_PROJECT (or GOOGLE_CLOUD_PROJECT)"
            raise InvalidInput(told).of_an_unready_house()
        return Cloud(
            named,
            region or "europe-west1",
            env.get("LEADREEL_FIRESTORE_DATABASE", "(default)"),
            env.get("LEADREEL_PREFIX", "leadreel"),
            env.get("LEADREEL_TASK_CALLER", ""),
            **emulators,
        )

    # Names as terraform gives them

    def named(self, name: str) -> str:
        """A queue, function, job or secret."""
        return f"{self.prefix}-{name.replace('_', '-')}"

    def bucket(self, name: str) -> str:
        """A bucket's name is the whole world's, so it begins with the project's."""
        return f"{self.project}-{self.named(name)}"

    def bucket_of(self, real: str) -> str:
        """The house's name for a bucket that an event names."""
        return real.removeprefix(f"{self.project}-{self.prefix}-")

    def function_url(self, name: str) -> str:
        return f"https://{self.region}-{self.project}.cloudfunctions.net/{self.named(name)}"

    @property
    def location(self) -> str:
        return f"projects/{self.project}/locations/{self.region}"

    @property
    def documents_root(self) -> str:
        """The resource name below which all documents lie."""
        return f"{self.database_name}/documents"

    @property
    def database_name(self) -> str:
        return f"projects/{self.project}/databases/{self.database}"


@lru_cache(maxsize=1)
def credentials() -> tuple[Any, str]:
    """The process's credentials and their project ("" when they name none). Raises InvalidInput with the remedy."""
    import google.auth
    from google.auth.exceptions import GoogleAuthError

    try:
        found, project = google.auth.default(scopes=["https://www.googleapis.com/auth/cloud-platform"])
    except GoogleAuthError as error:
        raise InvalidInput(f"no usable Google Cloud credentials; {_LOGIN}").of_an_unready_house() from error
    return found, project or ""


def firestore_client(cloud: Cloud) -> "FirestoreClient":
    from google.cloud.firestore_v1.services.firestore import FirestoreClient
    from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport

    if cloud.firestore_emulator:
        return FirestoreClient(transport=FirestoreGrpcTransport(channel=as_owner(cloud.firestore_emulator)))
    return FirestoreClient(credentials=credentials()[0])


def storage_client(cloud: Cloud) -> "StorageClient":
    from google.auth.credentials import AnonymousCredentials
    from google.cloud.storage import Client

    if not cloud.storage_emulator:
        return Client(project=cloud.project, credentials=credentials()[0])
    anonymous = AnonymousCredentials()  # type: ignore[no-untyped-call] # it has no types
    return Client(cloud.project, anonymous, client_options={"api_endpoint": cloud.storage_emulator})


def client(make: Any, transport: Any, cloud: Cloud, address: str = "") -> Any:
    """A client of a service, or of what stands in for it at `address`."""
    address = address or cloud.recorder
    if address:
        return make(transport=transport(channel=insecure(address)))
    return make(credentials=credentials()[0])


_SIZES = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]  # any, as the clients' own


def insecure(address: str) -> Any:
    """A channel to something on this machine."""
    import grpc

    return grpc.insecure_channel(address, options=_SIZES)


def as_owner(address: str) -> Any:
    """A channel to the Firestore emulator, which then weighs no security rules: a commit takes half the time."""
    import grpc

    owner = grpc.composite_channel_credentials(
        grpc.local_channel_credentials(), grpc.access_token_call_credentials("owner")
    )
    return grpc.secure_channel(address, owner, options=_SIZES)
