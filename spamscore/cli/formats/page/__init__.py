"""The rooms of the HTML report: each gives one part of the page, and all text gets into it through `element`."""
