"""`python -m sample_data.generate [folder]`: write every sample file, the same bytes each time."""

import sys
from pathlib import Path

from sample_data.generate import bac_giang, catalogue, ha_tinh, nghe_an

SAMPLE_DATA = Path(__file__).resolve().parent.parent


def write_all(folder: Path) -> None:
    """Write catalogue/, nghe_an/, ha_tinh/ and bac_giang/ under `folder`."""
    catalogue.write(folder / "catalogue")
    nghe_an.write(folder / "nghe_an")
    ha_tinh.write(folder / "ha_tinh")
    bac_giang.write(folder / "bac_giang")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE_DATA)
