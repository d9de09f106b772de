"""Screens about single units."""
