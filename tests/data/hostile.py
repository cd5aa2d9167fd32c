"""Hostile files, generated: what a table may do to its reader.

Each must end in a report, soon, without harm to others.
"""

# ruff: noqa: E501 - one file a line

import gzip
import json
import struct
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

GOOD = "Ana Diaz{0},ana{0}@example.com,Acme\n"
HEADER = "name,email,company\n"

Make = Callable[[], bytes]


def files() -> Iterator[tuple[str, Make, int]]:
    """Name, content, and how many good rows (`GOOD`, each a person of its own) must come through."""
    yield from _structure()
    yield from _quotes()
    yield from _size()
    yield from _characters()
    yield from _values()
    yield from _archives()
    yield from _sheets()
    yield from _objects()


def write(folder: Path) -> list[tuple[Path, int]]:
    """All files in `folder`."""
    written = []
    for name, make, good in files():
        path = folder / file_name(name)
        path.write_bytes(make())
        written.append((path, good))
    return written


def file_name(name: str) -> str:
    """The name under which a hostile file is dropped: with the suffix of what it pretends to be."""
    return name if "." in name else f"{name}.csv"


def heavy() -> Iterator[tuple[str, Callable[[Path], None], int]]:
    """Files too large to be made in memory: name, what writes one, and its good rows."""
    yield "line_200_mb.csv", _line_200_mb, 3
    yield "bomb_10_gb.csv.gz", _bomb, 0
    yield "bomb_of_rows.csv.gz", _bomb_of_rows, 0
    yield "zip_bomb.zip", lambda path: path.write_bytes(_zip({"a.csv": b"\0" * 400_000_000})) and None, 0
    yield "sheet_bomb.xlsx", _sheet_bomb, 0
    yield "texts_bomb.xlsx", _texts_bomb, 0
    yield "value_60_mb.json", _value_60_mb, 2
    yield (
        "columns_1_million.csv",
        lambda path: path.write_text(",".join(["c"] * 1_000_000) + "\n" + "x," * 999_999) and None,
        0,
    )
    yield "quotes_5_mb.csv", lambda path: path.write_text(HEADER + '"' * 5_000_001 + "\n" + _good(3)) and None, 3
    yield "open_quotes_50000.csv", _open_quotes, 0
    yield (
        "blank_5_mb.csv",
        lambda path: path.write_bytes(HEADER.encode() + b"\n" * 5_000_000 + _good(3).encode()) and None,
        3,
    )
    yield (
        "commas_20_mb.csv",
        lambda path: path.write_bytes(HEADER.encode() + b"," * 20_000_000 + b"\n" + _good(3).encode()) and None,
        3,
    )


def _line_200_mb(path: Path) -> None:
    with path.open("wb") as file:
        file.write(HEADER.encode())
        for _ in range(200):
            file.write(b"x" * 1_000_000)
        file.write(b"\n" + _good(3).encode())


def _bomb(path: Path) -> None:
    """10 GB of zeros, packed twice over by joining one packed piece to itself."""
    piece = gzip.compress(b"\0" * 100_000_000)
    path.write_bytes(piece * 100)


def _bomb_of_rows(path: Path) -> None:
    piece = gzip.compress(b"a,b,c\n" * 3_000_000)
    path.write_bytes(piece * 50)


def _sheet_bomb(path: Path) -> None:
    rows = b"<row><c t='inlineStr'><is><t>x</t></is></c></row>" * 1_500_000
    path.write_bytes(_book(b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"))


def _texts_bomb(path: Path) -> None:
    texts = b"<sst>" + b"<si><t>" + b"x" * 1_000 + b"</t></si>" * 1 + b"<si><t>y</t></si>" * 2_500_000 + b"</sst>"
    path.write_bytes(_book(_sheet([["name"], ["x"]]), **{"xl/sharedStrings.xml": texts}))


def _value_60_mb(path: Path) -> None:
    with path.open("w") as file:
        file.write('[{"email": "ana0@example.com", "name": "Ana Diaz0", "company": "Acme"},\n{"email": "')
        for _ in range(60):
            file.write("x" * 1_000_000)
        file.write('"},\n{"email": "ana1@example.com", "name": "Ana Diaz1", "company": "Acme"}]')


def _open_quotes(path: Path) -> None:
    path.write_text(HEADER + "".join(f'"Bad{n},bad{n}@example.com,x\n' for n in range(50_000)))


def _good(count: int, start: int = 0) -> str:
    return "".join(GOOD.format(number) for number in range(start, start + count))


def _text(text: str) -> Make:
    return text.encode


def _structure() -> Iterator[tuple[str, Make, int]]:
    yield "empty", lambda: b"", 0
    yield "newlines", lambda: b"\n" * 5_000, 0
    yield "only_header", _text(HEADER), 0
    yield "only_delimiters", _text(",,,,\n" * 2_000), 0
    yield "one_cell", _text("x"), 0
    yield "ragged", _text(HEADER + _good(2) + "a,b,c,d,e\nx\n" + _good(2, 2)), 4
    yield "quote_open_first", _text(HEADER + 'Bad,"bad@example.com,x\n' + _good(50)), 50
    yield "quote_open_last", _text(HEADER + _good(50) + 'Bad,"bad@example.com,x'), 50
    yield (
        "quotes_open_often",
        _text(HEADER + "".join(f'Bad,"bad{n}@example.com,x\n' + _good(1, n) for n in range(40))),
        40,
    )
    yield "quotes_only", _text(HEADER + '"' * 10_001 + "\n" + _good(2)), 0
    yield "quote_every_line", _text(HEADER + '"\n' * 3_000), 0
    yield "header_again", _text((HEADER + _good(3)) * 1 + HEADER + _good(3, 3)), 6
    yield "header_names_twice", _text("email,email,email\na@example.com,b@example.com,c@example.com\n"), 0
    yield "reserved_names", _text("email,__id__,__proto__,.,..,a/b,constructor\na@example.com,1,2,3,4,5,6\n"), 0
    yield "empty_names", _text("email,,,\na@example.com,1,2,3\n"), 0
    yield "mixed_ends", _text("name,email\rAna,a@example.com\nBen,b@example.com\r\n"), 0
    yield "preamble", _text("Report\n\nOf May\n\n" + HEADER + _good(3)), 3
    yield "sep_hint_lies", _text("sep=|\n" + HEADER + _good(2)), 0
    yield "no_final_end", _text(HEADER + _good(3).rstrip()), 3


def _quotes() -> Iterator[tuple[str, Make, int]]:
    yield "quote_not_doubled", _text(HEADER + 'Bad "B" Bad,bad@example.com,"5" pipe, Inc."\n' + _good(5)), 5
    yield "quote_after_space", _text(HEADER + 'Bad,bad@example.com, "Acme, Inc."\n' + _good(5)), 5
    yield "quote_in_header", _text('name,"email,company\n' + _good(20)), 0
    yield "quotes_of_two_kinds", _text(HEADER + "'Bad',\"bad@example.com\",'x'\n" + _good(5)), 5
    yield "quotes_curly", _text(HEADER + "“Bad”,bad@example.com,„x“\n" + _good(5)), 5
    yield "escapes", _text(HEADER + '"Bad \\"B\\"",bad@example.com,"x\\\\"\n' + _good(5)), 5
    yield "escape_at_the_end", _text(HEADER + _good(5) + '"Bad\\'), 5
    yield "lines_wrapped", _text('"name,email,company"\n' + "".join(f'"{row}"\n' for row in _good(5).splitlines())), 5
    yield "open_then_many_lines", _text(HEADER + '"Bad,bad@example.com,x\n' + _good(3_000)), 3_000
    yield (
        "open_then_long_lines",
        _text(HEADER + '"Bad\n' + "".join(f"{row}{'z' * 9_000}\n" for row in ["x,y,"] * 60)),
        0,
    )
    yield "other_delimiter_in_a_row", _text(HEADER + _good(4) + "Ana Diaz9;ana9@example.com;Acme\n"), 5
    yield "delimiter_of_two", _text((HEADER + _good(5)).replace(",", "||")), 5
    yield "delimiter_never_seen", _text((HEADER + _good(5)).replace(",", "\x01")), 5
    yield "fixed_width", _text("".join(f"{a:<20}{b:<30}{c}\n" for a, b, c in (x.split(",") for x in (HEADER + _good(5)).splitlines()))), 5  # fmt: skip
    yield (
        "two_tables",
        _text(HEADER + _good(3) + "\n" + "name,email,company,phone\n" + "Bo Bo,bo@example.com,Bo,1\n"),
        3,
    )
    yield "footer", _text(HEADER + _good(3) + "\nTotal: 3\nGenerated by a tool, 2024\n"), 3
    yield "ragged_wide", _text(HEADER + _good(3) + "x," * 5_000 + "\n" + _good(2, 3)), 5
    yield "only_cr", _text((HEADER + _good(3)).replace("\n", "\r")), 3
    yield "lf_cr", _text((HEADER + _good(3)).replace("\n", "\n\r")), 3
    yield "cr_cr_lf", _text((HEADER + _good(3)).replace("\n", "\r\r\n")), 3


def _size() -> Iterator[tuple[str, Make, int]]:
    yield "columns_10000", _text(",".join(f"c{n}" for n in range(10_000)) + "\n" + "x," * 9_999 + "x\n"), 0
    yield (
        "columns_900",
        _text("email," + ",".join(f"c{n}" for n in range(900)) + "\na@example.com," + "x," * 899 + "x\n"),
        0,
    )
    yield "line_30_mb", _text(HEADER + "x" * 30_000_000 + "\n" + _good(3)), 3
    yield "cell_1_mb", _text(HEADER + f'Bad,bad@example.com,"{"x" * 1_000_000}"\n' + _good(3)), 3
    yield "row_of_large_cells", _text(HEADER + ",".join(["x" * 100_000] * 3) + "\n" + _good(3)), 3
    yield "newlines_in_a_cell", _text(HEADER + 'Bad,bad@example.com,"' + "\n" * 90_000 + '"\n' + _good(3)), 3
    yield "long_header", _text("x" * 200_000 + ",email\n1,a@example.com\n"), 0
    yield "same_person_often", _text(HEADER + "Ana Diaz,ana@example.com,Acme\n" * 3_000), 0
    yield "same_phone_often", _text("name,phone\n" + "".join(f"P{n} Q{n},+15125550100\n" for n in range(800))), 0


def _characters() -> Iterator[tuple[str, Make, int]]:
    yield "nul_bytes", _text(HEADER + "A\0na,ana@example.com,\0\n" + _good(2)), 2
    yield "zeros", lambda: bytes(100_000), 0
    yield "random", lambda: bytes((n * 7919 + n // 3) % 256 for n in range(50_000)), 0
    yield "png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(200), 0
    yield "zip", lambda: b"PK\x03\x04" + bytes(200), 0
    yield "gzip", lambda: b"\x1f\x8b\x08" + bytes(200), 0
    yield "half_bom", lambda: b"\xef\xbb" + HEADER.encode() + _good(2).encode(), 0
    yield "utf16_odd", lambda: (HEADER + _good(2)).encode("utf-16") + b"\0", 2
    yield "utf16_lies", lambda: b"\xff\xfe" + HEADER.encode() + _good(2).encode(), 0
    yield "broken_utf8", lambda: HEADER.encode() + _good(2).encode() + b"\xff\xfe\xc3(,x@example.com,\x80\n", 2
    yield "surrogates", lambda: HEADER.encode() + b"\xed\xa0\x80,x@example.com,y\n" + _good(2).encode(), 2
    yield "separators", _text(HEADER + "A\u2028na,x@example.com,\x0b\x0c\x1c\x85\n" + _good(2)), 2
    yield "bidi", _text(HEADER + "\u202egnp.exe,x@example.com,y\n" + _good(2)), 2
    yield "combining", _text(HEADER + "Z" + "\u0301" * 5_000 + ",x@example.com,y\n" + _good(2)), 2
    yield "emoji", _text(HEADER + "👩‍🚀 Ana 🚀,x@example.com,🏳️‍🌈\n" + _good(2)), 2

    yield "ctrl_z", _text(HEADER + _good(2) + "\x1a"), 2
    yield "utf7", _text(HEADER + "+AGE-na,x@example.com,+//8-\n" + _good(2)), 2
    yield "utf16_cut", lambda: (HEADER + _good(3)).encode("utf-16")[:-3], 2
    yield "utf32", lambda: (HEADER + _good(3)).encode("utf-32"), 3
    yield "utf8_overlong", lambda: HEADER.encode() + b"\xc0\xaf\xe0\x80\xaf,x@example.com,y\n" + _good(2).encode(), 2
    yield "bom_in_the_middle", _text(HEADER + _good(1) + "\ufeff" + HEADER + _good(2, 1)), 3
    yield "bom_twice", _text("\ufeff\ufeff" + HEADER + _good(2)), 2
    yield "late_legacy", lambda: (HEADER + _good(2)).encode() + "Bjørn,b@example.com,Ærø\n".encode("cp1252"), 2
    yield "noncharacters", _text(HEADER + "\ufdd0\ufdd1\ufdd0,x@example.com,\ufdd2\n" + _good(2)), 2
    yield "iso_2022", lambda: ("name,email,company\n山田,y@example.com,会社\n" + _good(2)).encode("iso2022_jp"), 2
    yield "escape_codes", _text(HEADER + "\x1b[2J\x1b]0;x\x07Ana,x@example.com,\x9b31m\n" + _good(2)), 2


def _values() -> Iterator[tuple[str, Make, int]]:
    yield (
        "formulas",
        _text(HEADER + '=cmd|\' /C calc\'!A0,@SUM(A1),+1-1\n"=HYPERLINK(""http://x"",1)",-2+3,\tx\n' + _good(2)),
        2,
    )
    yield "sql", _text(HEADER + '\'; DROP TABLE leads; --,x@example.com," OR """"="""\n' + _good(2)), 2
    yield "html", _text(HEADER + "<script>alert(1)</script>,x@example.com,<img src=x onerror=y>\n" + _good(2)), 2
    yield "paths", _text(HEADER + "../../etc/passwd,x@example.com,C:\\con\\nul\n" + _good(2)), 2
    yield "numbers", _text("email,n\na@example.com,NaN\nb@example.com,1e999\nc@example.com," + "9" * 400 + "\n"), 0
    yield "slow_email", _text(HEADER + "a" * 50_000 + "@" * 50 + ",x," + "\n" + _good(2)), 2
    yield "slow_url", _text("website\n" + "http://" + "a." * 30_000 + "\nexample.com\n"), 0
    yield "slow_phone", _text("phone\n" + "(" * 40_000 + "1" + "\n+15125550100\n"), 0
    yield "slow_name", _text("full name,email\n" + "A " * 30_000 + ",x@example.com\n"), 0
    yield (
        "slow_place",
        _text("location,email\n" + "a," * 20_000 + 'x@example.com\n"' + ", " * 20_000 + '",y@example.com\n'),
        0,
    )
    yield "json", _text('email,data\na@example.com,"' + "[" * 5_000 + '"\n'), 0
    yield "formula_in_header", _text("=cmd|'/C calc'!A0,email,company\nx,x@example.com,y\n"), 0
    yield "header_10_kb_names", _text(f"{'n' * 10_000},{'m' * 10_000},email\na,b,x@example.com\n"), 0
    yield "dates_without_end", _text("email,date\nx@example.com,99999-99-99T99:99:99\ny@example.com,0000-00-00\n"), 0
    yield "numbers_huge", _text("email,employees,revenue\nx@example.com,1e400,$" + "9" * 5_000 + "\n"), 0
    yield "slow_company", _text("company\n" + "Inc. " * 20_000 + "\n" + "&" * 50_000 + "\n"), 0
    yield (
        "slow_linkedin",
        _text("linkedin\nhttps://linkedin.com/in/" + "%" * 50_000 + "\nhttps://linkedin.com/in/ana\n"),
        0,
    )
    yield "idn", _text("website\nhttp://" + "ü" * 300 + ".example\nhttp://[::1]:99999/\nhttp://\u2100.example\n"), 0


# --- archives -------------------------------------------------------------------------------------------------------


def _zip(members: dict[str, bytes], **options: int) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def _table(count: int, start: int = 0) -> bytes:
    return (HEADER + _good(count, start)).encode()


def _archives() -> Iterator[tuple[str, Make, int]]:
    yield "plain.csv.gz", lambda: gzip.compress(_table(3)), 3
    yield "gzip_twice.csv.gz", lambda: gzip.compress(gzip.compress(_table(3))), 0
    yield "gzip_cut.csv.gz", lambda: gzip.compress(_table(3_000), 1)[:-200], 1_000
    yield "gzip_wrong_sum.csv.gz", lambda: gzip.compress(_table(3))[:-8] + bytes(8), 3
    yield "gzip_joined.csv.gz", lambda: gzip.compress(_table(3)) + gzip.compress(_good(2, 3).encode()), 5
    yield "gzip_and_rubbish.csv.gz", lambda: gzip.compress(_table(3)) + b"rubbish", 3
    yield "gzip_empty.csv.gz", lambda: gzip.compress(b""), 0
    yield "gzip_small_bomb.csv.gz", lambda: gzip.compress(gzip.compress(b"\0" * 20_000_000)), 0
    yield "plain.zip", lambda: _zip({"leads.csv": _table(3)}), 3
    yield "zip_under_another_name.csv", lambda: _zip({"leads.csv": _table(3)}), 3
    yield "zip_two_tables.zip", lambda: _zip({"a.csv": _table(3), "b.csv": _table(3, 3)}), 6
    yield "zip_other_columns.zip", lambda: _zip({"a.csv": _table(3), "b.csv": b"x,y\n1,2\n", "c.txt": b"\x89PNG"}), 3
    yield "zip_paths.zip", lambda: _zip({"../../../../tmp/leadreel_escaped.csv": _table(3)}), 3
    yield "zip_absolute.zip", lambda: _zip({"/etc/leads.csv": _table(3), "C:\\x.csv": _table(1, 3)}), 3
    yield "zip_aside.zip", lambda: _zip({"__MACOSX/._a.csv": b"\0" * 100, "a.csv": _table(3)}), 3
    yield "zip_in_zip.zip", lambda: _zip({"a.zip": _zip({"a.csv": _table(3)})}), 0
    yield "zip_in_a_csv.zip", lambda: _zip({"a.csv": _zip({"a.csv": _table(3)})}), 0
    yield "zip_no_table.zip", lambda: _zip({"a.png": b"x", "b.exe": b"y"}), 0
    yield "zip_nothing.zip", lambda: _zip({}), 0
    yield "zip_many.zip", lambda: _zip({f"{n}.csv": b"" for n in range(3_000)}), 0
    yield "zip_locked.zip", _locked, 0
    yield "zip_cut.zip", lambda: _zip({"a.csv": _table(3)})[:-30], 0
    yield "zip_wrong_sum.zip", _wrong_sum, 3
    yield "zip_unknown_method.zip", _unknown_method, 0
    yield "zip_directory_lies.zip", lambda: _directory_lies(_zip({"a.csv": _table(3)})), 0
    yield "tar.tar.gz", lambda: gzip.compress(b"a.csv".ljust(257, b"\0") + b"ustar" + bytes(250)), 0


def _locked() -> bytes:
    """The bit that says "encrypted", in both places."""
    data = bytearray(_zip({"a.csv": _table(3)}))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _unknown_method() -> bytes:
    data = bytearray(_zip({"a.csv": _table(3)}))
    data[8] = data[data.find(b"PK\x01\x02") + 10] = 99
    return bytes(data)


def _wrong_sum() -> bytes:
    data = bytearray(_zip({"a.csv": _table(3)}))
    at = data.find(b"PK\x01\x02") + 16
    data[at : at + 4] = bytes(4)
    return bytes(data)


def _directory_lies(data: bytes) -> bytes:
    """An end record that announces a directory of 3 GB."""
    at = data.rfind(b"PK\x05\x06") + 12
    return data[:at] + struct.pack("<I", 3_000_000_000) + data[at + 4 :]


# --- spreadsheets ---------------------------------------------------------------------------------------------------


def _sheet(rows: list[list[str]]) -> bytes:
    cells = (
        f"<row r='{place}'>" + "".join(f"<c t='inlineStr'><is><t>{cell}</t></is></c>" for cell in row) + "</row>"
        for place, row in enumerate(rows, start=1)
    )
    return f"<worksheet><sheetData>{''.join(cells)}</sheetData></worksheet>".encode()


def _book(sheet: bytes, **more: bytes) -> bytes:
    book = b"<workbook><sheets><sheet name='Leads' sheetId='1' id='r1'/></sheets></workbook>"
    relations = b"<Relationships><Relationship Id='r1' Target='worksheets/sheet1.xml'/></Relationships>"
    parts = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": relations, "xl/worksheets/sheet1.xml": sheet}
    return _zip(parts | more)


def _rows(count: int) -> list[list[str]]:
    return [line.split(",") for line in (HEADER + _good(count)).splitlines()]


_LAUGHS = b"<!DOCTYPE x [<!ENTITY a 'ha'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)
) + b"]>"  # fmt: skip


def _sheets() -> Iterator[tuple[str, Make, int]]:
    yield "plain.xlsx", lambda: _book(_sheet(_rows(3))), 3
    yield "sheet_under_another_name.csv", lambda: _book(_sheet(_rows(3))), 3
    yield "sheet_laughs.xlsx", lambda: _book(_LAUGHS + _sheet([["name"], ["&m;"]])), 0
    yield "sheet_reads_files.xlsx", lambda: _book(b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + _sheet([["name"], ["&e;"]])), 0  # fmt: skip
    yield "sheet_of_nothing.xlsx", lambda: _book(b"<worksheet><sheetData/></worksheet>"), 0
    yield "sheet_cut.xlsx", lambda: _book(_sheet(_rows(3))[:-40]), 2
    yield "sheet_not_there.xlsx", lambda: _zip({"xl/workbook.xml": b"<workbook/>"}), 0
    yield "sheet_path.xlsx", lambda: _book(_sheet(_rows(3)), **{"xl/_rels/workbook.xml.rels": b"<Relationships><Relationship Id='r1' Target='../../etc/passwd'/></Relationships>"}), 3  # fmt: skip
    yield "sheet_far_cell.xlsx", lambda: _book(_sheet(_rows(3)).replace(b"</sheetData>", b"<row r='1048576'><c r='XFD1048576' t='n'><v>1</v></c></row></sheetData>")), 3  # fmt: skip
    yield "sheet_wrong_cells.xlsx", lambda: _book(_sheet(_rows(3)).replace(b"</sheetData>", b"<row r='-9'><c r='ZZZZ9' t='s'><v>999999999</v></c><c r='A' t='n'><v>NaN</v></c><c t='n' s='99999999999999'><v>1e999</v></c></row></sheetData>")), 3  # fmt: skip
    yield "sheet_deep.xlsx", lambda: _book(b"<worksheet>" + b"<a>" * 100_000), 0
    yield "sheet_cell_1_mb.xlsx", lambda: _book(_sheet([*_rows(3), ["x" * 1_000_000]])), 3
    yield "sheet_wide.xlsx", lambda: _book(_sheet([[f"c{n}" for n in range(10_000)], ["x"]])), 0
    yield "sheet_locked.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 0
    yield "open_document.ods", lambda: _zip({"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"}), 0
    yield "open_document.csv", lambda: _zip({"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"}), 0


# --- JSON -----------------------------------------------------------------------------------------------------------


def _people(count: int, start: int = 0) -> list[dict[str, str]]:
    names = HEADER.strip().split(",")
    return [dict(zip(names, line.split(","), strict=True)) for line in _good(count, start).splitlines()]


def _lines(count: int, start: int = 0) -> str:
    return "".join(json.dumps(one) + "\n" for one in _people(count, start))


def _objects() -> Iterator[tuple[str, Make, int]]:
    yield "plain.json", _text(json.dumps(_people(3))), 3
    yield "plain.jsonl", _text(_lines(3)), 3
    yield "wrapped.json", _text(json.dumps({"total": 3, "data": _people(3), "next": None}, indent=1)), 3
    yield "json_under_another_name.csv", _text(_lines(3)), 3
    yield "json_deep.json", _text("[" * 200_000), 0
    yield "json_deep_object.json", _text('{"a":' * 100_000 + "1" + "}" * 100_000), 0
    yield "json_deep_in_a_row.jsonl", _text(_lines(2) + '{"x":' * 5_000 + "1" + "}" * 5_000 + "\n" + _lines(2, 2)), 4
    yield "json_nan.jsonl", _text(_lines(2) + '{"email": "x@example.com", "n": NaN, "m": -Infinity}\n'), 2
    yield "json_big_number.jsonl", _text(_lines(2) + '{"email": "x@example.com", "n": ' + "9" * 20_000 + "}\n"), 2
    yield "json_exponent.jsonl", _text(_lines(2) + '{"email": "x@example.com", "n": 1e999999999}\n'), 2
    yield "json_broken_line.jsonl", _text(_lines(2) + '{"email": "x\n' + _lines(2, 2)), 4
    yield "json_broken_middle.json", _text(json.dumps(_people(3), indent=1).replace('"Ana Diaz1",', '"Ana Diaz1"')), 2
    yield "json_cut.json", _text(json.dumps(_people(4), indent=1)[:-60]), 3
    yield "json_half_characters.jsonl", _text(_lines(2) + '{"email": "x@example.com", "name": "\\ud83d", "\\udc00": "x"}\n'), 2  # fmt: skip
    yield "json_keys_5000.json", _text(json.dumps([{f"k{n}": "x" for n in range(5_000)}])), 0
    yield "json_keys_change.jsonl", _text(_lines(2) + '{"mail": "x@example.com"}\n[1, 2]\n"x"\n5\nnull\n'), 2
    yield "json_reserved_keys.jsonl", _text(_lines(2) + '{"__proto__": {"x": 1}, "constructor": 1, "__id__": "x", "": 2, "a.b/c": 3}\n'), 2  # fmt: skip
    yield "json_empty.json", _text("[]"), 0
    yield "json_empty_objects.json", _text("[{}, {}, {}]"), 0
    yield "json_scalars.json", _text("[1, 2, 3]"), 0
    yield "json_keys_twice.jsonl", _text(_lines(2) + '{"email": "a@example.com", "email": "b@example.com"}\n'), 2
    yield "json_lists.jsonl", _text(_lines(2) + '{"email": ["x@example.com", "y@example.com"], "tags": [[["a"]]]}\n'), 2
    yield "json_bom.json", lambda: json.dumps(_people(3)).encode("utf-8-sig"), 3
    yield "json_utf16.json", lambda: json.dumps(_people(3)).encode("utf-16"), 3
    yield "json_one_line_5_mb.json", _text(json.dumps([{**_people(1)[0], "notes": "x" * 90_000} for _ in range(55)])), 0
