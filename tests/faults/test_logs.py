"""What a server logs while people work with it: nothing about them."""

import pytest

from store.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from tests.app.caller import Caller
from tests.browser.board import NewVisitor
from tests.browser.screens import LEADER, SignIn, Situation

MISTYPED = "mat-khau-go-nham-cho"


@pytest.mark.trust("G56")
def test_a_whole_journey_leaves_no_name_password_token_or_question_in_the_log(
    served: Caller, new_visitor: NewVisitor
) -> None:
    page = new_visitor(served.board)
    page.goto("/?lang=vi&unit=425")
    form = SignIn(page)
    # People type their password where the name belongs.
    form.set_account(MISTYPED, password=MISTYPED)
    form.expect_refused()
    form.set_account(LEADER)
    situation = Situation(page)
    situation.expect_shown()
    situation.set_language("en")
    situation.expect_address("lang=en")
    secrets = [cookie["value"] for cookie in page.context.cookies()]
    situation.set_signed_out()
    SignIn(page).expect_shown()
    served.ask("/media/x?token=very-secret-token", cookie="ioc_session=made-up-token-of-a-cookie")

    said = served.board.log.read_text()
    names = [demo.username for demo in DEMO_ACCOUNTS]
    asked = ["unit=425", "very-secret-token", "made-up-token-of-a-cookie"]
    for never in (MISTYPED, DEMO_PASSWORD, *names, *secrets, *asked):
        assert never not in said, never
