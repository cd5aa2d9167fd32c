"""Secrets as files that only their owner may read."""

import os
from pathlib import Path

from shared.adapters.checks.secrets import check_secret
from shared.core import faults
from shared.core.errors import NotFound
from shared.core.ids import IdSource, random_id


class LocalSecrets:
    """The secrets below one folder."""

    def __init__(self, folder: Path, *, ids: IdSource = random_id) -> None:
        self._folder = folder
        self._ids = ids

    def read(self, name: str) -> str:
        check_secret(name)
        try:
            return (self._folder / name).read_text("utf-8")
        except FileNotFoundError:
            raise NotFound(f"secret {name}: there is none; store it first") from None

    def write(self, name: str, value: str) -> None:
        encoded = check_secret(name, value)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = self._folder / f".{self._ids()}"
        faults.reach("secrets.before_write")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(encoded)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._folder / name)
        faults.reach("secrets.after_write")
