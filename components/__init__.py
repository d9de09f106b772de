"""How it looks: figures (frame in, figure out), blocks that draw themselves, theme, formatting."""
