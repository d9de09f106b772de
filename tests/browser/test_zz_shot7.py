from tests.browser.test_wall import *  # noqa
from tests.browser.test_wall import window as window
for _n in [n for n in dir() if n.startswith("test_")]:
    del globals()[_n]
def test_shot(window):
    for pixels, address, name in (((2880, 540), "?grid=3x1", "grid"), ((1920, 1080), "?grid=2x1", "two"), ((1920,1080), "", "one")):
        wall = window(SITUATION, *TWO_UNITS, pixels=pixels, address=address, seconds=30)
        wall.page.wait_for_timeout(5000)
        wall.page.screenshot(path=f"/tmp/w7_{name}.png")
