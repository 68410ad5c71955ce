"""A browser without a screen: pages, links, forms and buttons as the HTML gives them. Its requests go to several machines, as behind a load balancer
that ends TLS; nothing is asked again behind the back of who clicks."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urljoin

import urllib3

HOST = "actions.example.org"
ANSWER_SECONDS = 30
UNSEEN, PROBLEMS = {"script", "style", "template"}, {"bo-alert", "bo-error", "alert"}
TICKED = {"radio", "checkbox"}


class Lost(Exception):
    """No answer came: nobody knows what became of the request."""


class ErrorPage(Exception):
    """The site failed, and said so."""


@dataclass
class Form:
    """What a browser would send, and the buttons that send it."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    """(name, value); "" for the button that only sends."""


class Page(HTMLParser):
    """One answer: its words, where it leads, what can be sent from it."""

    def __init__(self, path: str, status: int, html: str, location: str = "") -> None:
        super().__init__()
        self.path, self.status, self.location = path, status, location
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.words: list[str] = []
        self.heading, self.problem, self.inside = "", "", ("", "")
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    @property
    def posted(self) -> Form | None:
        """The form that acts, when it has a button; the others search, or sign out."""
        mine = [form for form in self.forms if form.method == "post" and form.action == self.path and form.buttons]
        return mine[0] if mine else None

    def leading_to(self, act: str) -> list[str]:
        return [link for link in self.links if link.partition("?")[0].rstrip("/").endswith(f"/{act}")]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        if not self.inside[0] and (part := part_of(tag, found.get("class", ""))):
            self.inside = (part, tag)
        if tag == "a" and "href" in found:
            self.links.append(urljoin(self.path, found["href"]))
        elif tag == "form":
            action = urljoin(self.path, found.get("action", self.path)).partition("?")[0]
            self.forms.append(Form(action, found.get("method", "get").lower()))
        elif tag in {"input", "textarea", "button"} and self.forms:
            self.add_control(tag, found)

    def add_control(self, tag: str, found: dict[str, str]) -> None:
        name, value, form = found.get("name", ""), found.get("value", ""), self.forms[-1]
        if tag == "button" and found.get("type") != "button" and "formmethod" not in found:
            form.buttons.append((name, value))
        elif tag != "button" and name and (found.get("type") not in TICKED or "checked" in found):
            form.fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside[1]:
            self.inside = ("", "")

    def handle_data(self, words: str) -> None:
        part = self.inside[0]
        if part in {"heading", "problem"}:
            setattr(self, part, getattr(self, part) + words)
        if part != "unseen":
            self.words.append(words)


def part_of(tag: str, look: str) -> str:
    """What this element is for who reads: nothing that is seen, the title, what went wrong; "" when it is anything else."""
    if tag in UNSEEN:
        return "unseen"
    if PROBLEMS.intersection(look.split()):
        return "problem"
    return "heading" if tag == "h1" else ""


class Browser:
    """Cookies, and one connection to each machine."""

    def __init__(self, ports: list[int], chance: random.Random) -> None:
        self.chance, self.cookies = chance, {}
        options = {"maxsize": 1, "retries": False, "timeout": ANSWER_SECONDS}
        self.machines = [urllib3.HTTPConnectionPool("127.0.0.1", port, **options) for port in ports]

    def get(self, path: str) -> Page:
        return self.ask("GET", path)

    def send(self, form: Form) -> Page:
        return self.ask("POST", form.action, fields=form.fields, encode_multipart=False)

    def ask(self, method: str, path: str, **body: object) -> Page:
        machine = self.chance.choice(self.machines)
        try:
            answer = machine.request(method, path, headers=self.headers(), redirect=False, **body)
        except urllib3.exceptions.HTTPError as error:
            raise Lost(f"{type(error).__name__} on {method} {path}") from error
        for line in answer.headers.getlist("Set-Cookie"):
            self.cookies |= {name: crumb.value for name, crumb in SimpleCookie(line).items()}
        if answer.status >= 500:
            raise ErrorPage(f"{answer.status} on {method} {path}")
        return Page(path.partition("?")[0], answer.status, answer.data.decode(), answer.headers.get("Location", ""))

    def headers(self) -> dict[str, str]:
        crumbs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        served = {"Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/"}
        return served | ({"Cookie": crumbs} if crumbs else {})
