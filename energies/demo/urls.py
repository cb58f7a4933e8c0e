from django.urls import path
from django.utils.translation import gettext_lazy as _

from energies.demo import mail

urlpatterns = [path(_("demo/mail/"), mail.demo_mail, name="demo_mail")]
