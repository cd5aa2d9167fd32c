"""Tables are read without parameters: encoding, dialect, header, and what csv.reader would pass over in silence."""

import csv
import gc
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.core.errors import InvalidInput
from shared.leads.reader import MAX_CELL, Table, open_table, read_rows
from shared.leads.reading.encoding import CHUNK, Decoder, detect, lines


def table_of(content: bytes | str, encoding: str = "utf-8") -> Table:
    return open_table(BytesIO(content if isinstance(content, bytes) else content.encode(encoding)), "t.csv")


def rows_of(content: bytes | str, encoding: str = "utf-8") -> list[list[str]]:
    table = table_of(content, encoding)
    return [list(table.header), *(cells for _, _, cells, fault in table.rows() if not fault)]


PEOPLE = [
    ["name", "email", "city"],
    ["Jürgen Weiß", "j@weiss.example", "Köln"],
    ["Åsa Öhman", "asa@ohman.example", "Malmö"],
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_delimiter_line_end_and_encoding_are_found(delimiter: str, ending: str, encoding: str) -> None:
    if (encoding, ending) == ("cp1252", "\r"):
        encoding = "mac-roman"  # bare CR comes from old Macs, and so do its letters
    text = ending.join(delimiter.join(row) for row in PEOPLE) + ending
    assert rows_of(text, encoding) == PEOPLE


@pytest.mark.parametrize(
    ("content", "header"),
    [
        ("sep=;\r\nName;E-Mail\r\nAna;a@x.example\r\n", ["Name", "E-Mail"]),
        ('Notes:\n"Some are missing, yes."\n\nName,Email,Fax\nAna,a@x.example,1\n', ["Name", "Email", "Fax"]),
        ("Report,,,\n,,,\nName,Email,Fax,City\nAna,a@x.example,1,Rome\n", ["Name", "Email", "Fax", "City"]),
        ("a@x.example;Ana\nb@x.example;Ben\n", ["column_1", "column_2"]),
        ("Name, Email\nAna, a@x.example\nBen, b@x.example\n", ["Name", "Email"]),
        ("name,,email\nAna,x,a@x.example\n", ["name", "column_2", "email"]),
    ],
)  # fmt: skip
def test_the_header_is_found_behind_hints_and_notes_or_made_up(content: str, header: list[str]) -> None:
    assert list(table_of(content).header) == header


def test_a_header_that_comes_again_and_blank_lines_are_no_leads() -> None:
    table = table_of("name,email\nAna,a@x.example\n\n   \nname,email\nBen,b@x.example\n")
    assert [(number, line, fault) for number, line, _, fault in table.rows()] == [
        (1, 2, ""),
        (2, 5, "repeats the header; remove the line"),
        (3, 6, ""),
    ]


@pytest.mark.parametrize(
    "content",
    [
        'name,email,city\nAna,a@x.example,Rome\nBen,"b@x.example,Bern\nCy,c@x.example,Oslo\nDi,d@x.example,"Ro\nme"\n',
        'name,email,city\nAna,a@x.example,Rome\nBen,"b@x.example,Bern\nCy,c@x.example,Oslo\nDi,d@x.example,"Ro, me"\n',
        'name,email,city\nAna,a@x.example,Rome\nBen,"b@x.example,Bern\nCy,c@x.example,Oslo\n',
    ],
)
def test_a_quote_left_open_is_reported_with_its_line_and_costs_no_other_row(content: str) -> None:
    table = table_of(content)
    rows = {cells[0]: (line, cells) for _, line, cells, _ in table.rows()}
    assert rows["Ben"] == (3, ["Ben", "b@x.example", "Bern"])
    assert rows["Cy"][1] == ["Cy", "c@x.example", "Oslo"]
    assert "line 3: a quote is opened and never closed" in table.finish()[0]


def test_a_cell_over_the_limit_costs_its_row_alone() -> None:
    table = table_of(f"name,email\nAna,{'x' * (MAX_CELL + 1)}\nBen,b@x.example\n")
    rows = list(table.rows())
    assert "shorten it" in rows[0][3]
    assert rows[1][2:] == (["Ben", "b@x.example"], "")


def test_an_unclosed_quote_before_megabytes_does_not_swallow_them() -> None:
    body = "".join(f"Ana{n},a{n}@x.example,Rome\n" for n in range(20_000))
    table = table_of(f'name,email,city\nBen,"b@x.example,Bern\n{body}')
    assert sum(1 for row in table.rows() if not row[3]) == 20_001


def test_a_line_of_200_megabytes_fits_into_little_memory() -> None:
    class Endless(BytesIO):
        def __init__(self) -> None:
            super().__init__(b"name,email\nAna,a@x.example\nBen,")
            self.left = 200_000_000

        def read(self, size: int | None = -1) -> bytes:
            if found := super().read(size):
                return found
            taken = min(self.left, size or 0)
            self.left -= taken
            return b"x" * taken

    gc.collect()
    table = open_table(Endless(), "endless.csv")
    rows = list(table.rows())
    assert rows[0][2] == ["Ana", "a@x.example"]
    assert rows[1][3]


def test_utf8_that_breaks_later_is_read_as_what_it_looks_like() -> None:
    ascii_rows = "".join(f"Ana{n},a{n}@x.example\n" for n in range(20_000)).encode()
    late = "Jürgen Weiß,j@x.example\nGünther Müßig,g@x.example\n".encode("cp1252")
    table = table_of(b"name,email\n" + ascii_rows + late)
    rows = [cells for _, _, cells, _ in table.rows()]
    assert rows[-2:] == [["Jürgen Weiß", "j@x.example"], ["Günther Müßig", "g@x.example"]]
    assert "not all of it is UTF-8" in table.finish()[0]


def test_stray_bytes_in_a_utf8_file_do_not_spoil_the_rest() -> None:
    table = table_of(b"name,email\n" + "Jürgen,j@x.example\n".encode() * 20_000 + b"Andr\xe9,a@x.example\n")
    rows = [cells for _, _, cells, _ in table.rows()]
    assert (rows[0][0], rows[-1][0]) == ("Jürgen", "André")


@given(st.lists(st.text(alphabet='ab,\r\n"é', max_size=30), max_size=8), st.integers(1, 9))
@settings(max_examples=80, deadline=None)
def test_lines_are_the_same_however_the_stream_is_cut(pieces: list[str], size: int) -> None:
    class Slow(BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            return super().read(size)

    text = "".join(pieces)
    assert list(lines(Slow(text.encode()), Decoder("utf-8"))) == list(StringIO(text, newline=""))


letters = st.characters(codec="utf-8", exclude_characters="\ufeff", exclude_categories=("Cs", "Cc", "Cn"))
cells = st.text(letters | st.sampled_from('\n\t,;"'), max_size=12)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=12), st.sampled_from([",", ";", "\t"]))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_plain_quoted_table_reads_as_it_was_written(rows: list[list[str]], delimiter: str) -> None:
    header = ["name", "email", "company"]
    target = StringIO()
    csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    assert rows_of(target.getvalue())[1:] == [row for row in rows if [cell.strip() for cell in row] != header]


def test_a_file_is_read_with_one_call(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("\n".join(";".join(row) for row in PEOPLE), "cp1252")
    assert read_rows(path) == PEOPLE
    with pytest.raises(InvalidInput, match="is a folder"):
        read_rows(tmp_path)


def test_encodings_are_told_from_few_bytes() -> None:
    assert detect("naïve".encode())[0] == "utf-8"
    assert detect("é".encode()[:1] * 0 + b"plain")[0] == "utf-8"
    assert detect(("a" * CHUNK + "é").encode()[:-1])[0] == "utf-8"
