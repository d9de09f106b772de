"""What is tried against the board, and what it must answer: sign-in, rows, injection, privacy.

One item a line of docs/trust.md. A test says with `@pytest.mark.trust("A1")` which it proves; an
item without a test needs a reason in WITHOUT_TEST.
"""

from dataclasses import dataclass

PARTS = {
    "A": "Sign-in and sessions",
    "B": "Who sees which rows",
    "C": "Injection and markup",
    "F": "Faults under a running wall",
    "G": "Privacy",
}


@dataclass(frozen=True)
class Item:
    """`tried` is the attack or mistake, `expected` what must come of it."""

    tried: str
    expected: str


ITEMS: dict[str, Item] = {
    "A1": Item(
        "Start with a missing, default, short or empty key",
        "A demonstration makes a missing key, production does not start without one; others are "
        "refused before anything is served",
    ),
    "A2": Item("Copy the cookie, sign out, replay it in another browser", "Denied"),
    "A3": Item(
        "Change password, role or units while a session is open",
        "Holds at the next action; a changed password ends every session",
    ),
    "A4": Item(
        "Forged tokens: JSON web tokens without a signature or signed with an empty key, "
        "expiry as text, 1e99, -1 or missing",
        "Denied without a traceback: the cookie is a random number and carries no claim to forge",
    ),
    "A5": Item(
        "200 wrong passwords on one name, then 200 names from one address, from two processes "
        "and across a restart",
        "Throttled, decays, counted once",
    ),
    "A6": Item("The same against the chairman's account", "He can still get in"),
    "A7": Item("Compare text and time for known and unknown names", "The same"),
    "A8": Item("`Admin`, `admin `, full-width and decomposed spellings of a name", "One identity"),
    "A9": Item(
        "Passwords of 73 bytes and more, with emoji, with a zero byte",
        "Handled whole up to 128 bytes, refused clearly beyond",
    ),
    "A10": Item(
        "Set a session in advance; sign out in one of two tabs",
        "A planted session opens nothing; the other tab is signed out",
    ),
    "A11": Item("Sign in by GET with the secret in the address", "Impossible"),
    "A12": Item("kill -9 during a sign-in", "The accounts are intact"),
    "A13": Item("Open each screen's address without signing in", "The sign-in page"),
    "A14": Item(
        "A wall link used for another page, from another address, after its end, in Referer",
        "Denied; the link never leaves",
    ),
    "B15": Item(
        "`?unit=` of somebody else, `%`, `1 OR 1=1`, repeated, empty, 10 kB, `__all__`",
        "One's own scope or one plain sentence, never all",
    ),
    "B16": Item(
        "Two people with different scopes open the same page, chart and download",
        "No value is shared",
    ),
    "B17": Item("Press download after the session ended", "401, no file, nothing in the log"),
    "B18": Item(
        "Every way out: CSV, XLSX, a copied address used by somebody else",
        "The same rows as on the screen of whoever asks",
    ),
    "B19": Item(
        "Totals and ranks that let a unit infer another's value", "A written policy, kept to"
    ),
    "B20": Item(
        "A person whose district was merged away looks at its history",
        "Old and new units by their ids, never by a recycled code",
    ),
    "B21": Item("A person is disabled in the middle of a session", "Denied at the next action"),
    "B22": Item("A role that nobody knows", "Refused by the store; on screen the least right"),
    "C23": Item(
        "SQL in names, filters and every choice of an address; wildcards, zero bytes",
        "Stored and shown as text, answered as unknown",
    ),
    "C24": Item(
        "HTML, scripts, links, LaTeX, icons and colours of markdown, templates in names",
        "Inert text, no request to another host",
    ),
    "C25": Item(
        "Reversed direction, zero width, 5,000 accents, 300 letters without a space",
        "One short line, the layout holds",
    ),
    "C26": Item("Line breaks and a made-up line in whatever is logged", "One line, escaped"),
    "C27": Item(
        "`=cmd|…`, `+1+1`, `-2+3`, `@SUM(1)`, tab, CR, `;=1`, full-width `＝1` in a download; "
        "and −5, -1.250,5",
        "Formulas inert, negative numbers still numbers",
    ),
    "F45": Item(
        "The store of a running wall stopped, gone, locked, hanging, or nothing can be kept",
        "The last good figures under a band that says since when and why; back alone",
    ),
    "F46": Item(
        "The server killed under a wall, a new version started",
        "The wall keeps its figures and is back without a click",
    ),
    "F47": Item("The wall's network pulled", "It goes on, says since when, and catches up"),
    "F48": Item(
        "A wall for hours with an import every minute",
        "Browser memory, nodes and server memory flat; no blank, no mixed picture",
    ),
    "F49": Item("Ten walls of one province", "They cost the store as many statements as one"),
    "F52": Item(
        "A kept copy that is truncated, of a newer version, of another scope or unit",
        "Not used, and the wall says so",
    ),
    "G56": Item(
        "Identity and telephone numbers in titles and notes; names of persons",
        "Masked on screens, in downloads and logs; persons are not shown, posts are",
    ),
    "G57": Item("Counts under 5 of people in a commune", "Withheld by the query layer"),
    "G58": Item(
        "Share the screen: hidden tabs, tooltips, autofill",
        "Nothing out of scope is sent to the browser, shown or hidden: options, maps, tooltips",
    ),
}

# Why an item (or a part of one) is not proved here. These are named so that nobody forgets them.
WITHOUT_TEST: dict[str, str] = {}

# What a tested item leaves out.
STILL_TO_COME: dict[str, str] = {
    "F48": "The tests run five minutes; longer by hand: make soak MINUTES=120.",
}
