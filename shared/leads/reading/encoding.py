"""Which characters the bytes of a table stand for, decided from the bytes alone."""

import codecs
import re
from collections.abc import Iterator
from io import StringIO
from typing import BinaryIO

SAMPLE = 262_144  # bytes looked at before the first row is read
CHUNK = 131_072  # bytes decoded at a time
MAX_LINE = 2_000_000  # characters; what a longer line holds beyond it is dropped, and its row is rejected

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f\x0b\x1a\x1b\0\x01\x02\x1e\x1f")
_FORMATS = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (.xls)"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "a text document (.rtf)"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|\?xml)", re.IGNORECASE)


def foreign_format(sample: bytes) -> str | None:
    """What the bytes are when they are no text at all, in words; None when they may be a table.

    >>> foreign_format(b"\\x89PNG\\r\\n\\x1a\\n")
    'a PNG picture'
    """
    for magic, words in _FORMATS:
        if sample.startswith(magic):
            return words
    if sample[257:262] == b"ustar":
        return "a tar archive"
    if found := _PAGE.match(sample[:512]):
        return "a web page" if b"html" in found.group().lower() else "an XML document"
    if marked(sample) or _without_mark(sample):
        return None
    head = sample[:4096]
    control = sum(byte in _CONTROL for byte in head)
    return "binary data" if control > 8 and control * 16 > len(head) else None


def marked(sample: bytes) -> tuple[str, int] | None:
    """The encoding that a byte-order mark names, and the mark's length."""
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name, len(mark)
    return None


def _without_mark(sample: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: text in these has its zero bytes always in the same places."""
    head = sample[:4096]
    zeros = [head[place::4].count(0) for place in range(4)]
    quarter = len(head) // 4
    if quarter < 2 or sum(zeros) * 5 < len(head):
        return None
    full = [count * 10 >= quarter * 7 for count in zeros]
    names = {
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
    }
    return names.get((full[0], full[1], full[2], full[3]))


def detect(sample: bytes) -> tuple[str, int]:
    """The encoding of a file that begins with `sample`, and how many bytes of mark to pass over.

    Order: byte-order mark, zero bytes in the pattern of UTF-16 or UTF-32, strict UTF-8 (a character cut by the end of
    the sample is no fault), then statistics. Plain ASCII is called UTF-8.
    """
    if found := marked(sample):
        return found
    if wide := _without_mark(sample):
        return wide, 0
    if _ISO2022.search(sample):
        return "iso2022_jp_2", 0
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError as error:
        return legacy(sample[_first_foreign(sample, error.start) :]), 0
    return "utf-8", 0


def _first_foreign(sample: bytes, broken: int) -> int:
    """Where the first byte beyond ASCII stands, with some text before it: a megabyte of ASCII tells nothing."""
    first = next((place for place in range(broken) if sample[place] > 127), broken)
    return max(0, first - 64)


def legacy(sample: bytes) -> str:
    """The likeliest encoding of bytes that are not UTF-8. One that Python cannot decode never comes back."""
    import chardet

    head = sample[:65_536]
    guess = chardet.detect(head).get("encoding") or "cp1252"
    try:
        name = str(codecs.lookup(guess).name)
    except LookupError:
        return "cp1252"
    # Latin-1 and ASCII as guesses mean "Western": Windows' page holds all their letters and the quotes that people use.
    if name in {"ascii", "iso8859-1", "utf-8"}:
        return "cp1252"
    others: tuple[str, ...] = _EAST_ASIAN if name in _EAST_ASIAN else ("cp1252",)
    found: str = max((name, *others), key=lambda one: (_likely(head, one), one == name))
    return found


_ISO2022 = re.compile(rb"\x1b\$[@B]")
_EAST_ASIAN = "gb18030", "gbk", "gb2312", "big5", "euc_jp", "cp932", "shift_jis", "euc_kr", "cp949"
_IN_WORD = re.compile(r"[^\W\d_]([^\x00-\x7f])[^\W\d_]")


def _likely(sample: bytes, encoding: str) -> float:
    """How many of the characters beyond ASCII are letters, or at least do not stand inside words: 0 to 1."""
    text = sample.decode(encoding, "replace")
    foreign = sum(1 for mark in text if mark > "\x7f") or 1
    strange = text.count("\ufffd") + sum(1 for mark in _IN_WORD.findall(text) if not mark.isalpha())
    return 1 - strange / foreign


class Decoder:
    """Bytes to text, piece by piece. When a byte breaks UTF-8, the rest is read as what it looks like from there on."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.foreign = 0  # bytes that fitted no character and became U+FFFD
        self.changed_to = ""
        self._seen_beyond_ascii = False
        self._strict = encoding == "utf-8"
        self._decoder = codecs.getincrementaldecoder(encoding)("strict" if self._strict else "replace")

    def decode(self, data: bytes, final: bool = False) -> str:
        if not self._strict:
            text = self._decoder.decode(data, final)
            if "\ufffd" in text:
                self.foreign += text.count("\ufffd")
            return _mended(text)
        state = self._decoder.getstate()[0]
        try:
            text = self._decoder.decode(data, final)
        except UnicodeDecodeError:
            return self._decide_again(state + data, final)
        if text.isascii():
            return text
        self._seen_beyond_ascii = True
        return _mended(text)

    def _decide_again(self, data: bytes, final: bool) -> str:
        """UTF-8 before, something else now. A file that was UTF-8 with real characters has stray bytes: only these are
        read as Windows'; one that was plain ASCII so far is wholly in the other encoding."""
        self._strict = False
        self.changed_to = legacy(data)
        if self._seen_beyond_ascii or _mostly_utf8(data):
            self.changed_to = "cp1252"
            self._decoder = codecs.getincrementaldecoder("utf-8")("leadreel-western")
        else:
            self._decoder = codecs.getincrementaldecoder(self.changed_to)("replace")
        return self._decoder.decode(data, final)


_C1 = re.compile("[\x80-\x9f]")


def _mended(text: str) -> str:
    """Control characters that nobody types are the letters and quotes that Windows has in their places: a Windows
    text was once taken for Latin-1."""
    return _C1.sub(lambda found: found.group().encode("latin-1").decode("cp1252", "replace"), text)


def _mostly_utf8(data: bytes) -> bool:
    """True when the characters beyond ASCII that are valid UTF-8 outnumber the bytes that are not."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(ch > "\x7f" for ch in text) - broken > broken


def _western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("leadreel-western", _western)


def lines(stream: BinaryIO, decoder: Decoder, head: bytes = b"") -> Iterator[str]:
    """The lines of a stream with their ends (LF, CR LF or CR), `head` first; memory stays within a few chunks.

    Only these ends part lines: `str.splitlines` would also cut at form feeds and at U+2028 inside cells.
    """
    carry: list[str] = []  # pieces of a line that has not ended
    held = 0
    data = head or stream.read(CHUNK)
    while data:
        following = stream.read(CHUNK)
        text = decoder.decode(data, final=not following)
        data = following
        if carry and carry[-1] != "\r" and "\n" not in text and "\r" not in text:
            held += len(text)
            if held <= MAX_LINE + CHUNK:
                carry.append(text)
            continue
        block = "".join(carry) + text
        torn = bool(following) and block.endswith("\r")  # its LF may be the next piece's first character
        whole = StringIO(block[:-1] if torn else block, newline="")
        carry = []
        for line in whole:
            if line[-1] in "\r\n":
                yield line
            else:
                carry = [line]
        held = len(carry[0]) if carry else 0
        if torn:
            carry.append("\r")
    if carry:
        yield "".join(carry)
