"""Hostile files, generated: what a table may do to its reader.

Each must end in a report, soon, without harm to others.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

GOOD = "Ana Diaz{0},ana{0}@example.com,Acme\n"
HEADER = "name,email,company\n"

Make = Callable[[], bytes]


def files() -> Iterator[tuple[str, Make, int]]:
    """Name, content, and how many good rows (`GOOD`, each a person of its own) must come through."""
    yield from _structure()
    yield from _size()
    yield from _characters()
    yield from _values()


def write(folder: Path) -> list[tuple[Path, int]]:
    """All files in `folder`."""
    written = []
    for name, make, good in files():
        path = folder / f"{name}.csv"
        path.write_bytes(make())
        written.append((path, good))
    return written


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
