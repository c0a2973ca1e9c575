"""The addresses of the house."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.urls import include, path
from django.views.generic import RedirectView

from chefforum.accounts.views import ChangePassword, LogIn
from chefforum.overview.views import front_desk
from chefforum.web.views import LogOut, health
from meetings.views.offline import worker

admin.site.site_header = "Chefforum, administration"
admin.site.site_title = "Chefforum"
admin.site.index_title = "Opsætning"
admin.site.enable_nav_sidebar = False
# The way back stands in our own header.
admin.site.site_url = None
# Rights come from the role; groups would be a second language for the same.
admin.site.unregister(Group)

urlpatterns = [
    path("", front_desk, name="front_desk"),
    path("log-ind/", login_not_required(LogIn.as_view()), name="login"),
    path("log-ud/", LogOut.as_view(), name="logout"),
    path("admin/logout/", LogOut.as_view()),
    # One page for all log-ins, and so one count of wrong passwords.
    path("admin/login/", login_not_required(RedirectView.as_view(pattern_name="login", query_string=True))),
    path("adgangskode/", ChangePassword.as_view(), name="password_change"),
    path("sundhed/", health, name="health"),
    path("uden-net.js", worker, name="offline_worker"),
    path("moeder/", include("meetings.urls")),
    path("budget/", include("budget.urls")),
    path("sygefravaer/", include("sickleave.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "chefforum.web.views.not_understood"
handler403 = "chefforum.web.views.not_allowed"
handler404 = "chefforum.web.views.not_found"
handler500 = "chefforum.web.views.failed"
