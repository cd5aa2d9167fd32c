"""One tab of a Google spreadsheet, through its own client with that client's retries off.

Everything is written RAW: a text that begins with `=` stays a text. What the far side answers becomes ours here; a
write whose answer was lost raises an error that is not marked `without_effect`.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from shared.core.errors import AppError, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.log import redact
from shared.core.text import shorten

if TYPE_CHECKING:
    from google.auth.credentials import Credentials
    from gspread.http_client import HTTPClient
    from requests import Response

URL: Final = "https://sheets.googleapis.com"
SCOPES: Final = ("https://www.googleapis.com/auth/spreadsheets",)
TIMEOUT: Final = (10.0, 60.0)  # seconds to connect, to read
LATE: Final = 120.0  # seconds after which a request that gave no answer is no longer carried out
MINUTE: Final = 61.0  # after a 429: the quota of each minute begins anew; one more, for clocks

T = TypeVar("T")


def spreadsheet_id(text: str) -> str:
    """The id in a spreadsheet's address, or the id itself.

    >>> spreadsheet_id("https://docs.google.com/spreadsheets/d/1a-B_c/edit#gid=0")
    '1a-B_c'
    """
    found = re.search(r"/spreadsheets/d/([A-Za-z0-9_-]+)", text)
    return found[1] if found else text.strip()


@dataclass(frozen=True)
class SheetTab:
    """A tab. `key`: a service account's key file (JSON, or where it lies); empty: whoever this machine is signed in
    as, which on Google Cloud is the function's own account."""

    spreadsheet: str
    tab: str
    key: str = ""
    url: str = URL

    # Reading

    def read(self) -> list[list[str]]:
        """Every row as people see it, without empty cells at the ends. Raises NotFound when there is no such tab."""
        try:
            answer = self._called(lambda client: client.values_get(self.spreadsheet, self.range()))
        except InvalidInput as error:
            if "Unable to parse range" in str(error):
                raise NotFound(f"the spreadsheet has no tab {self.tab!r}") from error
            raise
        return [[str(cell) for cell in row] for row in answer.get("values", [])]

    def properties(self) -> dict[str, Any]:
        """The tab's id and the size of its grid. Raises NotFound."""
        book = self._called(lambda client: client.spreadsheets_get(self.spreadsheet, {"fields": "sheets.properties"}))
        for sheet in book.get("sheets", []):
            if sheet["properties"]["title"] == self.tab:
                return dict(sheet["properties"])
        raise NotFound(f"the spreadsheet has no tab {self.tab!r}")

    # Writing

    def write(self, cells: Mapping[tuple[int, int], str]) -> None:
        """Cells by row and column, from 0, in one request that is carried out whole or not at all."""
        data = [{"range": self.range(*place), "values": [[text]]} for place, text in sorted(cells.items())]
        body = {"valueInputOption": "RAW", "data": data}
        self._called(lambda client: client.values_batch_update(self.spreadsheet, body))

    def append(self, row: Sequence[str]) -> None:
        """A row behind the last one that has content, from the first column on. Nothing is ever overwritten."""
        request = {"sheetId": self.properties()["sheetId"], "rows": [_row(row)], "fields": "userEnteredValue"}
        self.change([{"appendCells": request}])

    def change(self, requests: Sequence[Mapping[str, Any]]) -> None:
        """Structural requests, all or none."""
        self._called(lambda client: client.batch_update(self.spreadsheet, {"requests": list(requests)}))

    def header(self, row: int, names: Mapping[int, str], *, status: int | None, statuses: Sequence[str]) -> None:
        """Write column names, freeze the rows down to them and offer the statuses in their column."""
        known = self.properties()
        sheet, grid = known["sheetId"], known.get("gridProperties", {})
        missing = max(names) + 1 - int(grid.get("columnCount", 26))
        requests: list[dict[str, Any]] = []
        if missing > 0:
            requests.append({"appendDimension": {"sheetId": sheet, "dimension": "COLUMNS", "length": missing}})
        for column, name in names.items():
            start = {"sheetId": sheet, "rowIndex": row, "columnIndex": column}
            requests.append({"updateCells": {"start": start, "rows": [_row([name])], "fields": "userEnteredValue"}})
        frozen = {"sheetId": sheet, "gridProperties": {"frozenRowCount": row + 1}}
        requests.append({"updateSheetProperties": {"properties": frozen, "fields": "gridProperties.frozenRowCount"}})
        if status is not None:
            requests.append({"setDataValidation": _choice(sheet, row + 1, status, statuses)})
        self.change(requests)

    def make(self) -> None:
        """The tab, unless it is there."""
        try:
            self.change([{"addSheet": {"properties": {"title": self.tab}}}])
        except InvalidInput as error:
            if "already exists" not in str(error):
                raise

    def range(self, row: int | None = None, column: int = 0) -> str:
        """The whole tab or one cell of it, in A1 notation."""
        quoted = "'" + self.tab.replace("'", "''") + "'"
        return quoted if row is None else f"{quoted}!{letters(column)}{row + 1}"

    # Calling

    @cached_property
    def _client(self) -> "HTTPClient":
        try:
            from google.auth.transport.requests import AuthorizedSession, Request
            from gspread.http_client import HTTPClient
        except ImportError as error:
            told = "the Google Sheets client is not installed; `uv sync --extra sheets` brings it"
            raise PermanentError(told) from error
        import requests

        url = self.url

        class Client(HTTPClient):
            """gspread's, with its address to be set, as it has no option for that."""

            def request(self, method: str, endpoint: str, *args: Any, **given: Any) -> "Response":
                return super().request(method, endpoint.replace(URL, url, 1), *args, **given)

        session = AuthorizedSession(  # type: ignore[no-untyped-call] # the library has no types
            self._credentials(),
            max_refresh_attempts=1,  # one more try after a 401, which certainly did nothing; no others
            auth_request=Request(requests.Session()),
            refresh_timeout=30,
        )
        client = Client(None, session)  # type: ignore[arg-type] # as its documentation says to, for a session of one's own
        client.set_timeout(TIMEOUT)
        return client

    def _credentials(self) -> "Credentials":
        import google.auth
        from google.auth.exceptions import DefaultCredentialsError
        from google.oauth2 import service_account

        if not self.key:
            try:
                return google.auth.default(scopes=SCOPES)[0]
            except DefaultCredentialsError as error:
                told = "no account to reach the sheet with; set LEADREEL_SHEETS_KEY to a service account's key file"
                raise PermanentError(told) from error
        try:
            text = self.key if self.key.lstrip().startswith("{") else Path(self.key).expanduser().read_text("utf-8")
            info = json.loads(text)
            return service_account.Credentials.from_service_account_info(info, scopes=SCOPES)  # type: ignore[no-any-return, no-untyped-call] # likewise
        except (OSError, ValueError) as error:
            told = "LEADREEL_SHEETS_KEY is neither a service account's key (JSON) nor the path of one"
            raise PermanentError(told) from error

    @cached_property
    def account(self) -> str:
        """The e-mail address that the sheet is to be shared with; empty when it is not known."""
        return str(getattr(self._credentials(), "service_account_email", ""))

    def _called(self, call: Callable[["HTTPClient"], T]) -> T:
        """The answer to one request, or one of our errors."""
        client = self._client
        import requests
        from google.auth.exceptions import GoogleAuthError, TransportError
        from gspread.exceptions import APIError

        try:
            return call(client)
        except APIError as error:
            raise self._error(error.response.status_code, error) from error
        except TransportError as error:
            raise TransientError("Google's sign-in cannot be reached").without_effect() from error
        except GoogleAuthError as error:
            if getattr(error, "retryable", False):
                raise TransientError(f"Google's sign-in fails: {_clean(error)}").without_effect() from error
            told = f"Google refuses the service account: {_clean(error)}. Check LEADREEL_SHEETS_KEY"
            raise PermanentError(told).without_effect() from error
        except requests.exceptions.ConnectTimeout as error:
            raise TransientError("Google Sheets cannot be reached").without_effect() from error
        except requests.Timeout as error:
            raise TransientError(f"Google Sheets gave no answer within {TIMEOUT[1]:.0f} s") from error
        except (requests.RequestException, ValueError) as error:
            raise TransientError(f"the connection to Google Sheets broke off: {_clean(error)}") from error

    def _error(self, status: int, error: Exception) -> AppError:
        told = f"Google Sheets answered {status}: {_clean(error)}"
        if status == 429:
            return TransientError(told, retry_after=MINUTE).without_effect()
        if status >= 500:
            return TransientError(told)
        if status == 401:
            return PermanentError(f"{told}. Check LEADREEL_SHEETS_KEY").without_effect()
        if status == 403:
            with_whom = self.account or "the service account"
            return PermanentError(f"{told}. Share the sheet with {with_whom} as an editor").without_effect()
        if status == 404:
            return PermanentError(f"{told}. There is no such spreadsheet; check google_sheet_id").without_effect()
        return InvalidInput(told).without_effect()


def letters(column: int) -> str:
    """A for 0, AA for 26."""
    name, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(65 + digit) + name
    return name


def _row(cells: Sequence[str]) -> dict[str, Any]:
    return {"values": [{"userEnteredValue": {"stringValue": cell}} if cell else {} for cell in cells]}


def _choice(sheet: int, first: int, column: int, words: Sequence[str]) -> dict[str, Any]:
    """A list to choose from that still takes other words: those are answered with a note."""
    place = {"sheetId": sheet, "startRowIndex": first, "startColumnIndex": column, "endColumnIndex": column + 1}
    offered = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": word} for word in words]}
    return {"range": place, "rule": {"condition": offered, "strict": False, "showCustomUi": True}}


def _clean(error: Exception) -> str:
    return shorten(redact(str(error)), 300)
