"""Where there is to post: accounts in documents. Their tokens lie elsewhere."""

import re
from collections.abc import Iterator
from typing import Any

from shared.core.codec import from_plain, to_plain
from shared.core.errors import InvalidInput, NotFound
from shared.ports.documents import DocumentStore, Query
from shared.publish.model import Account

ACCOUNTS = "accounts"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\Z")


class Accounts:
    """The collection of accounts."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents

    def get(self, id: str) -> Account:
        """Raises NotFound, which names those that there are."""
        found = self._documents.get(ACCOUNTS, id) if _ID.match(id) else None
        if found is None:
            known = ", ".join(account.id for account in self.list()) or "none yet: `leadreel accounts add`"
            raise NotFound(f"no account {id!r}; known are {known}")
        return _account(id, found)

    def list(self, *, platform: str = "") -> Iterator[Account]:
        """By id."""
        for found in self._documents.query(Query(ACCOUNTS)):
            account = _account(found.id, found.data)
            if not platform or account.platform == platform:
                yield account

    def put(self, account: Account) -> Account:
        """Keep it, in place of what stood under its id. Raises InvalidInput for an id that is no name, and for a change
        of whom the id means: posts that are out are known by it."""
        if not _ID.match(account.id):
            raise InvalidInput(f"account {account.id!r}: its id may hold a-z, 0-9 and -, at most 63 of them")
        if not account.platform or not account.remote:
            raise InvalidInput(f"account {account.id!r} needs a platform and the platform's own id of it")
        known = self._documents.get(ACCOUNTS, account.id)
        if known is not None:
            before = _account(account.id, known)
            if (before.platform, before.remote) != (account.platform, account.remote):
                told = f"account {account.id!r} is {before.remote} on {before.platform}; give the other one its own id"
                raise InvalidInput(told)
        plain = to_plain(account)
        del plain["id"]
        self._documents.set(ACCOUNTS, account.id, plain)
        return account

    def remove(self, id: str) -> None:
        """Nothing can be posted there any more; what is out stays known."""
        self._documents.delete(ACCOUNTS, id)


def _account(id: str, data: dict[str, Any]) -> Account:
    return from_plain(Account, {**data, "id": id})
