from modeltranslation.translator import TranslationOptions, register

from energies.site.models import Page


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "summary", "body")
    required_languages = ("ca", "es", "en")
