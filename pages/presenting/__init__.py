"""Presenting: meetings at which the figures stand still."""
