"""Templates in a repository, each as the mail that it will become."""

from spamscore.templates.template import Template, check, load

__all__ = ["Template", "check", "load"]
