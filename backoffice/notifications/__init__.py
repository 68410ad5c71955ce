"""What is owed to people: messages written with their cause, delivered by the worker."""
