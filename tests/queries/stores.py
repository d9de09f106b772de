"""Small stores filled by hand, for tests that check figures by arithmetic one can follow.

    store = Store(database_url)
    store.unit("412"), store.indicator("DVC01"), store.observe("DVC01", "412", "2023-01", 3, 4)
    store.answer(headline_figures, store.ask("2023"))

Units, indicators, documents, plans and items are named by their codes. There is one province,
"40", whose unit of level province has the same code. Every call is a batch of its own, so that
`store.batch` is what an answer of this moment is as of.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
from sqlalchemy import Table, event, insert, update

from domain.periods import parse_period
from domain.scope import Scope
from queries.question import Question
from store import tables
from store.database import engine

TODAY = date(2024, 4, 2)
OLD = date(2000, 1, 1)


class Store:
    """A store with one province, filled call by call."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.batch = 0
        self.ids: dict[tuple[str, str], int] = {}
        self.province_id = self._add(
            tables.province, "40", code="40", slug="nghe-an", name_vi="Nghệ An", name_en="Nghe An"
        )
        self._new_batch("units")
        self.unit("40", level="province", parent=None)

    def unit(
        self,
        code: str,
        *,
        level: str = "district",
        parent: str | None = "40",
        valid_from: date = OLD,
        valid_to: date | None = None,
        name: str | None = None,
        full_name: str | None = None,
        **more: Any,
    ) -> int:
        """A unit below the province unless `parent` says otherwise."""
        return self._add(
            tables.unit,
            code,
            province_id=self.province_id,
            code=code,
            level=level,
            name_vi=name or f"Đơn vị {code}",
            name_en=f"Unit {code}",
            full_name_vi=full_name or f"Đơn vị hành chính {code}",
            full_name_en=f"Administrative unit {code}",
            parent_id=self.ids["unit", parent] if parent else None,
            valid_from=valid_from,
            valid_to=valid_to,
            import_batch_id=self._new_batch("units"),
            **more,
        )

    def close_later(self, code: str) -> None:
        """The end of that unit came in with a batch of its own."""
        closed_in = {"closed_in": self._new_batch("units")}
        self._run(update(tables.unit).where(tables.unit.c.code == code).values(**closed_in))

    def became(
        self, old: str, new: str, *, on: date, share: str = "1/1", basis: str | None = None
    ) -> int:
        """On that day `new` took over `share` ("1/3") of `old`."""
        part, whole = map(int, share.split("/"))
        return self._add(
            tables.unit_succession,
            f"{old} {new} {on}",
            old_unit_id=self.ids["unit", old],
            new_unit_id=self.ids["unit", new],
            on_date=on,
            weight_part=part,
            weight_whole=whole,
            basis=basis or ("whole" if part == whole else "area"),
            import_batch_id=self._new_batch("unit_successions"),
        )

    def indicator(
        self,
        code: str,
        *,
        measure: str = "rate",
        aggregation: str = "ratio_of_sums",
        polarity: str = "higher",
        leads: str | None = "gauge",
        levels: str = "province, agency, district, commune",
        unit_of_measure: str | None = None,
    ) -> int:
        """An indicator; `leads`: its place on the first page, None for none."""
        position = len(self.ids)
        indicator_id = self._add(
            tables.indicator,
            code,
            code=code,
            subject="online_services",
            name_vi=f"Chỉ tiêu {code}",
            name_en=f"Indicator {code}",
            measure=measure,
            unit_of_measure=unit_of_measure or ("%" if measure == "rate" else "count"),
            aggregation=aggregation,
            zero_denominator="no_value",
            polarity=polarity,
            frequency="month",
            levels=levels,
            definition_source="test",
            position=position,
            import_batch_id=self._new_batch("indicators"),
        )
        if leads:
            self._add(
                tables.headline,
                code,
                province_id=self.province_id,
                indicator_id=indicator_id,
                position=position,
                place=leads,
                import_batch_id=self._new_batch("headlines"),
            )
        return indicator_id

    def document(self, code: str, issued_on: date) -> int:
        return self._add(
            tables.source_document,
            code,
            code=code,
            issued_on=issued_on,
            title_vi=f"Văn bản {code}",
            title_en=f"Document {code}",
            import_batch_id=self._new_batch("source_documents"),
        )

    def service(self, code: str, *, number: int, list_code: str = "QD06") -> int:
        """One of a list of public services."""
        batch = self._new_batch("public_services")
        row = {"code": code, "list_code": list_code, "number": number, "import_batch_id": batch}
        return self._add(tables.public_service, code, **row)

    def observe(
        self,
        indicator: str,
        unit: str,
        period: str,
        numerator: float | None = None,
        denominator: float | None = None,
        *,
        value: float | None = None,
        obs_status: str = "final",
        provenance: str = "reported",
        cut_off: date | None = None,
        document: str | None = None,
        replaces: int | None = None,
        **more: Any,
    ) -> int:
        """An observation; a rate's value follows from its sides. Returns its id.

        `replaces`: id of the observation that it corrects.
        """
        span = parse_period(period)
        batch = self._new_batch("observations")
        if value is None and numerator is not None and denominator:
            value = numerator / denominator
        self._replace(tables.observation, replaces, batch)
        return self._add(
            tables.observation,
            f"{indicator} {unit} {period} {batch}",
            indicator_id=self.ids["indicator", indicator],
            unit_id=self.ids["unit", unit],
            period_start=span.start,
            period_end=span.end,
            frequency=span.frequency,
            numerator=numerator,
            denominator=denominator,
            value=value,
            obs_status=obs_status,
            provenance=provenance,
            cut_off=cut_off or span.end,
            source_document_id=self.ids["source_document", document] if document else None,
            import_batch_id=batch,
            **more,
        )

    def target(
        self,
        indicator: str,
        value: float,
        *,
        starts: date = date(2023, 1, 1),
        due: date = date(2023, 12, 31),
        unit: str | None = None,
        **more: Any,
    ) -> int:
        return self._add(
            tables.target,
            f"{indicator} {value} {due}",
            indicator_id=self.ids["indicator", indicator],
            province_id=self.province_id,
            unit_id=self.ids["unit", unit] if unit else None,
            value=value,
            period_start=starts,
            due_on=due,
            import_batch_id=self._new_batch("targets"),
            **{"effective_from": starts, "provenance": "published"} | more,
        )

    def step(
        self, indicator: str, value: float, reached_by: date, *, starts: date, due: date
    ) -> int:
        """A step on the way to the target of all units with that time."""
        return self._add(
            tables.target_step,
            f"{indicator} {value} {reached_by}",
            indicator_id=self.ids["indicator", indicator],
            province_id=self.province_id,
            period_start=starts,
            due_on=due,
            effective_from=starts,
            reached_by=reached_by,
            value=value,
            import_batch_id=self._new_batch("target_steps"),
        )

    def status_rule(
        self,
        *,
        measure: str | None = None,
        indicator: str | None = None,
        replaces: int | None = None,
        **more: Any,
    ) -> int:
        """A threshold for a kind of measure or for one indicator, in the unit of the value."""
        batch = self._new_batch("status_rules")
        self._replace(tables.status_rule, replaces, batch)
        margins = {"margin_in": "value", "ahead_margin": 0.0, "course_margin": 0.0}
        return self._add(
            tables.status_rule,
            f"{measure} {indicator} {batch}",
            measure=measure,
            indicator_id=self.ids["indicator", indicator] if indicator else None,
            import_batch_id=batch,
            **margins | {"attainment_cap": 1.0, "due_soon_days": 30} | more,
        )

    def window(self, frequency: str, days_open: int, *, indicator: str | None = None) -> int:
        """For how many days after a period its figures may still change."""
        batch = self._new_batch("reporting_windows")
        return self._add(
            tables.reporting_window,
            f"{frequency} {indicator} {batch}",
            frequency=frequency,
            indicator_id=self.ids["indicator", indicator] if indicator else None,
            days_open=days_open,
            import_batch_id=batch,
        )

    def plan(self, code: str, *, starts: date = date(2024, 1, 1), **more: Any) -> int:
        return self._add(
            tables.plan,
            code,
            province_id=self.province_id,
            code=code,
            name_vi=f"Kế hoạch {code}",
            name_en=f"Plan {code}",
            starts_on=starts,
            position=len(self.ids),
            import_batch_id=self._new_batch("plans"),
            **{"version": "1", "kind": "tasks"} | more,
        )

    def item(
        self,
        plan: str,
        code: str,
        *,
        deadline: date | None = None,
        lead: str | None = None,
        coordinators: tuple[str, ...] = (),
        kind: str = "one_off",
        **more: Any,
    ) -> int:
        item_id = self._add(
            tables.work_item,
            code,
            plan_id=self.ids["plan", plan],
            code=code,
            kind=kind,
            recurrence=more.pop("recurrence", "month" if kind == "recurring" else None),
            title_vi=f"Nhiệm vụ {code}",
            title_en=f"Task {code}",
            lead_unit_id=self.ids["unit", lead] if lead else None,
            deadline=deadline,
            provenance="reported",
            import_batch_id=self._new_batch("work_items"),
            **more,
        )
        for coordinator in coordinators:
            self._add(
                tables.work_item_coordinator,
                f"{code} {coordinator}",
                work_item_id=item_id,
                unit_id=self.ids["unit", coordinator],
            )
        return item_id

    def event(self, item: str, event_type: str, day: date, **more: Any) -> int:
        return self._add(
            tables.work_event,
            f"{item} {event_type} {day}",
            work_item_id=self.ids["work_item", item],
            event_type=event_type,
            happened_on=day,
            recorded_on=more.pop("recorded_on", day),
            provenance=more.pop("provenance", "reported"),
            import_batch_id=self._new_batch("work_events"),
            **more,
        )

    def boundaries(self, *units: str, kind: str = "schematic", **more: Any) -> int:
        """A boundary set with an outline for each of `units`."""
        batch = self._new_batch("boundaries")
        set_id = self._add(
            tables.boundary_set,
            f"{kind} {batch}",
            province_id=self.province_id,
            kind=kind,
            source=f"{kind} source {batch}",
            licence="MIT",
            imported_at=datetime(2024, 1, 1, tzinfo=UTC),
            import_batch_id=batch,
            **{"level": "district", "valid_from": OLD} | more,
        )
        for code in units:
            self._add(
                tables.boundary,
                f"{set_id} {code}",
                boundary_set_id=set_id,
                unit_id=self.ids["unit", code],
                geometry='{"type": "Polygon", "coordinates": []}',
                label_lon=105.0,
                label_lat=19.0,
            )
        return set_id

    def rule(self, table: Table, **values: Any) -> int:
        """A row of a table that only says how work is judged."""
        batch = self._new_batch(table.name)
        return self._add(table, f"{table.name} {batch}", import_batch_id=batch, **values)

    def link(self, table: Table, **values: int) -> int:
        """A row that only joins two others."""
        return self._add(table, f"{table.name} {values}", **values)

    def ask(self, period: str = "2023", *, unit: str | None = None, **changes: Any) -> Question:
        """The question of somebody who sees the whole province, as of now, with `changes`."""
        asked = Question(
            province_id=self.province_id,
            scope=Scope(provinces=frozenset({self.province_id})),
            as_of=self.batch,
            today=TODAY,
            period=parse_period(period),
            unit_id=self.ids["unit", unit] if unit else None,
        )
        return replace(asked, **changes)

    def scope(self, *units: str) -> Scope:
        """The scope of somebody who sees single units."""
        return Scope(units=frozenset(self.ids["unit", code] for code in units))

    def answer(
        self, query: Callable[..., pl.DataFrame], asked: Question, **params: Any
    ) -> pl.DataFrame:
        """The frame that `query` gives on this store."""
        with engine(self.url).connect() as connection:
            return query(connection, asked, **params)

    def run(self, rule: Callable[..., Any], asked: Question) -> Any:
        """What a rule that is no query of a screen gives on this store."""
        with engine(self.url).connect() as connection:
            return rule(connection, asked)

    def statements(self, query: Callable[..., pl.DataFrame], asked: Question, **params: Any) -> int:
        """How many SQL statements `query` needs for its answer."""
        count = 0

        def one_more(*_: object) -> None:
            nonlocal count
            count += 1

        with engine(self.url).connect() as connection:
            connection.begin()
            event.listen(connection, "before_cursor_execute", one_more)
            query(connection, asked, **params)
        return count

    def _replace(self, table: Table, row_id: int | None, batch: int) -> None:
        if row_id is not None:
            self._run(update(table).where(table.c.id == row_id).values(replaced_in=batch))

    def _new_batch(self, kind: str) -> int:
        self.batch = self._add(
            tables.import_batch,
            f"{kind} {self.batch}",
            province_id=self.province_id,
            kind=kind,
            file_name=f"{kind}.csv",
            file_sha256="0" * 64,
            file_bytes=1,
            status="landed",
            row_count=1,
            rejected_count=0,
            imported_at=datetime(2024, 4, 2, 8, tzinfo=UTC),
        )
        return self.batch

    def _add(self, table: Table, key: str, **values: Any) -> int:
        row_id = self._run(insert(table).values(**values).returning(table.c.id))
        self.ids[table.name, key] = row_id
        return row_id

    def _run(self, statement: Any) -> int:
        with engine(self.url).execution_options(writes=True).begin() as connection:
            result = connection.execute(statement)
            return int(result.scalar_one()) if result.returns_rows else 0


def figures(rows: pl.DataFrame, *columns: str, by: str) -> dict[str, Any]:
    """`columns` of each row by its `by`: a plain value for one column, else a tuple."""
    values = rows.select(columns).rows()
    return dict(
        zip(rows[by], [row[0] if len(columns) == 1 else row for row in values], strict=True)
    )
