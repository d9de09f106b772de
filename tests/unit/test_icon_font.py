from assets.icon_font import FONT, icons_in_font, icons_used


def test_the_font_was_built_for_the_icons_that_are_used() -> None:
    # When this fails: python -m assets.icon_font
    assert icons_in_font() == icons_used()


def test_the_font_is_a_tenth_of_streamlits() -> None:
    assert FONT.stat().st_size < 40_000
