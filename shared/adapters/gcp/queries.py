"""A query as Firestore's protocol buffers."""

import re
from typing import Any

from shared.adapters.checks.queries import ordered_field
from shared.adapters.checks.values import split
from shared.adapters.gcp.values import DISTANCE, set_value, set_vector
from shared.ports.documents import Query, Where

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPERATORS = {
    "<": "LESS_THAN",
    "<=": "LESS_THAN_OR_EQUAL",
    ">": "GREATER_THAN",
    ">=": "GREATER_THAN_OR_EQUAL",
    "==": "EQUAL",
    "in": "IN",
    "array_contains": "ARRAY_CONTAINS",
}


def parent_of(query: Query, root: str) -> str:
    """Below which document the query searches."""
    parent, _ = split(query.collection)
    return f"{root}/{parent}" if parent else root


def of_everything(root: str, *, limit: int, after: str) -> Any:
    """All documents of all collections by name, behind the one at path `after`."""
    from google.cloud.firestore_v1.types import StructuredQuery

    message = StructuredQuery.pb()()
    message.from_.add().all_descendants = True  # of no collection by name: of each
    term = message.order_by.add()
    term.field.field_path = "__name__"
    term.direction = StructuredQuery.Direction.ASCENDING
    message.limit.value = limit
    if after:
        message.start_at.values.add().reference_value = f"{root}/{after}"
    return message


def structured(query: Query, root: str, *, limit: int | None, cursor: tuple[Any, str] | None = None) -> Any:
    """The query's StructuredQuery. `cursor` is a protocol buffer value (None without order) and a resource name, which
    take the place of the query's own `after`."""
    from google.cloud.firestore_v1.types import StructuredQuery

    message = StructuredQuery.pb()()
    source = message.from_.add()
    source.collection_id = split(query.collection)[1]
    source.all_descendants = query.group
    conditions(message.where, query.where)
    order = ordered_field(query)
    direction = StructuredQuery.Direction.DESCENDING if query.descending else StructuredQuery.Direction.ASCENDING
    for path in [field_path(order), "__name__"] if order else ["__name__"]:
        term = message.order_by.add()
        term.field.field_path = path
        term.direction = direction
    if limit is not None:
        message.limit.value = limit
    if cursor is not None:
        if order:
            message.start_at.values.add().CopyFrom(cursor[0])
        message.start_at.values.add().reference_value = cursor[1]
    elif query.after is not None:
        value, id = query.after
        if order:
            set_value(message.start_at.values.add(), value)
        name = id if query.group else f"{query.collection}/{id}"
        message.start_at.values.add().reference_value = f"{root}/{name}"
    return message


def counting(query: Query) -> Any:
    """The query for a count: conditions alone, and that the ordered field is there."""
    from google.cloud.firestore_v1.types import StructuredQuery

    message = StructuredQuery.pb()()
    source = message.from_.add()
    source.collection_id = split(query.collection)[1]
    source.all_descendants = query.group
    conditions(message.where, query.where)
    if order := ordered_field(query):
        message.order_by.add().field.field_path = field_path(order)
    return message


def nearest(collection: str, field: str, vector: list[float], limit: int, where: tuple[Where, ...]) -> Any:
    """A search by cosine distance, which each found document then carries."""
    from google.cloud.firestore_v1.types import StructuredQuery

    message = StructuredQuery.pb()()
    message.from_.add().collection_id = split(collection)[1]
    conditions(message.where, where)
    search = message.find_nearest
    search.vector_field.field_path = field_path(field)
    set_vector(search.query_vector, vector)
    search.distance_measure = StructuredQuery.FindNearest.DistanceMeasure.COSINE
    search.limit.value = limit
    search.distance_result_field = DISTANCE
    return message


def conditions(target: Any, where: tuple[Where, ...]) -> None:
    """All of them, as one filter."""
    from google.cloud.firestore_v1.types import StructuredQuery

    if len(where) == 1:
        _condition(target, where[0])
    elif where:
        target.composite_filter.op = StructuredQuery.CompositeFilter.Operator.AND
        for one in where:
            _condition(target.composite_filter.filters.add(), one)


def _condition(target: Any, where: Where) -> None:
    from google.cloud.firestore_v1.types import StructuredQuery

    if where.op == "==" and where.value is None:
        target.unary_filter.field.field_path = field_path(where.field)
        target.unary_filter.op = StructuredQuery.UnaryFilter.Operator.IS_NULL
        return
    target.field_filter.field.field_path = field_path(where.field)
    target.field_filter.op = getattr(StructuredQuery.FieldFilter.Operator, _OPERATORS[where.op])
    set_value(target.field_filter.value, where.value)


def field_path(dotted: str) -> str:
    """A dotted path in the service's spelling: unusual names stand between backticks.

    >>> field_path("a.b c")
    'a.`b c`'
    """
    return ".".join(name if _PLAIN_NAME.fullmatch(name) else _quoted(name) for name in dotted.split("."))


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace("`", "\\`")
    return f"`{escaped}`"
