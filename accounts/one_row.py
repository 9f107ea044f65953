"""Questions that are asked at every page, with their SQL written once.

Django writes the SQL of a query anew each time, which for a row of three tables takes
longer than the database needs to find it (docs/decisions/0012). `OneRow` lets the ORM
write it once for each kind of database and then only fills in the values:

    _member = OneRow(lambda: CaseMember.objects.filter(case_id=Given("case_id", UUIDField())))
    member = _member.get(case_id=case_id)

For the few rows that every page needs; anything else is better asked the usual way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)


class Given(Expression):
    """A value that is not known yet when the SQL is written."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]

    def bound(self, values: dict[str, Any]) -> Any:
        field = self.output_field
        return field.get_db_prep_value(values[self.name], connection=connection)


class OneRow(Generic[M]):
    """The first row of a query, with what it selects beside it; None when there is none.

    `query` is called once for each kind of database; what it depends on is `Given`.
    """

    def __init__(self, query: Callable[[], QuerySet[M]]) -> None:
        self.query = query
        self.plans: dict[str, _Plan] = {}

    def get(self, **values: Any) -> M | None:
        plan = self.plans.get(connection.vendor)
        if plan is None:
            plan = self.plans[connection.vendor] = _plan(self.query())
        asked = [
            part.bound(values) if isinstance(part, Given) else part
            for part in plan.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, asked)
            row = cursor.fetchone()
        return plan.built(row) if row else None


@dataclass(frozen=True)
class _Plan:
    sql: str
    params: tuple[Any, ...]
    model: type[Model]
    columns: slice
    names: list[str]
    converters: list[tuple[int, list[Callable[..., Any]], Expression]]
    related: list[Any]

    def built(self, row: tuple[Any, ...]) -> Any:
        values = list(row)
        for position, converters, expression in self.converters:
            for convert in converters:
                values[position] = convert(values[position], expression, connection)
        found = self.model.from_db(connection.alias, self.names, values[self.columns])
        for populator in self.related:
            populator.populate(values, found)
        return found


def _plan(rows: QuerySet[Any]) -> _Plan:
    """What Django's own ModelIterable works out, kept."""
    compiler = rows[:1].query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    select, info = compiler.select, compiler.klass_info
    fields = info["select_fields"]
    columns = slice(fields[0], fields[-1] + 1)
    converters = compiler.get_converters([column[0] for column in select])
    return _Plan(
        sql=sql,
        params=tuple(params),
        model=info["model"],
        columns=columns,
        names=[column[0].target.attname for column in select[columns]],
        converters=[(at, *found) for at, found in converters.items()],
        related=get_related_populators(info, select, connection.alias),
    )
