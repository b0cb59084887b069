"""Rules about compliance."""
