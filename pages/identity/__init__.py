"""Screens about digital identity."""
