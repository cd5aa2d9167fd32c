"""Saved filters, rules and changes to many leads over the API."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from containers.console.access import needs, parts_of
from containers.console.api.shapes import FieldName
from containers.console.parts import Caller, Lists
from shared.core.codec import to_plain
from shared.core.errors import InvalidInput, NotFound

AT_ONCE = 500  # leads changed by one call

router = APIRouter(tags=["lists"])
Text = Annotated[str, Field(max_length=1000)]
Name = Annotated[str, Field(min_length=1, max_length=80)]


class FilterIn(BaseModel):
    query: Text


class RuleIn(BaseModel):
    when: Text
    enrich: list[Name] = Field(default=[], max_length=20)
    set: dict[FieldName, Text] = Field(default={}, max_length=50)
    enabled: bool = True


class BulkIn(BaseModel):
    """Which leads (`ids`, or `where`), and what is done to them."""

    ids: list[Name] = Field(default=[], max_length=AT_ONCE)
    where: Text = ""
    set: dict[FieldName, Text] = Field(default={}, max_length=50)
    enrich: list[Name] = Field(default=[], max_length=20)


class BulkOut(BaseModel):
    leads: int
    changed: int
    tasks: int
    more: bool = Field(description="`where` fits further leads; call again with a condition that those done do not fit")


def _lists(request: Request) -> Lists:
    lists = parts_of(request).lists
    if lists is None:
        raise NotFound("this console keeps no filters and rules")
    return lists


Listed = Annotated[Lists, Depends(_lists)]
Writer = Annotated[Caller, Depends(needs("write"))]


@router.get("/filters", summary="List saved filters", dependencies=[Depends(needs("read"))])
def list_filters(lists: Listed) -> list[dict[str, Any]]:
    return [to_plain(one) for one in lists.filters.list()]


@router.put("/filters/{name}", summary="Save a filter")
def save_filter(name: Name, given: FilterIn, lists: Listed, caller: Writer) -> dict[str, Any]:
    return to_plain(lists.filters.save(name, given.query, caller.name))


@router.delete("/filters/{name}", status_code=204, summary="Remove a filter", dependencies=[Depends(needs("write"))])
def remove_filter(name: Name, lists: Listed) -> None:
    lists.filters.remove(name)


@router.get("/rules", summary="List rules", dependencies=[Depends(needs("read"))])
def list_rules(lists: Listed) -> list[dict[str, Any]]:
    return [to_plain(one) for one in lists.rules.list()]


@router.put("/rules/{name}", summary="Save a rule")
def save_rule(name: Name, given: RuleIn, lists: Listed, caller: Writer) -> dict[str, Any]:
    """It acts on leads that change from now on, once on each."""
    saved = lists.rules.save(
        name, given.when, by=caller.name, enrich=given.enrich, set=given.set, enabled=given.enabled
    )
    return to_plain(saved)


@router.delete("/rules/{name}", status_code=204, summary="Remove a rule", dependencies=[Depends(needs("write"))])
def remove_rule(name: Name, lists: Listed) -> None:
    lists.rules.remove(name)


@router.post("/leads/bulk", response_model=BulkOut, summary="Change many leads")
def change_many(given: BulkIn, lists: Listed, caller: Writer) -> dict[str, Any]:
    """At most 500 leads a call. Doing it again changes nothing more."""
    if bool(given.ids) == bool(given.where.strip()):
        raise InvalidInput("name the leads with `ids`, or say which with `where`")
    lists.bulk.checked(given.set, given.enrich)
    ids, more = _chosen(given, lists.ids)
    edited = lists.bulk.edit(ids, given.set, caller.name) if given.set else None
    enriched = lists.bulk.enrich(ids, given.enrich) if given.enrich else None
    changed = max((done.changed for done in (edited, enriched) if done), default=0)
    return {"leads": len(ids), "changed": changed, "tasks": enriched.tasks if enriched else 0, "more": more}


def _chosen(given: BulkIn, ids_of: Callable[[str], Any]) -> tuple[Sequence[str], bool]:
    if given.ids:
        return given.ids, False
    found = list(islice(ids_of(given.where), AT_ONCE + 1))
    return found[:AT_ONCE], len(found) > AT_ONCE
