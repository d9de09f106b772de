"""Frame in, figure out: pure functions that return HTML text or a pydeck deck.

HTML rather than a chart library: the first page then costs no chart script in the browser, its
words are words to a screen reader, and colours follow the theme through assets/style.css.
"""
