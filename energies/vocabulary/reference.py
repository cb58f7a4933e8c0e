"""The lists the directory starts with. Loading adds what is missing and never overwrites what staff changed."""

from energies.vocabulary.models import Collective, Language, Theme

THEMES = [
    ("care", "Acció social i cures", "Acción social y cuidados", "Social action and care"),
    ("health", "Salut comunitària", "Salud comunitaria", "Community health"),
    ("education", "Educació i lleure", "Educación y ocio educativo", "Education and youth leisure"),
    ("culture", "Cultura i memòria", "Cultura y memoria", "Culture and memory"),
    ("housing", "Habitatge", "Vivienda", "Housing"),
    ("food", "Alimentació i horts", "Alimentación y huertos", "Food and gardens"),
    ("economy", "Economia social i solidària", "Economía social y solidaria", "Social and solidarity economy"),
    ("public-space", "Espai públic i urbanisme", "Espacio público y urbanismo", "Public space and planning"),
    ("environment", "Medi ambient", "Medio ambiente", "Environment"),
    ("feminisms", "Feminismes i LGTBI", "Feminismos y LGTBI", "Feminisms and LGBTI"),
    ("interculturality", "Interculturalitat i acollida", "Interculturalidad y acogida", "Interculturality and welcome"),
    ("rights", "Drets i antiracisme", "Derechos y antirracismo", "Rights and anti-racism"),
    ("sport", "Esport", "Deporte", "Sport"),
    ("media", "Comunicació comunitària", "Comunicación comunitaria", "Community media"),
    ("digital", "Digital", "Digital", "Digital"),
    ("neighbourhood", "Associacionisme veïnal", "Asociacionismo vecinal", "Neighbourhood associations"),
]
COLLECTIVES = [
    ("children", "Infància", "Infancia", "Children"),
    ("youth", "Adolescents i joves", "Adolescentes y jóvenes", "Teenagers and young people"),
    ("women", "Dones", "Mujeres", "Women"),
    ("elderly", "Gent gran", "Personas mayores", "Older people"),
    ("families", "Famílies", "Familias", "Families"),
    ("migrants", "Persones migrades", "Personas migradas", "Migrants"),
    ("disability", "Persones amb discapacitat", "Personas con discapacidad", "People with disabilities"),
    ("mental-health", "Salut mental", "Salud mental", "Mental health"),
    ("homeless", "Persones sense llar", "Personas sin hogar", "Homeless people"),
    ("everyone", "Tot el veïnat", "Todo el vecindario", "The whole neighbourhood"),
]
LANGUAGES = [
    ("ca", "català", "catalán", "Catalan"),
    ("es", "castellà", "castellano", "Spanish"),
    ("lsc", "llengua de signes catalana", "lengua de signos catalana", "Catalan Sign Language"),
    ("en", "anglès", "inglés", "English"),
    ("fr", "francès", "francés", "French"),
    ("ar", "àrab", "árabe", "Arabic"),
    ("zgh", "amazic", "amazig", "Amazigh"),
    ("ur", "urdú", "urdu", "Urdu"),
    ("pa", "panjabi", "panyabí", "Punjabi"),
    ("bn", "bengalí", "bengalí", "Bengali"),
    ("hi", "hindi", "hindi", "Hindi"),
    ("tl", "tagal", "tagalo", "Tagalog"),
    ("zh", "xinès", "chino", "Chinese"),
    ("ro", "romanès", "rumano", "Romanian"),
    ("uk", "ucraïnès", "ucraniano", "Ukrainian"),
    ("ru", "rus", "ruso", "Russian"),
    ("it", "italià", "italiano", "Italian"),
    ("pt", "portuguès", "portugués", "Portuguese"),
    ("wo", "wòlof", "wólof", "Wolof"),
    ("ff", "fula", "fula", "Fula"),
    ("rmq", "caló", "caló", "Caló"),
    ("eu", "basc", "euskera", "Basque"),
    ("gl", "gallec", "gallego", "Galician"),
    ("am", "amhàric", "amárico", "Amharic"),
    ("qu", "quítxua", "quechua", "Quechua"),
]


def load(progress=None) -> int:
    """Add the terms that are missing; ``progress(done, total)`` is called after each. Return how many were added."""
    rows = [(model, *row) for model, rows in WORDS for row in enumerate(rows)]
    added = 0
    for done, (model, position, (key, ca, es, en)) in enumerate(rows, 1):
        names = {"name_ca": ca, "name_es": es, "name_en": en, "position": position * 10}
        if model is Theme:
            names["tone"] = position % 16
        _term, created = model.objects.get_or_create(key=key, defaults=names)
        added += created
        if progress:
            progress(done, len(rows))
    return added


WORDS = [(Theme, THEMES), (Collective, COLLECTIVES), (Language, LANGUAGES)]
