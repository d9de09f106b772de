"""Style, fonts, icons, boundaries and the words of both languages. Depends on nothing here."""
