"""The project is run by tests/test_django.py in processes of its own; here is nothing for pytest to collect."""

collect_ignore_glob = ["*"]
