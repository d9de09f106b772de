"""The state of the whole province at one look."""
