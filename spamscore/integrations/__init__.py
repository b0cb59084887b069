"""spamscore where people already work: each room turns a host's idiom into `check()`, in a hundred lines at most."""
