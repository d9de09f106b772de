"""A post is hidden together with its label or separator; a badge has a line of its own."""

import re
from dataclasses import replace

from components.scenes.parts import Statement, statement, statement_height
from components.scenes.posts import post_html
from components.scenes.space import Space
from domain.viewing import Room

SPACE = Space.of(Room(across=53, down=30))
SAID = Statement(figure="10", words="nhiệm vụ quá hạn", tone="bad", sign="overdue")
HIDDEN = re.compile(r'<span class="ioc-post">.*?</span>')


def test_what_is_hidden_of_a_post_leaves_no_label_and_no_separator() -> None:
    for html in (
        post_html("Giám đốc Sở", before="Chủ trì: "),
        post_html("Giám đốc Sở", before=" · "),
        post_html("Giám đốc Sở", before=" · "),
        post_html("Giám đốc Sở", after=" · "),
    ):
        assert HIDDEN.sub("", html) == ""


def test_a_badge_stands_below_the_words_and_is_counted_in_the_height() -> None:
    marked = replace(SAID, mark='<p class="ioc-scene-note">Minh họa</p>')
    html = statement(marked)
    assert html.index("</h2>") < html.index("Minh họa")
    plain_height = statement_height(SAID, space=SPACE, wide=17.5)
    assert statement_height(marked, space=SPACE, wide=17.5) >= plain_height + SPACE.small
