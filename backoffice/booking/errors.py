"""Why an act on seats is refused, in the words of the screen."""

from backoffice.console.base.errors import BackofficeError


class AnotherRequest(BackofficeError):
    """The same idempotency key came back with another request (reliability R4)."""

    code = "another_request"
    message = "Ce formulaire a déjà servi pour une autre inscription. Ouvrez-le de nouveau."


class InvalidTransition(BackofficeError):
    """The table of transitions does not have this move."""

    code = "invalid_transition"
    message = "Ce changement d’état n’est pas possible."


class NotToBeSent(BackofficeError):
    """The message would be useless or untrue, or cannot reach the person."""

    code = "not_to_be_sent"
    message = "Ce message ne peut pas être renvoyé."


class NothingToWrite(BackofficeError):
    """Nobody is chosen, or the text cannot be sent."""

    code = "nothing_to_write"
    message = "Écrivez un texte et choisissez au moins une personne."


class NothingToPromote(BackofficeError):
    """No seat is free, or nobody waits."""

    code = "nothing_to_promote"
    message = "Aucune place n’est libre. Rien n’a été enregistré."


class NoOffer(BackofficeError):
    """There is no live offer to answer."""

    code = "no_offer"
    message = "Aucune place n’est proposée à cette personne."


class NothingToDraw(BackofficeError):
    """No lottery is prepared, or nobody waits, or the order is another."""

    code = "nothing_to_draw"
    message = "Il n’y a rien à tirer au sort."


class AlreadyDrawn(BackofficeError):
    """A séance is drawn once."""

    code = "already_drawn"
    message = "Le tirage au sort a déjà eu lieu : il ne se refait pas."


class NothingToApprove(BackofficeError):
    """The request was answered meanwhile."""

    code = "nothing_to_approve"
    message = "Cette demande a déjà sa réponse."


class ReasonRequired(BackofficeError):
    """A sensitive change needs a written reason."""

    code = "reason_required"
    message = "Écrivez une raison : elle est gardée dans l’historique."


class NotYet(BackofficeError):
    """Attendance cannot be noted before the day of the occurrence."""

    code = "not_yet"
    message = "La séance n’a pas eu lieu. Les présences se notent à partir du jour de la séance."


class GestureIsPast(BackofficeError):
    """The last gesture is somebody else's, was undone already, or somebody changed it since."""

    code = "gesture_is_past"
    message = "Ce geste ne peut plus être annulé : quelqu’un a noté autre chose depuis."


class SheetIncomplete(BackofficeError):
    """A sheet is closed once everybody is noted."""

    code = "sheet_incomplete"
    message = "Notez tout le monde avant de clore la feuille."


class SheetClosed(BackofficeError):
    """A closed sheet is corrected person by person, each with its reason."""

    code = "sheet_closed"
    message = "La feuille est close. Corrigez personne par personne, avec une raison."


class UnreadableList(BackofficeError):
    """A pasted or sent list that cannot become lines to enrol."""

    code = "unreadable_list"
    message = "Cette liste ne se lit pas."


class NotADraft(BackofficeError):
    """A list that started is no longer corrected."""

    code = "not_a_draft"
    message = "Cette liste a déjà commencé : ses lignes ne se corrigent plus."


class NothingToEnrol(BackofficeError):
    """A list without any line ready."""

    code = "nothing_to_enrol"
    message = "Aucune ligne n’est prête. Corrigez les lignes signalées."


class Refused(BackofficeError):
    """The answer to a request is no: the decision is stored, its reasons are the message. Raised by screens, never by `book`."""

    code = "refused"
    message = "L’inscription n’est pas possible."


class TooLate(BackofficeError):
    """The deadline that the policy gives to this actor has passed, or the séance has begun."""

    code = "too_late"
    message = "Il est trop tard pour cette action."


class NotMoved(BackofficeError):
    """The other séance has no place for her. Raised by screens, never by `transfer`: the refusal is a stored decision."""

    code = "not_moved"
    message = "Aucune place dans l’autre séance. Rien n’a changé : la place actuelle est gardée."


class InvalidAnswer(BackofficeError):
    """An answer that its question does not have."""

    code = "invalid_answer"
    message = "Une réponse ne correspond pas à sa question. Ouvrez de nouveau le formulaire."


class AnswersMissing(BackofficeError):
    """Something that must be known at enrolment is not; `context["labels"]` says what. Nothing was written."""

    code = "answers_missing"
    message = "Il manque une information pour inscrire."


class ChangedMeanwhile(BackofficeError):
    """Somebody else changed these séances after they were shown; the sentence says what."""

    code = "changed_meanwhile"
    message = "Quelqu’un a changé ces séances depuis. Rien n’a été enregistré."


class AlreadyUndone(BackofficeError):
    """The change was taken back already."""

    code = "already_undone"
    message = "Ce changement est déjà annulé."


class AtAnotherStation(BackofficeError):
    """One person, two stations of one day, at the same time."""

    code = "at_another_station"
    message = "Cette personne est déjà à un autre poste à cette heure."


class NotAccepted(BackofficeError):
    """A consigne must be accepted before the inscription, as it reads now."""

    code = "instructions_not_accepted"
    message = "Lisez les consignes à la personne, puis cochez celles qu’elle accepte."
