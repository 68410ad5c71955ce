"""The people who come: their file, how to reach them, who shares it."""
