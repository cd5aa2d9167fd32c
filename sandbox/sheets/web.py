"""Google Sheets' API v4 as the vendor describes it, over spreadsheets in memory: values, batches that are all or
nothing, appends, the structural requests that clients make; service accounts with signed assertions and tokens that
expire; sheets that must be shared; sixty reads and sixty writes a minute.
"""

import json
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs

from sandbox.sheets.grid import Area, Cell, Refused, Tab, area_of, column_letters, entered
from sandbox.standin import Answer, Asked, StandIn, serve

PREFIX: Final = "/v4/spreadsheets/"
GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SCOPES: Final = ("https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive")


@dataclass
class Account:
    """A service account; `key_file` is what its owner downloads."""

    email: str = "board@leadreel-sandbox.iam.gserviceaccount.com"
    private_pem: str = ""
    public_pem: str = ""

    def __post_init__(self) -> None:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import rsa

        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        self.private_pem = key.private_bytes(pem, form, serialization.NoEncryption()).decode()
        public = key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
        self.public_pem = public.decode()

    def key_file(self, token_uri: str) -> str:
        """JSON, as the console hands it out."""
        return json.dumps(
            {
                "type": "service_account",
                "project_id": "leadreel-sandbox",
                "private_key_id": "sandbox",
                "private_key": self.private_pem,
                "client_email": self.email,
                "client_id": "1",
                "token_uri": token_uri,
            }
        )


@dataclass
class Spreadsheet:
    """One document and the addresses that it is shared with as editors."""

    id: str
    tabs: list[Tab] = field(default_factory=lambda: [Tab("Sheet1")])
    shared_with: set[str] = field(default_factory=set)
    title: str = "Untitled spreadsheet"

    def tab(self, title: str) -> Tab:
        return next(one for one in self.tabs if one.title == title)

    def numbered(self, id: int) -> Tab:
        for one in self.tabs:
            if one.id == id:
                return one
        raise Refused(f"Invalid requests[0]: No grid with id: {id}")


@dataclass
class Sheets:
    """The vendor. `between` runs after a read and before the next write is carried out: what people do meanwhile."""

    spreadsheets: dict[str, Spreadsheet] = field(default_factory=dict)
    account: Account = field(default_factory=Account)
    ticks: Callable[[], float] = time.monotonic
    reads: int = 60  # a minute and user; 0 = no limit
    writes: int = 60
    token_lives: float = 3599.0
    between: Callable[[], None] | None = None
    refused: int = 0  # requests answered with 429
    served: list[str] = field(default_factory=list)  # read or write, in order
    url: str = ""
    _tokens: dict[str, float] = field(default_factory=dict)
    _recent: dict[str, deque[float]] = field(default_factory=lambda: {"read": deque(), "write": deque()})

    # The door

    def __call__(self, asked: Asked) -> Answer:
        """Answers one request."""
        if asked.path == "/token":
            return self._token(asked)
        bearer = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if self._tokens.get(bearer, float("-inf")) <= self.ticks():
            return _error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
        kind = "read" if asked.method == "GET" else "write"
        if self._over(kind):
            self.refused += 1
            metric = f"{kind.capitalize()} requests"
            told = f"Quota exceeded for quota metric '{metric}' and limit '{metric} per minute per user'"
            return _error(429, "RESOURCE_EXHAUSTED", told)
        self.served.append(kind)
        try:
            return self._routed(asked)
        except Refused as error:
            return _error(400, "INVALID_ARGUMENT", str(error))
        except ValueError:
            return _error(400, "INVALID_ARGUMENT", "Invalid JSON payload received.")

    def _over(self, kind: str) -> bool:
        recent, limit, now = self._recent[kind], self.reads if kind == "read" else self.writes, self.ticks()
        while recent and recent[0] <= now - 60:
            recent.popleft()
        if limit and len(recent) >= limit:
            return True
        recent.append(now)
        return False

    def _token(self, asked: Asked) -> Answer:
        import jwt

        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        try:
            if form.get("grant_type") != GRANT:
                return Answer(400, {"error": "unsupported_grant_type", "error_description": "Invalid grant_type"})
            audience = ["https://oauth2.googleapis.com/token", f"{self.url}/token"]  # clients name the first, always
            claims = jwt.decode(form.get("assertion", ""), self.account.public_pem, ["RS256"], audience=audience)
        except jwt.InvalidTokenError as error:
            return Answer(400, {"error": "invalid_grant", "error_description": f"Invalid JWT: {error}"})
        if claims.get("iss") != self.account.email or not set(str(claims.get("scope", "")).split()) & set(SCOPES):
            return Answer(400, {"error": "invalid_scope", "error_description": "Invalid OAuth scope or ID token."})
        token = f"ya29.{secrets.token_urlsafe(24)}"
        self._tokens[token] = self.ticks() + self.token_lives
        return Answer(body={"access_token": token, "expires_in": int(self.token_lives), "token_type": "Bearer"})

    def _routed(self, asked: Asked) -> Answer:
        if not asked.path.startswith(PREFIX):
            return _error(404, "NOT_FOUND", "Not found.")
        id, _, rest = asked.path.removeprefix(PREFIX).partition("/")
        id, _, verb = id.partition(":")
        book = self.spreadsheets.get(id)
        if book is None:
            return _error(404, "NOT_FOUND", "Requested entity was not found.")
        if self.account.email not in book.shared_with:
            return _error(403, "PERMISSION_DENIED", "The caller does not have permission")
        if asked.method != "GET" and self.between:
            act, self.between = self.between, None
            act()
        if not rest:
            return self._book(asked, book, verb)
        if not rest.startswith("values"):
            return _error(404, "NOT_FOUND", "Not found.")
        return self._values(asked, book, rest.removeprefix("values"))

    # Structure

    def _book(self, asked: Asked, book: Spreadsheet, verb: str) -> Answer:
        if asked.method == "GET" and not verb:
            return Answer(body={"spreadsheetId": book.id, "properties": {"title": book.title}, "sheets": _sheets(book)})
        if asked.method == "POST" and verb == "batchUpdate":
            return self._together(book, lambda: [_request(book, one) for one in asked.json["requests"]])
        return _error(404, "NOT_FOUND", "Not found.")

    def _together(self, book: Spreadsheet, work: Callable[[], list[dict[str, Any]]]) -> Answer:
        """All or nothing."""
        from copy import deepcopy

        before = deepcopy(book.tabs)
        try:
            return Answer(body={"spreadsheetId": book.id, "replies": work()})
        except (Refused, KeyError, TypeError) as error:
            _restore(book, before)
            raise Refused(str(error)) from error

    # Values

    def _values(self, asked: Asked, book: Spreadsheet, rest: str) -> Answer:
        if rest == ":batchGet" and asked.method == "GET":
            option = asked.first("valueRenderOption", "FORMATTED_VALUE")
            found = [_got(book, one, option) for one in asked.all("ranges")]
            return Answer(body={"spreadsheetId": book.id, "valueRanges": found})
        if rest == ":batchUpdate" and asked.method == "POST":
            return self._batch(book, asked.json)
        name = rest.removeprefix("/")
        if asked.method == "GET":
            return Answer(body=_got(book, name, asked.first("valueRenderOption", "FORMATTED_VALUE")))
        raw = _raw(asked.first("valueInputOption"))
        if asked.method == "PUT":
            area = area_of(book.tabs, name)
            cells = area.tab.write(area, asked.json.get("values", []), raw=raw)
            return Answer(body={"spreadsheetId": book.id, "updatedRange": area.name, "updatedCells": cells})
        if name.endswith(":append"):
            return _appended(book, name.removesuffix(":append"), asked.json.get("values", []), raw)
        return _error(404, "NOT_FOUND", "Not found.")

    def _batch(self, book: Spreadsheet, given: Mapping[str, Any]) -> Answer:
        from copy import deepcopy

        raw, before = _raw(given.get("valueInputOption", "")), deepcopy(book.tabs)
        answers = []
        try:
            for one in given.get("data", []):
                area = area_of(book.tabs, one["range"])
                cells = area.tab.write(area, one.get("values", []), raw=raw)
                answers.append({"updatedRange": area.name, "updatedCells": cells})
        except Refused:
            _restore(book, before)
            raise
        total = sum(one["updatedCells"] for one in answers)
        return Answer(body={"spreadsheetId": book.id, "totalUpdatedCells": total, "responses": answers})


def _error(status: int, kind: str, message: str) -> Answer:
    return Answer(status, {"error": {"code": status, "message": message, "status": kind}})


def _raw(option: str) -> bool:
    if option not in {"RAW", "USER_ENTERED"}:
        raise Refused("'valueInputOption' is required but not specified")
    return option == "RAW"


def _restore(book: Spreadsheet, before: Sequence[Tab]) -> None:
    """The tabs as they were, being the same objects: a person has them open."""
    kept = {tab.id: tab for tab in book.tabs}
    for tab in before:
        kept[tab.id].__dict__.update(tab.__dict__)
    book.tabs = [kept[tab.id] for tab in before]


def _got(book: Spreadsheet, name: str, option: str) -> dict[str, Any]:
    area = area_of(book.tabs, name)
    values = area.tab.values(area, option)
    return {"range": area.name, "majorDimension": "ROWS", **({"values": values} if values else {})}


def _appended(book: Spreadsheet, name: str, values: Sequence[Sequence[Any]], raw: bool) -> Answer:
    area = area_of(book.tabs, name)
    cells = [[entered(value, raw=raw) for value in line] for line in values]
    start = area.tab.append(cells, area.left)
    right = column_letters(area.left + max((len(line) for line in values), default=1) - 1)
    place = f"{area.tab.title}!{column_letters(area.left)}{start + 1}:{right}{start + len(values)}"
    updates = {"spreadsheetId": book.id, "updatedRange": place, "updatedRows": len(values)}
    return Answer(body={"spreadsheetId": book.id, "updates": updates})


def _sheets(book: Spreadsheet) -> list[dict[str, Any]]:
    return [{"properties": _properties(tab, place)} for place, tab in enumerate(book.tabs)]


def _properties(tab: Tab, place: int) -> dict[str, Any]:
    grid = {"rowCount": tab.height, "columnCount": tab.width, **({"frozenRowCount": tab.frozen} if tab.frozen else {})}
    return {"sheetId": tab.id, "title": tab.title, "index": place, "sheetType": "GRID", "gridProperties": grid}


def _request(book: Spreadsheet, given: Mapping[str, Any]) -> dict[str, Any]:
    ((kind, body),) = given.items()
    acts: dict[str, Callable[[Spreadsheet, Mapping[str, Any]], dict[str, Any]]] = {
        "addSheet": _add_sheet,
        "appendCells": _append_cells,
        "appendDimension": _append_dimension,
        "updateSheetProperties": _update_properties,
        "updateCells": _update_cells,
        "setDataValidation": _set_validation,
    }
    if kind not in acts:
        raise Refused(f"Invalid JSON payload received. Unknown name {json.dumps(kind)} at 'requests[0]'")
    return acts[kind](book, body)


def _add_sheet(book: Spreadsheet, body: Mapping[str, Any]) -> dict[str, Any]:
    title = body["properties"]["title"]
    if any(tab.title == title for tab in book.tabs):
        raise Refused(
            f'Invalid requests[0].addSheet: A sheet with the name "{title}" already exists. Please enter another name.'
        )
    tab = Tab(title, id=max(one.id for one in book.tabs) + 7)
    book.tabs.append(tab)
    return {"addSheet": {"properties": _properties(tab, len(book.tabs) - 1)}}


def _append_cells(book: Spreadsheet, body: Mapping[str, Any]) -> dict[str, Any]:
    tab = book.numbered(body["sheetId"])
    lines = [[_data(one, body["fields"]) for one in row.get("values", [])] for row in body["rows"]]
    tab.width = max([tab.width, *(len(line) for line in lines)])
    tab.append(lines)
    return {}


def _append_dimension(book: Spreadsheet, body: Mapping[str, Any]) -> dict[str, Any]:
    tab = book.numbered(body["sheetId"])
    if body["dimension"] == "COLUMNS":
        tab.width += body["length"]
    else:
        tab.height += body["length"]
    return {}


def _update_properties(book: Spreadsheet, body: Mapping[str, Any]) -> dict[str, Any]:
    given = body["properties"]
    tab = book.numbered(given["sheetId"])
    if "gridProperties.frozenRowCount" in body["fields"]:
        tab.frozen = given["gridProperties"]["frozenRowCount"]
    return {}


def _update_cells(book: Spreadsheet, body: Mapping[str, Any]) -> dict[str, Any]:
    start = body["start"]
    tab = book.numbered(start["sheetId"])
    for down, row in enumerate(body["rows"]):
        for over, one in enumerate(row.get("values", [])):
            place = (start.get("rowIndex", 0) + down, start.get("columnIndex", 0) + over)
            tab.put(*place, _data(one, body["fields"]))
    return {}


def _set_validation(book: Spreadsheet, body: Mapping[str, Any]) -> dict[str, Any]:
    book.numbered(body["range"]["sheetId"]).validations.append(dict(body))
    return {}


def _data(given: Mapping[str, Any], fields: str) -> Cell:
    if fields not in {"userEnteredValue", "*"}:
        raise Refused(f"Invalid field mask: {fields}")
    value = given.get("userEnteredValue", {})
    if "formulaValue" in value:
        return Cell(formula=value["formulaValue"])
    for name in ("stringValue", "numberValue", "boolValue"):
        if name in value:
            return entered(value[name], raw=True)
    return Cell()


@contextmanager
def serve_sheets(
    vendor: Sheets | None = None, *, id: str = "sandbox-sheet", port: int = 0
) -> Iterator[tuple[Sheets, StandIn]]:
    """The vendor, served until the block ends; with one spreadsheet, shared with its account, when none is given."""
    own = vendor or Sheets()
    if not own.spreadsheets:
        own.spreadsheets[id] = Spreadsheet(id, shared_with={own.account.email})
    with serve("sheets", own, port=port) as standin:
        own.url = standin.url
        yield own, standin


__all__ = ["Account", "Area", "Sheets", "Spreadsheet", "Tab", "serve_sheets"]
