"""`python -m sandbox.openai [PORT]`: a stand-in for OpenAI, until Ctrl-C."""

import sys

from sandbox.openai.web import OpenAI
from sandbox.standin import stand

if __name__ == "__main__":
    stand("openai", OpenAI(), int(sys.argv[1]) if len(sys.argv) > 1 else 8712, ["LEADREEL_OPENAI_KEY=sk-sandbox"])
