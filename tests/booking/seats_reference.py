"""Seats as a référente would count them: two séances, people who come together, seats kept for agents. At most forty lines, to be read."""

from __future__ import annotations

from copy import deepcopy

LIVE = ("unknown", "waiting")


class Seats:
    def __init__(self, seats, kept):
        self.seats, self.kept, self.state = [seats, seats], kept, ["open", "open"]
        self.rows = {}  # (séance, person) → [state, party, channel], in order of arrival

    def here(self, seance, *states):
        return [row for (where, _), row in self.rows.items() if where == seance and row[0] in states]

    def left(self, seance, by):
        held = self.here(seance, "unknown")
        kept = 0 if by == "agent" else max(0, self.kept - sum(party for _, party, who in held if who == "agent"))
        return self.seats[seance] - sum(party for _, party, _ in held) - kept

    def serve(self, seance):
        for row in self.here(seance, "waiting") if self.state[seance] == "open" else ():
            if self.left(seance, row[2]) >= row[1]:
                row[0] = "unknown"

    def answer(self, seance, person, party, by):
        if self.state[seance] != "open" or self.rows.get((seance, person), [""])[0] in LIVE:
            return "refuse"
        before = deepcopy(self)  # those who wait come first, with what is left for each
        for row in before.here(seance, "waiting"):
            row[:2] = "unknown", min(row[1], max(0, before.left(seance, row[2])))
        return "unknown" if before.left(seance, by) >= party else "waiting"

    def enter(self, seance, person, state, party, by):
        self.rows.pop((seance, person), None)
        self.rows[seance, person] = [state, party, by]
        self.serve(seance)

    def end(self, seance, person, state):
        self.rows[seance, person][0] = state
        self.serve(seance)
