"""Pages without an account: nothing here asks for a session, nothing here writes."""
