"""How a number or an address is recalled without being given: enough to recognise one's own, no more."""

from __future__ import annotations

from backoffice.people.values import readable_phone

LONGEST = 254


def masked_phone(readable: str) -> str:
    """« 06 39 98 00 12 » → « 06 •• •• •• 12 »."""
    groups = readable.split()
    if len(groups) < 3:
        return f"•• {readable[-2:]}" if readable else ""
    return " ".join([groups[0], *("••" for _ in groups[1:-1]), groups[-1][-2:]])


def masked_email(address: str) -> str:
    """« ines.dumas@example.org » → « i•••@example.org »."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}•••@{domain}" if domain else ""


def masked(address: str) -> str:
    """A stored address, whichever it is."""
    return (masked_email(address) if "@" in address else masked_phone(readable_phone(address)))[:LONGEST]
