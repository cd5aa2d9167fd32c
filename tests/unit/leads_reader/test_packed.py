"""Archives, spreadsheets and JSON give the same rows as text does, as far as they are whole."""

import gzip
import json
import zipfile
from datetime import datetime
from io import BytesIO

import pytest
import xlsxwriter

from shared.core.errors import InvalidInput
from shared.leads.reader import Table, contents, open_table

ROWS = [["name", "email"], ["Ana", "a@x.example"], ["Bo", "b@x.example"], ["Cy", "c@x.example"]]
TEXT = "".join(",".join(row) + "\n" for row in ROWS).encode()
PEOPLE = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
LINES = "".join(json.dumps(one) + "\n" for one in PEOPLE)


def table_of(data: bytes, *, seekable: bool = True) -> Table:
    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return seekable

    return open_table(Pipe(data), "t")


def rows_of(data: bytes, *, seekable: bool = True) -> list[list[str]]:
    return list(contents(table_of(data, seekable=seekable)))


def packed(**members: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return target.getvalue()


def book(rows: list[list[str]]) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target) as made:
        sheet = made.add_worksheet("Leads")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
        date = made.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(len(rows), 0, [15125550100, 1234.5, True])
        sheet.write_datetime(len(rows), 3, datetime(2024, 5, 17), date)  # noqa: DTZ001 - a sheet's time has no zone
        made.add_worksheet("More").write(0, 0, "x")
    return target.getvalue()


@pytest.mark.parametrize("seekable", [True, False])
@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(TEXT, mtime=0),
        gzip.compress(TEXT[:20], mtime=0) + gzip.compress(TEXT[20:], mtime=0),
        packed(leads__csv=TEXT),
        packed(readme__md=b"x", leads__csv=TEXT),
        packed(a__csv=b"name,email\nAna,a@x.example\n", b__csv=b"name,email\nBo,b@x.example\nCy,c@x.example\n"),
        LINES.encode(),
        json.dumps(PEOPLE).encode(),
        json.dumps({"total": 3, "next": None, "items": PEOPLE, "page": 1}, indent=2).encode("utf-16"),
        json.dumps(ROWS).encode(),
        gzip.compress(LINES.encode(), mtime=0),
    ],
)
def test_what_is_packed_is_read_as_if_it_were_not(data: bytes, seekable: bool) -> None:
    assert rows_of(data, seekable=seekable) == ROWS


@pytest.mark.parametrize("data", [book(ROWS), packed(a__xlsx=book(ROWS))])
def test_a_spreadsheet_gives_numbers_and_dates_as_people_see_them(data: bytes) -> None:
    table = table_of(data)
    assert list(contents(table)) == [*ROWS, ["15125550100", "1234.5", "TRUE", "2024-05-17"]]
    assert "only the sheet 'Leads' was read" in table.finish()[0]


def test_json_keeps_numbers_as_they_stand_and_flattens_what_is_nested() -> None:
    text = '{"n": 1.10, "big": 123456789012345678901234567890, "x": NaN, "firm": {"size": 3}, "tags": ["a", "b"]}\n'
    assert rows_of(text.encode()) == [
        ["n", "big", "x", "firm.size", "tags"],
        ["1.10", "123456789012345678901234567890", "", "3", "a; b"],
    ]


def test_keys_that_come_late_are_columns_too() -> None:
    assert rows_of(b'{"a": "1"}\n{"a": "2", "b": "3"}\n') == [["a", "b"], ["1", ""], ["2", "3"]]


@pytest.mark.parametrize(
    "text",
    [
        LINES.replace('"Bo"', '"Bo'),
        json.dumps(PEOPLE, indent=1).replace('"Bo",', '"Bo"'),
        json.dumps(PEOPLE).replace('"Bo",', '"Bo"'),
    ],
)
def test_a_broken_object_is_told_with_its_line_and_costs_no_other(text: str) -> None:
    table = table_of(text.encode())
    assert list(contents(table)) == [ROWS[0], ROWS[1], ROWS[3]]
    assert "is no JSON" in table.left_out[0]


def test_an_archive_that_breaks_off_gives_its_whole_rows() -> None:
    text = "name,email\n" + "".join(f"Ana {n},a{n}@x.example\n" for n in range(5_000))
    table = table_of(gzip.compress(text.encode(), mtime=0)[:-500])
    rows = list(contents(table))
    assert len(rows) > 1_000
    assert rows == [line.split(",") for line in text.splitlines()][: len(rows)]
    assert "it ends too early" in table.finish()[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (gzip.compress(gzip.compress(TEXT, mtime=0), mtime=0), "archive inside the archive"),
        (packed(a__csv=packed(b__csv=TEXT)), "archive inside the archive"),
        (packed(), "archive is empty"),
        (packed(a__png=b"1", b__exe=b"2"), "no table in the archive"),
        (packed(**{"xl/workbook__xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>"}), "document type"),
        (gzip.compress(b"name,email\n" + b"x,y\n" * 20_000_000, mtime=0), "expands to over"),
        (b"[" * 100_000, "nested too deeply"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
    ],
)
def test_what_is_made_to_harm_is_refused_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as caught:
        rows_of(data)
    assert "\n" not in str(caught.value)
