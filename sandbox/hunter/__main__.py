"""`python -m sandbox.hunter [PORT]`: a stand-in for Hunter, until Ctrl-C."""

import sys

from sandbox.hunter.web import Hunter
from sandbox.standin import stand

if __name__ == "__main__":
    stand("hunter", Hunter(), int(sys.argv[1]) if len(sys.argv) > 1 else 8711, ["LEADREEL_HUNTER_KEY=hunter-sandbox"])
