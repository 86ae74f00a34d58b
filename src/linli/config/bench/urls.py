"""The project's urls with three views beside them that are the floor: nothing, one INSERT, one SELECT by the ORM."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from linli.backbone.models import DeadLetter, IdempotencyKey
from linli.config.urls import urlpatterns as project


def nothing(request: HttpRequest) -> HttpResponse:
    """A view that does nothing."""
    return HttpResponse("ok")


@csrf_exempt
def one_insert(request: HttpRequest) -> HttpResponse:
    """One ORM INSERT, committed by itself."""
    row = DeadLetter.objects.create(
        event_id=int(request.POST["key"], 16) % 2**62,
        listener="bench",
        error="",
        failed_at=timezone.now(),
        solved_at=timezone.now(),
    )
    return HttpResponse(str(row.pk))


def one_select(request: HttpRequest) -> HttpResponse:
    """One ORM SELECT by key."""
    return HttpResponse(IdempotencyKey.objects.get(key="bench").command)


urlpatterns = [
    path("bench/nothing/", nothing),
    path("bench/insert/", one_insert),
    path("bench/select/", one_select),
    *project,
]
