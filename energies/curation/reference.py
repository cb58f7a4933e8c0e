"""The reasons to decline that come with the directory; the team changes them at its desk."""

from energies.curation.models import DeclineReason

# (Catalan, Spanish, English), as the author will read them.
REASONS = (
    (
        "És una activitat comercial, i el directori és de projectes comunitaris.",
        "Es una actividad comercial, y el directorio es de proyectos comunitarios.",
        "It is a commercial activity, and the directory is of community projects.",
    ),
    ("Es fa fora de Barcelona.", "Se hace fuera de Barcelona.", "It happens outside Barcelona."),
    ("Ja hi és, amb una altra fitxa.", "Ya está, con otra ficha.", "It is here already, under another entry."),
    (
        "Convida a excloure o a fer mal a altres persones.",
        "Invita a excluir o a hacer daño a otras personas.",
        "It calls for excluding or harming other people.",
    ),
    ("No n’hem pogut saber prou.", "No hemos podido saber lo suficiente.", "We could not learn enough about it."),
)


def load():
    """Add the reasons to an empty list; one that the team has touched stays as it is."""
    if DeclineReason.objects.exists():
        return
    DeclineReason.objects.bulk_create(
        DeclineReason(text_ca=ca, text_es=es, text_en=en, position=10 * number)
        for number, (ca, es, en) in enumerate(REASONS, 1)
    )
