"""Pages say the days of an answer by their setting."""

from django.db import migrations, models


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
    ]
