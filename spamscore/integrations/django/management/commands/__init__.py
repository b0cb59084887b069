"""Commands of `manage.py`, each a module named after it."""
