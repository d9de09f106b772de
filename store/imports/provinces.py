"""The province a file is imported for, by the words people use for it."""

from sqlalchemy import Connection, select

from store import clock
from store.imports.landing import Province
from store.tables import province


class UnknownProvince(ValueError):
    """No province has that word or code."""


def find_province(connection: Connection, name: str) -> Province:
    """The province whose slug (nghe-an) or code (40) is `name`. Raises UnknownProvince."""
    named = (province.c.slug == name) | (province.c.code == name)
    row = connection.execute(select(province).where(named)).mappings().one_or_none()
    if row is None:
        raise UnknownProvince(name)
    today = clock.province_day(clock_stands_at=row["clock_stands_at"], time_zone=row["time_zone"])
    return Province(row["id"], row["code"], today)
