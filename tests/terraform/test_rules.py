"""What terraform/ may not do, and what it must: the house's own rules, read off the files."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.terraform_rules import Block, Module
from shared.adapters.gcp.values import EXPIRES

pytestmark = pytest.mark.xdist_group("terraform")
ROOT = Path(__file__).parents[2]
BASIC = re.compile(r"roles/(owner|editor|viewer)\b")
BROAD = re.compile(r"roles/[\w.]*\b(admin|Admin)\b|roles/\w+\.admin")


def of(house: Module, kind: str) -> list[Block]:
    found = [block for block in house.blocks if block.kind == kind and block.sort == "resource"]
    assert found, kind
    return found


def values(body: Any, key: str) -> Iterator[Any]:
    """Every value that stands under a key, at any depth."""
    if isinstance(body, Mapping):
        for name, inner in body.items():
            if name.strip('"') == key:
                yield inner
            yield from values(inner, key)
    elif isinstance(body, list):
        for inner in body:
            yield from values(inner, key)


def test_no_account_is_granted_a_basic_or_an_admin_role(house: Module, plan_module: Module) -> None:
    for module in (house, plan_module):
        for name, text in module.texts.items():
            assert not BASIC.search(text), name
            assert not BROAD.search(text), name


def test_each_runner_has_an_account_of_its_own_and_uses_it(house: Module) -> None:
    (accounts,) = [one for one in of(house, "google_service_account") if one.name == "runner"]
    assert accounts.body["for_each"] == "${module.plan.runners}"
    for kind, key in (
        ("google_cloudfunctions2_function", "service_account_email"),
        ("google_cloud_run_v2_job", "service_account"),
        ("google_cloud_run_v2_service", "service_account"),
    ):
        for block in of(house, kind):
            used = [value for value in values(block.body, key) if "builder" not in value]
            assert used == [f"${{google_service_account.runner[each.key].{'email'}}}"]


def test_everybody_may_call_only_what_the_manifest_calls_public(house: Module) -> None:
    open_to_all = [block for block in house.blocks if "allUsers" in json.dumps(block.body)]
    assert {block.name for block in open_to_all} == {"function_caller", "open"}
    assert all(block.kind == "google_cloud_run_v2_service_iam_member" for block in open_to_all)
    (functions,) = [block for block in open_to_all if block.name == "function_caller"]
    assert functions.body["member"].startswith('${each.value.public ? "allUsers" :')
    (services,) = [block for block in open_to_all if block.name == "open"]
    assert "if one.public" in services.body["for_each"]
    assert "allAuthenticatedUsers" not in "".join(house.texts.values())


def test_what_is_public_checks_who_calls_by_itself() -> None:
    plain = yaml.safe_load((ROOT / "manifest.yaml").read_text())
    public = {
        name for section in ("functions", "services") for name, one in plain[section].items() if one.get("public")
    }
    for name in public & plain["functions"].keys():
        assert "@on_request(" in (ROOT / "functions" / name / "main.py").read_text()
    assert public - plain["functions"].keys() <= {"console"}
    (said,) = re.findall(r"^Anybody can reach .*$", (ROOT / "docs" / "guide" / "deploy.md").read_text(), re.MULTILINE)
    assert [name for name in public if name not in said.partition(". ")[0]] == []


def test_no_bucket_can_be_made_public_or_loses_what_was_overwritten(house: Module) -> None:
    for block in of(house, "google_storage_bucket"):
        assert block.body["uniform_bucket_level_access"] is True
        assert block.body["public_access_prevention"] == '"enforced"'
        assert block.body["versioning"][0]["enabled"] is True
        assert block.body["lifecycle_rule"]


def test_an_event_is_tried_again_and_never_lost_in_silence(house: Module) -> None:
    (trigger,) = of(house, "google_eventarc_trigger")
    (retry,) = of(house, "terraform_data")
    dead = {block.kind for block in house.blocks if block.name == "dead"}
    assert trigger.body["for_each"] == retry.body["for_each"] == "${module.plan.triggers}"
    assert {"google_pubsub_topic", "google_pubsub_subscription", "google_pubsub_topic_iam_member"} <= dead
    command = json.dumps(retry.body["provisioner"])
    for flag in ("--dead-letter-topic=", "--max-delivery-attempts=", "--min-retry-delay=", "--max-retry-delay="):
        assert flag in command
    assert "num_undelivered_messages" in house.texts["alerts.tf"]


def test_what_the_house_publishes_is_pushed_as_a_cloud_event_with_an_identity(house: Module) -> None:
    (push,) = [block for block in of(house, "google_pubsub_subscription") if block.name == "events"]
    assert push.body["dead_letter_policy"] and push.body["retry_policy"]
    (config,) = push.body["push_config"]
    assert config["no_wrapper"][0]["write_metadata"] is True
    assert "caller[" in config["oidc_token"][0]["service_account_email"]


def test_documents_can_be_had_back(house: Module) -> None:
    (database,) = of(house, "google_firestore_database")
    assert database.body["point_in_time_recovery_enablement"] == '"POINT_IN_TIME_RECOVERY_ENABLED"'
    assert "DELETE_PROTECTION_ENABLED" in database.body["delete_protection_state"]
    assert of(house, "google_firestore_backup_schedule")


def test_documents_that_have_an_end_go_by_a_policy_on_the_field_that_the_store_writes(house: Module) -> None:
    policies = [block for block in of(house, "google_firestore_field") if "ttl_config" in block.body]
    assert [block.body["field"] for block in policies] == [f'"{EXPIRES}"']
    assert policies[0].body["for_each"] == "${module.plan.expiring}"


def test_calls_to_closed_doors_carry_an_identity(house: Module) -> None:
    (schedule,) = of(house, "google_cloud_scheduler_job")
    (token,) = values(schedule.body, "oidc_token")
    assert "caller[" in token[0]["service_account_email"]
    assert schedule.body["time_zone"] == "${each.value.time_zone}"
    (function,) = of(house, "google_cloudfunctions2_function")
    told = json.dumps(function.body)
    for variable in ("LEADREEL_AUDIENCES", "LEADREEL_CALLERS", "LEADREEL_SIGNATURE"):
        assert variable in told


def test_no_secret_stands_in_plain_text(house: Module, plan_module: Module) -> None:
    for module in (house, plan_module):
        for block in module.blocks:
            assert not list(values(block.body, "secret_data"))
            for key in ("password", "api_key", "token", "private_key"):
                assert not [value for value in values(block.body, key) if isinstance(value, str)], block.where
        for name, body in module.named("variable").items():
            assert not re.search(r"secret|password|token|api_key", name), name
            assert not re.search(r"sk-|AIza|-----BEGIN", str(body))
    secret = [block for block in house.blocks if block.kind == "google_secret_manager_secret_version"]
    assert all("ephemeral." in block.body["secret_data_wo"] for block in secret)


def test_people_are_told_of_each_kind_of_trouble(house: Module) -> None:
    policies = {block.name: block for block in of(house, "google_monitoring_alert_policy")}
    assert policies.keys() == {"dead_letters", "errors", "stuck", "spend"}
    assert all(block.body["notification_channels"] == "${local.told}" for block in policies.values())
    (budget,) = of(house, "google_billing_budget")
    assert "all_updates_rule" in json.dumps(budget.body["dynamic"])


def test_what_is_counted_is_looked_at(house: Module) -> None:
    """By an alert or on the dashboard."""
    shown = (house.texts["alerts.tf"] + house.texts["dashboard.tf"]).replace("\\", "")
    names = [name for name in house.locals["counted"] if not name.startswith("__")]
    assert [name for name in names if f'google_logging_metric.counted["{name}"]' not in shown] == []


def test_the_log_lines_that_are_counted_are_written(house: Module) -> None:
    sources = "".join(path.read_text() for path in (ROOT / "shared").rglob("*.py"))
    lines = re.findall(r'jsonPayload\.message=\\"([^"\\]+)\\"', house.texts["alerts.tf"])
    assert len(lines) >= 5
    assert [line for line in lines if f'"{line}"' not in sources] == []


def test_data_is_not_removed_by_an_apply(house: Module) -> None:
    for kind in ("google_cloud_run_v2_job", "google_cloud_run_v2_service"):
        assert all(block.body["deletion_protection"] == "${var.protect}" for block in of(house, kind))
    (data,) = [block for block in of(house, "google_storage_bucket") if block.name == "data"]
    assert data.body["force_destroy"] == "${!var.protect}"
    assert house.named("variable")["protect"]["default"] is True


def test_a_key_of_ones_own_covers_all_that_holds_data(house: Module) -> None:
    for kind in (
        "google_storage_bucket",
        "google_firestore_database",
        "google_pubsub_topic",
        "google_secret_manager_secret",
        "google_artifact_registry_repository",
        "google_cloudfunctions2_function",
        "google_cloud_run_v2_job",
        "google_cloud_run_v2_service",
    ):
        for block in of(house, kind):
            assert "local.key" in json.dumps(block.body), block.where


def test_only_what_must_be_said_has_no_default(house: Module) -> None:
    variables = house.named("variable")
    assert {name for name, body in variables.items() if "default" not in body} == {"project"}
    assert len(variables) <= 16


def test_the_settings_that_are_handed_over_are_read_by_the_house(house: Module) -> None:
    sources = "".join(path.read_text() for path in (ROOT / "shared").rglob("*.py"))
    for variable in set(re.findall(r"\bLEADREEL_(\w+)\s*=", "".join(house.texts.values()))):
        assert f"LEADREEL_{variable}" in sources or f"    {variable.lower()}: " in sources, variable


def test_lines_are_short_of_tabs_and_loose_ends(house: Module, plan_module: Module) -> None:
    for module in (house, plan_module):
        for name, text in module.texts.items():
            assert text.endswith("}\n"), name
            for number, line in enumerate(text.splitlines(), 1):
                assert line == line.rstrip() and "\t" not in line, f"{name}:{number}"
                assert (len(line) - len(line.lstrip())) % 2 == 0 or line.lstrip().startswith(("if", ")")), name
