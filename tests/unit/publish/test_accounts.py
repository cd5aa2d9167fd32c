"""Where there is to post, and who does it."""

import os
import re
from pathlib import Path

import pytest

from shared.core.errors import InvalidInput, NotFound
from shared.publish.accounts import Accounts
from shared.publish.model import Account
from shared.publish.registry import Publishers, as_table, guarantees

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "publishing.md"


def test_an_account_keeps_what_it_means(documents) -> None:
    accounts = Accounts(documents)
    main = accounts.put(Account("main", "instagram", "1784", "@main", "facebook", {"upload": "url"}))
    accounts.put(Account("tok", "tiktok", "9"))
    assert accounts.get("main") == main
    assert [one.id for one in accounts.list()] == ["main", "tok"]
    assert [one.id for one in accounts.list(platform="tiktok")] == ["tok"]
    accounts.put(Account("main", "instagram", "1784", "@renamed"))
    assert accounts.get("main").name == "@renamed"
    with pytest.raises(InvalidInput, match="1784 on instagram"):
        accounts.put(Account("main", "instagram", "1785"))
    accounts.remove("tok")
    with pytest.raises(NotFound, match="known are main"):
        accounts.get("tok")


@pytest.mark.parametrize("id", ["", "Main", "a/b", "a" * 64, "-a", "a\n"])
def test_an_id_is_a_name(documents, id: str) -> None:
    with pytest.raises(InvalidInput, match="may hold"):
        Accounts(documents).put(Account(id, "instagram", "1"))
    with pytest.raises(NotFound):
        Accounts(documents).get(id)


def test_a_publisher_is_made_once_and_when_it_is_wanted() -> None:
    made = []
    publishers = Publishers({"here": lambda: made.append(1) or object()})
    assert made == []
    assert publishers("here") is publishers("here")
    with pytest.raises(InvalidInput, match="known are here"):
        publishers("there")


def test_every_platform_says_what_it_is_trusted_for() -> None:
    for name, given in guarantees().items():
        assert given.lateness > 0, name
        assert given.lag >= 0, name
        assert given.basis, name


def test_the_guides_table_is_the_registrys() -> None:
    """With UPDATE_DOCS=1 the table is written anew."""
    text = GUIDE.read_text("utf-8")
    pattern = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- /table -->)", re.DOTALL)
    renewed = pattern.sub(lambda _: as_table(guarantees()) + "\n", text)
    if renewed != text and os.environ.get("UPDATE_DOCS") == "1":
        GUIDE.write_text(renewed, "utf-8")
    elif renewed != text:
        pytest.fail("the table is out of date; renew it: UPDATE_DOCS=1 pytest tests/unit/publish")
