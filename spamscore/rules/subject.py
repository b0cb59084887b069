"""Rules about subject."""
