"""Who comes to the site: agents who click on what their pages offer, and persons who open the links of their e-mails.

Each writes in a ledger what the pages said. A request without an answer is sent again, as people do, until one comes; what is lost is written too."""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING, Any

from backoffice.booking.enums import State
from backoffice.booking.services.personal import SITUATIONS, TOO_LATE
from tests import world
from tests.concurrency.browsing import Browser, ErrorPage, Lost
from tests.concurrency.client import PEOPLE, Ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.concurrency.browsing import Form, Page
    from tests.concurrency.served import Site

PATIENCE_SECONDS, ENOUGH_PEOPLE = 60, 12
DECISION = re.compile(r"/booking/decision/(\d+)/pourquoi/")
NAME = re.compile(r"PERSONNE \d\d")
PARTICIPATION = re.compile(r"/booking/participation/(\d+)/")
LABELS = {state.label.lower(): state.value for state in State}
SAID_TO_HER = {sentence: state.value for state, sentence in SITUATIONS.items()} | {TOO_LATE: State.OFFERED.value}


class Visitor:
    """A browser, a ledger and patience."""

    def __init__(self, site: Site, name: str, seed: int) -> None:
        self.site, self.chance = site, random.Random(seed)
        self.ledger = Ledger(str(site.folder / f"{name}.jsonl"))
        self.browser = Browser(site.ports, self.chance)

    def arrive(self) -> None:
        """What comes before the twenty seconds."""

    def act(self) -> None:
        raise NotImplementedError

    def live(self) -> None:
        """One act after another until the end. What raises is told to the judge."""
        self.arrive()
        self.write(phase="ready", act="")
        self.site.begins.wait()
        while not self.site.is_over:
            try:
                self.act()
            except Exception as error:  # noqa: BLE001 - told to the judge
                self.write(phase="bug", act=f"{type(error).__name__}: {error}"[:300])

    def write(self, **line: Any) -> None:
        self.ledger.write(**line)
        if line["phase"] in {"answer", "again"}:
            self.site.heard[line["act"]] += 1

    def open(self, path: str) -> Page:
        page = self.patiently(self.browser.get, path)
        if page.location:
            return self.open(page.location)
        assert page.status == 200, f"{page.status} on {path}"
        return page

    def press(self, form: Form, **typed: Any) -> Page:
        """Send a form, and read the page that it leads to."""
        form.fields |= {name: str(value) for name, value in typed.items()}
        page = self.patiently(self.browser.send, form)
        assert page.status in {200, 302}, f"{page.status} on POST {form.action}"
        return self.open(page.location) if page.location else page

    def patiently(self, ask: Callable[[Any], Page], what: Any) -> Page:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            began = time.monotonic()
            try:
                return ask(what)
            except Lost as error:
                self.write(phase="lost", act=str(error))
            except ErrorPage as error:
                if not self.site.database_was_down_since(began):
                    raise
                self.write(phase="lost", act=str(error))
            assert time.monotonic() < until, "the site never came back"
            time.sleep(0.2)


class Agent(Visitor):
    """Claire, in one of her browsers."""

    def arrive(self) -> None:
        form = self.open("/login/").posted
        self.press(form, username=self.site.agent, password=world.PASSWORD)
        links = self.open("/actions/occurrence/").leading_to("inscrire")
        self.seances = sorted({link.partition("inscrire/")[0] for link in links})
        self.known: set[str] = set()
        self.sent: list[tuple[Form, dict[str, Any]]] = []

    def act(self) -> None:
        acts = {"enrol": 40, "cancel": 16, "move": 12, "seats": 6, "again": 14, "accept": 8, "decline": 4}
        getattr(self, self.chance.choices([*acts], [*acts.values()])[0])()

    def enrol(self) -> None:
        address, usager = self.chance.choice(self.seances) + "inscrire/", self.somebody()
        page = self.open(f"{address}?usager={usager}")
        form, [name, *_] = page.posted, NAME.findall(page.text)
        wishes = [value for what, value in form.buttons if what == "wish"]
        if not wishes:
            return self.write(phase="no", act="nothing is offered")
        wanted = {"key": form.fields["key"], "occurrence_id": int(address.split("/")[3]), "usager_id": int(usager)}
        self.write(phase="ask", act="book", **wanted)
        form.fields["wish"] = wishes[0]
        return self.send(form, act="book", name=name, **wanted)

    def somebody(self) -> str:
        """One of those that she has looked for."""
        if len(self.known) < ENOUGH_PEOPLE:
            words = f"?q=Personne+{self.chance.randrange(PEOPLE // 10)}"
            page = self.open(f"{self.chance.choice(self.seances)}inscrire/{words}")
            self.known |= {value for form in page.forms for what, value in form.buttons if what == "usager"}
        return self.chance.choice(sorted(self.known))

    def move(self) -> None:
        link = self.one("deplacer")
        choices = [each for each in self.open(link).links if "?seance=" in each] if link else []
        form = self.open(self.chance.choice(choices)).posted if choices else None
        if form is None or "seance" not in form.fields or "over" in form.fields:
            return self.write(phase="no", act="no séance to move to")
        return self.send(form, act="move", name="", key=form.fields["key"], participation=participation_in(link))

    def send(self, form: Form, **line: Any) -> None:
        """A form with a key, kept to be sent again."""
        told = self.told(self.press(form), line["name"])
        self.write(phase="answer" if "no" not in told else "no", **line, **told)
        if "no" not in told:
            self.sent.append((form, {**line, "first": told}))

    def again(self) -> None:
        """A form that was answered comes back, after a click on « Précédent »."""
        if self.sent:
            form, line = self.chance.choice(self.sent)
            told = self.told(self.press(form), line["name"])
            self.write(phase="again", **{**line, "act": "again", "of": line["act"]}, **told)

    def told(self, page: Page, name: str) -> dict[str, Any]:
        """What the page says became of her: the state, or the refusal with the number of its decision, or « no » when nothing was answered."""
        changed = re.search(r"avait déjà sa réponse.*? a changé : (.+?)\.", page.text)
        who = rf"[^.:]*{name}[^.:]*"
        sentences = {
            rf"C’est noté pour {who}:": State.BOOKED,
            rf"{who}est sur la liste d’attente \(": State.WAITING,
            rf"Une place est proposée à {who}:": State.OFFERED,
        }
        if changed:
            return {"told": LABELS[changed[1]]}
        for sentence, state in sentences.items():
            if re.search(sentence, page.text):
                return {"told": state.value}
        refused = [found[1] for link in page.links if (found := DECISION.search(link))]
        return {"decision": int(refused[0])} if refused else {"no": self.problem(page)}

    def problem(self, page: Page) -> str:
        assert page.problem.strip(), f"an act without an answer: {page.path} {page.text[-500:]}"
        return " ".join(page.problem.split())

    def cancel(self) -> None:
        self.press_one("annuler", "cancel", "est annulée.")

    def accept(self) -> None:
        self.press_one("prendre-la-place", "accept", "a la place,|Trop tard")

    def decline(self) -> None:
        self.press_one("laisser-la-place", "decline", "ne prend pas la place")

    def press_one(self, link: str, act: str, expected: str) -> None:
        """An act that says twice what it said once."""
        found = self.one(link)
        form = self.open(found).posted if found else None
        if form is None:
            return self.write(phase="no", act=f"nobody to {act}")
        page = self.press(form)
        if re.search(expected, page.text):
            return self.write(phase="answer", act=act, participation=participation_in(found))
        return self.write(phase="no", act=self.problem(page))

    def seats(self) -> None:
        address, seats = self.chance.choice(self.seances), self.chance.randint(2, 6)
        page = self.press(self.open(f"{address}places/").posted, seats=seats)
        if "C’est noté." in page.text:
            return self.write(phase="answer", act="seats", occurrence=int(address.split("/")[3]), seats=seats)
        return self.write(phase="no", act=self.problem(page))

    def one(self, act: str) -> str:
        """A link that the page of a séance offers."""
        links = [
            link for link in self.open(self.chance.choice(self.seances)).leading_to(act) if PARTICIPATION.search(link)
        ]
        return self.chance.choice(links) if links else ""


class Person(Visitor):
    """Whoever opens a letter: she reads where she stands, and does what her page offers."""

    def act(self) -> None:
        if not self.site.letters:
            return time.sleep(0.1)
        address = self.chance.choice(self.site.letters)
        page = self.read(address)
        links = [link for act in ("annuler", "accepter", "laisser") for link in page.leading_to(act)]
        form = self.open(self.chance.choice(links)).posted if links else None
        if form:
            self.note(address, self.press(form))
        return None

    def read(self, address: str) -> Page:
        page = self.open(address)
        self.note(address, page)
        return page

    def note(self, address: str, page: Page) -> None:
        told = SAID_TO_HER[page.heading.strip()]
        self.write(phase="answer", act="mine", secret=address.rpartition("/")[2], told=told)


def participation_in(link: str) -> int:
    return int(PARTICIPATION.search(link)[1])
