"""The waiting list as a référente would explain it: a sorted list, and who is called when. At most forty lines, to be read."""

from __future__ import annotations

from datetime import timedelta
from math import inf

SEATED, LIVE = ("unknown", "offered"), ("unknown", "offered", "waiting")


class Reference:
    def __init__(self, seats, mode, order, answers, ageing=timedelta(days=3)):
        self.seats, self.mode, self.order, self.answers, self.ageing = seats, mode, order, answers, ageing
        self.state, self.line, self.kept, self.is_ranked = {}, {}, set(), order != "lottery"

    def free(self):
        return self.seats - sum(state in SEATED for state in self.state.values())

    def waiting(self, now):
        def turn(person):
            lift, since, points, drawn = self.line[person]
            aged = since <= now - self.ageing
            by_points = (0 if aged else 1, 0 if aged else -points)
            return (-lift, {"priority": by_points, "lottery": (drawn,)}.get(self.order, ()), since)

        return sorted((person for person, state in self.state.items() if state == "waiting"), key=turn)

    def serve(self, now):
        if self.mode == "automatic" and self.is_ranked:
            allowed = [person for person in self.waiting(now) if person not in self.kept]
            for person in allowed[: max(0, self.free())]:
                self.state[person] = "offered" if self.answers else "unknown"

    def ask(self, person, points, now):
        if self.state.get(person) not in LIVE:
            if person not in self.kept and self.free() > len(self.waiting(now)):
                self.state[person] = "unknown"
            elif self.mode != "none":
                self.state[person], self.line[person] = "waiting", (0, now, points, inf)
                if person not in self.kept:
                    self.serve(now)

    def end(self, person, state, now):
        self.state[person] = state
        self.serve(now)

    def draw(self, order, now):
        self.line |= {person: (*self.line[person][:3], drawn) for drawn, person in enumerate(order)}
        self.is_ranked = True
        self.serve(now)
