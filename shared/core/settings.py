"""Settings: read once in `app.py`, frozen, every field with a default. Order: flag > environment > file > default."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from shared.core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from one installation to another. Parts receive single values, never this object."""

    data: Path = Path("var")  # everything on one machine lies in this folder
    shelf: str = "local"  # which adapters: local or gcp
    project: str = ""  # Google Cloud project
    region: str = "europe-west1"
    public_url: str = ""  # where the outside reaches the console, without a trailing slash
    log_level: str = "WARNING"
    default_region: str = "US"  # ISO 3166 country for phone numbers without one
    video_type: str = "money_coaching"
    video_types: Path | None = None  # a folder of the user's own video types, beside those shipped
    chromium: str = ""  # path of the browser; empty: look for one
    ffmpeg: str = ""  # path of the program; empty: the wheel's, then PATH
    audiences: tuple[str, ...] = ()  # on Google Cloud: what tokens for this function's door are signed for
    callers: tuple[str, ...] = ()  # on Google Cloud: e-mail addresses of the service accounts that may call it
    signature: str = "checked"  # or "platform": Cloud Run has checked the token, and removed its signature
    traces: str = ""  # where spans go: a collector's address (OTLP over HTTP), or `file`; empty: nowhere
    sentry_dsn: str = ""  # where errors are reported, scrubbed; empty: nowhere
    egress_allow: tuple[str, ...] = ()  # host:port pairs that outbound requests may reach although they are private
    network: bool = True  # False: no look-up beyond this machine is tried
    second_look: bool = True  # False: no model looks at pictures of sites, even where there are a key and a budget
    budget: Decimal | None = None  # USD for paid calls; None = none may be made without asking
    airtable_base: str = ""  # id of the base that leads are synced with, such as app…
    airtable_table: str = "Leads"  # name or id of its table
    airtable_map: Path | None = None  # the field map; None: airtable_field_mapping.json, or the shipped one
    airtable_gather: float = 180.0  # minutes that a scheduled sync lets a few changes of ours wait for company
    ingest_patience: float = 0.0  # seconds after which a call leaves the rest of its file to the next; 0: not set
    instagram_app_id: str = ""  # of the Meta app, which renews tokens of a Facebook log-in
    instagram_version: str = "v26.0"  # of the Graph API
    content_config: Path | None = None  # the flat configuration of content; None: content.yaml, if there is one
    waterfalls: str = ""  # whom to ask for a field, in which order (YAML or JSON); empty: the house's orders
    base_urls: Mapping[str, str] = field(default_factory=dict)  # service name → URL

    @staticmethod
    def load(env: Mapping[str, str], file: Path | None = None, **flags: Any) -> "Settings":
        """Defaults, then `file` (YAML), then `LEADREEL_*` variables, then `flags` that are not None.

        Raises InvalidInput that names the variable or key which cannot be read.
        """
        known = {item.name: item for item in fields(Settings)}
        values: dict[str, Any] = {}
        for name, raw in _file_values(file).items():
            if name not in known:
                raise InvalidInput(f"{file}: unknown setting {name!r}; known are: {', '.join(sorted(known))}")
            values[name] = _parse(name, raw, f"{file}: {name}")
        for name in known.keys() - {"base_urls"}:
            variable = f"LEADREEL_{name.upper()}"
            if variable in env:
                values[name] = _parse(name, env[variable], variable)
        bases = {
            key.removeprefix("LEADREEL_").removesuffix("_BASE_URL").lower(): url.rstrip("/")
            for key, url in env.items()
            if key.startswith("LEADREEL_") and key.endswith("_BASE_URL")
        }
        values["base_urls"] = {**values.get("base_urls", {}), **bases}
        values |= {name: value for name, value in flags.items() if value is not None}
        return replace(Settings(), **values)

    def environment(self) -> dict[str, str]:
        """The variables under which `load` gives these settings again: how child processes are told."""
        named = {f"LEADREEL_{name.upper()}": _as_text(getattr(self, name)) for name in _PLAIN}
        bases = {f"LEADREEL_{name.upper()}_BASE_URL": url for name, url in self.base_urls.items()}
        return {name: text for name, text in {**named, **bases}.items() if text}


_PLAIN = tuple(item.name for item in fields(Settings) if item.name not in {"base_urls", "log_level"})


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value.absolute()) if isinstance(value, Path) else str(value)


def _file_values(file: Path | None) -> Mapping[str, Any]:
    if file is None or not file.exists():
        return {}
    import yaml

    try:
        loaded = yaml.safe_load(file.read_text("utf-8")) or {}
    except yaml.YAMLError as error:
        raise InvalidInput(f"{file}: not readable as YAML: {error}") from error
    if not isinstance(loaded, dict):
        raise InvalidInput(f"{file}: expected `name: value` lines")
    return loaded


def _parse(name: str, raw: Any, where: str) -> Any:
    try:
        return _READ.get(name, str)(raw)
    except (InvalidOperation, ValueError, TypeError) as error:
        raise InvalidInput(f"{where}: cannot read {raw!r}") from error


def _path(raw: Any) -> Path:
    return Path(str(raw)).expanduser()


def _items(raw: Any) -> tuple[str, ...]:
    items = raw.split(",") if isinstance(raw, str) else raw
    return tuple(str(item).strip() for item in items if str(item).strip())


_NO: Final = frozenset({"0", "false", "no", "off"})
_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(("data", "video_types", "airtable_map", "content_config"), _path),
    **dict.fromkeys(("egress_allow", "audiences", "callers"), _items),
    **dict.fromkeys(("network", "second_look"), lambda raw: str(raw).strip().lower() not in _NO),
    "budget": lambda raw: Decimal(str(raw)),
    **dict.fromkeys(("airtable_gather", "ingest_patience"), float),
    "waterfalls": lambda raw: raw if isinstance(raw, str) else json.dumps(raw),
    "base_urls": lambda raw: {str(key): str(url).rstrip("/") for key, url in dict(raw).items()},
}
