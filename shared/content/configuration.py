"""The flat configuration of content that runs itself: one file that may be missing, old names read as well.

Order: `LEADREEL_*` variable > file > default. Secrets stand in the file as `${NAME}` only; a variable that is not set
is an error for anything else, and for a secret just says that this process does not have it: a function is given the
few that it needs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from shared.core.errors import InvalidInput
from shared.core.flat import Line, read_flat
from shared.core.log import hide

FOLDERS: Final = ("video_uploads", "music_uploads", "completed_works", "wip_photos", "build_photos")
LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
RENDERERS: Final = ("house", "json2video")
LOGINS: Final = ("facebook", "instagram")


@dataclass(frozen=True, slots=True)
class Configuration:
    """What differs from one installation to another, as far as content goes. Times are seconds."""

    # what there is, and what is made of it
    folders: tuple[str, ...] = FOLDERS  # of the bucket `content`, where media lie
    drafts_folder: str = "drafts"  # of the same bucket, for rendered drafts
    proposals: int = 3  # of one run
    renderer: str = "house"  # or json2video: the vendor's service, paid
    quality_gate: bool = True  # a draft that is black, silent or frozen is made once more, then refused
    # who thinks
    personality_file: Path | None = None  # how the assistant speaks and what it knows of the brand
    instructions_file: Path | None = None
    intent_prompts_file: Path | None = None
    context_files: tuple[str, ...] = ()  # further files for the assistant: model descriptions, name mappings
    openai_model: str = ""
    openai_price: tuple[Decimal, ...] = ()  # USD for a million tokens in, and out; empty: an upper bound is used
    proposals_budget: Decimal | None = None  # USD that one run may cost; None: the house's budget decides
    # what rules know of whom the videos are for; nothing is invented in its place
    brand_handle: str = ""  # @…
    brand_niche: str = ""  # a few words, such as handmade furniture
    brand_hashtags: tuple[str, ...] = ()
    brand_call: str = ""  # what viewers are asked to do
    brand_quotes: tuple[str, ...] = ()  # what clients said, word for word
    southern_seasons: bool = False
    # where people decide
    google_sheet_id: str = ""  # empty: the built-in board
    worksheet_name: str = "Drafts"
    google_credentials_file: Path | None = None  # of a service account; None: those of the machine
    # where it appears
    instagram_account_id: str = ""
    instagram_login: str = "facebook"  # or instagram: through which log-in the token came
    per_run: int = 1  # posts of one run
    poll_interval: float = 20.0  # between two looks at a post that is on its way
    autopost_timeout: float = 420.0  # of one run: then the next one goes on
    caption_limit: int = 2200
    # what is told
    log_level: str = ""  # empty: as the house says
    log_file: Path | None = None  # None: the terminal
    log_max_bytes: int = 10_000_000
    log_backups: int = 5
    # of the file itself
    file: str = ""
    notes: tuple[str, ...] = ()  # what a person should know: old names, literal secrets, what has no effect
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)  # variable → value

    @staticmethod
    def load(env: Mapping[str, str], file: Path | None = None) -> "Configuration":
        """Raises InvalidInput with file, line, name and remedy. A `file` that is not there is none."""
        lines = read_flat(file) if file is not None and file.exists() else {}
        read = _Reading(env, str(file) if lines else "")
        for line in lines.values():
            read.take(line)
        for name in _READ:
            variable = f"LEADREEL_{name.upper()}"
            if env.get(variable):
                read.values[name] = _parsed(name, env[variable], variable)
        hide(*read.secrets.values())
        return replace(
            Configuration(), **read.values, file=read.file, notes=tuple(read.notes), secrets=dict(read.secrets)
        )

    def environment(self, env: Mapping[str, str]) -> dict[str, str]:
        """The secrets of the file under the names that the house knows them by, where `env` has none."""
        return {name: value for name, value in self.secrets.items() if not env.get(name)}


SECRETS: Final[Mapping[str, str]] = {
    "openai_api_key": "LEADREEL_OPENAI_KEY",
    "gemini_api_key": "LEADREEL_GEMINI_KEY",
    "instagram_access_token": "LEADREEL_INSTAGRAM_TOKEN",
    "instagram_app_secret": "LEADREEL_INSTAGRAM_APP_SECRET",
    "json2video_api_key": "LEADREEL_JSON2VIDEO_KEY",
    "google_sheets_key": "LEADREEL_SHEETS_KEY",
}
"""Names of secrets in the file → the variables that hold them."""

OLD_NAMES: Final[Mapping[str, str]] = {
    # GPTAssistantManager
    "openai_key": "openai_api_key",
    "gpt_api_key": "openai_api_key",
    "gpt_model": "openai_model",
    "model": "openai_model",
    "assistant_model": "openai_model",
    "personality": "personality_file",
    "personality_path": "personality_file",
    "personality_document": "personality_file",
    "assistant_instructions": "instructions_file",
    "instructions_path": "instructions_file",
    "intent_prompts": "intent_prompts_file",
    "assistant_files": "context_files",
    "num_drafts": "proposals",
    "drafts_per_run": "proposals",
    # InstagramAPIManager
    "access_token": "instagram_access_token",
    "instagram_token": "instagram_access_token",
    "ig_access_token": "instagram_access_token",
    "ig_user_id": "instagram_account_id",
    "instagram_user_id": "instagram_account_id",
    "instagram_business_account_id": "instagram_account_id",
    "app_secret": "instagram_app_secret",
    "facebook_app_secret": "instagram_app_secret",
    # GCSFileManager
    "video_folders": "folders",
    "gcs_folders": "folders",
    "media_folders": "folders",
    "output_folder": "drafts_folder",
    "gcs_drafts_folder": "drafts_folder",
    # VideoGenerator
    "json2video_key": "json2video_api_key",
    "video_renderer": "renderer",
    # the board
    "spreadsheet_id": "google_sheet_id",
    "sheet_id": "google_sheet_id",
    "google_sheets_id": "google_sheet_id",
    "worksheet": "worksheet_name",
    "sheet_name": "worksheet_name",
    "tab_name": "worksheet_name",
    "google_application_credentials": "google_credentials_file",
    "service_account_file": "google_credentials_file",
    "credentials_file": "google_credentials_file",
    # AutoPostManager
    "check_interval": "poll_interval",
    "polling_interval": "poll_interval",
    "posting_timeout": "autopost_timeout",
    "post_timeout": "autopost_timeout",
    "timeout": "autopost_timeout",
    "posts_per_run": "per_run",
    "max_posts": "per_run",
    # logging
    "logging_level": "log_level",
    "log_path": "log_file",
    "log_max_size": "log_max_bytes",
    "log_backup_count": "log_backups",
}
"""Names of the systems that this one grew out of → today's."""

WITHOUT_EFFECT: Final[Mapping[str, str]] = {
    "assistant_id": "the vendor switched its Assistants off in August 2026; personality and thread are kept here now",
    "thread_id": "the vendor switched its Threads off in August 2026; a conversation is begun and kept here",
    "vector_store_id": "files are handed to the model directly",
    "gcs_bucket_name": "the house has a bucket of its own, `content`; copy the folders there",
    "bucket_name": "the house has a bucket of its own, `content`; copy the folders there",
    "gcs_bucket": "the house has a bucket of its own, `content`; copy the folders there",
    "gcp_project": "it is LEADREEL_PROJECT, for the whole house",
    "project_id": "it is LEADREEL_PROJECT, for the whole house",
    "instagram_username": "an account is known by instagram_account_id; its name is asked of the platform",
    "facebook_page_id": "an account is known by instagram_account_id; its page is asked of the platform",
    "analytics_file": "analytics lie in the bucket, as state/analytics.json",
    "inventory_file": "the inventory lies in the bucket, as state/inventory.json",
    "log_format": "a line is one JSON object",
}
"""Old names that nothing is made of any more, and why."""


class _Reading:
    """What came of the lines so far."""

    def __init__(self, env: Mapping[str, str], file: str) -> None:
        self.env, self.file = env, file
        self.values: dict[str, Any] = {}
        self.secrets: dict[str, str] = {}
        self.notes: list[str] = []
        self._from: dict[str, str] = {}

    def take(self, line: Line) -> None:
        written = line.name.lower().replace("-", "_")
        if written in WITHOUT_EFFECT:
            self.notes.append(f"{line.place}: has no effect: {WITHOUT_EFFECT[written]}")
            return
        name = OLD_NAMES.get(written, written)
        if name not in _READ and name not in SECRETS:
            raise InvalidInput(f"{line.place}: is no setting{_nearest(written)}; known are: {', '.join(sorted(NAMES))}")
        if name in self._from:
            raise InvalidInput(f"{line.place}: says the same as {self._from[name]}; keep one of them")
        self._from[name] = line.place
        if name != line.name:
            self.notes.append(f"{line.place}: is called {name} today; the old name is read as well")
        if name in SECRETS:
            self._keep(name, line)
        elif line.value is not None:
            self.values[name] = _parsed(name, line.filled(self.env), line.place)

    def _keep(self, name: str, line: Line) -> None:
        if line.value in (None, ""):
            return
        if not isinstance(line.value, str) or not line.variables:
            hide(str(line.value))
            variable = line.name.upper()
            self.notes.append(
                f"{line.place}: a secret stands in this file for all to read; write ${{{variable}}}, set that variable,"
                " and have the secret renewed if others have seen the file"
            )
            self.secrets[SECRETS[name]] = str(line.value)
            return
        known = {variable: self.env.get(variable, "") for variable in line.variables}
        if all(known.values()) or ":-" in line.value:
            value = str(line.filled(self.env)).strip()
            if value:
                self.secrets[SECRETS[name]] = value


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    found = get_close_matches(name, [*NAMES, *OLD_NAMES], 1)
    return f" (is it {found[0]}?)" if found else ""


def _parsed(name: str, raw: Any, place: str) -> Any:
    """Raises InvalidInput: the place, what was expected; never the value, which may be a secret in the wrong line."""
    read, expected = _READ[name]
    try:
        return read(raw)
    except (ValueError, TypeError, OverflowError) as error:
        raise InvalidInput(f"{place}: cannot be read; it is to be {expected}") from error


def _text(raw: Any) -> str:
    if isinstance(raw, list | bool) or raw is None:
        raise ValueError
    return str(raw).strip()


def _path(raw: Any) -> Path | None:
    return Path(_text(raw)).expanduser() if _text(raw) else None


def _folder(raw: Any) -> str:
    name = _text(raw).strip("/")
    if not name or ".." in name.split("/") or "\\" in name or any(ord(sign) < 32 for sign in name):
        raise ValueError
    return name


def _texts(raw: Any) -> tuple[str, ...]:
    items = raw if isinstance(raw, list) else _text(raw).split(",")
    return tuple(dict.fromkeys(_text(item) for item in items if _text(item)))


def _sentences(raw: Any) -> tuple[str, ...]:
    """One alone may hold commas."""
    return _texts(raw) if isinstance(raw, list) else tuple(filter(None, [_text(raw)]))


def _folders(raw: Any) -> tuple[str, ...]:
    found = tuple(_folder(one) for one in _texts(raw))
    if not found:
        raise ValueError
    return found


def _number(lowest: float, highest: float) -> Callable[[Any], float]:
    def read(raw: Any) -> float:
        value = float(_text(raw))
        if not lowest <= value <= highest:
            raise ValueError
        return value

    return read


def _money(raw: Any) -> Decimal:
    return Decimal(str(_number(0, 100_000)(raw)))


def _two_prices(raw: Any) -> tuple[Decimal, ...]:
    found = tuple(_money(one) for one in (raw if isinstance(raw, list) else _text(raw).split(",")))
    if len(found) != 2:
        raise ValueError
    return found


def _whole(lowest: int, highest: int) -> Callable[[Any], int]:
    def read(raw: Any) -> int:
        value = int(_text(raw))
        if not lowest <= value <= highest:
            raise ValueError
        return value

    return read


def _one_of(choices: tuple[str, ...]) -> Callable[[Any], str]:
    def read(raw: Any) -> str:
        known = {choice.lower(): choice for choice in choices}
        if _text(raw).lower() not in known:
            raise ValueError
        return known[_text(raw).lower()]

    return read


def _yes_or_no(raw: Any) -> bool:
    text = str(raw).strip().lower()
    if text not in {"1", "0", "true", "false", "yes", "no", "on", "off"}:
        raise ValueError
    return text in {"1", "true", "yes", "on"}


_Read = tuple[Callable[[Any], Any], str]

_READ: Final[Mapping[str, _Read]] = {
    "folders": (_folders, "a list of folders, such as [video_uploads, music_uploads]"),
    "drafts_folder": (_folder, "a folder of the bucket, such as drafts"),
    "proposals": (_whole(1, 50), "a whole number from 1 to 50"),
    "renderer": (_one_of(RENDERERS), " or ".join(RENDERERS)),
    "quality_gate": (_yes_or_no, "true or false"),
    **dict.fromkeys(
        ("personality_file", "instructions_file", "intent_prompts_file", "google_credentials_file", "log_file"),
        (_path, "the path of a file"),
    ),
    "context_files": (_texts, "a list of files"),
    **dict.fromkeys(("openai_model", "google_sheet_id", "worksheet_name", "instagram_account_id"), (_text, "a text")),
    **dict.fromkeys(("brand_handle", "brand_niche", "brand_call"), (_text, "a text")),
    "brand_hashtags": (_texts, "a list of words"),
    "brand_quotes": (_sentences, "a list of sentences"),
    "southern_seasons": (_yes_or_no, "true or false"),
    "openai_price": (_two_prices, "two amounts in USD, such as [0.75, 4.50]"),
    "proposals_budget": (_money, "an amount in USD, such as 0.50"),
    "instagram_login": (_one_of(LOGINS), " or ".join(LOGINS)),
    "per_run": (_whole(1, 25), "a whole number from 1 to 25"),
    "poll_interval": (_number(0.05, 3600), "seconds, up to 3600"),
    "autopost_timeout": (_number(1, 3600), "seconds, from 1 to 3600"),
    "caption_limit": (_whole(1, 100_000), "a whole number of characters"),
    "log_level": (_one_of(LEVELS), ", ".join(LEVELS)),
    "log_max_bytes": (_whole(1_000, 10_000_000_000), "a whole number of bytes, at least 1000"),
    "log_backups": (_whole(0, 1_000), "a whole number of files"),
}
NAMES: Final = frozenset({*_READ, *SECRETS})
assert set(_READ) <= {item.name for item in fields(Configuration)}
