"""Rules about sender."""
