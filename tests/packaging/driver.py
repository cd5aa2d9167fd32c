"""Runs inside a packed folder: opens the door as the framework does, sends calls, tells what was loaded."""

import json
import os
import sys
import sysconfig
from importlib.metadata import distributions
from pathlib import Path


def loaded() -> list[str]:
    """The distributions of which a module has been loaded, found by file: several of them share one name space."""
    site = os.path.realpath(sysconfig.get_path("purelib")) + os.sep
    files = {os.path.realpath(getattr(module, "__file__", None) or "") for module in list(sys.modules.values())}
    inside = {file.removeprefix(site) for file in files if file.startswith(site)}
    found = set()
    for one in distributions():
        record = {line.partition(",")[0] for line in (one.read_text("RECORD") or "").splitlines()}
        if record & inside:
            found.add(one.metadata["Name"].lower().replace("_", "-"))
    return sorted(found)


def main() -> None:
    sys.path.remove(str(Path(__file__).parent))
    import functions_framework

    client = functions_framework.create_app(sys.argv[1], "main.py").test_client()
    answers = [client.post("/", headers=call["headers"], data=call["body"].encode()) for call in json.load(sys.stdin)]
    told = [{"status": answer.status_code, "body": answer.get_data(as_text=True)} for answer in answers]
    sys.stdout.write(json.dumps({"answers": told, "loaded": loaded()}))


main()
