"""The rules of the work as pure functions: no input, no output, no clock."""
