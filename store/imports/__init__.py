"""Files in: recognised, read cell by cell, checked, and landed whole or refused."""
