"""What the shop does when somebody signs up, and when it writes to everybody."""

import django
from django.contrib.auth.models import User
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST


def _mail(template: str, subject: str, to: str, **values: str) -> mail.EmailMultiAlternatives:
    written = mail.EmailMultiAlternatives(subject, render_to_string(f"emails/{template}.txt", values), to=[to])
    written.attach_alternative(render_to_string(f"emails/{template}.html", values), "text/html")
    return written


@require_POST
def sign_up(request: HttpRequest) -> HttpResponse:
    """A new customer, and a mail to welcome them."""
    user = User.objects.create(username=request.POST["name"], email=request.POST["email"])
    _mail("welcome", "Welcome to the Garden Shop", user.email, name=user.username).send()
    return HttpResponse("welcome")


@require_POST
def campaign(_: HttpRequest) -> HttpResponse:
    """One honest mail and one that is not, to every customer, in one go."""
    # in the words of every Django
    backend = mail.mailers.default if django.VERSION >= (6, 1) else mail.get_connection()
    mails = [
        _mail(name, "For you", user.email, name=user.username)
        for user in User.objects.order_by("pk")
        for name in ("prize", "welcome")
    ]
    try:
        sent = backend.send_messages(mails)
    except ValueError as error:
        return HttpResponse(f"{type(error).__name__}: {error}", status=422)
    return HttpResponse(str(sent))
