"""Pages that plan actions and séances."""
