"""The editor of one message: its text on the left, its twin on the right. One service call: `save_wording`.

`refresh` in the POST shows the page again without saving: something was typed, or a dear character is replaced."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import HttpResponseRedirect

from backoffice.catalogue.models import TypeLabel
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import BackofficeError, NotAllowed, OutOfPerimeter
from backoffice.console.base.views import ConsoleView
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Channel
from backoffice.notifications.errors import NoExample
from backoffice.notifications.forms import WordingForm
from backoffice.notifications.services.audience import audience_of
from backoffice.notifications.services.examples import send_example
from backoffice.notifications.services.texts import Wordings
from backoffice.notifications.services.twin import Twin, seances_to_come, twin_of, twin_of_label
from backoffice.notifications.services.writing import (
    above,
    drafted,
    own_row,
    return_to_inherited,
    rows_for,
    save_wording,
)
from backoffice.notifications.values.placeholders import HOLES, faults_of, offered_for
from backoffice.notifications.values.sms import replacement_for
from backoffice.notifications.views.subjects import TRANSLATIONS, AboutMessage
from backoffice.people.enums import Language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from backoffice.actions.models import Occurrence
    from backoffice.notifications.models import MessageTemplate

REFRESH, REPLACE, EXAMPLE = "refresh", "replace-", "example"


class WordingDialog(AboutMessage, Dialog):
    form_class = WordingForm
    template_name = "notifications/wording.html"
    submit_label = "Enregistrer"

    @cached_property
    def rows(self) -> list[MessageTemplate]:
        return rows_for(self.where, self.event)

    @cached_property
    def inherited(self) -> Wordings:
        return Wordings(self.event, above(self.where, self.rows))

    @cached_property
    def own(self) -> MessageTemplate | None:
        return own_row(self.where, self.rows, self.event, self.channel, self.language)

    def form_options(self) -> dict[str, Any]:
        own, inherited = self.own, self.inherited
        initial = {
            "sending": own.sending if own else "",
            "subject": (own and own.subject) or inherited.subject(self.channel, self.language).value,
            "body": (own and own.body) or inherited.body(self.channel, self.language).value,
        }
        return {
            "initial": initial,
            "event": self.event,
            "channel": self.channel,
            "inherited_sending": inherited.sending(self.channel).value,
            "is_translation": self.language != Language.FRENCH,
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        refresh = request.POST.get(REFRESH)
        if refresh is None:
            return super().post(request, **kwargs)
        typed = request.POST.copy()
        character = refresh.removeprefix(REPLACE)
        if refresh.startswith(REPLACE) and len(character) == 1:
            typed["body"] = typed.get("body", "").replace(character, replacement_for(character) or character)
        form = self.form_class(typed, **self.form_options())
        form.errors.clear()  # it is being written: nothing is wrong yet
        return self.send_example(form) if refresh == EXAMPLE else self.show(form)

    def send_example(self, form: WordingForm) -> HttpResponse:
        """What is typed, for the usual séance, to whoever writes it and to nobody else."""
        cases, phone = self.twin(form.words).cases, self.request.POST.get("phone", "")
        try:
            if not cases:
                raise NoExample
            sent = send_example(
                user=self.request.user, event=self.event, channel=self.channel, case=cases[0], phone=phone
            )
        except BackofficeError as error:
            return self.show(form, example_refused=error.message, phone=phone)
        return self.show(form, example_sent=f"Un exemple part à {sent.staff_address}.", phone=phone)

    def perform(self, form: WordingForm) -> str:
        typed = {name: form.cleaned_data.get(name, "") for name in ("sending", "subject", "body")}
        draft = drafted(self.where, self.event, self.channel, self.language, **typed)
        kept = save_wording(level=self.where, draft=draft, user=self.request.user, reason=form.cleaned_data["reason"])
        return "Texte enregistré." if kept else "Ce texte est celui du niveau au-dessus : il reste hérité."

    def show(self, form: WordingForm, template: str = "", **context: Any) -> HttpResponse:
        words = form.words
        faults = faults_of(f"{words['subject']} {words['body']}", self.event)
        twin = self.twin(words)
        return super().show(form, template, twin=twin, faults=faults, people=self.people(words, twin), **context)

    def people(self, words: dict[str, str], twin: Twin) -> str:
        """How many would receive it with the sending that is typed, in the usual case."""
        sending = words["sending"] or self.inherited.sending(self.channel).value
        segments = twin.cases[0].size.segments if twin.cases else 0
        return audience_of(self.where, self.event, self.channel, sending).sentence(self.where, segments)

    def twin(self, words: dict[str, str]) -> Twin:
        """With what is typed in the place of the stored text."""
        draft = drafted(self.where, self.event, self.channel, self.language, **words)
        others = [row for row in self.rows if row != self.own]
        scope = {
            "territory": Q(action__organisation__territory=self.where.territory),
            "motif": Q(action__motif=self.where.motif),
            "action": Q(action=self.where.action),
        }

        def wordings(occurrence: Occurrence) -> Wordings:
            return Wordings(self.event, [draft, *others])

        return twin_of(
            seances_to_come(scope[self.origin]),
            wordings,
            channel=self.channel,
            territory=self.where.territory,
            language=self.language,
            typed=words["body"],
        )

    def context(self) -> dict[str, Any]:
        offered = [(placeholder, HOLES[placeholder]) for placeholder in offered_for(self.event)]
        return {
            **super().context(),
            "offered": offered,
            "own": self.own,
            "origin": self.inherited.body(self.channel, self.language).origin.label,
            "is_sms": self.channel == Channel.SMS,
            "own_address": self.request.user.email,
            "phone": "",
            "example_sent": "",
            "example_refused": "",
            "address": self.address,
            "inherit_url": f"{self.url('inherit', self.event, self.channel)}?langue={self.language}",
            "languages": [(language, language.label, language == self.language) for language in TRANSLATIONS],
        }


class InheritDialog(AboutMessage):
    """One click: what this level says is taken away, what is above applies again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return_to_inherited(
            level=self.where, event=self.event, channel=self.channel, language=self.language, user=request.user
        )
        return HttpResponseRedirect(self.safe_next(self.back()))


class LabelPreview(ConsoleView):
    """The message with the names being typed for a label. Saves nothing."""

    template_name = "notifications/label_preview.html"
    http_method_names = ["post"]

    def prepare(self, *, label_id: int, **kwargs: Any) -> None:
        rows = TypeLabel.objects.visible_to(self.request.user).select_related("territory")
        self.label = rows.filter(pk=label_id).first()
        if self.label is None:
            raise OutOfPerimeter
        if not self.request.user.perimeter.may(Activity.CONFIGURE, territory_id=self.label.territory_id):
            raise NotAllowed
        self.title = str(self.label)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        typed = request.POST
        self.label.public_name = typed.get("public_name", "")[:80]
        self.label.sms_name = typed.get("sms_name", "")[:30]
        self.label.is_sensitive = bool(typed.get("is_sensitive"))
        return self.render(self.template_name, {"label": self.label, "twin": twin_of_label(self.label)})
