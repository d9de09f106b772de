"""Shapefiles out of a zip, without trusting what the zip says of itself."""

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from store.boundaries.refused import BoundariesRefused

MAX_ENTRIES = 1_000
MAX_UNPACKED_BYTES = 400_000_000
CHUNK = 1 << 20
# Without one of these there is no shapefile; the others say its projection and its letters.
NEEDED = (".shp", ".shx", ".dbf")
TAKEN = (*NEEDED, ".prj", ".cpg")


def unpack_shapefiles(archive: Path, folder: Path) -> list[Path]:
    """The .shp files, each in `folder` beside its parts, under names of ours.

    Raises BoundariesRefused: zip_broken, zip_path, zip_bomb, zip_encrypted, zip_empty,
    zip_incomplete.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = [entry for entry in opened.infolist() if not entry.is_dir()]
            _check(entries)
            return _unpack(opened, _by_shapefile(entries), folder)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise BoundariesRefused("zip_broken") from error


def _check(entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        # Windows writes \ and may mean a drive; nothing of ours needs either.
        parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
        if ".." in parts or parts[:1] == ("/",) or ":" in entry.filename:
            raise BoundariesRefused("zip_path", entry=entry.filename)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise BoundariesRefused("zip_path", entry=entry.filename)
        if entry.flag_bits & 0x1:
            raise BoundariesRefused("zip_encrypted")
    if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_UNPACKED_BYTES:
        raise _bomb()


def _by_shapefile(entries: list[zipfile.ZipInfo]) -> list[dict[str, zipfile.ZipInfo]]:
    """The parts of each shapefile by their ending. Finder's `__MACOSX` holds no data."""
    stems: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.suffix.lower() in TAKEN and "__MACOSX" not in path.parts:
            stems.setdefault(str(path.with_suffix("")).lower(), {})[path.suffix.lower()] = entry
    found = [parts for parts in stems.values() if ".shp" in parts]
    if not found:
        raise BoundariesRefused("zip_empty")
    for parts in found:
        missing = [ending for ending in NEEDED if ending not in parts]
        if missing:
            name = parts[".shp"].filename
            raise BoundariesRefused("zip_incomplete", entry=name, missing=", ".join(missing))
    return found


def _unpack(
    opened: zipfile.ZipFile, shapefiles: list[dict[str, zipfile.ZipInfo]], folder: Path
) -> list[Path]:
    room = MAX_UNPACKED_BYTES
    for number, parts in enumerate(shapefiles):
        for ending, entry in parts.items():
            with opened.open(entry) as packed, (folder / f"{number}{ending}").open("wb") as file:
                while chunk := packed.read(CHUNK):
                    room -= len(chunk)
                    # The sizes in a zip's directory may lie.
                    if room < 0:
                        raise _bomb()
                    file.write(chunk)
    return [folder / f"{number}.shp" for number in range(len(shapefiles))]


def _bomb() -> BoundariesRefused:
    return BoundariesRefused("zip_bomb", most=MAX_UNPACKED_BYTES // 1_000_000)
