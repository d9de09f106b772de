"""Outlines of units: the schematic ones of the product, and those a province brings.

What reads files of others needs geopandas and GDAL, which take a second to start: only the command
`boundaries import` loads `importing` and what lies under it.
"""

from store.boundaries.schematic import load_boundaries, schematic_files

__all__ = ["load_boundaries", "schematic_files"]
