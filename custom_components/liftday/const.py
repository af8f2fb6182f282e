"""Names and times that the whole integration shares."""

import logging
from typing import Final

DOMAIN: Final = "liftday"
LOGGER: Final = logging.getLogger(__package__)

OLDEST_SCHEMA: Final = 1
"""The oldest contract that this integration still reads; the newest is `contract.SCHEMA`."""

TIMEOUT_S: Final = 15.0
"""How long one answer may take."""

LOGIN_S: Final = 310.0
"""How long a step of a login may take: the daemon goes to a service as slowly as a person would."""

HEARTBEAT_S: Final = 15.0
"""How often the daemon says on a quiet stream that it is there."""

DEAD_AFTER_S: Final = 2.5 * HEARTBEAT_S
"""A stream that is silent this long is dead, whatever the network believes."""

POLL_S: Final = 300.0
"""The net under the stream: how often the snapshot is asked for all the same."""

RETRY_FIRST_S: Final = 1.0
"""The pause before the stream is opened again; it doubles with every failure."""

RETRY_ABSENT_S: Final = 10.0
"""The longest pause while nobody answers: asking costs nothing, and the plan is back soon after the daemon."""

RETRY_WRONG_S: Final = 300.0
"""The longest pause while somebody answers, but not with a plan."""
