"""`leadreel accounts` as people and scripts use it."""

import io
import json

import pytest

from local.cli import main
from shared.app import app
from shared.core.log import redact


@pytest.fixture
def leadreel(house, monkeypatch, tmp_path, capsys):
    """Runs a verb; returns its exit code, what it printed as JSON, and what it said."""
    rules = house.vendor.rules
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "LEADREEL_DATA": str(tmp_path / "var"),
        "LEADREEL_FACEBOOK_BASE_URL": f"{house.standin.url}/facebook",
        "LEADREEL_INSTAGRAM_BASE_URL": f"{house.standin.url}/instagram",
        "LEADREEL_INSTAGRAM_APP_ID": rules.app_id,
        "LEADREEL_INSTAGRAM_APP_SECRET": rules.app_secret,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("LEADREEL_INSTAGRAM_TOKEN", raising=False)

    def run(*words: str, stdin: str = ""):
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = 0
        try:
            main([*words, "--json"])
        except SystemExit as left:
            code = int(left.code or 0)
        printed = capsys.readouterr()
        lines = [json.loads(line) for line in printed.out.splitlines()]
        return code, lines, printed.err

    return run


def test_an_account_is_added_by_a_token_from_a_pipe_checked_renewed_and_asked_for_its_figures(house, leadreel):
    short = house.vendor.token("facebook", long=False)
    code, [added], _ = leadreel("accounts", "add", "main", stdin=f"{short}\n")
    assert code == 0 and (added["state"], added["name"], added["remote"]) == ("alive", "@sandbox", house.vendor.user.id)
    assert added["expires_at"] > "2026-12"
    assert leadreel("accounts", "list")[1] == [added]
    assert leadreel("accounts", "check")[0] == 0
    assert leadreel("accounts", "refresh")[1][0]["expires_at"] >= added["expires_at"]
    code, [told], _ = leadreel("accounts", "analytics", "--days", "2")
    assert code == 0 and told["account"]["followers"] == 1250
    assert leadreel("accounts", "analytics", "--last")[1] == [told]
    assert json.loads((app().settings.data / "content/state/analytics.json").read_text())["account"]["id"] == "main"
    shown = leadreel("accounts", "show")[1][0]
    assert shown["token"]["state"] == "alive" and "sandboxLong" not in json.dumps(shown)


def test_instagrams_own_login_and_a_token_from_the_environment(house, leadreel, monkeypatch):
    monkeypatch.setenv("LEADREEL_INSTAGRAM_TOKEN", house.vendor.token("instagram", long=False))
    code, [added], _ = leadreel("accounts", "add", "--login", "instagram")
    assert code == 0 and added["id"] == "instagram-main" and added["flavour"] == "instagram"


def test_the_configured_account_needs_nothing_but_its_token(house, leadreel, monkeypatch, tmp_path):
    (tmp_path / "content.yaml").write_text(f'instagram_account_id: "{house.vendor.user.id}"\n')
    monkeypatch.setenv("LEADREEL_INSTAGRAM_TOKEN", first := house.vendor.token("facebook"))
    assert leadreel("accounts", "analytics", "--days", "1")[0] == 0
    assert app().tokens.use("instagram-main") == first
    app().tokens.care(account="instagram-main", now_due=True)
    renewed = app().tokens.use("instagram-main")
    assert renewed != first, "what the settings hold does not come back over what was renewed"
    monkeypatch.setenv("LEADREEL_INSTAGRAM_TOKEN", second := house.vendor.token("facebook"))
    assert app().tokens.use("instagram-main") == second


def test_a_token_that_a_person_gave_counts_before_that_of_the_environment(house, leadreel, monkeypatch):
    monkeypatch.setenv("LEADREEL_INSTAGRAM_TOKEN", old := house.vendor.token("facebook"))
    assert leadreel("accounts", "add", "main", stdin=house.vendor.token())[0] == 0
    assert app().tokens.use("main") != old
    assert app().documents.get("tokens", "main").get("given", "") == ""


def test_a_dead_token_is_told_by_check_and_status_and_a_new_one_mends_it(house, leadreel):
    leadreel("accounts", "add", "main", stdin=house.vendor.token())
    for token in house.vendor.state.tokens.values():
        token.dead = "dead"
    code, [row], _ = leadreel("accounts", "check")
    assert code == 1 and row["state"] == "dead" and "leadreel accounts add main" in row["reason"]
    [stuck] = leadreel("status")[1][0]["stuck"]
    assert stuck["id"] == "main" and stuck["next"] == "leadreel accounts add main"
    assert leadreel("accounts", "analytics")[0] == 1
    assert leadreel("accounts", "add", "main", stdin=house.vendor.token())[0] == 0
    assert leadreel("status")[1][0]["stuck"] == []
    assert leadreel("accounts", "remove", "main")[0] == 0 and leadreel("accounts", "list")[1] == []


@pytest.mark.parametrize(
    ("words", "stdin", "told"),
    [
        (("accounts", "add"), "", "no token"),
        (("accounts", "add"), "short\n", "no token: it has"),
        (("accounts", "add"), "EAAnobodyKnowsThisToken0\n", "no longer valid"),
        (("accounts", "analytics"), "", "leadreel accounts add"),
        (("accounts", "check", "nobody"), "", "nobody"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(leadreel, words, stdin, told):
    code, lines, said = leadreel(*words, stdin=stdin)
    assert code == 1 and lines == [] and told in said and "Traceback" not in said


def test_of_several_accounts_one_is_named(house, leadreel):
    from sandbox.instagram.state import User

    house.vendor.add(User("17841400000000009", "other"))
    leadreel("accounts", "add", "main", stdin=house.vendor.token())
    leadreel("accounts", "add", "second", stdin=house.vendor.token(user="17841400000000009"))
    code, _, said = leadreel("accounts", "analytics")
    assert code == 1 and "main, second" in said
    code, _, said = leadreel("accounts", "add", "main", stdin=house.vendor.token(user="17841400000000009"))
    assert code == 1 and "17841400000000009 (@other)" in said
    assert redact(said) == said
