"""Ways from a figure to a task's own page, and to the tasks of a plan or of one kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from assets.wording import DEFAULT_LANGUAGE
from components.markup import safe
from components.measures import Row
from domain.frozen import AT

TASK, TASKS = "task", "tasks"


def task_code(row: Row) -> str:
    """What names a task in an address: plan and code, the same in every store."""
    return f"{row['plan']}/{row['item']}"


@dataclass(frozen=True)
class TaskLinks:
    """Addresses that keep the province, the period, the meeting and the language of the screen."""

    province: str  # its word in addresses
    period: str  # code
    language: str
    at: str = ""

    def to_task(self, row: Row) -> str:
        """The page of the task of a row with plan and item, escaped for an attribute."""
        return self._address(TASK, {"task": task_code(row)})

    def to_tasks(self, filters: Mapping[str, str]) -> str:
        """The tasks that `filters` leave, escaped for an attribute."""
        return self._address(TASKS, filters)

    def _address(self, screen: str, more: Mapping[str, str]) -> str:
        known = {"province": self.province, "period": self.period}
        if self.at:
            known[AT] = self.at
        if self.language != DEFAULT_LANGUAGE:
            known["lang"] = self.language
        return safe(f"/{screen}?{urlencode(known | dict(more))}", limit=2000)
