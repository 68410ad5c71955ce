"""Verbs of the console: is the service ready."""
