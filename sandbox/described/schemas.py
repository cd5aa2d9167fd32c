"""JSON schemas and the values that are held against them."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

from sandbox.standin import Asked


def faults_in(value: Any, schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Iterator[str]:
    """What in `value` the schema refuses, as `place: reason`. `definitions` are reached as `#/$defs/Name`."""
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator({**schema, "$defs": definitions})
    for error in validator.iter_errors(value):
        place = "/".join(map(str, error.absolute_path)) or "body"
        yield f"{place}: {_deepest(error).message[:200]}"


def _deepest(error: Any) -> Any:
    """Of a failed choice the alternative that came nearest, which says more than that none fitted."""
    while error.context:
        error = max(error.context, key=lambda one: (len(one.absolute_path), -len(one.message)))
    return error


def scalar(text: str, schema: Mapping[str, Any]) -> Any:
    """A value from a query string as the type that the schema asks for; as it stands where it does not read so."""
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if "boolean" in kinds and text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if "integer" in kinds and text.lstrip("-").isdigit():
        return int(text)
    if "number" in kinds:
        try:
            return float(text)
        except ValueError:
            return text
    return text


def form_of(asked: Asked) -> dict[str, Any]:
    """The fields of a form body: texts, and bytes for what has a file name."""
    kind = asked.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        pairs = (pair.partition("=") for pair in asked.body.decode("utf-8", "replace").split("&") if pair)
        return {unquote_plus(name): unquote_plus(value) for name, _, value in pairs}
    from email.parser import BytesParser

    message = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + asked.body)
    found: dict[str, Any] = {}
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        if name:
            content: Any = part.get_payload(decode=True) or b""
            found[str(name)] = content if part.get_filename() else content.decode("utf-8", "replace")
    return found
