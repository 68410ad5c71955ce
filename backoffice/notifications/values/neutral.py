"""What a sensitive motif or a neutral contact is told in the languages that texts may have, and our own small words in each of them.

The same sentence serves the SMS and the e-mail. Nothing here names a motif, a service or a place; nobody edits it (decision 0049)."""

from __future__ import annotations

from dataclasses import dataclass

from backoffice.notifications.enums import Event
from backoffice.notifications.values.sms import made_cheap

# In this order below. {limite} is the end of an offer.
EVENTS = (
    Event.BOOKED, Event.WAITLISTED, Event.PENDING, Event.APPROVED, Event.REJECTED, Event.OFFERED, Event.OFFER_EXPIRING,
    Event.OFFER_EXPIRED, Event.PROMOTED, Event.MOVED, Event.SEANCE_CHANGED, Event.CANCELLED_BY_USAGER,
    Event.CANCELLED_BY_SERVICE, Event.SEANCE_CANCELLED, Event.SEANCE_RESTORED, Event.REMINDER, Event.INSTRUCTIONS_CHANGED,
    Event.ATTENDED, Event.MISSED, Event.WRITTEN,
)  # fmt: skip


@dataclass(frozen=True)
class Spoken:
    """One language: « Votre rendez-vous », « Bonjour, », « Rendez-vous », « Pour nous joindre », « aujourd'hui », « demain »,
    « dans {} jours », « à », « Aussi »."""

    subject: str
    hello: str
    appointment: str
    reach: str
    today: str
    tomorrow: str
    in_days: str
    at: str
    also: str
    sentences: tuple[str, ...]

    def sentence(self, event: str) -> str:
        return self.sentences[EVENTS.index(Event(event))]


def in_cheap_letters(text: str) -> str:
    """Our own words in an SMS never cost more for an accent; scripts that the cheap alphabet does not have stay as they are."""
    return made_cheap(text)


SPOKEN: dict[str, Spoken] = {
    "en": Spoken(
        "Your appointment", "Hello,", "Appointment", "To reach us", "today", "tomorrow", "in {} days", "at", "Also",
        (
            "Your place is confirmed.",
            "You are on the waiting list. We will write to you if a place becomes free.",
            "We have received your request. We will answer you.",
            "Your request is accepted: you have a place.",
            "Your request could not be accepted. Please call us to talk about it.",
            "A place is free for you. Answer before: {limite}.",
            "The place offered to you awaits your answer before: {limite}.",
            "Without your answer, the place goes to somebody else.",
            "A place is free: it is yours.",
            "Your appointment is moved. Here is the new date.",
            "Your appointment changes. Your place or your turn is kept.",
            "Your appointment is cancelled, as you asked.",
            "We have to cancel your appointment. Please call us.",
            "The appointment is cancelled. Please call us for another date.",
            "The appointment will take place after all. Your place or your turn is kept.",
            "A reminder of your appointment.",
            "Please call us before you come.",
            "Thank you for coming.",
            "We did not see you. Please call us for another date.",
            "We have some information for you. Please call us.",
        ),
    ),
    "es": Spoken(
        "Su cita", "Hola:", "Cita", "Para contactarnos", "hoy", "mañana", "en {} días", "a las", "También",
        (
            "Su plaza está confirmada.",
            "Está en la lista de espera. Le escribiremos si queda una plaza libre.",
            "Hemos recibido su solicitud. Le responderemos.",
            "Su solicitud está aceptada: tiene una plaza.",
            "No hemos podido aceptar su solicitud. Llámenos para hablar de ello.",
            "Hay una plaza libre para usted. Responda antes de: {limite}.",
            "La plaza que le ofrecemos espera su respuesta antes de: {limite}.",
            "Sin su respuesta, la plaza es para otra persona.",
            "Hay una plaza libre: es suya.",
            "Su cita cambia de fecha. Esta es la nueva.",
            "Su cita cambia. Su plaza o su turno se mantiene.",
            "Su cita está anulada, como ha pedido.",
            "Tenemos que anular su cita. Llámenos.",
            "La cita está anulada. Llámenos para otra fecha.",
            "La cita finalmente se mantiene. Su plaza o su turno también.",
            "Le recordamos su cita.",
            "Llámenos antes de venir.",
            "Gracias por haber venido.",
            "No le hemos visto. Llámenos para otra fecha.",
            "Tenemos una información para usted. Llámenos.",
        ),
    ),
    "pt": Spoken(
        "A sua marcação", "Bom dia,", "Marcação", "Para nos contactar", "hoje", "amanhã", "dentro de {} dias", "às", "Também",
        (
            "O seu lugar está confirmado.",
            "Está na lista de espera. Escrevemos-lhe se houver um lugar livre.",
            "Recebemos o seu pedido. Vamos responder-lhe.",
            "O seu pedido foi aceite: tem um lugar.",
            "O seu pedido não pôde ser aceite. Telefone-nos para falar disso.",
            "Há um lugar livre para si. Responda antes de: {limite}.",
            "O lugar que lhe propomos espera a sua resposta antes de: {limite}.",
            "Sem a sua resposta, o lugar é para outra pessoa.",
            "Há um lugar livre: é seu.",
            "A sua marcação muda de data. Esta é a nova.",
            "A sua marcação muda. O seu lugar ou a sua vez mantém-se.",
            "A sua marcação está anulada, como pediu.",
            "Temos de anular a sua marcação. Telefone-nos.",
            "A marcação está anulada. Telefone-nos para outra data.",
            "A marcação afinal mantém-se. O seu lugar ou a sua vez também.",
            "Lembramos-lhe a sua marcação.",
            "Telefone-nos antes de vir.",
            "Obrigado por ter vindo.",
            "Não o/a vimos. Telefone-nos para outra data.",
            "Temos uma informação para si. Telefone-nos.",
        ),
    ),
    "tr": Spoken(
        "Randevunuz", "Merhaba,", "Randevu", "Bize ulaşmak için", "bugün", "yarın", "{} gün sonra", "saat", "Ayrıca",
        (
            "Yeriniz onaylandı.",
            "Bekleme listesindesiniz. Yer açılırsa size yazacağız.",
            "Talebinizi aldık. Size cevap vereceğiz.",
            "Talebiniz kabul edildi: yeriniz var.",
            "Talebiniz kabul edilemedi. Konuşmak için bizi arayın.",
            "Sizin için bir yer açıldı. Son cevap zamanı: {limite}.",
            "Size önerilen yer cevabınızı bekliyor. Son zaman: {limite}.",
            "Cevap vermediğiniz için yer başka birine veriliyor.",
            "Bir yer açıldı: o sizin.",
            "Randevunuzun tarihi değişti. Yeni tarih budur.",
            "Randevunuz değişti. Yeriniz veya sıranız korunuyor.",
            "Randevunuz isteğiniz üzerine iptal edildi.",
            "Randevunuzu iptal etmek zorundayız. Bizi arayın.",
            "Randevu iptal edildi. Başka bir tarih için bizi arayın.",
            "Randevu yapılacak. Yeriniz veya sıranız korunuyor.",
            "Randevunuzu hatırlatırız.",
            "Gelmeden önce bizi arayın.",
            "Geldiğiniz için teşekkürler.",
            "Sizi göremedik. Başka bir tarih için bizi arayın.",
            "Sizin için bir bilgimiz var. Bizi arayın.",
        ),
    ),
    "uk": Spoken(
        "Ваша зустріч", "Добрий день,", "Зустріч", "Наш телефон", "сьогодні", "завтра", "через {} дн.", "о", "Також",
        (
            "Ваше місце підтверджено.",
            "Ви в списку очікування. Ми напишемо, якщо звільниться місце.",
            "Ми отримали ваш запит. Ми вам відповімо.",
            "Ваш запит прийнято: у вас є місце.",
            "Ваш запит не прийнято. Зателефонуйте нам.",
            "Для вас є вільне місце. Дайте відповідь до: {limite}.",
            "Запропоноване місце чекає вашої відповіді до: {limite}.",
            "Без вашої відповіді місце отримає інша людина.",
            "Звільнилося місце: воно ваше.",
            "Вашу зустріч перенесено. Ось нова дата.",
            "Вашу зустріч змінено. Ваше місце або черга зберігається.",
            "Вашу зустріч скасовано на ваше прохання.",
            "Ми мусимо скасувати вашу зустріч. Зателефонуйте нам.",
            "Зустріч скасовано. Зателефонуйте нам щодо іншої дати.",
            "Зустріч усе ж відбудеться. Ваше місце або черга зберігається.",
            "Нагадуємо про вашу зустріч.",
            "Зателефонуйте нам перед приходом.",
            "Дякуємо, що прийшли.",
            "Ви не прийшли. Зателефонуйте нам щодо іншої дати.",
            "Маємо для вас інформацію. Зателефонуйте нам.",
        ),
    ),
    "ar": Spoken(
        "موعدكم", "مرحبا،", "الموعد", "للاتصال بنا", "اليوم", "غدا", "بعد {} أيام", "الساعة", "أيضا",
        (
            "تم تأكيد مكانكم.",
            "أنتم في قائمة الانتظار. سنكتب لكم إذا توفر مكان.",
            "لقد تلقينا طلبكم. سوف نجيبكم.",
            "تم قبول طلبكم: لكم مكان.",
            "لم يتم قبول طلبكم. اتصلوا بنا للحديث عن ذلك.",
            "يوجد مكان لكم. أجيبوا قبل: {limite}.",
            "المكان المعروض عليكم ينتظر جوابكم قبل: {limite}.",
            "بدون جوابكم، يعطى المكان لشخص آخر.",
            "توفر مكان: إنه لكم.",
            "تم تغيير موعدكم. هذا هو التاريخ الجديد.",
            "تغير موعدكم. مكانكم أو دوركم محفوظ.",
            "تم إلغاء موعدكم بطلب منكم.",
            "علينا إلغاء موعدكم. اتصلوا بنا.",
            "تم إلغاء الموعد. اتصلوا بنا لتاريخ آخر.",
            "الموعد قائم في النهاية. مكانكم أو دوركم محفوظ.",
            "نذكركم بموعدكم.",
            "اتصلوا بنا قبل المجيء.",
            "شكرا على حضوركم.",
            "لم نركم. اتصلوا بنا لتاريخ آخر.",
            "لدينا معلومة لكم. اتصلوا بنا.",
        ),
    ),
    "prs": Spoken(
        "قرار ملاقات شما", "سلام،", "قرار ملاقات", "برای تماس با ما", "امروز", "فردا", "{} روز بعد", "ساعت", "همچنین",
        (
            "جای شما تایید شد.",
            "شما در لیست انتظار هستید. اگر جای خالی شود، به شما می‌نویسیم.",
            "درخواست شما را گرفتیم. به شما جواب می‌دهیم.",
            "درخواست شما قبول شد: شما جای دارید.",
            "درخواست شما قبول نشد. برای صحبت به ما زنگ بزنید.",
            "یک جای برای شما خالی است. جواب بدهید پیش از: {limite}.",
            "جای پیشنهاد شده منتظر جواب شما است پیش از: {limite}.",
            "بدون جواب شما، جای به کس دیگر داده می‌شود.",
            "یک جای خالی شد: از شما است.",
            "تاریخ قرار شما تغییر کرد. این تاریخ نو است.",
            "قرار شما تغییر کرد. جای یا نوبت شما محفوظ است.",
            "قرار شما به خواست خودتان لغو شد.",
            "ما باید قرار شما را لغو کنیم. به ما زنگ بزنید.",
            "قرار لغو شد. برای تاریخ دیگر به ما زنگ بزنید.",
            "قرار برگزار می‌شود. جای یا نوبت شما محفوظ است.",
            "یادآوری قرار شما.",
            "پیش از آمدن به ما زنگ بزنید.",
            "تشکر از آمدن شما.",
            "شما را ندیدیم. برای تاریخ دیگر به ما زنگ بزنید.",
            "برای شما معلومات داریم. به ما زنگ بزنید.",
        ),
    ),
}  # fmt: skip
