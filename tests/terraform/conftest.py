"""The files of terraform/, parsed once, and what its calculation makes of the manifest."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scripts.terraform_rules import Module

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def schema() -> Mapping[str, Any]:
    return json.loads(Path(__file__).with_name("provider.json").read_text())


@pytest.fixture(scope="session")
def house() -> Module:
    return Module(ROOT / "terraform")


@pytest.fixture(scope="session")
def plan_module() -> Module:
    return Module(ROOT / "terraform" / "modules" / "plan")


@pytest.fixture(scope="session")
def terraform() -> str:
    program = shutil.which("terraform")
    if program is None:
        pytest.skip("no terraform here; install it from developer.hashicorp.com/terraform/install")
    return program


@pytest.fixture(scope="session")
def plan(terraform: str, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What terraform itself calculates from manifest.yaml. No provider is needed for it."""
    folder = tmp_path_factory.mktemp("plan")
    for file in (ROOT / "terraform" / "modules" / "plan").glob("*.tf"):
        shutil.copy(file, folder)
    variables = {"manifest": ROOT / "manifest.yaml", "project": "p-1", "number": 7, "region": "r-1", "prefix": "reel"}
    given = [f"-var={name}={value}" for name, value in variables.items()]
    for words in (["init", "-input=false"], ["apply", "-auto-approve", "-input=false", *given]):
        done = subprocess.run(
            [terraform, *words, "-no-color"],
            cwd=folder,
            env={**os.environ, "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    told = subprocess.run([terraform, "output", "-json"], cwd=folder, capture_output=True, text=True, check=True)
    return {name: one["value"] for name, one in json.loads(told.stdout).items()}
