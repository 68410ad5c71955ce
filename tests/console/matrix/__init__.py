"""The tenant matrix: every address, for every kind of person, on her own rows, her neighbours' and strangers'."""
