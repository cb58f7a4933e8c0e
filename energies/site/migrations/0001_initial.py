import django.db.models.functions.datetime
import energies.kernel.email_fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(editable=False, unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('title_ca', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_es', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('summary', models.CharField(help_text='What search engines show.', max_length=160, verbose_name='in one sentence')),
                ('summary_ca', models.CharField(help_text='What search engines show.', max_length=160, null=True, verbose_name='in one sentence')),
                ('summary_es', models.CharField(help_text='What search engines show.', max_length=160, null=True, verbose_name='in one sentence')),
                ('summary_en', models.CharField(help_text='What search engines show.', max_length=160, null=True, verbose_name='in one sentence')),
                ('body', models.TextField(help_text='Markdown: ## for headings, - for lists. {answer_days} says within how many days we answer.', verbose_name='text')),
                ('body_ca', models.TextField(help_text='Markdown: ## for headings, - for lists. {answer_days} says within how many days we answer.', null=True, verbose_name='text')),
                ('body_es', models.TextField(help_text='Markdown: ## for headings, - for lists. {answer_days} says within how many days we answer.', null=True, verbose_name='text')),
                ('body_en', models.TextField(help_text='Markdown: ## for headings, - for lists. {answer_days} says within how many days we answer.', null=True, verbose_name='text')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last change')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='ContactMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(choices=[('mistake', 'a mistake on a page'), ('project', 'a project to make visible'), ('other', 'something else')], max_length=8, verbose_name='about')),
                ('page', models.CharField(blank=True, max_length=300, verbose_name='page')),
                ('text', models.TextField(max_length=4000, verbose_name='message')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('email', energies.kernel.email_fields.AddressField(blank=True, max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('received_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, verbose_name='received')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='dealt with')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['-received_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='message_text', violation_error_message='Write your message.')],
            },
        ),
    ]
