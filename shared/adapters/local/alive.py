"""Knowing whether the process that claimed something still lives, whatever way it ended."""

import fcntl
import os
import threading
from pathlib import Path
from typing import BinaryIO

from shared.core.ids import random_id


class Alive:
    """A token that is locked as long as its holder lives: the kernel lets go of it at any kind of death."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._token = random_id()
        self._file: BinaryIO | None = None
        self._first = threading.Lock()

    def token(self) -> str:
        """This holder's token. Written beside a claim, it tells others whom to ask after."""
        with self._first:  # a second thread's file would wait for the first one's for ever
            if self._file is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._file = (self._folder / self._token).open("wb")
                fcntl.flock(self._file, fcntl.LOCK_EX)
            return self._token

    def is_dead(self, token: str) -> bool:
        """True when the holder of the token has ended; its file is then removed. Without a token nothing is known."""
        if not token:
            return False
        if token == self._token and self._file is not None:
            return False
        path = self._folder / token
        try:
            file = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            return True
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            path.unlink(missing_ok=True)
            return True
        finally:
            os.close(file)

    def close(self) -> None:
        """Be dead to the others."""
        if self._file is not None:
            (self._folder / self._token).unlink(missing_ok=True)
            self._file.close()
            self._file = None
            self._token = random_id()
