"""The Django project: one module per environment, each importing base and only base."""
