"""How dates and times are read and written; Django looks for one package a language."""
