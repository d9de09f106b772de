"""What an address asks for by code, and the refusal of what is not there."""

from collections.abc import Callable, Container, Sequence

LONGEST_CODE_SHOWN = 40


class UnknownChoice(Exception):
    """The address asks for something that is not there or not within the asker's scope."""

    def __init__(self, parameter: str, asked: str) -> None:
        super().__init__(f"{parameter}={asked[:LONGEST_CODE_SHOWN]!r}")
        self.parameter = parameter
        self.asked = asked[:LONGEST_CODE_SHOWN]


def as_written(code: str) -> str:
    """A code that means itself."""
    return code


def chosen_code(
    parameter: str,
    asked: Sequence[str],
    *,
    options: Container[str],
    default: str,
    means: Callable[[str], str] = as_written,
) -> str:
    """The one code of `asked` (every value the address holds for `parameter`), else `default`.

    `means` gives the code among `options` that another way of asking stands for: any day of an
    era for its first. Raises UnknownChoice for a code that is not among `options`, and for
    several: an address that cannot be read as it stands never means more than was asked.
    """
    codes = list(asked) or [default]
    if len(codes) > 1 or means(codes[0]) not in options:
        raise UnknownChoice(parameter, codes[-1])
    return means(codes[0])
