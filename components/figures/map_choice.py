"""The unit that is chosen on a finished map: its strong outline, and what a click tells.

A finished map is kept for everybody who looks; who has chosen which unit is put on it at the end.
"""

import json
from collections.abc import Mapping
from typing import Any

from components.figures.map_layers import UNITS, FinishedDeck, outlined
from components.theme import Theme


def with_choice(made: FinishedDeck, *, code: str, theme: Theme) -> FinishedDeck:
    """The map with the unit of that code outlined; the same map where it stands not on it.

    The layer that answers to clicks gets an id of its own for each choice: Streamlit pales all
    other units of a layer on which one is selected, and colours here have a meaning.
    """
    spec = json.loads(made.to_json())
    layers = spec["layers"]
    units = next((layer for layer in layers if layer["id"] == UNITS), None)
    if units is None:
        return made
    shapes = [
        feature["geometry"]
        for feature in units["data"]["features"]
        if feature["properties"].get("code") == code
    ]
    if not shapes:
        return made
    units["id"] = f"{UNITS}-{code}"
    drawn = []
    for number, shape in enumerate(shapes):
        layer = json.loads(outlined(shape, theme).to_json())
        drawn.append(layer | {"id": f"chosen-{number}"})
    # Under the names, which come last.
    first_name = next(
        (at for at, layer in enumerate(layers) if layer["id"].startswith(("leads", "columns"))),
        len(layers),
    )
    layers[first_name:first_name] = drawn
    return made.changed(json.dumps(spec, ensure_ascii=False, separators=(",", ":")))


def clicked_code(selection: Mapping[str, Any]) -> str | None:
    """The code of the unit that a click selected (`selection` as st.pydeck_chart gives it)."""
    for objects in selection.get("objects", {}).values():
        for told in objects:
            code = told.get("properties", told).get("code")
            if isinstance(code, str):
                return code
    return None
