"""The pages that set the bars: generic views, as Django's documentation has them."""

from django import forms
from django.http import HttpResponse
from django.views.generic import DetailView, ListView

from bare.models import Item, Place, Topic

# 30 KB of lines that compress about as well as HTML does, made once.
LINES = (f"<p>{number} {number * 7919 % 99991} {number * 104729 % 99991}</p>\n" for number in range(1500))
CONSTANT = "".join(LINES)[: 30 * 1024]


class ItemList(ListView):
    """24 rows with their two foreign keys, a count, and the options of both, written by a loop of the template."""

    queryset = Item.objects.select_related("place", "topic")
    paginate_by = 24

    def get_queryset(self):
        items = super().get_queryset()
        if place := self.request.GET.get("place"):
            items = items.filter(place__slug=place)
        if topic := self.request.GET.get("topic"):
            items = items.filter(topic__slug=topic)
        return items

    def get_context_data(self, **kwargs):
        return super().get_context_data(places=Place.objects.all(), topics=Topic.objects.all(), **kwargs)


class Narrowing(forms.Form):
    place = forms.ModelChoiceField(Place.objects, to_field_name="slug", required=False, empty_label="Any place")
    topic = forms.ModelChoiceField(Topic.objects, to_field_name="slug", required=False, empty_label="Any topic")


class FormItemList(ListView):
    """The same page with its options in a Form, whose widgets render a template for each option; for scale."""

    queryset = Item.objects.select_related("place", "topic")
    paginate_by = 24
    template_name = "bare/item_list_form.html"

    def get_queryset(self):
        self.form = Narrowing(self.request.GET)
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        return super().get_queryset().filter(**{name: row for name, row in chosen.items() if row})

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=self.form, **kwargs)


class ItemDetail(DetailView):
    queryset = Item.objects.select_related("place", "topic")


def constant(request):
    return HttpResponse(CONSTANT)
