"""spamscore: how much an e-mail's content looks like spam, before it is sent. Offline, deterministic, explained."""

__version__ = "0.1.0"
