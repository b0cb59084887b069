"""The docs site: pages written by hand, pages written by the rules and the command line, and the walk that keeps both true."""
