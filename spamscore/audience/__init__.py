"""The people mail is sent to: delivery events, who must not get more, and what both say about the next send.

>>> import io
>>> audience = open_audience("sqlite://")
>>> body = b'{"email": "anna@shop.example", "event": "bounce", "timestamp": 1774087200, "sg_event_id": "1"}'
>>> audience.import_events(io.BytesIO(body), "sendgrid").suppressed
1
>>> list(audience.filter(["Anna@Shop.example", "ben@shop.example"]))
['ben@shop.example']
"""

from spamscore.audience.addresses import Spelling
from spamscore.audience.audience import Audience, open_audience
from spamscore.audience.database import AudienceError
from spamscore.audience.event import KINDS, Event
from spamscore.audience.importing import ImportResult
from spamscore.audience.planning import Plan, Step, ramp
from spamscore.audience.policy import CAUSES, Act, Consent, Entry, SuppressionPolicy
from spamscore.audience.providers import PROVIDERS
from spamscore.audience.signatures import SignatureError

__all__ = [
    "CAUSES", "KINDS", "PROVIDERS", "Act", "Audience", "AudienceError", "Consent", "Entry", "Event", "ImportResult",
    "Plan", "SignatureError", "Spelling", "Step", "SuppressionPolicy", "open_audience", "ramp",
]  # fmt: skip
