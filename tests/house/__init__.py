"""The two commands: what stands behind `make`."""
