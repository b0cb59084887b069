"""Events as providers post them, made up, at addresses nobody has."""

import io
import json
from datetime import UTC, datetime, timedelta
from itertools import count

from spamscore.audience import Audience, ImportResult

NOW = datetime.now(UTC)
_IDS = count(1)


def sendgrid(event: str, address: str = "anna@shop.example", *, ago: float = 1, **more: object) -> dict[str, object]:
    """One element of SendGrid's webhook, `ago` days before now."""
    when = int((NOW - timedelta(days=ago)).timestamp())
    return {"email": address, "event": event, "timestamp": when, "sg_event_id": f"id-{next(_IDS)}", **more}


def lines(*values: object) -> io.BytesIO:
    """Values as JSON, one a line."""
    return io.BytesIO(b"".join(json.dumps(value).encode() + b"\n" for value in values))


def happen(audience: Audience, *values: object, provider: str = "sendgrid") -> ImportResult:
    """Import the events."""
    return audience.import_events(lines(*values), provider)


def allowed(audience: Audience, address: str = "anna@shop.example") -> bool:
    """Whether an address gets mail."""
    return list(audience.filter([address])) == [address]
