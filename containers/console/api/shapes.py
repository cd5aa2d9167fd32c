"""The JSON of the API, as /openapi.json describes it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from containers.console.media_links import video_of
from containers.console.table import Page
from shared.core.codec import to_plain
from shared.leads.model import FieldValue, Import, Lead
from shared.tasks.model import Task

FieldName = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Scalar = str | int | float | bool


class ProblemOut(BaseModel):
    """What every refusal looks like. `code` never changes its meaning."""

    code: str
    status: int
    message: str
    remedy: str


class OriginOut(BaseModel):
    kind: Literal["import", "enricher", "sync", "person"]
    name: str
    at: datetime
    confidence: float
    detail: dict[str, str | int] = {}


class ValueOut(BaseModel):
    value: Scalar
    origin: OriginOut


class LeadOut(BaseModel):
    id: str
    fields: dict[str, Scalar]
    created_at: datetime
    updated_at: datetime
    imports: list[str]
    video: str | None = Field(description="address of the finished video on this server")


class LeadDetail(LeadOut):
    values: dict[str, ValueOut] = Field(description="every value with its origin")
    former: dict[str, list[ValueOut]] = Field(description="what each field held before, newest first")


class LeadList(BaseModel):
    items: list[LeadOut]
    total: int
    next: str = Field(description="cursor of the next page, empty at the end")
    capped: bool = Field(description="true: only the newest 20,000 leads were looked through")


class LeadIn(BaseModel):
    fields: dict[FieldName, Annotated[str, StringConstraints(max_length=32_768)] | int | float | bool | None] = Field(
        min_length=1,
        max_length=200,
        examples=[{"full_name": "Ana Diaz", "company_name": "Acme", "email": "ana@acme.example"}],
    )
    source: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="where it comes from, for its origin"
    )


class LeadAdded(BaseModel):
    id: str
    created: bool = Field(description="false: merged into a lead that was there")
    rule: str = Field(description="what matched, e.g. email")


class ImportOut(BaseModel):
    id: str
    object: str
    generation: int
    state: Literal["running", "done", "failed", "undoing", "undone"]
    created_at: datetime
    updated_at: datetime
    rows: int
    created: int
    merged: int
    updated: int
    rejected: int
    missing: list[str]
    problems: list[str]
    estimated_cost: str
    spent: str
    seconds: float


class RejectedRow(BaseModel):
    row: int = Field(description="1 = the first below the header")
    line: int = Field(description="line of the file")
    reason: str
    cells: list[str]


class ImportDetail(ImportOut):
    mapping: list[dict[str, Any]]
    tasks: dict[str, int]
    rejected_rows: list[RejectedRow] = Field(description="the first 100")


class ImportList(BaseModel):
    items: list[ImportOut]
    next: str


class Uploaded(BaseModel):
    bucket: str
    object: str
    generation: int
    size: int
    import_id: str = Field(description="where the import will be found as soon as it has begun")


class TaskOut(BaseModel):
    id: str
    kind: str
    name: str
    state: str
    lead: str
    import_id: str
    reason: str
    attempts: int
    created_at: datetime
    updated_at: datetime


class TaskList(BaseModel):
    items: list[TaskOut]
    next: str


def lead_out(lead: Lead) -> dict[str, Any]:
    return {
        "id": lead.id,
        "fields": {name: held.value for name, held in lead.fields.items()},
        "created_at": lead.created_at,
        "updated_at": lead.updated_at,
        "imports": list(lead.imports),
        "video": video_of(lead),
    }


def lead_detail(lead: Lead) -> dict[str, Any]:
    return {
        **lead_out(lead),
        "values": {name: _value(held) for name, held in lead.fields.items()},
        "former": {name: [_value(held) for held in before] for name, before in lead.former.items()},
    }


def lead_list(page: Page) -> dict[str, Any]:
    return {
        "items": [lead_out(lead) for lead in page.leads],
        "total": page.total,
        "next": page.next,
        "capped": page.capped,
    }


def import_out(done: Import) -> dict[str, Any]:
    plain = to_plain(done)
    return {name: plain[name] for name in ImportOut.model_fields}


def task_out(task: Task) -> dict[str, Any]:
    plain = to_plain(task)
    tries = task.attempts[-1].number if task.attempts else 0
    return {name: plain[name] for name in TaskOut.model_fields if name != "attempts"} | {"attempts": tries}


def _value(held: FieldValue) -> dict[str, Any]:
    return {"value": held.value, "origin": to_plain(held.provenance)}
