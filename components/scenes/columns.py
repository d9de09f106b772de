"""How wide the columns of a scene are that stand side by side."""

from components.scenes.fitting import GAP, width_of
from components.scenes.space import Space


def columns(space: Space, *shares: float) -> tuple[float, ...]:
    """Units of each column, rims included, for `shares` as in the scene's grid-template-columns."""
    whole = width_of(space) - GAP * (len(shares) - 1)
    return tuple(whole * share / sum(shares) for share in shares)
