"""The database engine of the embedded SQLite file."""
