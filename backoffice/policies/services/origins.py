"""What each rule of the incumbent service became: a fact, a parameter, a law of the code, or why our data cannot say it.

Responsible for one line per rule R1–R50 of the study of RDV-Service-Public and per wish of its §3.8. A test holds its codes and the
vocabulary together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """`codes` are facts and parameters; `note` says what is a law of the code, or what is not there and why."""

    number: str
    rule: str
    codes: tuple[str, ...] = ()
    note: str = ""


ORIGINS = (
    Origin("R1", "channel opened to agents, prescribers, invited usagers, everyone", ("access.who", "actor.kind")),
    Origin("R2", "invitation, its motifs and organisations", ("actor.is_invited",), "an invitation is to one séance"),
    Origin(
        "R3",
        "follow-up only with one's referring agent",
        ("person.organisations", "person.is_followed_by_host"),
        "a person is followed by organisations: no agent is stored as hers",
    ),
    Origin(
        "R4, R5",
        "an agent uses the motifs of her services; secretariat",
        ("action.service", "actor.is_of_host"),
        "roles and their activities, before any rule; an agent has no service of her own here",
    ),
    Origin(
        "R6",
        "prescription outside the organisation",
        ("actor.organisations", "access.who"),
        "the action says to whom it is open",
    ),
    Origin("R7", "for oneself or a relative", ("person.has_responsible",)),
    Origin(
        "R8",
        "a phone or an e-mail is required",
        ("person.reachable", "person.reachable_by_sms", "person.reachable_by_email"),
    ),
    Origin("R9", "a number of another service is required", (), "a custom field, asked by the motif or by a rule"),
    Origin(
        "R10, R13", "address and sectors", ("person.commune",), "no street is stored: a sector is a list of communes"
    ),
    Origin("R11", "a link asks for three letters of the name", (), "law of the link, not of the inscription"),
    Origin("R12, R14", "visible motif, link of an organisation", ("action.motif", "action.organisation")),
    Origin("R15, R16", "place required and open", ("occurrence.venue",), "planning refuses a closed place"),
    Origin(
        "R17",
        "service opened in the territory",
        ("action.service",),
        "limits what can be configured, not what is asked",
    ),
    Origin(
        "R18",
        "minimum delay",
        ("window.closes", "occurrence.minutes_before_start", "occurrence.open_days_before_start"),
    ),
    Origin("R19", "maximum delay", ("window.opens", "occurrence.days_before_start")),
    Origin(
        "R20",
        "opening hours, absences, public holidays",
        ("occurrence.weekday", "occurrence.start_hour", "occurrence.in_school_holidays"),
        "séances exist: planning skips holidays, closures and absences",
    ),
    Origin(
        "R21, R34",
        "séance to come, not cancelled, seats left",
        ("occurrence.state", "occurrence.seats_left", "occurrence.minutes_before_start"),
        "integrity: always asked under the lock, cannot be configured away",
    ),
    Origin(
        "R22, R24–R27, R32",
        "sound dates, facilitators and rooms free, no duplicate séance",
        (),
        "planning and its conflicts, before anybody asks for a seat",
    ),
    Origin(
        "R23",
        "an agent enrols in a séance that began",
        ("occurrence.minutes_before_start",),
        "integrity allows her 48 hours",
    ),
    Origin(
        "R28, R30",
        "once in a séance; again after a cancellation",
        ("person.participation_state",),
        "integrity, and a constraint of the database",
    ),
    Origin("R29", "one member of a family in a séance", ("person.has_relative_enrolled",)),
    Origin("R31", "same motif, same day", ("history.same_motif_same_day", "history.overlaps")),
    Origin("R33", "a person who is already known", (), "the form of people warns; it is no inscription"),
    Origin(
        "R35, R36",
        "capacity, overbooking",
        ("occurrence.seats", "occurrence.overbooked", "overbooking.max_seats", "overbooking.who", "actor.may_overbook"),
    ),
    Origin(
        "R37–R43",
        "waiting list",
        (
            "waitlist.mode",
            "waitlist.max_length",
            "waitlist.order",
            "waitlist.offer_hours",
            "waitlist.cutoff_hours",
            "occurrence.waiting_count",
        ),
    ),
    Origin("R44–R46", "cancellation by the usager", ("cancel.usager_allowed", "cancel.usager_hours")),
    Origin("R47, R48", "move to another séance", ("move.usager_allowed", "move.usager_hours", "move.agent_hours")),
    Origin(
        "R49, R50", "who deletes; a cancelled séance is locked", ("occurrence.state",), "activities of roles; integrity"
    ),
    Origin("§3.8", "minimum of participants", ("minimum.participants", "minimum.days_before", "minimum.effect")),
    Origin(
        "§3.8",
        "number of inscriptions per person, motif, period",
        (
            "limit.participations",
            "limit.scope",
            "limit.period_days",
            "history.upcoming",
            "history.attended_same_motif_365_days",
        ),
    ),
    Origin("§3.8", "number of moves", ("history.moved_90_days", "history.moved_same_motif_365_days")),
    Origin(
        "§3.8",
        "quotas per organisation, prescriber, channel; release",
        ("quota.seats", "quota.maximum", "quota.release", "quota.release_on", "occurrence.quota_seats_left"),
        "a service is not a quota: an inscription is made for an organisation",
    ),
    Origin("§3.8", "age, residence, follow-up", ("person.age", "person.commune", "person.organisations")),
    Origin(
        "§3.8",
        "weeks of pregnancy, public category",
        (),
        "health and status are not stored: a custom field, off by default, with its right and its purpose",
    ),
    Origin(
        "§3.8", "prerequisites", ("history.attended_actions", "history.attended_motifs", "history.enrolled_actions")
    ),
    Origin("§3.8", "questions to answer", (), "custom fields: `answers.KEY`, asked in the dialog"),
    Origin("§3.8", "accompanying people", ("request.party_size", "party.max_size", "party.partial")),
    Origin(
        "§3.8",
        "opening and closing dates",
        ("window.opens", "window.closes", "window.opens_on", "window.closes_on", "request.made_on"),
    ),
    Origin(
        "§3.8",
        "confirmation asked before, seat released without answer",
        (),
        "not there: a reminder (`reminder.days`) has a link to cancel; silence never takes a seat back",
    ),
    Origin(
        "§3.8",
        "suspension after absences",
        ("history.noshow_90_days", "history.noshow_365_days", "history.noshow_same_motif_365_days"),
    ),
    Origin(
        "§3.8",
        "deadlines per motif",
        (
            "cancel.usager_hours",
            "cancel.prescriber_hours",
            "cancel.agent_hours",
            "move.usager_hours",
            "move.agent_hours",
        ),
    ),
    Origin("§3.8", "approval by an agent", (), "an effect of any rule, with its queue"),
    Origin(
        "§3.8",
        "capacity by place or room",
        ("occurrence.venue", "occurrence.station"),
        "seats of a séance never exceed its room; planning says so",
    ),
)
