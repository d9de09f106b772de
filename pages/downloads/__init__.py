"""The figures of the screens as files: the same questions, the same scope."""
