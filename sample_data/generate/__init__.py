"""Writes the sample provinces' import files: `python -m sample_data.generate`."""
