"""Views without an account."""
