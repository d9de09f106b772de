"""Three provinces as import files that a province would really send; see README.md."""
