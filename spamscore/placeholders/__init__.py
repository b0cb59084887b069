"""What a template engine will fill in: masked, so that an HTML parser cannot trip over it, and read for what it means.

A mask has the same length as what it hides: offsets into the masked text are offsets into the source.
Known: Jinja, Django, Twig, Nunjucks, Liquid (Braze too), Handlebars, Mustache, Go, Blade, PHP, Smarty (PrestaShop), ERB, EJS,
SendGrid, Template Toolkit, Mailchimp, Mailjet, Klaviyo, Mailgun, Salesforce (AMPscript too), FreeMarker, `${…}` (Thymeleaf,
JavaScript) and `[[name]]`.
"""

from spamscore.placeholders.marks import CONTROL, VALUE
from spamscore.placeholders.masking import MAX_PLACEHOLDERS, branches, collapse, joined, mask
from spamscore.placeholders.meaning import Unseen, offers_way_out, unseen

__all__ = [
    "CONTROL",
    "MAX_PLACEHOLDERS",
    "VALUE",
    "Unseen",
    "branches",
    "collapse",
    "joined",
    "mask",
    "offers_way_out",
    "unseen",
]
