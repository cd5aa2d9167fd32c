"""Terraform and the local host read one manifest, and understand the same by it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.terraform_rules import Module
from shared.manifest import Manifest, read_manifest

pytestmark = pytest.mark.xdist_group("terraform")  # the files are parsed once
ROOT = Path(__file__).parents[2]
PLAIN = yaml.safe_load((ROOT / "manifest.yaml").read_text())


@pytest.fixture(scope="session")
def manifest() -> Manifest:
    return read_manifest(ROOT / "manifest.yaml")


def test_every_section_of_the_manifest_is_consumed(plan_module: Module) -> None:
    text = "\n".join(plan_module.texts.values())
    assert [section for section in PLAIN if f"local.manifest.{section}" not in text] == []


def test_all_that_runs_is_made(plan: Mapping[str, Any], manifest: Manifest) -> None:
    assert plan["functions"].keys() == manifest.functions.keys()
    assert plan["queues"].keys() == manifest.queues.keys()
    assert plan["jobs"].keys() == manifest.jobs.keys()
    assert plan["services"].keys() == manifest.services.keys()
    assert plan["buckets"].keys() == set(manifest.buckets)
    assert plan["schedules"].keys() == {one.name for one in manifest.schedules}
    assert {(one["bucket"], one["function"]) for one in plan["triggers"].values()} == {
        (one.bucket, one.function) for one in manifest.triggers
    }
    assert plan["runners"].keys() == manifest.functions.keys() | manifest.jobs.keys() | manifest.services.keys()


def test_figures_and_words_are_read_alike(plan: Mapping[str, Any], manifest: Manifest) -> None:
    for name, queue in manifest.queues.items():
        made = plan["queues"][name]
        assert (made["rate"], made["max_concurrent"]) == (queue.rate, queue.max_concurrent)
        assert float(made["min_backoff"].rstrip("s")) == queue.retry.min_backoff
        assert made["max_attempts"] == queue.retry.max_attempts
    for schedule in manifest.schedules:
        made = plan["schedules"][schedule.name]
        assert (made["cron"], made["time_zone"]) == (schedule.cron, schedule.time_zone)
    for name, function in manifest.functions.items():
        made = plan["functions"][name]
        assert (made["kind"], made["timeout"], made["concurrency"]) == (
            function.kind,
            function.timeout,
            function.concurrency,
        )


NOT_MADE = {("queues", "function"), ("functions", "kind"), ("functions", "public")}  # decide who calls whom
OTHERWISE = {  # asked for by its name, from elsewhere
    ("functions", "url"), ("services", "url"), ("services", "public"), ("grants", "right"),
    ("secrets", "generated"), ("secrets", "env"),
}  # fmt: skip


def test_whatever_is_calculated_is_what_is_made(plan: Mapping[str, Any], house: Module) -> None:
    """A resource that says a figure of its own would leave the manifest's unheard."""
    for section, entries in plan.items():
        values = entries.values() if isinstance(entries, dict) else []
        keys = {key for one in values if isinstance(one, dict) for key in one}
        made = [block for block in house.blocks if f"module.plan.{section}" in str(block.body.get("for_each", ""))]
        text = " ".join(str(block.body) for block in made)
        unheard = {key for key in keys if not re.search(rf"each\.value\.{key}\b", text)}
        assert {(section, key) for key in unheard} - NOT_MADE - OTHERWISE == set()


def test_the_console_is_where_cloud_run_serves_it(plan: Mapping[str, Any]) -> None:
    assert plan["services"]["console"]["url"] == "https://reel-console-7.r-1.run.app"
    assert plan["functions"]["accept"]["url"] == "https://r-1-p-1.cloudfunctions.net/reel-accept"


def test_the_platforms_limits_are_kept(plan: Mapping[str, Any]) -> None:
    for one in plan["functions"].values():
        assert one["timeout"] <= (540 if one["kind"] == "object" else 3600)
        assert one["concurrency"] == 1 or float(one["cpu"]) >= 1  # less than a processor serves one call at a time
    assert all(one["rate"] <= 500 for one in plan["queues"].values())
    assert all(15 <= one["deadline"] <= 1800 for one in plan["schedules"].values())
    assert all(len(name) <= 30 for name in plan["runners"].values())  # a service account's id
    assert all(len(one["cloud_name"]) <= 63 for one in plan["buckets"].values())


def test_grants_are_those_of_the_manifest_and_what_a_trigger_needs(plan: Mapping[str, Any], manifest: Manifest) -> None:
    granted = {(one["runner"], one["right"], one["other"]) for one in plan["grants"].values()}
    wanted = {
        (runner, right, other)
        for runner, access in manifest.access.items()
        for right in ("reads", "writes", "sends", "starts", "secrets")
        for other in getattr(access, right)
    }
    assert granted == wanted | {(one.function, "reads", one.bucket) for one in manifest.triggers}
    assert set(plan["signers"]) == {name for name, access in manifest.access.items() if access.signs}


def test_indexes_over_several_fields_are_made_for_both_directions(plan: Mapping[str, Any], manifest: Manifest) -> None:
    made = {(one["collection"], *one["plain"], one["last"], one["order"]) for one in plan["composite_indexes"].values()}
    for index in manifest.indexes:
        vector = getattr(index, "vector", None)
        orders = {"NEAREST"} if vector else {"ASCENDING", "DESCENDING"}
        for order in orders:
            assert ((index.collection, *index.fields, order) in made) == (len(index.fields) > 1 or bool(vector))


def test_what_expires_gets_a_policy(plan: Mapping[str, Any], manifest: Manifest) -> None:
    assert set(plan["expiring"]) == {index.collection for index in manifest.indexes if index.expires} != set()


def test_a_rising_time_is_left_out_of_firestores_own_indexes(plan: Mapping[str, Any], manifest: Manifest) -> None:
    """A collection with a rising time in an index takes 500 writes a second."""
    exempt = {(one["collection"], one["field"]) for one in plan["exemptions"].values()}
    asked = {(index.collection, *index.fields) for index in manifest.indexes if len(index.fields) == 1}
    for collection in ("leads", "tasks", "effects", "render_jobs"):
        for field in ("created_at", "updated_at"):
            assert (collection, field) in exempt | asked
