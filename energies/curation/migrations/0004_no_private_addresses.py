"""The history kept the private address of each version of an entry: only that there was one stays.

The marks are those of energies/curation/history.py as they were when this was written.
"""

from django.db import migrations
from django.db.models import Q

KEPT, ANOTHER, NAME = "•••", "••• •••", "contact_email"
BATCH = 500


def forget(apps, schema_editor):
    Change = apps.get_model("curation", "Change")
    rows = Change.objects.filter(Q(before__has_key=NAME) | Q(after__has_key=NAME)).order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        for one in batch:
            mark(one)
        Change.objects.bulk_update(batch, ["before", "after"])
        last = batch[-1].pk


def mark(change):
    """Put in the place of the address, before and after, that there is one, and whether it became another."""
    before, after = ((side or {}).get(NAME) for side in (change.before, change.after))
    if {before, after} <= {None, "", KEPT, ANOTHER}:
        return
    if change.before and NAME in change.before:
        change.before[NAME] = KEPT if before else ""
    if NAME in change.after:
        change.after[NAME] = (ANOTHER if before and before != after else KEPT) if after else ""


class Migration(migrations.Migration):
    dependencies = [("curation", "0003_nobody_to_ask")]

    # What is gone cannot come back: going back leaves the marks, which the code before takes for a text.
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
