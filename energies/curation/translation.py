from modeltranslation.translator import TranslationOptions, register

from energies.curation.models import DeclineReason


@register(DeclineReason)
class DeclineReasonTranslation(TranslationOptions):
    fields = ["text"]
    required_languages = ["ca"]
