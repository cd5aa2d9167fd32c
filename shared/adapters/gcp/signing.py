"""Addresses that open one object to anyone for a while: V4 signatures.

A key file signs on this machine. On the platform there is none; the service account asks IAM's signBlob instead, for
which it needs the role Service Account Token Creator on itself.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from shared.adapters.gcp.cloud import Cloud, credentials
from shared.adapters.gcp.errors import translated
from shared.core.errors import PermanentError

if TYPE_CHECKING:
    from google.cloud.storage import Blob as Remote

_EMULATOR_KEY = "emulator"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: credentials with a key of their own, or an account for which IAM does."""

    credentials: Any
    account: str = ""  # e-mail address of the service account
    token: str = ""  # with which IAM is asked


def signed(remote: "Remote", cloud: Cloud, valid_for: timedelta, signer: Signer | None) -> str:
    """The address. Raises PermanentError when nobody here can sign."""
    if signer is None and cloud.storage_emulator:  # it serves everything to everyone, and checks no signature
        return f"{cloud.storage_emulator}/{remote.bucket.name}/{_quoted(remote.name)}?signature={_EMULATOR_KEY}"
    signer = signer or _own_signer()
    by_iam = {"service_account_email": signer.account, "access_token": signer.token} if signer.account else {}
    with translated(f"signing an address of {remote.name}"):
        address: str = remote.generate_signed_url(
            version="v4", expiration=valid_for, method="GET", credentials=signer.credentials, **by_iam
        )
    return address


def _own_signer() -> Signer:
    from google.auth.credentials import Signing
    from google.auth.transport.requests import Request

    found, _ = credentials()
    if isinstance(found, Signing) and not hasattr(found, "service_account_email"):
        return Signer(found)
    if hasattr(found, "signer_email") and getattr(found, "signer", None) is not None and not _is_platform(found):
        return Signer(found)
    with translated("asking for an access token"):
        found.refresh(Request())
    account = getattr(found, "service_account_email", "")
    if not account or account == "default":
        raise PermanentError(
            "these credentials cannot sign addresses; run as a service account, or name its key file in"
            " GOOGLE_APPLICATION_CREDENTIALS"
        )
    return Signer(found, account, found.token)


def _is_platform(found: Any) -> bool:
    return type(found).__module__.startswith("google.auth.compute_engine")


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name)
