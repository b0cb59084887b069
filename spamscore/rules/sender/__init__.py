"""Rules about the sender: the name shown, the address behind it, and where answers go."""

from spamscore.rules.sender.address import *  # noqa: F403 - the chapter is the sum of its modules
from spamscore.rules.sender.display_name import *  # noqa: F403 - the chapter is the sum of its modules
