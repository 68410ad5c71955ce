"""What a text is made of, and what it costs: pure values, without rows nor clock."""
