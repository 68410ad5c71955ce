"""The back office: one Django app per concept."""
