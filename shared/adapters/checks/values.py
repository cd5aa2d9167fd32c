"""What may be stored: checked on the way in, as Firestore checks it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from shared.core.codec import encode
from shared.core.errors import InvalidInput
from shared.ports.documents import MAX_DOCUMENT, Delete, Encoded, Write

_MAX_ID = 1_500  # bytes
_MAX_TEXT = 1_048_487  # bytes
_MAX_DEPTH = 20
_MAX_KNOWN_NAMES = 20_000
_LARGEST = 2**63
_NOTHING = object()
_known_names: set[str] = set()  # field names that were found good before; most documents have no others


def check_id(id: str, where: str) -> str:
    """`id`, or InvalidInput."""
    if (
        type(id) is not str
        or not id
        or "/" in id
        or id in {".", ".."}
        or "\0" in id
        or (id[:2] == "__" and id[-2:] == "__" and len(id) > 3)
        or (len(id) * 4 > _MAX_ID and len(id.encode("utf-8", "replace")) > _MAX_ID)
        or not (id.isascii() or _is_unicode(id))
    ):
        raise InvalidInput(
            f"{where}: {str(id)[:80]!r} cannot be an id; use 1 to {_MAX_ID:,} bytes, no /, not . or .., not __x__"
        )
    return id


def check_ids(ids: Sequence[str], where: str) -> Sequence[str]:
    """`ids`, or InvalidInput for the first that cannot be one."""
    try:
        joined = "".join(ids)
    except TypeError:  # one of them is no text
        joined = ""
    plain = joined.isascii() and joined.encode().isalnum() and all(ids) and len(max(ids, key=len)) <= _MAX_ID
    if not plain:  # most are: one look at them all costs little
        for id in ids:
            check_id(id, where)
    return ids


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=4096)
def split(collection: str) -> tuple[str, str]:
    """Parent document's path ("" at the top) and last segment. Raises InvalidInput for a path of a document.

    >>> split("calls/c1/chunks")
    ('calls/c1', 'chunks')
    """
    segments = collection.split("/")
    if len(segments) % 2 == 0:
        raise InvalidInput(f"{collection!r} is the path of a document; a collection has an odd number of segments")
    for segment in segments:
        check_id(segment, "collection")
    parent, _, name = collection.rpartition("/")
    return parent, name


def checked_json(collection: str, id: str, document: Mapping[str, Any]) -> str:
    """The document's JSON. Raises InvalidInput that names the field which cannot be stored."""
    try:
        _check_map(document, 1)
        text = encode(document if type(document) is dict else dict(document))
    except _Unfit as unfit:
        raise InvalidInput(f"{collection}/{id}: field {unfit.path()}: {unfit.reason}") from None
    except UnicodeEncodeError as error:
        raise InvalidInput(f"{collection}/{id}: a text is not valid Unicode; remove lone surrogates") from error
    if len(text) > _MAX_TEXT:
        _check_size(collection, id, len(text))
        _check_texts(collection, id, document)
    return text.decode()


def check_document(collection: str, id: str, document: Mapping[str, Any]) -> None:
    """As `checked_json`, without making the JSON: sizes and Unicode are left to who encodes it otherwise."""
    try:
        _check_map(document, 1)
    except _Unfit as unfit:
        raise InvalidInput(f"{collection}/{id}: field {unfit.path()}: {unfit.reason}") from None


def encoded_json(collection: str, id: str, document: Encoded) -> str:
    """The JSON of a document that was encoded elsewhere. Raises InvalidInput when it is too large."""
    body = document.body
    if len(body) * 4 > _MAX_TEXT and (size := len(body.encode())) > _MAX_TEXT:
        _check_size(collection, id, size)
        _check_texts(collection, id, document.decoded())
    return body


def _check_size(collection: str, id: str, size: int) -> None:
    if size > MAX_DOCUMENT:
        raise InvalidInput(
            f"{collection}/{id}: {size:,} bytes, a document holds at most {MAX_DOCUMENT:,}; "
            "keep the large part in a bucket"
        )


def check_encoded(writes: Sequence[Write]) -> None:
    """That documents which were encoded elsewhere are what a store takes, and say of themselves what is true."""
    for write in writes:
        if not isinstance(write, Delete) and isinstance(write.data, Encoded):
            document = write.data.decoded()
            checked_json(write.collection, write.id, document)
            if wrong := [name for name, value in write.data.known.items() if document.get(name, _NOTHING) != value]:
                raise InvalidInput(f"{write.collection}/{write.id}: {', '.join(wrong)} is not what its JSON says")


def _check_texts(collection: str, id: str, value: Any) -> None:
    """Whether a text alone is larger than Firestore takes, which is a little less than a document."""
    if isinstance(value, str) and len(value.encode()) > _MAX_TEXT:
        raise InvalidInput(
            f"{collection}/{id}: a text of {len(value.encode()):,} bytes, one holds at most {_MAX_TEXT:,}; "
            "keep it in a bucket"
        )
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    for one in inner:
        _check_texts(collection, id, one)


class _Unfit(Exception):
    """A value that cannot be stored; its path is gathered from the inside out."""

    def __init__(self, name: object, reason: str) -> None:
        self.names = [name]
        self.reason = reason

    def path(self) -> str:
        return ".".join(str(name)[:80] for name in reversed(self.names))


def _check_map(document: Mapping[str, Any], depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise _Unfit("…", f"nested more than {_MAX_DEPTH} deep; flatten it")
    for name, value in document.items():
        if name not in _known_names:
            _check_name(name)
        kind = type(value)
        if kind is str or (kind is int and -_LARGEST <= value < _LARGEST):  # the common ones: this loop is hot
            continue
        if kind is dict or kind is list or kind is tuple:
            try:
                _check_map(value, depth + 1) if kind is dict else _check_list(value, depth + 1)
            except _Unfit as unfit:
                unfit.names.append(name)
                raise
        else:
            _check_scalar(name, value)


def _check_list(items: Sequence[Any], depth: int) -> None:
    for position, value in enumerate(items):
        kind = type(value)
        if kind is str:
            continue
        if kind is dict:
            try:
                _check_map(value, depth + 1)
            except _Unfit as unfit:
                unfit.names.append(position)
                raise
        elif kind is list or kind is tuple:
            raise _Unfit(position, "an array directly in an array; put an object between them")
        else:
            _check_scalar(position, value)


def _check_scalar(name: object, value: Any) -> None:
    kind = type(value)
    if kind is int:
        if not -_LARGEST <= value < _LARGEST:
            raise _Unfit(name, "a whole number beyond 64 bits; store it as text")
    elif kind is float:
        if value - value != 0.0:  # true for NaN and the infinities alone
            raise _Unfit(name, f"{value} is not a number that can be stored; leave the field out or use null")
    elif value is not None and kind is not bool:
        raise _Unfit(name, f"a {kind.__name__} is not plain; take it apart with core.codec.to_plain")


def _check_name(name: object) -> None:
    if type(name) is not str or not name or (name[:2] == "__" and name[-2:] == "__" and len(name) > 3):
        raise _Unfit(name, "field names are texts, not empty and not like __x__")
    if len(name.encode("utf-8", "replace")) > _MAX_ID:
        raise _Unfit(name, f"a field name has at most {_MAX_ID:,} bytes")
    if len(_known_names) < _MAX_KNOWN_NAMES and len(name) <= 64:
        _known_names.add(name)
