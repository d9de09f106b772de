"""Alembic's entry: runs the migrations on the engine of the store."""

from typing import Any, Literal

from alembic import context

from store.database import engine
from store.tables import metadata
from store.tables.base import Moment

url = context.config.attributes["url"]


def render_moment(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    # A migration must not change when our own column type does.
    is_moment = kind == "type" and isinstance(item, Moment)
    return "sa.DateTime(timezone=True)" if is_moment else False


with engine(url).execution_options(writes=True).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_moment,
    )
    with context.begin_transaction():
        context.run_migrations()
