"""Work: what is to be done, what is tried out, what stands in the way."""
