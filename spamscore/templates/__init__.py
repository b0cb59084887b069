"""Templates in a repository, each as the mail that it will become.

A template is known by its suffix, which may be doubled (welcome.html.j2); its placeholders are masked, so that every finding keeps
its line and column. What belongs to one mail (HTML, text, subject) is read together.
"""

from spamscore.templates.names import SUFFIXES, is_template
from spamscore.templates.template import Template, check, load
from spamscore.templates.twins import group

__all__ = ["SUFFIXES", "Template", "check", "group", "is_template", "load"]
