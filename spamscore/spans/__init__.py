"""Where in the source a quotation stands: line and column as an editor counts them."""

from spamscore.spans.locator import Locator
from spamscore.spans.span import Lines, Span

__all__ = ["Lines", "Locator", "Span"]
