"""Pages say the days of an answer by their setting, and promise nothing more that nothing keeps.

What staff have written otherwise stays as it is.
"""

from django.db import migrations, models


SAID = (
    ("participate", "ca", "Et responem en menys de cinc dies laborables.", "Et responem {answer_days}."),
    ("participate", "ca", "et respon **en menys de cinc dies laborables**.", "et respon **{answer_days}**."),
    (
        "participate",
        "ca",
        "\n4. De tant en tant et preguntarem si continua igual. La fitxa diu quan ho vas confirmar per última vegada.",
        "",
    ),
    ("participate", "en", "You will hear back in under five working days.", "You will hear back {answer_days}."),
    ("participate", "en", "answers **in under five working days**.", "answers **{answer_days}**."),
    (
        "participate",
        "en",
        "\n4. From time to time we check with you that it still holds. The entry shows when you last said so.",
        "",
    ),
    ("participate", "es", "Respondemos en menos de cinco días laborables.", "Respondemos {answer_days}."),
    ("participate", "es", "te contesta **en menos de cinco días laborables**.", "te contesta **{answer_days}**."),
    (
        "participate",
        "es",
        "\n4. Cada cierto tiempo te preguntaremos si sigue igual. En la ficha consta la última vez que lo confirmaste.",
        "",
    ),
    (
        "order",
        "ca",
        "Confirma que el que diu la fitxa encara és així. És l’única manera",
        "Digues-nos que el que diu la fitxa encara és així: [escriu-nos](/contacte/), i l’equip n’apunta la data. És l’única manera",
    ),
    (
        "order",
        "en",
        "Confirm that what its page says still holds. It is",
        "Tell us that what its page says still holds: [write to us](/en/contact/), and the team notes the date. It is",
    ),
    (
        "order",
        "es",
        "Confirma que lo que dice la ficha sigue siendo así. Es la",
        "Dinos que lo que dice la ficha sigue siendo así: [escríbenos](/es/contacto/), y el equipo anota la fecha. Es la",
    ),
    (
        "privacy",
        "ca",
        "Per tenir la fitxa al dia i preguntar-vos si continua sent correcta.",
        "Per tenir la fitxa al dia i fer-vos arribar el que us demanen altres projectes.",
    ),
    (
        "privacy",
        "en",
        "To keep the entry current and ask you whether it still holds.",
        "To keep the entry current and pass on what other projects ask of you.",
    ),
    (
        "privacy",
        "es",
        "Para tener la ficha al día y preguntaros si sigue siendo correcta.",
        "Para tener la ficha al día y haceros llegar lo que os piden otros proyectos.",
    ),
    (
        "accessibility",
        "ca",
        "El mètode ha estat una autoavaluació feta per l’equip mateix. La referència són",
        "El mètode han estat proves automàtiques, que es repeteixen amb cada versió. Encara no l’ha avaluat cap persona experta ni ningú que faci servir productes de suport. La referència són",
    ),
    (
        "accessibility",
        "ca",
        "Ho comprovem amb eines automàtiques en cada tipus de pàgina, en pantalla estreta i ampla, amb colors clars i foscos, i recorrent les pàgines només amb teclat.",
        "Les proves passen per cada tipus de pàgina, en pantalla estreta i ampla i amb colors clars i foscos; algunes pàgines es recorren també només amb el teclat.",
    ),
    (
        "accessibility",
        "ca",
        "Última revisió de la declaració: 23 de novembre de 2026.",
        "Última revisió de la declaració: 27 de novembre de 2026.",
    ),
    (
        "accessibility",
        "en",
        "It rests on a self-assessment by our own team against WCAG 2.2, levels A and AA, which include the web requirements of UNE-EN 301549. Each kind of page is checked with automatic tools, on narrow and wide screens, in light and dark colours, and gone through with the keyboard alone.",
        "It rests on automatic tests, run again for every version. No specialist, and nobody who uses assistive technology, has assessed the site yet. The reference is WCAG 2.2, levels A and AA, which include the web requirements of UNE-EN 301549. The tests go through each kind of page, on narrow and wide screens, in light and dark colours; some pages are also gone through with the keyboard alone.",
    ),
    (
        "accessibility",
        "en",
        "The statement was last reviewed on 23 November 2026.",
        "The statement was last reviewed on 27 November 2026.",
    ),
    (
        "accessibility",
        "es",
        "El método empleado ha sido una autoevaluación llevada a cabo por el propio equipo. La referencia son",
        "El método empleado han sido pruebas automáticas, que se repiten con cada versión. Todavía no la ha evaluado ninguna persona experta ni nadie que use productos de apoyo. La referencia son",
    ),
    (
        "accessibility",
        "es",
        "Usamos herramientas automáticas en cada tipo de página, en pantalla estrecha y ancha, con colores claros y oscuros, y recorremos las páginas solo con el teclado.",
        "Las pruebas pasan por cada tipo de página, en pantalla estrecha y ancha y con colores claros y oscuros; algunas páginas se recorren también solo con el teclado.",
    ),
    (
        "accessibility",
        "es",
        "Última revisión de la declaración: 23 de noviembre de 2026.",
        "Última revisión de la declaración: 27 de noviembre de 2026.",
    ),
)


def put(apps, old, new):
    """Put ``new`` in the place of ``old`` (which of the two texts of SAID) in the pages that came with the directory."""
    Page = apps.get_model("site", "Page")
    for page in Page.objects.all():
        before = vars(page).copy()
        for key, lang, *texts in SAID:
            for field in (f"summary_{lang}", f"body_{lang}"):
                if page.key == key and texts[old] and getattr(page, field):
                    setattr(page, field, getattr(page, field).replace(texts[old], texts[new]))
        if vars(page) != before:
            Page.objects.filter(pk=page.pk).update(
                **{
                    f"{field}_{lang}": getattr(page, f"{field}_{lang}")
                    for field in ("summary", "body")
                    for lang in ("ca", "es", "en")
                }
            )


def say(apps, schema_editor):
    put(apps, 0, 1)


def unsay(apps, schema_editor):
    put(apps, 1, 0)


class Migration(migrations.Migration):
    dependencies = [
        ("site", "0003_email_keys"),
    ]

    operations = [
        migrations.AlterField(
            model_name="page",
            name="body",
            field=models.TextField(
                help_text="Markdown: ## for headings, - for lists. {answer_days} says within how many days we answer.",
                verbose_name="text",
            ),
        ),
        migrations.AlterField(
            model_name="page",
            name="body_ca",
            field=models.TextField(
                help_text="Markdown: ## for headings, - for lists. {answer_days} says within how many days we answer.",
                null=True,
                verbose_name="text",
            ),
        ),
        migrations.AlterField(
            model_name="page",
            name="body_en",
            field=models.TextField(
                help_text="Markdown: ## for headings, - for lists. {answer_days} says within how many days we answer.",
                null=True,
                verbose_name="text",
            ),
        ),
        migrations.AlterField(
            model_name="page",
            name="body_es",
            field=models.TextField(
                help_text="Markdown: ## for headings, - for lists. {answer_days} says within how many days we answer.",
                null=True,
                verbose_name="text",
            ),
        ),
        migrations.RunPython(say, unsay),
    ]
