"""The installation's secret key: from the environment, or from a file made at the first start."""

import os
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from hmac import digest
from pathlib import Path

from shared.core.errors import InvalidInput

VARIABLE = "LEADREEL_SECRET"
MIN_BYTES = 32


def secret_key(file: Path, env: Mapping[str, str] = os.environ) -> bytes:
    """At least 32 bytes, the same at every start. Several processes may start at once; one of them makes the file.

    Raises InvalidInput when the variable or the file holds too little, or the file can be read by other people.
    """
    if text := env.get(VARIABLE, ""):
        return _decoded(text, f"the variable {VARIABLE}")
    make_once(file, lambda: b64encode(secrets.token_bytes(48)) + b"\n")
    if file.stat().st_mode & 0o077:
        raise InvalidInput(f"{file} can be read by others on this machine; run: chmod 600 {file}")
    return _decoded(file.read_text("ascii", "replace"), str(file))


def derived(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose: what is signed for one can never pass for another."""
    return digest(secret, purpose.encode(), sha256)


def make_once(file: Path, content: Callable[[], bytes]) -> None:
    """Write a file for its owner alone, unless it is there. It appears whole or not at all, and is never replaced."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content())
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):
            os.link(fresh, file)  # unlike a rename, refused when another process was first
    finally:
        fresh.unlink(missing_ok=True)


def _decoded(text: str, where: str) -> bytes:
    try:
        key = b64decode(text.strip(), validate=True)
    except (NotBase64, ValueError) as error:
        raise InvalidInput(f"{where} does not hold base 64; make a key with: openssl rand -base64 48") from error
    if len(key) < MIN_BYTES:
        raise InvalidInput(f"{where} holds fewer than {MIN_BYTES} bytes; make a key with: openssl rand -base64 48")
    return key
