"""Units: where they lie, who became whom, what one of them is and does."""

import polars as pl

from queries.frames import joined
from queries.schemas.figures import CONVERSION

# One row per unit in scope: places first, then agencies, each by code.
UNITS = pl.Schema(
    {
        "unit_id": pl.Int64,
        "unit_code": pl.String,
        "level": pl.String,
        "unit_vi": pl.String,
        "unit_en": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
    }
)

# One row per unit of any era in scope: what a search looks through. Codes are recycled.
UNITS_OF_ALL_ERAS = pl.Schema(
    {
        "unit_id": pl.Int64,
        "code": pl.String,
        "level": pl.String,  # district, commune, agency
        "name_vi": pl.String,
        "name_en": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,  # the last day; null: still valid
    }
)

# One row per unit: its outline. geometry is GeoJSON text, WGS 84.
UNIT_BOUNDARIES = pl.Schema(
    {
        "unit_id": pl.Int64,
        "unit_code": pl.String,
        "unit_vi": pl.String,
        "unit_en": pl.String,
        "geometry": pl.String,
        "label_lon": pl.Float64,
        "label_lat": pl.Float64,
        "boundary_kind": pl.String,  # schematic or official
        "boundary_source": pl.String,
        "boundary_licence": pl.String,
    }
)

# One row per span of days in which a province had the same localities, oldest first.
ERAS = pl.Schema(
    {
        "starts_on": pl.Date,
        "ends_on": pl.Date,  # null: still so
        "level": pl.String,  # of the localities: district or commune
        "unit_count": pl.Int64,
        "is_today": pl.Boolean,
    }
)

# One row per unit of a province, of all levels and times; what domain.succession calls units.
REGISTRY_UNITS = pl.Schema(
    {
        "unit_id": pl.Int64,
        "province_id": pl.Int64,
        "level": pl.String,
        "code": pl.String,
        "name_vi": pl.String,
        "name_en": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "parent_id": pl.Int64,  # in the unit's own era
        "valid_from": pl.Date,
        "valid_to": pl.Date,  # the last day; null: still valid
    }
)

# One row per old unit, new unit and day; what domain.succession calls successions.
REGISTRY_SUCCESSIONS = pl.Schema(
    {
        "old_unit_id": pl.Int64,
        "new_unit_id": pl.Int64,
        "on_date": pl.Date,
        "weight": pl.String,  # an exact fraction: 1/3
        "basis": pl.String,  # how the weight was found: store.tables.units.BASES
    }
)

# One row: the unit asked about, or the province as a whole.
UNIT_FACTS = pl.Schema(
    {
        "unit_id": pl.Int64,
        "unit_code": pl.String,
        "level": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
        "area_km2": pl.Float64,
        "population": pl.Int64,
        "post_vi": pl.String,  # the accountable post
        "post_en": pl.String,
    }
)

# One row per unit that went into the unit asked about (before) or took over of it (after).
UNIT_LINEAGE = pl.Schema(
    {
        "side": pl.String,  # before or after
        "on_date": pl.Date,  # the first day of what came after
        "unit_id": pl.Int64,  # of the other unit; null where it is out of scope, as its names
        "unit_code": pl.String,
        "level": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
        "weight": pl.Float64,  # 0-1, of the older of the two units
        "basis": pl.String,
    }
)

# One row per indicator that the unit asked about reports, in the order of the catalogue.
UNIT_FIGURES = joined(
    pl.Schema(
        {
            "indicator": pl.String,  # code
            "name_vi": pl.String,
            "name_en": pl.String,
            "measure": pl.String,
            "unit_of_measure": pl.String,
            "polarity": pl.String,
            "numerator": pl.Float64,
            "denominator": pl.Float64,
            "value": pl.Float64,
            "obs_status": pl.String,
            "provenance": pl.String,
            "cut_off": pl.Date,
            "period_start": pl.Date,
            "period_end": pl.Date,
            "source_title_vi": pl.String,
            "source_title_en": pl.String,
            "source_issued_on": pl.Date,
            "target": pl.Float64,
            "target_due_on": pl.Date,
            "target_provenance": pl.String,
            "distance": pl.Float64,
            "status": pl.String,
            "rank": pl.Int64,  # 1 = best among the units of its level; null without value
            "ranked_of": pl.Int64,  # how many of them have a rank
            "previous": pl.Float64,  # value of the period before; null where the two do not compare
            "previous_start": pl.Date,
            "previous_end": pl.Date,
            "change": pl.Float64,  # value - previous
            "whole_numerator": pl.Float64,  # of the province
            "whole_denominator": pl.Float64,
            "whole_value": pl.Float64,
            "whole_known": pl.Int64,  # units it was added up from; null: it was told as such
            "whole_expected": pl.Int64,
        }
    ),
    CONVERSION,
)

# One row per place and indicator of its own: what UNIT_FIGURES tells of each.
FIGURES_OF_PLACES = joined(pl.Schema({"unit_id": pl.Int64}), UNIT_FIGURES)

# One row per open bottleneck, the one that stands longest first.
UNIT_BOTTLENECKS = pl.Schema(
    {
        "bottleneck": pl.String,  # code
        "kind": pl.String,  # institutions, infrastructure, services, data, resources
        "title_vi": pl.String,
        "title_en": pl.String,
        "owner_unit_id": pl.Int64,
        "waits_for": pl.String,  # unit, standing_agency, working_group, government
        "opened_on": pl.Date,
        "age_days": pl.Int64,
        "next_step_vi": pl.String,
        "next_step_en": pl.String,
        "provenance": pl.String,
    }
)

# One row per report form of the unit's level, and one without form where there is none.
UNIT_REPORTS = pl.Schema(
    {
        "form": pl.String,  # code; null: no form is known
        "form_vi": pl.String,
        "form_en": pl.String,
        "due": pl.Int64,  # reports whose day has come, within the time shown
        "in_time": pl.Int64,
        "late": pl.Int64,  # sent after their day
        "not_sent": pl.Int64,
        "oldest_not_sent": pl.Date,  # day on which the oldest of these was due
    }
)

# One row per place and form: what UNIT_REPORTS tells of each.
REPORTS_OF_PLACES = joined(pl.Schema({"unit_id": pl.Int64}), UNIT_REPORTS)
