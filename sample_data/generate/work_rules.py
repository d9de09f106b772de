"""How work is judged: the weights of the six clears, the ladder, days off, what needs a decision.

Days off are facts: the breaks of civil servants as announced for 2023 to 2025, from the first
public holiday of each on, with days in lieu, exchanged days and the weekends inside. Weights, days
a rung and thresholds are defaults of ours that a province may replace.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sample_data.generate.writing import Row, read_table, write_further

FIRST_NUMBER = 30


def write(folder: Path) -> None:
    """Write the four files of rules in the folder of the catalogue."""
    files = {
        "clear_rules": _numbered("clear_rules", "weight"),
        "escalation_rules": _numbered("escalation_rules", "days"),
        "holidays": list(days_off()),
        "attention_rules": _numbered(
            "attention_rules", "enter_at", "leave_at", "weight", "weight_of_excess", "group_from"
        ),
    }
    for number, (kind, rows) in enumerate(files.items(), start=FIRST_NUMBER):
        write_further(folder, number=number, name=kind, kind_name=kind, rows=rows)


def days_off() -> Iterator[Row]:
    """One import row per day off, oldest first."""
    for row in read_table("holidays"):
        first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
        for number in range((last - first).days + 1):
            yield {
                "day": first + timedelta(days=number),
                "name_vi": row["name_vi"],
                "name_en": row["name_en"],
            }


def _numbered(table: str, *numbers: str) -> list[Row]:
    """The rows of a hand-written table, the columns `numbers` as a Vietnamese file writes them."""
    return [
        {key: text.replace(".", ",") if key in numbers else text for key, text in row.items()}
        for row in read_table(table)
    ]
