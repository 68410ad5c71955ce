"""Collective actions and their dated occurrences: when, where, how many seats and why that number."""
