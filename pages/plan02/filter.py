"""Which communes the matrix shows, for the screen and for its file."""

from components.reader import Reader
from components.readiness_standing import ReadinessStanding

# Codes of `?condition=` beside those of conditions.
ALL, UNSETTLED = "", "unsettled"


def condition_names(stands: ReadinessStanding, reader: Reader) -> dict[str, str]:
    """What can be chosen: all communes, those that are not green, those that fail one condition."""
    every = reader.counted("commune_readiness.choose_all", stands.communes.height)
    named = {
        row["condition"]: reader.text("commune_readiness.choose_one", name=reader.pick(row, "name"))
        for row in stands.conditions.to_dicts()
    }
    return {ALL: every, UNSETTLED: reader.text("commune_readiness.choose_unsettled"), **named}


def shown_units(stands: ReadinessStanding, condition: str) -> list[int]:
    """The units that are shown for a choice, worst first."""
    if condition == ALL:
        return stands.communes["unit_id"].to_list()
    return stands.unsettled(None if condition == UNSETTLED else condition)
