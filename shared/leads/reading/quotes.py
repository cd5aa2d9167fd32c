"""Records whose quotes are wrong: a quote that is not doubled, is never closed, or closes where no cell ends."""

from collections.abc import Iterator

from shared.leads.reading.dialect import Dialect

_MOST_TRIES = 24


def cells_of(text: str, dialect: Dialect, width: int) -> list[str] | None:
    """The cells of one prepared record; None when it cannot be read as `width` cells (0 = any number).

    A quote ends a cell only where the cell can end: before a delimiter or at the record's end. If that makes too
    few or too many cells, one opening quote after the other is taken for an ordinary character, then all of them.
    """
    text = text.rstrip("\r\n")
    if not dialect.quote:
        found = text.split(dialect.mark)
        return found if width in {0, len(found)} else None
    found = _scan(text, dialect, frozenset())
    if not width or len(found) == width:
        return found
    openings = list(_openings(text, dialect))[:_MOST_TRIES]
    for opening in openings:
        other = _scan(text, dialect, frozenset({opening}))
        if len(other) == width:
            return other
    other = [_bare(cell, dialect) for cell in text.split(dialect.mark)]
    return other if len(other) == width else None


def _openings(text: str, dialect: Dialect) -> Iterator[int]:
    place = 0
    while place <= len(text):
        start = _skip_space(text, place, dialect)
        if text.startswith(dialect.quote, start):
            yield start
        if (place := text.find(dialect.mark, place) + 1) == 0:
            return


def _skip_space(text: str, place: int, dialect: Dialect) -> int:
    while dialect.skip_space and text.startswith(" ", place):
        place += 1
    return place


def _scan(text: str, dialect: Dialect, literal: frozenset[int]) -> list[str]:
    """Cells of `text`; an opening quote at a place in `literal` is an ordinary character."""
    mark, quote = dialect.mark, dialect.quote
    cells: list[str] = []
    place = 0
    while True:
        start = _skip_space(text, place, dialect)
        end = -1
        if text.startswith(quote, start) and start not in literal:
            end, after = _closing(text, start + 1, dialect)
        if end >= 0:
            cells.append(_inner(text[start + 1 : end], dialect))
        else:
            if (after := text.find(mark, start)) < 0:
                after = len(text)
            cells.append(_bare(text[start:after], dialect))
        if after >= len(text):
            return cells
        place = after + len(mark)


def _closing(text: str, place: int, dialect: Dialect) -> tuple[int, int]:
    """Where the quoted cell ends and where its delimiter stands; (-1, 0) when it ends nowhere."""
    mark, quote, escape = dialect.mark, dialect.quote, dialect.escape
    while (found := text.find(quote, place)) >= 0:
        if escape and text[found - 1 : found] == escape:
            place = found + 1
            continue
        after = found + 1
        if text.startswith(quote, after):
            place = after + 1  # a doubled one
            continue
        if end := _ends(text, after, mark):
            return found, end - 1
        place = after
    return -1, 0


def _ends(text: str, place: int, mark: str) -> int:
    """1 + where the delimiter (or the end) stands, when only spaces lie before it; 0 otherwise."""
    rest = place
    while text.startswith(" ", rest):
        rest += 1
    return rest + 1 if rest >= len(text) or text.startswith(mark, rest) else 0


def _inner(cell: str, dialect: Dialect) -> str:
    cell = cell.replace(dialect.quote * 2, dialect.quote)
    return cell.replace(dialect.escape + dialect.quote, dialect.quote) if dialect.escape else cell


def _bare(cell: str, dialect: Dialect) -> str:
    """A cell that is not quoted: a lonely quote at its edge is no part of it."""
    return cell.strip(dialect.quote) if cell.count(dialect.quote) % 2 and dialect.quote else cell
