"""Rules about obfuscation."""
