"""What is written into people's sheets is written as it is: a caption that begins with = must stay a caption."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
PARSED = ("USER_ENTERED", "update_cell", "update_acell", "update_cells", "append_row", "formulaValue", ".worksheet(")


def test_nobody_writes_into_a_sheet_but_raw() -> None:
    ours = [path for room in ("shared", "functions", "containers", "local") for path in (ROOT / room).rglob("*.py")]
    found = {path.name: word for path in ours for word in PARSED if word in path.read_text("utf-8")}
    assert found == {}
    users = [path.name for path in ours if "gspread" in path.read_text("utf-8")]
    assert users == ["sheets.py"]  # the one file that knows the client
