"""What an act came to, or what is wrong, in a box of its tone."""

from collections.abc import Sequence

from components.markup import safe


def told_html(sentences: Sequence[str], *, tone: str) -> str:
    """What happened or is wrong, a line a sentence, in a box of that tone; nothing for none."""
    if not sentences:
        return ""
    lines = "".join(f"<p>{safe(sentence, limit=600)}</p>" for sentence in sentences)
    role = "alert" if tone == "bad" else "status"
    return f'<div class="ioc-told ioc-tone-{tone}" role="{role}">{lines}</div>'
