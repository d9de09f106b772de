"""Units over time: who became whom, and figures read on the map of another day."""

from domain.succession.conversion import CONVERTED, convert
from domain.succession.refusals import UnitsRefused
from domain.succession.registry import check_registry, refusals
from domain.succession.routes import LINKS, Routes, routes_between, routes_to
from domain.succession.weights import read_weight, with_shares

__all__ = [
    "CONVERTED",
    "LINKS",
    "Routes",
    "UnitsRefused",
    "check_registry",
    "convert",
    "read_weight",
    "refusals",
    "routes_between",
    "routes_to",
    "with_shares",
]
