"""Whether something failed for want of room: memory, disk, or a place that may be written to."""

import errno

NO_ROOM = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOMEM}
)


def is_no_room(error: BaseException) -> bool:
    """True for a full or closed disk and for memory that ran out."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return isinstance(error, MemoryError)
