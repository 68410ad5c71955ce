"""Seats taken and given back: one lock, one decision kept, one history."""
