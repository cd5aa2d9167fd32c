"""Containers, uploads and publication."""

import json
import re
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from sandbox.instagram.errors import TROUBLES, refuse
from sandbox.instagram.state import WINDOW, Container, Flavour, Media, State, User
from sandbox.standin import Answer, Asked

LARGEST = 300_000_000
PIECE = 60.0  # seconds that a fetch may take
FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00\x00\x08moov\x00\x00\x00\x10mdatSANDBOX!"
"""The smallest bytes that pass for a film here."""
_MENTION = re.compile(r"(?<![\w.])@\w")
_PARAMS = {
    "media_type", "caption", "video_url", "upload_type", "share_to_feed", "cover_url", "thumb_offset", "alt_text",
    "audio_name", "collaborators", "location_id", "user_tags", "trial_params", "image_url", "is_carousel_item",
    "children", "product_tags", "access_token",
}  # fmt: skip


def create(state: State, user: User, flavour: Flavour, params: dict[str, Any], base: str) -> Answer:
    """`POST /{user}/media`."""
    _check(state, flavour, params)
    since = state.now() - WINDOW
    if sum(one.user == user.id and one.made > since for one in state.containers.values()) >= state.rules.containers:
        raise refuse("app_limit")
    resumable = params.get("upload_type") == "resumable"
    container = Container(state.next_id("1789"), user.id, dict(params), state.now(), resumable)
    state.containers[container.id] = container
    answer = {"id": container.id}
    if resumable:
        answer["uri"] = f"{base}/rupload/ig-api-upload/v26.0/{container.id}"
    return Answer(200, answer)


def _check(state: State, flavour: Flavour, params: dict[str, Any]) -> None:
    for name in params.keys() - _PARAMS:
        raise refuse("invalid", f"(#100) Param {name} is not a known parameter")
    if params.get("media_type") != "REELS":
        raise refuse("invalid", "(#100) Only photo or video can be accepted as media type.")
    caption = str(params.get("caption", ""))
    if len(caption) > 2200:
        raise refuse("invalid", "(#100) The caption was too long.")
    if caption.count("#") > 30 or len(_MENTION.findall(caption)) > 20:
        raise refuse("invalid", "(#100) The caption has too many hashtags or mentions.")
    if float(params.get("thumb_offset") or 0) < 0:
        raise refuse("thumb")
    resumable = params.get("upload_type") == "resumable"
    if resumable and flavour == "instagram" and not state.rules.resumable_for_instagram:
        raise refuse("invalid", "(#100) The parameter video_url is required")
    if not resumable:
        _check_url(str(params.get("video_url") or ""))


def _check_url(url: str) -> None:
    split = urlsplit(url)
    if not url:
        raise refuse("invalid", "(#100) The parameter video_url is required")
    if not url.isascii() or split.scheme not in {"http", "https"} or "@" in split.netloc or not split.hostname:
        raise refuse("unfetchable")


def upload(state: State, container: Container, asked: Asked, cut: int | None) -> Answer:
    """`POST` to the upload's address: the bytes from `offset` on. `cut`: so many arrive, then it breaks."""
    try:
        offset, size = int(asked.headers["offset"]), int(asked.headers["file_size"])
    except (KeyError, ValueError):
        return _upload_error("HeaderMissingError", "offset and file_size are needed", retriable=False)
    if not container.resumable or container.status != "IN_PROGRESS" or container.is_over(state.now()):
        return _upload_error("SessionNotFoundError", "no such upload session", retriable=False)
    if size > LARGEST or (container.size not in (None, size)):
        return _upload_error("FileSizeError", "the file is too large, or not what was begun", retriable=False)
    container.size = size
    if offset != len(container.held):
        return _upload_error("OffsetInvalidError", f"offset must be {len(container.held)}", retriable=True)
    return _taken(container, asked.body, size, cut)


def _taken(container: Container, body: bytes, size: int, cut: int | None) -> Answer:
    container.held += (body if cut is None else body[:cut])[: size - len(container.held)]
    if cut is not None:
        return _upload_error("ProcessingFailedError", "Request processing failed", retriable=True, status=500)
    if len(container.held) < size:
        return _upload_error("PartialRequestError", "Partial request (did not match length of file)", retriable=True)
    return Answer(200, {"success": True, "message": "Upload successful."})


def _upload_error(kind: str, message: str, *, retriable: bool, status: int = 400) -> Answer:
    return Answer(status, {"debug_info": {"retriable": retriable, "type": kind, "message": message}})


def look(state: State, container: Container) -> dict[str, Any]:
    """The container's fields; each look brings it one step further, and the first one fetches its film."""
    now = state.now()
    if container.status == "PUBLISHED":
        at = next(at for at, id in state.published if id == container.id)
        if (now - at).total_seconds() < state.rules.status_lag:
            return _fields(container, "FINISHED", "Finished: Media has been uploaded and it is ready to be published.")
    elif container.is_over(now) and container.status != "ERROR":
        container.status, container.told = "EXPIRED", "Expired: Media expired"
    elif container.status == "IN_PROGRESS":
        _step(state, container)
    return _fields(container, container.status, container.told)


def _step(state: State, container: Container) -> None:
    if container.resumable and (container.size is None or len(container.held) < container.size):
        return
    if not container.looks:
        film = bytes(container.held) if container.resumable else _fetched(state, str(container.params["video_url"]))
        trouble = "unfetchable" if film is None else _fault_of(film)
        if trouble:
            wrong = TROUBLES[trouble]
            container.status = "ERROR"
            container.told = f"Error: Media upload has failed with error code {wrong.subcode}"
            return
    container.looks += 1
    if container.looks > state.rules.looks:
        container.status = "FINISHED"
        container.told = "Finished: Media has been uploaded and it is ready to be published."


def _fields(container: Container, status: str, told: str) -> dict[str, Any]:
    uploading = {
        "status": "complete" if container.size == len(container.held) else "in_progress",
        "bytes_transferred": len(container.held),
        "source_file_size": container.size or 0,
    }
    shown = told or "In Progress: Media is still being processed."
    fields: dict[str, Any] = {"id": container.id, "status_code": status, "status": shown}
    return {**fields, "video_status": {"uploading_phase": uploading, "processing_phase": {"status": "not_started"}}}


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _fetched(state: State, url: str) -> bytes | None:
    """The film at an address, as anybody gets it: no log-in, no redirect."""
    if not state.rules.fetch:
        return FILM
    try:
        request = Request(url, headers={"User-Agent": "facebookexternalhit/1.1"})  # noqa: S310 - http(s), checked
        with build_opener(_NoRedirect).open(request, timeout=PIECE) as answer:
            return bytes(answer.read(LARGEST + 1))
    except (OSError, URLError, ValueError):
        return None


def _fault_of(film: bytes) -> str:
    """The name of the trouble that a film meets; "" when it is taken. The index must come before the pictures."""
    if film[4:8] != b"ftyp" or len(film) > LARGEST:
        return "format"
    index, pictures = film.find(b"moov"), film.find(b"mdat")
    return "format" if 0 <= pictures < index else ""


def publish(state: State, user: User, params: dict[str, Any]) -> Answer:
    """`POST /{user}/media_publish`."""
    container = state.containers.get(str(params.get("creation_id", "")))
    if container is None or container.user != user.id:
        raise refuse("invalid", "(#100) The parameter creation_id is required or names no container")
    if container.is_over(state.now()):
        raise refuse("expired")
    if container.status == "PUBLISHED" and state.rules.refuses_reuse:
        raise refuse("create_failed")
    if container.status == "ERROR":
        raise refuse("create_failed")
    if container.status == "IN_PROGRESS":
        raise refuse("not_ready")
    allowed = state.rules.posts_allowed or state.rules.quota or 50
    if state.posts_in_window(user.id) >= allowed:
        raise refuse("post_limit")
    media = Media(
        state.next_id("1802"), user.id, str(container.params.get("caption", "")), state.now(), container=container.id
    )
    state.media[media.id] = media
    state.published.append((state.now(), container.id))
    container.status, container.told, container.media = "PUBLISHED", "Published: Media has been published.", media.id
    return Answer(200, {"id": media.id})


def limit(state: State, user: User, fields: list[str]) -> Answer:
    """`GET /{user}/content_publishing_limit`."""
    one: dict[str, Any] = {"quota_usage": state.posts_in_window(user.id)}
    if "config" in fields and state.rules.quota is not None:
        one["config"] = {"quota_total": state.rules.quota, "quota_duration": int(WINDOW.total_seconds())}
    return Answer(200, {"data": [one]})


def params_of(asked: Asked) -> dict[str, Any]:
    """Parameters from the query and from a JSON or a form body."""
    from urllib.parse import parse_qsl

    params: dict[str, Any] = dict(asked.query)
    if asked.body and "json" in asked.headers.get("content-type", ""):
        try:
            body = json.loads(asked.body)
        except ValueError:
            raise refuse("invalid", "(#100) The body is not JSON") from None
        params |= body if isinstance(body, dict) else {}
    elif asked.body:
        params |= dict(parse_qsl(asked.body.decode("utf-8", "replace"), keep_blank_values=True))
    return params
