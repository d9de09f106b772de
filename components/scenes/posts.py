"""Who answers for a work item, so marked that a presenter can hide it with one key."""

from components.figures.due_list import who_leads
from components.markup import plain, safe
from components.measures import Row
from components.reader import Reader


def who_answers(row: Row, reader: Reader) -> str:
    """The post that answers for a work item; the unit that leads it where no post is named."""
    lead, _ = who_leads(row, reader)
    return plain(reader.pick(dict(row), "post") or lead, limit=120)


def post_html(who: str, *, before: str = "", after: str = "", limit: int = 240) -> str:
    """A post, or whoever stands in its place, with the separator that is hidden together with it.

    `before` and `after` are finished HTML.
    """
    return f'<span class="ioc-post">{before}{safe(who, limit=limit)}{after}</span>'
