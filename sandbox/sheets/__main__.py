"""`python -m sandbox.sheets [PORT]`: a stand-in for Google Sheets with one shared spreadsheet, until Ctrl-C."""

import shlex
import sys

from sandbox.sheets.web import Sheets, Spreadsheet
from sandbox.standin import stand

PORT = 8716

if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else PORT
    vendor = Sheets(url=f"http://127.0.0.1:{port}")
    vendor.spreadsheets["sandbox-sheet"] = Spreadsheet("sandbox-sheet", shared_with={vendor.account.email})
    key = shlex.quote(vendor.account.key_file(f"{vendor.url}/token"))
    stand("sheets", vendor, port, ["LEADREEL_GOOGLE_SHEET_ID=sandbox-sheet", f"LEADREEL_SHEETS_KEY={key}"])
