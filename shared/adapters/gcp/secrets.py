"""Secrets in Secret Manager."""

from shared.adapters.checks.secrets import check_secret
from shared.adapters.gcp.cloud import Cloud, client
from shared.adapters.gcp.errors import translated
from shared.core import faults
from shared.core.errors import NotFound

_TIMEOUT = 20.0  # seconds for one call


class CloudSecrets:
    """The secrets of one project. Each value is a new version; the newest is read."""

    def __init__(self, cloud: Cloud) -> None:
        from google.cloud.secretmanager_v1.services.secret_manager_service import SecretManagerServiceClient
        from google.cloud.secretmanager_v1.services.secret_manager_service.transports import (
            SecretManagerServiceGrpcTransport,
        )

        self._cloud = cloud
        self._client = client(SecretManagerServiceClient, SecretManagerServiceGrpcTransport, cloud)

    def read(self, name: str) -> str:
        check_secret(name)
        try:
            with translated(f"secret {name}"):
                found = self._client.access_secret_version(name=f"{self._name(name)}/versions/latest", timeout=_TIMEOUT)
        except NotFound as error:
            raise NotFound(f"secret {name}: there is none; store it first") from error
        return str(found.payload.data.decode())

    def write(self, name: str, value: str) -> None:
        encoded = check_secret(name, value)
        faults.reach("secret_manager.before_write")
        try:
            with translated(f"secret {name}"):
                self._client.add_secret_version(
                    request={"parent": self._name(name), "payload": {"data": encoded}}, timeout=_TIMEOUT
                )
        except NotFound as error:
            raise NotFound(f"secret {name}: name it in manifest.yaml's `secrets` and apply terraform") from error
        faults.reach("secret_manager.after_write")

    def _name(self, name: str) -> str:
        return f"projects/{self._cloud.project}/secrets/{self._cloud.named(name)}"
