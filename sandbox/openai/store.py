"""What the vendor keeps between calls: conversations with their items, and files."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from sandbox.standin import Answer, Asked

PURPOSES = ("assistants", "batch", "fine-tune", "vision", "user_data", "evals")
MAX_FILE = 50_000_000  # bytes


def error(
    status: int, code: str | None, message: str, param: str | None = None, kind: str = "invalid_request_error"
) -> Answer:
    return Answer(status, {"error": {"message": message, "type": kind, "param": param, "code": code}})


def _listed(items: list[dict[str, Any]], asked: Asked) -> Answer:
    items = items if asked.first("order", "desc") == "asc" else items[::-1]
    after = asked.first("after")
    start = next((number + 1 for number, one in enumerate(items) if one["id"] == after), 0)
    most = int(asked.first("limit", "20"))
    page = items[start : start + most]
    ends = {"first_id": page[0]["id"] if page else "", "last_id": page[-1]["id"] if page else ""}
    return Answer(200, {"object": "list", "data": page, "has_more": len(items) > start + most, **ends})


@dataclass
class Conversations:
    """By id: {id, object, created_at, metadata} and `items`."""

    now: Callable[[], float] = time.time
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    items: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    made: int = 0

    def answer(self, asked: Asked, path: list[str]) -> Answer:
        if not path:
            return self._create(asked) if asked.method == "POST" else error(405, None, "Method not allowed")
        id = path[0]
        if id not in self.kept:
            return error(404, None, f"Conversation with id '{id}' not found.")
        if path[1:] == ["items"]:
            if asked.method == "POST":
                added = self.add(id, asked.json.get("items") or [])
                return Answer(200, {"object": "list", "data": added, "has_more": False, **_ends(added)})
            return _listed(self.items[id], asked)
        if asked.method == "DELETE":
            del self.kept[id], self.items[id]
            return Answer(200, {"id": id, "object": "conversation.deleted", "deleted": True})
        if asked.method == "POST":
            self.kept[id]["metadata"] = asked.json.get("metadata") or {}
        return Answer(200, self.kept[id])

    def _create(self, asked: Asked) -> Answer:
        body = asked.json
        items, metadata = body.get("items") or [], body.get("metadata") or {}
        if len(items) > 20:
            return error(400, "array_above_max_length", "At most 20 items may be given.", "items")
        if len(metadata) > 16:
            return error(400, "object_above_max_properties", "At most 16 pairs may be given.", "metadata")
        self.made += 1
        id = f"conv_{self.made:024x}"
        self.kept[id] = {"id": id, "object": "conversation", "created_at": int(self.now()), "metadata": metadata}
        self.items[id] = []
        self.add(id, items)
        return Answer(200, self.kept[id])

    def add(self, id: str, items: list[Any]) -> list[dict[str, Any]]:
        held = self.items[id]
        added: list[dict[str, Any]] = []
        for one in items:
            kept = {"type": "message", "status": "completed", **one, "id": f"msg_{len(held) + len(added):06d}_{id[5:]}"}
            if isinstance(kept.get("content"), str):
                kept["content"] = [{"type": "input_text", "text": kept["content"]}]
            added.append(kept)
        held.extend(added)
        return added


def _ends(items: list[dict[str, Any]]) -> dict[str, str]:
    return {"first_id": items[0]["id"] if items else "", "last_id": items[-1]["id"] if items else ""}


@dataclass
class Files:
    """By id: the vendor's description of a file, and its bytes. A file that has expired is there no more."""

    now: Callable[[], float] = time.time
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    content: dict[str, bytes] = field(default_factory=dict)
    made: int = 0

    def answer(self, asked: Asked, path: list[str]) -> Answer:
        self.expire()
        if not path:
            return self._upload(asked) if asked.method == "POST" else self._list(asked)
        id = path[0]
        if id not in self.kept:
            return error(404, None, f"No such File object: {id}", "id")
        if path[1:] == ["content"]:
            return Answer(200, self.content[id])
        if asked.method == "DELETE":
            del self.kept[id], self.content[id]
            return Answer(200, {"id": id, "object": "file", "deleted": True})
        return Answer(200, self.kept[id])

    def _list(self, asked: Asked) -> Answer:
        purpose = asked.first("purpose")
        return _listed([one for one in self.kept.values() if not purpose or one["purpose"] == purpose], asked)

    def _upload(self, asked: Asked) -> Answer:
        parts = multipart(asked)
        if "file" not in parts:
            return error(400, None, "Missing required parameter: 'file'.", "file")
        name, content = parts["file"]
        purpose = _text(parts, "purpose")
        if purpose not in PURPOSES:
            return error(400, "invalid_value", f"'{purpose}' is not one of {PURPOSES}.", "purpose")
        if not content or len(content) > MAX_FILE:
            return error(400, None, f"{name}: {len(content)} bytes are none, or too many", "file")
        self.made += 1
        id = f"file-{self.made:022x}"
        kept: dict[str, Any] = {"id": id, "object": "file", "bytes": len(content), "created_at": int(self.now())}
        kept |= {"filename": name, "purpose": purpose, "status": "processed"}
        if seconds := _text(parts, "expires_after[seconds]"):
            if _text(parts, "expires_after[anchor]") != "created_at" or not 3_600 <= int(seconds) <= 2_592_000:
                return error(400, "invalid_value", "expires_after: 3600 to 2592000 seconds after created_at")
            kept["expires_at"] = kept["created_at"] + int(seconds)
        self.kept[id], self.content[id] = kept, content
        return Answer(200, kept)

    def expire(self) -> None:
        for id in [id for id, one in self.kept.items() if one.get("expires_at", 1e18) <= self.now()]:
            del self.kept[id], self.content[id]


def multipart(asked: Asked) -> dict[str, tuple[str, bytes]]:
    """The parts of a form, by name: file name and content."""
    head = f"Content-Type: {asked.headers.get('content-type', '')}\r\n\r\n".encode()
    whole: Message = message_from_bytes(head + asked.body)
    found: dict[str, tuple[str, bytes]] = {}
    for part in whole.get_payload() if whole.is_multipart() else ():
        if isinstance(part, Message):
            content = part.get_payload(decode=True)
            name = str(part.get_param("name", "", header="content-disposition"))
            found[name] = (part.get_filename() or "", content if isinstance(content, bytes) else b"")
    return found


def _text(parts: Mapping[str, tuple[str, bytes]], name: str) -> str:
    return parts[name][1].decode() if name in parts else ""
