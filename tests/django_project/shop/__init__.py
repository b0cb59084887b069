"""A shop that people sign up to and that writes to them."""
