"""How many links that do not exist were opened from one network address, in this process and in the last minutes.

Only wrong links count, and a right one is looked up first: whoever has hers opens it, however many of her neighbours typed theirs wrong behind the
same address (a CCAS, a telephone operator). Bounded in time and in memory: nothing is written, nothing is kept of the link. The address is the one
that the connection comes from; behind a proxy it is the proxy's, and wrong links of everybody count together, which refuses nobody either."""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock

from django.conf import settings

WINDOW_SECONDS = 600
MOST_ADDRESSES = 10_000


class WrongLinks:
    """A count for each address, forgotten after its window; the oldest ones go when there are too many."""

    def __init__(self) -> None:
        self.counts: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self.lock = Lock()

    def one_more(self, address: str, *, now: float | None = None) -> bool:
        """Count it; True when it is one too many."""
        now = time.monotonic() if now is None else now
        with self.lock:
            since, number = self.counts.get(address, (now, 0))
            if now - since >= WINDOW_SECONDS:
                since, number = now, 0
            self.counts[address] = (since, number + 1)
            if len(self.counts) > MOST_ADDRESSES:
                self.counts.popitem(last=False)
        return number >= settings.WRONG_LINKS_ALLOWED


wrong_links = WrongLinks()
