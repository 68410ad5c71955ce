"""What happens in a séance, told to those who run it: what happened, and how each of them is told."""

from backoffice.booking.services.briefing.telling import brief_teams

__all__ = ["brief_teams"]
