"""The subcommands of `python -m store`, one module each.

A module has `add(subparsers, *, language)`, which names the command, its arguments and its `run`:
a function of the parsed arguments and a Talk that returns the exit code (0 done, 1 refused, 2
could not). `needs_store=False` for commands that work without a store of the newest version.
"""
