"""Which Instagram accounts a token opens."""

from dataclasses import dataclass
from typing import Any

from shared.core.errors import InvalidInput
from shared.publish.graph import Graph


@dataclass(frozen=True, slots=True)
class Opened:
    """An account as the platform names it."""

    remote: str
    username: str = ""
    page: str = ""  # the linked page's name, Facebook log-in only


def opened_by(graph: Graph) -> list[Opened]:
    """By Instagram log-in the one it belongs to; by Facebook log-in those linked with the pages that were allowed."""
    if graph.flavour == "instagram":
        found = graph.get("me", fields="user_id,username")
        return [Opened(str(found.get("user_id") or found.get("id") or ""), str(found.get("username") or ""))]
    pages = graph.pages("me/accounts", most=200, fields="name,instagram_business_account{id,username}")
    return [opened for page in pages if (opened := _linked(page))]


def chosen(opened: list[Opened], wanted: str) -> Opened:
    """The wanted one, by its id or name; without a wish the only one. Raises InvalidInput that names them."""
    alike = [one for one in opened if wanted.lstrip("@").lower() in {one.remote, one.username.lower()}]
    found = alike if wanted else opened
    if len(found) == 1 and found[0].remote:
        return found[0]
    named = ", ".join(f"{one.remote} (@{one.username})" for one in opened) or "none: link a professional account first"
    raise InvalidInput(f"name one account with --remote; this log-in opens {named}")


def _linked(page: dict[str, Any]) -> Opened | None:
    account = page.get("instagram_business_account")
    if not isinstance(account, dict) or not account.get("id"):
        return None
    return Opened(str(account["id"]), str(account.get("username") or ""), str(page.get("name") or ""))
