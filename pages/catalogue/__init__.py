"""What the figures of the board mean."""
