"""Benchmarks: what a screen costs in time, statements and bytes. `make bench` prints one table."""
