"""Every screen is registered, lies in a section, and cannot be run without the shell."""

from pages import FOLDER, PAGES


def test_only_the_registry_lies_directly_in_the_pages_folder() -> None:
    assert [path.name for path in FOLDER.glob("*.py")] == ["__init__.py"]


def test_every_registered_screen_exists_and_lies_in_a_section() -> None:
    for page in PAGES:
        assert page.path.is_file(), page.file
        assert page.path.parent.parent == FOLDER, f"{page.file} is not in a section"


def test_exactly_one_screen_is_the_first_and_keys_are_unique() -> None:
    assert [page.is_first for page in PAGES].count(True) == 1
    assert len({page.key for page in PAGES}) == len(PAGES)


def test_every_screen_says_which_question_it_answers() -> None:
    for page in PAGES:
        first_line = page.path.read_text("utf-8").lstrip().splitlines()[0]
        assert first_line.startswith('"""') and "?" in first_line, page.file
