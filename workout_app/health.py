"""For whoever watches the app: is the process alive, and could it serve a member now?"""

from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse


def alive(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request):
    """The database answers; without it nothing can be served."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return JsonResponse({"status": "no database", "detail": type(error).__name__}, status=503)
    return JsonResponse({"status": "ready"})
