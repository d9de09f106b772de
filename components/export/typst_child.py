"""One run of the Typst compiler in a process of its own, which ends and gives its memory back.

The compiler remembers what it made of the last ten papers: 300 MB each for a province of 58 units,
which a server that stays would keep. Run as a script, without any module of the board: the order
comes as JSON on the standard input, the file goes out on the standard output, and whatever is
wrong is told on the standard error.
"""

import json
import sys
from datetime import UTC, datetime

import typst


def main() -> None:
    """Write the file that is ordered: keys template, root, fonts, data, options."""
    order = json.load(sys.stdin.buffer)
    options = order["options"]
    if "timestamp" in options:
        options["timestamp"] = datetime.fromtimestamp(options["timestamp"], UTC)
    compiler = typst.Compiler(
        input=order["template"],
        root=order["root"],
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[order["fonts"]]),
        sys_inputs={"data": order["data"]},
    )
    made = compiler.compile(**options)
    # A picture has one page.
    first = made[0] if isinstance(made, list) else made
    assert isinstance(first, bytes)
    sys.stdout.buffer.write(first)


if __name__ == "__main__":
    main()
