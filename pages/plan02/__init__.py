"""Screens about Plan 02: whether the second tier of government is ready."""
