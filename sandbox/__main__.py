"""`python -m sandbox`: the sample websites, until Ctrl-C."""

import argparse
import signal
import sys
import threading
from collections.abc import Callable

from sandbox.sites import NAMES, Sites, serve
from sandbox.vendors import Vendors

PORT = 8700


def run(
    host: str = "127.0.0.1",
    port: int = PORT,
    *,
    ready: Callable[[Sites], None] | None = None,
    until: threading.Event | None = None,
) -> None:
    """Serve the sites until `until` is set, or until Ctrl-C or SIGTERM. `ready` is told where they are."""
    stop = until or threading.Event()
    if until is None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
    with serve(host, port) as sites:
        (ready or announce)(sites)
        while not stop.wait(0.5):  # a signal may reach another thread, which wakes nobody
            pass


def announce(sites: Sites, vendors: Vendors | None = None) -> None:
    """Say on stdout where each site and vendor is and what the settings must be."""
    for name, url in zip(NAMES, sites.urls, strict=True):
        sys.stdout.write(f"{url}  {name}\n")
    for name, standin in (vendors.standins if vendors else {}).items():
        sys.stdout.write(f"{standin.url}  {name}\n")
    if vendors:
        sys.stdout.write(vendors.exports(sites.allow).replace("export ", ""))
    else:
        sys.stdout.write(f"LEADREEL_EGRESS_ALLOW={','.join(sites.allow)}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="Sample websites on this machine.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=PORT, help="port of the first site; the others follow it")
    given = parser.parse_args()
    run(given.host, given.port)


if __name__ == "__main__":
    main()
