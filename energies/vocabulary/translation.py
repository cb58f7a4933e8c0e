from modeltranslation.translator import TranslationOptions, register

from energies.vocabulary.models import Collective, Language, Theme


@register([Theme, Collective, Language])
class TermTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("ca", "es", "en")
