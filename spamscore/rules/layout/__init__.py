"""Rules about layout: what the HTML is made of, and whether a mail program will show it."""

from spamscore.rules.layout.active import (
    layout_embedded,
    layout_event_handlers,
    layout_external_css,
    layout_form,
    layout_meta_refresh,
    layout_password_field,
    layout_script,
)
from spamscore.rules.layout.images import (
    layout_image_only,
    layout_images_without_alt,
    layout_one_big_link,
    layout_picture_ip,
    layout_public_pictures,
    layout_same_picture_twice,
    layout_tiny_text,
)
from spamscore.rules.layout.size import (
    layout_big_gap,
    layout_clipped,
    layout_data_images,
    layout_long_lines,
    layout_near_clipping,
    layout_open_ends,
    layout_two_documents,
    layout_unfilled_placeholder,
    layout_word_export,
)

__all__ = [
    "layout_big_gap",
    "layout_clipped",
    "layout_data_images",
    "layout_embedded",
    "layout_event_handlers",
    "layout_external_css",
    "layout_form",
    "layout_image_only",
    "layout_images_without_alt",
    "layout_long_lines",
    "layout_meta_refresh",
    "layout_near_clipping",
    "layout_one_big_link",
    "layout_open_ends",
    "layout_password_field",
    "layout_picture_ip",
    "layout_public_pictures",
    "layout_same_picture_twice",
    "layout_script",
    "layout_tiny_text",
    "layout_two_documents",
    "layout_unfilled_placeholder",
    "layout_word_export",
]
