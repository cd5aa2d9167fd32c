"""All benches, one after the other: `python -m bench [--quick]`. A promise that is not met is printed, not an error."""

import subprocess
import sys
from pathlib import Path

NOT_BENCHES = {"__init__", "__main__", "peers", "report"}


def main() -> int:
    """Exit 1 only when a bench itself could not run."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in NOT_BENCHES)
    failed = [name for name in names if _run(name, sys.argv[1:]) > 1]
    for name in failed:
        sys.stderr.write(f"bench.{name} could not run; its own lines above say why\n")
    return 1 if failed else 0


def _run(name: str, arguments: list[str]) -> int:
    return subprocess.run([sys.executable, "-m", f"bench.{name}", *arguments], check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
