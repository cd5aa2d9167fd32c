"""terraform/ holds nothing that the provider would not know: names, types, blocks and references."""

import shutil
import subprocess
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

from scripts.provider_schema import used
from scripts.terraform_rules import Module, leads_to, problems

pytestmark = pytest.mark.xdist_group("terraform")  # the files are parsed once
ROOT = Path(__file__).parents[2]
TERRAFORM = ROOT / "terraform"


def test_every_resource_is_as_the_provider_wants_it(house: Module, plan_module: Module, schema: Mapping) -> None:
    assert list(problems(house, schema)) == []
    assert list(problems(plan_module, schema)) == []


@pytest.mark.parametrize(
    ("file", "good", "bad", "told"),
    [
        ("queues.tf", "max_backoff ", "max_backof ", "unknown argument max_backof; did you mean max_backoff?"),
        ("buckets.tf", "uniform_bucket_level_access =", "uniform_bucket_access =", "did you mean uniform_bucket_level"),
        ("queues.tf", "  rate_limits {", "  rate_limit {", "unknown argument rate_limit; did you mean rate_limits?"),
        ("queues.tf", "  rate_limits {", "  rate_limits = {", "rate_limits is a block, not an argument"),
        ("buckets.tf", "    enabled = true #", '    enabled = "yes" #', '"yes" is a string, not a bool'),
        ("queues.tf", "  location = var.region\n", "", "queues: location is missing"),
        ("schedules.tf", "      service_account_email =", "      account =", "service_account_email is missing"),
        ("queues.tf", "google_cloud_tasks_queue", "google_cloud_task_queue", "did you mean google_cloud_tasks_queue?"),
        ("queues.tf", "var.region", "var.regoin", "no such variable; did you mean region?"),
        ("buckets.tf", "local.key[*]", "local.kye[*]", "no such local value; did you mean"),
        ("queues.tf", "module.plan.queues", "module.plan.queue", "no such output; did you mean queues?"),
        ("schedules.tf", 'caller["schedule"].email', 'caller["schedule"].mail', "has no mail; did you mean email?"),
        ("schedules.tf", "function_caller", "functions_caller", "nothing of that name"),
        ("buckets.tf", 'dynamic "encryption"', 'dynamic "encription"', "unknown block encription; did you mean"),
        ("documents.tf", "      dimension = each", "      dimensions = each", "did you mean dimension?"),
    ],
)
def test_a_planted_mistake_is_found(
    file: str, good: str, bad: str, told: str, schema: Mapping, house: Module, tmp_path: Path
) -> None:
    text = (TERRAFORM / file).read_text()
    assert good in text
    shutil.copytree(TERRAFORM / "modules", tmp_path / "modules")
    for name in ("main.tf", "variables.tf", "identity.tf", "keys.tf", "functions.tf", file):
        shutil.copy(TERRAFORM / name, tmp_path)
    before = set(problems(Module(tmp_path), schema))
    (tmp_path / file).write_text(text.replace(good, bad, 1))
    after = set(problems(Module(tmp_path), schema)) - before
    assert any(told in one for one in after), after


def test_nothing_waits_for_itself(house: Module) -> None:
    graph = leads_to(house)
    assert sum(map(len, graph.values())) > 150
    assert graph["google_cloud_scheduler_job.schedules"] >= {"google_cloud_run_v2_service_iam_member.function_caller"}
    assert {need for needs in graph.values() for need in needs} <= graph.keys()
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"terraform would refuse a circle: {' → '.join(error.args[1])}")


def test_the_committed_schema_knows_what_is_used_and_no_more(schema: Mapping[str, Any]) -> None:
    known = {(sort, kind) for sort in ("resource", "data") for kind in schema[sort]}
    assert known == set(used(TERRAFORM)), "run: python -m scripts.provider_schema (its first lines say how)"
    assert schema["provider"] == "google 6.50.0"
    assert 'version = "~> 6.50"' in (TERRAFORM / "versions.tf").read_text()


def test_the_files_are_laid_out_as_terraform_lays_them_out(terraform: str) -> None:
    done = subprocess.run(
        [terraform, "fmt", "-check", "-diff", "-recursive", TERRAFORM], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_what_is_declared_is_used(house: Module, plan_module: Module) -> None:
    for module in (house, plan_module):
        text = "\n".join(module.texts.values())
        unused = [name for name in module.named("variable") if f"var.{name}" not in text]
        unused += [name for name in module.locals if f"local.{name}" not in text]
        assert unused == []
    inside = "\n".join(house.texts.values())
    assert [name for name in plan_module.named("output") if f"module.plan.{name}" not in inside] == []


def test_every_input_and_output_is_explained(house: Module, plan_module: Module) -> None:
    for module in (house, plan_module):
        for section in ("variable", "output"):
            assert [name for name, body in module.named(section).items() if "description" not in body] == []
