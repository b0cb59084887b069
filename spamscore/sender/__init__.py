"""What DNS says of a sender, and what receivers wrote: three of the nine causes. Opt-in; needs the extra `dns`.

`examine` asks DNS within bounds; `examine_offline` reads a received message's Authentication-Results and asks nobody.
Both give `SenderFacts`, whose `causes()` are domain reputation, ip reputation and authentication.
"""

from spamscore.sender.blocklists import Blocklist
from spamscore.sender.examination import examine, examine_async, examine_offline
from spamscore.sender.facts import Finding, SenderFacts

__all__ = ["Blocklist", "Finding", "SenderFacts", "examine", "examine_async", "examine_offline"]
