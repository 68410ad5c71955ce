"""Pages of the texts of messages."""
