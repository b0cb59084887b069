"""Sphinx's settings for the site. It is static: nothing that a page loads comes from elsewhere, and the search runs in the page."""

from docs import fields
from spamscore import __version__

project = "spamscore"
author = "spamscore contributors"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["deflist", "colon_fence", "attrs_inline", "attrs_block"]
myst_heading_anchors = 3
myst_links_external_new_tab = False
default_role = "code"  # docstrings write `name`, as Markdown does

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True

html_theme = "furo"
html_title = f"spamscore {__version__}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#8a3b12", "color-brand-content": "#8a3b12"},
    "dark_css_variables": {"color-brand-primary": "#f0a672", "color-brand-content": "#f0a672"},
}
smartquotes = False  # options start with two hyphens


def setup(app: object) -> None:
    """Let the fields of a type be told by the comments that stand beside them in the source."""
    app.connect("autodoc-process-docstring", fields.add)
    app.connect("autodoc-skip-member", fields.skip)
