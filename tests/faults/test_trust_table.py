from tests.faults.trust_items import ITEMS, PARTS, STILL_TO_COME, WITHOUT_TEST
from tests.faults.trust_table import PAGE, proofs, trust_page


def test_every_item_is_proved_by_a_test_or_says_why_not() -> None:
    proved = proofs()
    unproved = [code for code in ITEMS if code not in proved and code not in WITHOUT_TEST]
    assert unproved == []


def test_no_excuse_is_made_for_what_is_proved_and_no_test_proves_what_nobody_asks() -> None:
    assert not WITHOUT_TEST.keys() & proofs().keys()
    assert proofs().keys() <= ITEMS.keys()
    assert (WITHOUT_TEST.keys() | STILL_TO_COME.keys()) <= ITEMS.keys()
    assert {code[0] for code in ITEMS} == set(PARTS)


def test_the_page_is_what_make_trust_would_write() -> None:
    assert PAGE.read_text("utf-8") == trust_page() + "\n"
