"""Rules about compliance: the way out, the address behind the mail, what standards and law ask for."""

from spamscore.rules.compliance.claims import *  # noqa: F403 - the chapter is the sum of its modules
from spamscore.rules.compliance.false_exits import *  # noqa: F403 - the chapter is the sum of its modules
from spamscore.rules.compliance.way_out import *  # noqa: F403 - the chapter is the sum of its modules
