"""The stand-in keeps the rules that matter: driven by the vendor's own client, as people's programs do."""

import json

import gspread
import pytest
from gspread.http_client import HTTPClient

from sandbox.sheets.grid import area_of
from sandbox.sheets.web import Sheets, Spreadsheet, serve_sheets
from shared.core.clock import ManualClock


@pytest.fixture
def opened(account):
    clock = ManualClock()
    vendor = Sheets(account=account, ticks=clock.monotonic)
    vendor.spreadsheets["one"] = Spreadsheet("one", shared_with={account.email})
    with serve_sheets(vendor) as (_, server):

        class Here(HTTPClient):
            def request(self, method, endpoint, *args, **given):
                return super().request(
                    method, endpoint.replace("https://sheets.googleapis.com", server.url), *args, **given
                )

        key = json.loads(account.key_file(f"{server.url}/token"))
        client = gspread.service_account_from_dict(key, http_client=Here)
        yield client.open_by_key("one").sheet1, vendor, clock


def test_raw_texts_stay_texts_and_typed_ones_become_what_they_look_like(opened) -> None:
    sheet, _, _ = opened
    texts = [["=1+1", "007", "50%", "TRUE", "2026-11-21", "'quoted"]]
    sheet.update(texts, "A1", raw=True)
    sheet.update(texts, "A2", raw=False)
    assert sheet.get("A1:F1") == texts
    assert sheet.get("A2:F2") == [["#ERROR!", "7", "50%", "TRUE", "2026-11-21", "quoted"]]
    unformatted = sheet.get("A2:F2", value_render_option="UNFORMATTED_VALUE")
    assert unformatted == [["#ERROR!", 7, 0.5, True, 46347, "quoted"]]
    assert sheet.get("A2", value_render_option="FORMULA") == [["=1+1"]]


def test_what_is_empty_at_the_ends_is_left_out_and_batches_are_whole(opened) -> None:
    sheet, vendor, _ = opened
    sheet.update([["a", "", "c", ""], [], ["", "b"], [""]], "B2", raw=True)
    assert sheet.get_all_values() == [["", "", "", ""], ["", "a", "", "c"], ["", "", "", ""], ["", "", "b", ""]]
    assert vendor.spreadsheets["one"].tabs[0].texts() == [[], ["", "a", "", "c"], [], ["", "", "b"]]
    with pytest.raises(gspread.exceptions.APIError, match="exceeds grid limits"):
        sheet.batch_update([{"range": "A1", "values": [["x"]]}, {"range": "A9999", "values": [["y"]]}])
    assert sheet.acell("A1").value is None
    sheet.append_row(["last"], value_input_option="RAW", table_range="A1")
    assert sheet.get("A5") == [["last"]]
    assert [area_of(vendor.spreadsheets["one"].tabs, one).name for one in ("Sheet1", "B2:C", "Sheet1!A1")] == [
        "Sheet1!A1:Z1000",
        "Sheet1!B2:C1000",
        "Sheet1!A1:A1",
    ]


def test_quotas_tokens_and_sharing_are_kept(opened) -> None:
    sheet, vendor, clock = opened
    with pytest.raises(gspread.exceptions.APIError, match="Quota exceeded"):
        for _ in range(70):
            sheet.get("A1")
    assert vendor.refused == 1
    clock.advance(61)
    sheet.get("A1")
    clock.advance(4000)  # the token has run out; the client asks for another
    sheet.get("A1")
    vendor.spreadsheets["one"].shared_with.clear()
    with pytest.raises(gspread.exceptions.APIError, match="does not have permission"):
        sheet.spreadsheet.fetch_sheet_metadata()
