"""Short secrets, sealed for a place where many may read: AES-GCM under a key derived from the installation's own."""

import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64

from shared.auth.secret import derived
from shared.core.errors import PermanentError

_NONCE = 12  # bytes


class Seal:
    """Seals for one purpose; what was sealed for another, or by another installation, is not opened."""

    def __init__(self, secret: bytes, purpose: str) -> None:
        self._key = derived(secret, f"seal {purpose}")

    def close(self, text: str, about: str) -> str:
        """`text` as nobody without the key can read it, bound to what it is `about`: it opens nowhere else."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(_NONCE)
        return b64encode(nonce + AESGCM(self._key).encrypt(nonce, text.encode(), about.encode())).decode()

    def open(self, sealed: str, about: str) -> str:
        """Raises PermanentError when it was sealed with another key, or for something else."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            data = b64decode(sealed, validate=True)
            return AESGCM(self._key).decrypt(data[:_NONCE], data[_NONCE:], about.encode()).decode()
        except (InvalidTag, NotBase64, ValueError) as error:
            told = f"what is stored about {about} cannot be read: LEADREEL_SECRET is not the one it was stored under"
            raise PermanentError(f"{told}; store it anew") from error
