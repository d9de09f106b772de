"""Which numbers: a question in, a polars frame out. runner.fetch is the only cached door."""
