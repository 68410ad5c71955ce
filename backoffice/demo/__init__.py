"""The demonstration: three territories taken from the minutes, invented people, a year of history. Installed by the demo and test settings only."""
