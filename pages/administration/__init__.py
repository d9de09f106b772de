"""Who may do what, and who did: for administrators and managers."""
