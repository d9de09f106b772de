"""Screens about the services that people use."""
