"""What the screens of online services and digital identity ask beside the files of a province.

All of it illustrative, made from the figures that units have already, so that counts fit
together; random numbers of its own leave the other files as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random

from domain.periods import Period, day_period, month_period, quarter_period, year_period
from sample_data.generate.allocation import largest_remainder, moved, split_within
from sample_data.generate.observations import counted
from sample_data.generate.units import Unit, agencies, places
from sample_data.generate.writing import Row, read_table, write_further

SEED = 1565
NUMBER = 21
NAME = "service_observations"
# Of the online dossiers of a unit, those that officials filed for people: places, departments.
ON_BEHALF = {"district": 0.11, "commune": 0.09, "agency": 0.03}
# Units that file far more on behalf than others, by how much on the logit scale.
UNUSUAL = dict.fromkeys(("420", "427", "07621", "07654", "444"), 1.7)
# Papers that people integrated in their accounts in a month, per activated account.
PAPERS_PER_ACCOUNT = 0.045
# Which department answers for an essential service: by its code, else by the block it is in.
OWNER_OF_SERVICE = {
    "QD06-16": ("SNV",),
    "QD06-17": ("BHXH",),
    "QD06-18": ("CTHUE", "THUE"),
    "QD06-19": ("STNMT", "SNNMT"),
    "QD06-20": ("SCT",),
    "QD06-21": ("SCT",),
    "QD06-22": ("SGDDT",),
    "QD06-23": ("SLDTBXH", "SNV"),
}
OWNER_OF_BLOCK = {"police": ("CAT",), "commune": ("STP",)}
# Services of Decision 422 that fall to the province: the list names none of them, so that only
# their slots are known. Each with a department that would answer for it.
SLOTS = (
    "STP", "STP", "SYT", "SGDDT", "SXD", "STC", "SNV", "SCT", "BHXH", "SKHCN", "CAT",
)  # fmt: skip
AT_NGHE_AN = day_period(date(2024, 1, 19))
LIVE_AT_NGHE_AN = 6
IN_SUMMER_2025 = tuple(month_period(2025, month) for month in (7, 8, 9))
# Bắc Giang: services not yet offered, by month; 53 in all; online over all dossiers of the 25.
NOT_YET = (("QD06-08", "QD06-19"), ("QD06-19",), ())
SLOTS_LIVE = (7, 8, 9)
OF_53 = (44, 46, 48)
ESSENTIAL = ((52_140, 61_350), (55_905, 63_240), (61_480, 66_910))
HA_TINH_2023 = tuple(month_period(2023, month) for month in range(1, 7))
ESSENTIAL_HA_TINH = {"received": 204_100, "online": 121_630}
# Adults of Nghệ An, and those among them with an online dossier.
ADULTS = 2_386_400
ADULTS_ONLINE = {
    quarter_period(2023, 1): 0.181,
    quarter_period(2023, 2): 0.214,
    quarter_period(2023, 3): 0.247,
    quarter_period(2023, 4): 0.283,
    year_period(2023): 0.283,
    quarter_period(2024, 1): 0.306,
}


def write_nghe_an(folder: Path, *, rows: Sequence[Row], province: Unit) -> None:
    """Nghệ An: on behalf, papers, adults, and who answers for which service in January 2024."""
    rng = Random(SEED)
    units = [*places("nghe_an_districts", level="district"), *agencies("nghe_an_agencies")]
    live = [f"QD422-{number:02d}" for number in range(1, LIVE_AT_NGHE_AN + 1)]
    _write(
        folder,
        [
            *_on_behalf(rng, rows, units),
            *_papers(rng, rows, units),
            *_adults(province),
            *_essential(units, AT_NGHE_AN, not_yet=()),
            *_slots(units, AT_NGHE_AN, live=live),
        ],
    )


def write_ha_tinh(folder: Path, *, rows: Sequence[Row], province: Unit) -> None:
    """Hà Tĩnh: on behalf, reuse and level 2 by unit, the 25 services of 2023."""
    rng = Random(SEED)
    units = [*places("ha_tinh_districts", level="district"), *agencies("ha_tinh_agencies")]
    _write(
        folder,
        [
            *_on_behalf(rng, rows, units),
            *_reuse(rng, rows, units),
            *_level_two(rng, rows, units),
            *_services(rng, province, HA_TINH_2023, **ESSENTIAL_HA_TINH),
        ],
    )


def write_bac_giang(folder: Path, *, rows: Sequence[Row], province: Unit) -> None:
    """Bắc Giang, July to September 2025: the same, and how many people an account is open to."""
    rng = Random(SEED)
    units = [*places("bac_giang_communes", level="commune"), *agencies("bac_giang_agencies")]
    made = [
        *_on_behalf(rng, rows, units),
        *_papers(rng, rows, units),
        *_level_two(rng, rows, units),
        *_coverage(rng, rows, units),
    ]
    for number, period in enumerate(IN_SUMMER_2025):
        online, received = ESSENTIAL[number]
        live = [f"QD422-{slot:02d}" for slot in range(1, SLOTS_LIVE[number] + 1)]
        made += [
            *_services(rng, province, [period], received=received, online=online),
            *_essential(units, period, not_yet=NOT_YET[number]),
            *_slots(units, period, live=live),
            _stock("DVC06", province, period, SLOTS_LIVE[number], of=len(SLOTS)),
            _stock("DVC07", province, period, OF_53[number], of=53),
        ]
    _write(folder, made)


def _write(folder: Path, rows: Sequence[Row]) -> None:
    write_further(folder, number=NUMBER, name=NAME, kind_name="observations", rows=rows)


def _on_behalf(rng: Random, rows: Sequence[Row], units: Sequence[Unit]) -> Iterator[Row]:
    """DVC15: of the online dossiers (DVC01), those filed by officials for others."""
    habits = {unit.code: rng.gauss(UNUSUAL.get(unit.code, 0.0), 0.35) for unit in units}
    for unit, period, row in _told(rows, "DVC01", units):
        if isinstance(online := row["numerator"], int):
            share = moved(ON_BEHALF[unit.level], habits[unit.code] + rng.gauss(0.0, 0.1))
            part = round(online * share)
            yield counted("DVC15", unit, period, numerator=part, denominator=online)


def _reuse(rng: Random, rows: Sequence[Row], units: Sequence[Unit]) -> Iterator[Row]:
    """SHO03: of the dossiers received, those that used digitised data again."""
    for unit, period, row in _told(rows, "DVC01", units):
        if isinstance(received := row["denominator"], int):
            share = moved(0.11, 0.05 * (period.start.month - 1) + rng.gauss(0.0, 0.2))
            part = round(received * share)
            yield counted("SHO03", unit, period, numerator=part, denominator=received)


def _papers(rng: Random, rows: Sequence[Row], units: Sequence[Unit]) -> Iterator[Row]:
    """DDI08: papers integrated in a month."""
    for unit, period, row in _told(rows, "DDI04", units):
        if isinstance(activated := row["value"], int):
            papers = round(activated * PAPERS_PER_ACCOUNT * rng.uniform(0.6, 1.4))
            yield counted("DDI08", unit, period, value=papers)


def _level_two(rng: Random, rows: Sequence[Row], units: Sequence[Unit]) -> Iterator[Row]:
    """DDI06: level 2 accounts among the activated ones."""
    for unit, period, row in _told(rows, "DDI04", units):
        if isinstance(activated := row["value"], int):
            part = round(activated * moved(0.93, rng.gauss(0.0, 0.15)))
            yield counted("DDI06", unit, period, numerator=part, denominator=activated)


def _coverage(rng: Random, rows: Sequence[Row], units: Sequence[Unit]) -> Iterator[Row]:
    """DDI02: of the people who may have a card, those who do; never more cards than people."""
    lacking = {unit.code: moved(0.018, rng.gauss(0.0, 0.4)) for unit in units}
    for unit, period, row in _told(rows, "DDI01", units):
        if isinstance(cards := row["value"], int):
            eligible = round(cards / (1 - lacking[unit.code]))
            yield counted("DDI02", unit, period, numerator=cards, denominator=eligible)


def _adults(province: Unit) -> Iterator[Row]:
    """DDI07: adults with an online dossier in the twelve months before the end of a quarter."""
    for period, share in ADULTS_ONLINE.items():
        part = round(ADULTS * share)
        yield counted("DDI07", province, period, numerator=part, denominator=ADULTS)


def _services(
    rng: Random, province: Unit, periods: Sequence[Period], *, received: int, online: int
) -> Iterator[Row]:
    """DVC04 of the whole province by essential service and month; sums as stated."""
    services = read_table("service_weights")
    keys = [(service, period) for period in periods for service in services]
    weights = [float(service["weight"]) * rng.uniform(0.9, 1.1) for service, _ in keys]
    counts = largest_remainder(weights, total=received)
    rates = [moved(float(service["online"]), rng.gauss(0.0, 0.1)) for service, _ in keys]
    parts = split_within(counts, rates=rates, total=online)
    for (service, period), count, part in zip(keys, counts, parts, strict=True):
        yield counted(
            "DVC04",
            province,
            period,
            numerator=part,
            denominator=count,
            public_service=service["code"],
        )


def _essential(units: Sequence[Unit], period: Period, *, not_yet: Sequence[str]) -> Iterator[Row]:
    """DVC05 of each of the 25 services at the department that answers for it."""
    by_code = {unit.code: unit for unit in units}
    for service in read_table("public_services"):
        if service["list_code"] == "QD06":
            codes = OWNER_OF_SERVICE.get(service["code"]) or OWNER_OF_BLOCK[service["block"]]
            owner = next(by_code[code] for code in codes if code in by_code)
            is_live = service["code"] not in not_yet
            yield _stock("DVC05", owner, period, int(is_live), public_service=service["code"])


def _slots(units: Sequence[Unit], period: Period, *, live: Sequence[str]) -> Iterator[Row]:
    """DVC06 of each slot of Decision 422 that falls to the province, at its department."""
    by_code = {unit.code: unit for unit in units}
    for number, owner in enumerate(SLOTS, start=1):
        code = f"QD422-{number:02d}"
        is_live = int(code in live)
        yield _stock("DVC06", by_code[owner], period, is_live, public_service=code)


def _stock(
    indicator: str, unit: Unit, period: Period, held: int, *, of: int = 1, **more: str
) -> Row:
    return counted(indicator, unit, period, numerator=held, denominator=of, value=held, **more)


def _told(
    rows: Sequence[Row], indicator: str, units: Sequence[Unit]
) -> Iterator[tuple[Unit, Period, Mapping[str, object]]]:
    """Rows of `indicator` that single units reported by month."""
    by_key = {(unit.level, unit.code): unit for unit in units}
    for row in rows:
        period = row["period"]
        unit = by_key.get((str(row["level"]), str(row["unit"])))
        if row["indicator"] == indicator and unit is not None and isinstance(period, Period):
            yield unit, period, row
