"""The registry: every screen of the board, in reading order.

Screens lie in sections (pages/<section>/<page>.py). A file directly in this folder would be run
alone by a deep link, without the shell and so without sign-in; only this registry lies here.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class BoardPage:
    """One screen. `key` is its address and the prefix of its texts (`<key>.title`).

    `roles` are those who may open it, None: everybody. `asks` says whether it is about a province
    and a period, for which the top line then asks; `in_menu` whether the menu of screens leads to
    it. `reads_maps`: an era asked for changes its figures; the others tell of units as they were.
    """

    key: str
    file: str
    icon: str
    is_first: bool = False
    roles: frozenset[str] | None = None
    asks: bool = True
    in_menu: bool = True
    reads_maps: bool = False

    def is_for(self, role: str) -> bool:
        """Whether somebody of `role` may open it."""
        return self.roles is None or role in self.roles

    @property
    def path(self) -> Path:
        return FOLDER / self.file


PAGES: tuple[BoardPage, ...] = (
    BoardPage(
        "situation",
        "overview/situation.py",
        ":material/space_dashboard:",
        is_first=True,
        reads_maps=True,
    ),
    BoardPage("decisions", "overview/decisions.py", ":material/gavel:"),
    BoardPage("tasks", "work/tasks.py", ":material/checklist:"),
    BoardPage("task", "work/task.py", ":material/task_alt:", in_menu=False),
    BoardPage("pilot_models", "work/pilot_models.py", ":material/experiment:"),
    BoardPage("bottlenecks", "work/bottlenecks.py", ":material/report:"),
    BoardPage("directions", "work/directions.py", ":material/campaign:"),
    BoardPage("reports", "overview/reports.py", ":material/outgoing_mail:"),
    BoardPage(
        "online_services", "services/online_services.py", ":material/cloud_done:", reads_maps=True
    ),
    BoardPage(
        "digital_identity",
        "identity/digital_identity.py",
        ":material/fingerprint:",
        reads_maps=True,
    ),
    BoardPage("service_index", "services/service_index.py", ":material/verified:"),
    BoardPage("readiness", "plan02/readiness.py", ":material/fact_check:"),
    BoardPage("map", "overview/map.py", ":material/map:", reads_maps=True),
    BoardPage("unit", "units/profile.py", ":material/location_city:", reads_maps=True),
    BoardPage("meetings", "presenting/meetings.py", ":material/groups:"),
    BoardPage("documents", "presenting/documents.py", ":material/description:", reads_maps=True),
    BoardPage("definitions", "catalogue/definitions.py", ":material/menu_book:"),
    BoardPage(
        "accounts",
        "administration/accounts.py",
        ":material/manage_accounts:",
        roles=frozenset({"administrator"}),
        asks=False,
    ),
    BoardPage(
        "walls",
        "administration/walls.py",
        ":material/monitor:",
        roles=frozenset({"administrator"}),
        asks=False,
    ),
    BoardPage(
        "audit",
        "administration/audit.py",
        ":material/history:",
        roles=frozenset({"administrator", "leader"}),
        asks=False,
    ),
    BoardPage("account", "account/me.py", ":material/person:", asks=False, in_menu=False),
)
