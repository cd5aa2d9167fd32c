"""A long file can be read from safe places inside it, and every part has the numbers of the whole."""

from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.leads.offsets import marks, open_at
from shared.leads.reader import open_table

HEADER = "name,email,city\n"
lines = st.sampled_from(
    [
        "Ana,a@x.example,Rome\n",
        "Bo,b@x.example,Bern\r\n",
        '"Cy, Jr.",c@x.example,Oslo\n',
        '"Di ""D"" Do","d@x.example","Ro\nme"\n',
        "Jürgen,j@x.example,Köln\n",
        "\n",
        "   \n",
        ",,\n",
        "Ed\n",
        'Flo,"f@x.example,Bern\n',
        'Gus,"5" pipe",Bonn\n',
        "name,email,city\n",
        "name,email,city,phone\n",
        '"x\n\ny",z,w\n',
        "Hal;h@x.example;Kiel\n",
    ]
)


@given(st.lists(lines, max_size=60), st.integers(1, 9), st.sampled_from(["", "sep=,\n", "Report\n\n", "\ufeff"]))
@settings(max_examples=150, deadline=None)
def test_the_rows_behind_a_mark_are_those_of_the_whole_file(parts: list[str], every: int, above: str) -> None:
    plain = ["Ana,a@x.example,Rome\n", "Bo,b@x.example,Bern\n"] * 3
    stream = BytesIO((above + HEADER + "".join([*plain, *parts])).encode())
    whole = list(open_table(stream, "t.csv").rows())
    for mark in marks(stream, "t.csv", every):
        assert list(open_at(stream, "t.csv", mark).rows()) == whole[mark.row :]


def test_a_well_formed_file_is_parted_evenly() -> None:
    rows = "".join(f'Ana {n},a{n}@x.example,"Ro\nme, {n}"\n' for n in range(1_000))
    found = marks(BytesIO((HEADER + rows).encode()), "t.csv", 100)
    assert [mark.row for mark in found] == list(range(100, 1_001, 100))


def test_there_are_no_places_where_none_is_safe() -> None:
    rows = HEADER + "Ana,a@x.example,Rome\n" * 50
    assert marks(BytesIO(rows.encode("utf-16")), "t.csv", 10) == []
    late = rows.encode() + b"Bo,b@x.example,Bern\n" * 20_000 + "Jürgen,j@x.example,Köln\n".encode("cp1252") * 50
    assert max(mark.row for mark in marks(BytesIO(late), "t.csv", 1_000)) <= 20_050
