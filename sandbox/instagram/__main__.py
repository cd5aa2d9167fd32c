"""`python -m sandbox.instagram [PORT]`: a stand-in for the Instagram Graph API, until Ctrl-C."""

import sys

from sandbox.instagram.web import Instagram
from sandbox.standin import stand

PORT = 8713

if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else PORT
    vendor = Instagram(base=f"http://127.0.0.1:{port}")
    told = (
        f"LEADREEL_FACEBOOK_BASE_URL=http://127.0.0.1:{port}/facebook",
        f"LEADREEL_INSTAGRAM_APP_ID={vendor.rules.app_id}",
        f"LEADREEL_INSTAGRAM_APP_SECRET={vendor.rules.app_secret}",
        f"token={vendor.token('facebook')}",
        f"token={vendor.token('instagram')}",
    )
    stand("instagram", vendor, port, told, path="/instagram")
