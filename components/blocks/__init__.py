"""Parts of a screen that draw themselves; what they draw is made in components/figures."""
