"""Something asked for that is not done, with a sentence for the person who asked."""

from assets import wording


class Refused(ValueError):
    """`key` of the catalogues with its `values`; as a plain text it is the English sentence."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(wording.text(key, language="en", **values))
        self.key = key
        self.values = values

    def sentence(self, *, language: str) -> str:
        """Why, in `language` (vi or en)."""
        return wording.text(self.key, language=language, **self.values)
