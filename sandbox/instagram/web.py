"""The Instagram Graph API as both log-ins reach it: accounts, containers, uploads, posts, figures, tokens, quotas.

    with serve("instagram", vendor := Instagram()) as standin:
        vendor.base = standin.url                      # upload addresses and `next` pages begin so
        standin.url + "/facebook"                      # LEADREEL_FACEBOOK_BASE_URL
        standin.url + "/instagram"                     # LEADREEL_INSTAGRAM_BASE_URL
        standin.faults.append(fault("spam", "media_publish", after=True))

Versions are taken as they come (`/v26.0/…`), as far as they live. `vendor.token(…)` is a token as a log-in gives it.
`vendor.posts` is what people see: the proof of how often something was published.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sandbox.instagram import insights, publishing, tokens
from sandbox.instagram.errors import Refused, refuse
from sandbox.instagram.state import Container, Flavour, Media, Rules, State, Token, User
from sandbox.standin import Answer, Asked, StandIn, serve

_VERSION = re.compile(r"^v(\d+)\.0$")
VERSIONS: Final = range(21, 27)
_USER_FIELDS: Final = {
    "facebook": {"id", "ig_id", "username", "name", "biography", "followers_count", "follows_count", "media_count",
                 "website", "profile_picture_url", "media"},
    "instagram": {"id", "user_id", "username", "name", "account_type", "biography", "followers_count", "follows_count",
                  "media_count", "website", "profile_picture_url", "media"},
}  # fmt: skip
_CONTAINER_FIELDS: Final = {"id", "status_code", "status", "video_status", "copyright_check_status"}
_COMMENT_FIELDS: Final = {"id", "text", "username", "timestamp", "like_count", "hidden", "parent_id"}
_LISTED: Final = {
    *("id", "caption", "media_type", "media_product_type", "permalink", "timestamp", "like_count", "comments_count"),
    *("shortcode", "is_shared_to_feed", "media_url", "thumbnail_url", "username"),
}
_LARGEST_PAGE: Final = 100
_TOKEN_CALLS: Final[Mapping[tuple[str, str, str], Callable[[State, dict[str, Any]], Answer]]] = {
    ("facebook", "GET", "oauth/access_token"): tokens.exchange_facebook,
    ("facebook", "GET", "debug_token"): tokens.debug,
    ("instagram", "GET", "access_token"): tokens.exchange_instagram,
    ("instagram", "GET", "refresh_access_token"): tokens.refresh_instagram,
}


@dataclass
class Instagram:
    """The vendor. One account stands ready; `cuts` breaks uploads: each takes so many bytes of one, in turn."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    rules: Rules = field(default_factory=Rules)
    base: str = ""
    cuts: list[int] = field(default_factory=list)
    on_use: Callable[[Token], None] | None = None  # is told of every token that is used for a call
    user: User = field(default_factory=User)

    def __post_init__(self) -> None:
        self.state = State(self.now, self.rules)
        self.add(self.user)

    def add(self, user: User) -> User:
        self.state.users[user.id] = user
        return user

    def token(
        self, flavour: Flavour = "facebook", user: str = "", *, long: bool = True, life: timedelta | None = None
    ) -> str:
        """A fresh token of an account, else of the first one."""
        return self.state.make_token(user or self.user.id, flavour, long=long, life=life).value

    @property
    def posts(self) -> list[Media]:
        """What was published, the oldest first."""
        return sorted(self.state.media.values(), key=lambda one: one.at)

    def post(self, caption: str, at: datetime | None = None, **figures: int) -> Media:
        """A post that people made by hand. `figures`: its insights."""
        media = Media(self.state.next_id("1802"), self.user.id, caption, at or self.now(), figures=figures)
        self.state.media[media.id] = media
        return media

    def comment(self, media: Media, text: str, username: str = "ana") -> None:
        at = self.now().strftime("%Y-%m-%dT%H:%M:%S+0000")
        one = {"id": self.state.next_id("1790"), "text": text, "username": username, "timestamp": at, "like_count": 0}
        media.comments.append(one)

    # Answering

    def __call__(self, asked: Asked) -> Answer:
        host, _, path = asked.path.lstrip("/").partition("/")
        if host == "rupload":
            return self._upload(asked, path)
        flavour: Flavour = "instagram" if host == "instagram" else "facebook"
        if host not in {"instagram", "facebook"}:
            return Answer(404, {"error": {"message": f"no such host {host}", "type": "sandbox", "code": 0}})
        headers = {"X-App-Usage": self._usage()}
        try:
            answer = self._routed(asked, flavour, self._versioned(path))
        except Refused as refused:
            answer = refused.trouble.answer()
        return Answer(answer.status, answer.body, {**headers, **answer.headers})

    def _usage(self) -> str:
        now = self.state.now()
        self.state.calls = [at for at in self.state.calls if now - at < timedelta(hours=1)] + [now]
        percent = round(100 * len(self.state.calls) / self.rules.calls_an_hour)
        return f'{{"call_count":{percent},"total_time":{percent // 2},"total_cputime":{percent // 2}}}'

    def _versioned(self, path: str) -> list[str]:
        parts = [one for one in path.split("/") if one]
        if parts and (version := _VERSION.match(parts[0])):
            if int(version[1]) not in VERSIONS:
                raise refuse("version")
            return parts[1:]
        return parts

    def _routed(self, asked: Asked, flavour: Flavour, parts: list[str]) -> Answer:
        params = publishing.params_of(asked)
        if found := _TOKEN_CALLS.get((flavour, asked.method, "/".join(parts))):
            return found(self.state, params)
        token = self._token(asked, params, flavour)
        params.pop("access_token", None)
        if len(self.state.calls) > self.rules.calls_an_hour:
            raise refuse("app_limit")
        if flavour == "facebook" and parts == ["me", "accounts"]:
            return self._pages(token)
        if not parts:
            raise refuse("hidden")
        return self._of_node(asked.method, parts[0], parts[1:], token, params)

    def _of_node(self, method: str, id: str, rest: list[str], token: Token, params: dict[str, Any]) -> Answer:
        state, own = self.state, token.user
        if id in {"me", own}:
            return self._of_user(method, state.users[own], rest, token.flavour, params)
        container, media = state.containers.get(id), state.media.get(id)
        if method == "GET" and container and container.user == own and not rest:
            return self._node(publishing.look(state, container), params, _CONTAINER_FIELDS)
        if method == "GET" and media and media.user == own:
            return self._of_media(media, rest, params)
        raise refuse("hidden")

    def _token(self, asked: Asked, params: dict[str, Any], flavour: Flavour) -> Token:
        kind, _, value = asked.headers.get("authorization", "").partition(" ")
        given = value.strip() if kind.lower() in {"bearer", "oauth"} else str(params.get("access_token", ""))
        token = tokens.living(self.state, given, flavour)
        if self.on_use:
            self.on_use(token)
        return token

    def _pages(self, token: Token) -> Answer:
        user = self.state.users[token.user]
        account = {"id": user.id, "username": user.username}
        return Answer(200, {"data": [{"id": user.page, "name": user.name, "instagram_business_account": account}]})

    def _of_user(self, method: str, user: User, rest: list[str], flavour: Flavour, params: dict[str, Any]) -> Answer:
        match method, rest:
            case "GET", []:
                return self._node(self._profile(user), params, _USER_FIELDS[flavour])
            case "GET", ["media"]:
                return self._list(user, params, flavour)
            case "POST", ["media"]:
                return publishing.create(self.state, user, flavour, params, self.base)
            case "POST", ["media_publish"]:
                return publishing.publish(self.state, user, params)
            case "GET", ["content_publishing_limit"]:
                return publishing.limit(self.state, user, _fields(params))
            case "GET", ["insights"]:
                return insights.of_account(self.state, user, params)
        raise refuse("hidden")

    def _profile(self, user: User) -> dict[str, Any]:
        plain = {name: getattr(user, name) for name in ("id", "username", "name", "biography", "website")}
        counts = {"followers_count": user.followers_count, "follows_count": user.follows_count}
        own = sum(one.user == user.id for one in self.state.media.values())
        return {**plain, **counts, "media_count": own, "user_id": user.id, "account_type": "BUSINESS", "ig_id": 1}

    def _node(self, values: dict[str, Any], params: dict[str, Any], known: set[str]) -> Answer:
        return Answer(200, _chosen(values, _fields(params), known))

    def _of_media(self, media: Media, rest: list[str], params: dict[str, Any]) -> Answer:
        if rest == ["insights"]:
            return insights.of_media(
                self.state, media, [one for one in str(params.get("metric", "")).split(",") if one]
            )
        if rest == ["comments"]:
            found = list(reversed(media.comments))
            return self._page(found, _COMMENT_FIELDS, params, f"/{media.id}/comments")
        if rest:
            raise refuse("hidden")
        return self._node(media.fields, params, set(media.fields) | {"comments", "owner", "video_title"})

    def _list(self, user: User, params: dict[str, Any], flavour: Flavour) -> Answer:
        late = timedelta(seconds=self.rules.listing_lag)
        seen = [one for one in self.state.media.values() if one.user == user.id and one.at + late <= self.state.now()]
        if params.get("since"):
            seen = [one for one in seen if one.at >= datetime.fromtimestamp(int(params["since"]), UTC)]
        if params.get("until"):
            seen = [one for one in seen if one.at <= datetime.fromtimestamp(int(params["until"]), UTC)]
        seen.sort(key=lambda one: (one.at, one.id), reverse=True)
        return self._page([one.fields for one in seen], _LISTED, params, f"/{flavour}/{user.id}/media")

    def _page(self, found: list[dict[str, Any]], known: set[str], params: dict[str, Any], path: str) -> Answer:
        """One page behind the cursor `after`, which names the last item seen."""
        most = min(int(params.get("limit") or 25), _LARGEST_PAGE)
        place = 0
        if after := params.get("after"):
            place = next((at + 1 for at, one in enumerate(found) if f"c{one['id']}" == after), len(found))
        page = found[place : place + most]
        paging: dict[str, Any] = {}
        if page:
            paging = {"cursors": {"before": f"c{page[0]['id']}", "after": f"c{page[-1]['id']}"}}
            if place + most < len(found):
                paging["next"] = f"{self.base}{path}?after=c{page[-1]['id']}"
        data = [_chosen(one, _fields(params), known) for one in page]
        return Answer(200, {"data": data, **({"paging": paging} if paging else {})})

    def _upload(self, asked: Asked, path: str) -> Answer:
        kind, _, value = asked.headers.get("authorization", "").partition(" ")
        token = self.state.tokens.get(value)
        container = self.state.containers.get(path.rpartition("/")[2])
        unknown = kind != "OAuth" or token is None or token.dead or token.ends <= self.state.now()
        if unknown or asked.method != "POST" or not path.startswith("ig-api-upload/") or container is None:
            wrong = {"retriable": False, "type": "NotAuthorizedError", "message": "User request was not authorized"}
            return Answer(401 if unknown else 404, {"debug_info": wrong})
        return publishing.upload(self.state, container, asked, self.cuts.pop(0) if self.cuts else None)

    def container(self, id: str) -> Container:
        return self.state.containers[id]


def _fields(params: dict[str, Any]) -> list[str]:
    """The names before any braces.

    >>> _fields({"fields": "id,media{id,caption},name"})
    ['id', 'media', 'name']
    """
    flat = re.sub(r"\.[a-z_]+\([^)]*\)", "", str(params.get("fields", "")))
    while "{" in flat:
        shorter = re.sub(r"\{[^{}]*\}", "", flat)
        if shorter == flat:
            break
        flat = shorter
    return [one.strip() for one in flat.split(",") if one.strip()]


def _chosen(values: dict[str, Any], names: list[str], known: set[str]) -> dict[str, Any]:
    for name in names:
        if name not in known:
            raise refuse("invalid", f"(#100) Tried accessing nonexisting field ({name}) on node")
    chosen = {"id": values["id"]} if "id" in values else {}
    return chosen | {name: values[name] for name in names if values.get(name) is not None}


@contextmanager
def instagram(vendor: Instagram | None = None, *, port: int = 0) -> Iterator[tuple[StandIn, Instagram]]:
    """Serve the vendor. Late requests go by its clock."""
    own = vendor or Instagram()
    with serve("instagram", own, port=port) as standin:
        own.base = standin.url
        standin.clock = lambda: own.now().timestamp()
        yield standin, own
