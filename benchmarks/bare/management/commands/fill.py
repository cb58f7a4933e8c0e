from itertools import batched
from random import Random

from django.core.management.base import BaseCommand
from django.utils import timezone

from bare.models import Item, Place, Topic

PLACES, TOPICS, BATCH = 73, 16, 1000
LYRICS = (
    "hort taula cuina barri escola tarda ajuda música veïnes taller roda memòria plaça cura bicicleta llibre "
    "teatre dansa casal menjar energia sol aigua camí carrer festa assemblea joves infants gent gran lletres"
)
WORDS = LYRICS.split()


class Command(BaseCommand):
    help = "Fill the tables with N rows whose texts are about as long as those of the site’s projects."

    def add_arguments(self, parser):
        parser.add_argument("rows", type=int, metavar="N")

    def handle(self, *, rows, **options):
        places, topics = self.choices(Place, PLACES), self.choices(Topic, TOPICS)
        for numbers in batched(range(1, rows + 1), BATCH):
            Item.objects.bulk_create([self.item(number, places, topics) for number in numbers])

    def choices(self, model, count):
        """Return ``count`` new rows of a model of options."""
        dice = Random(model.__name__)
        rows = [model(name=f"{text(dice, 2).capitalize()} {n}", slug=f"option-{n}") for n in range(1, count + 1)]
        return model.objects.bulk_create(rows)

    def item(self, number, places, topics):
        """Return the unsaved row ``number``, always the same one."""
        dice = Random(number)
        return Item(
            name=f"{text(dice, 5).capitalize()} {number}",
            slug=f"item-{number}",
            summary=f"{text(dice, 14).capitalize()}.",
            description="\n\n".join(f"{text(dice, 14).capitalize()}." for _ in range(dice.randint(3, 9))),
            place=dice.choice(places),
            topic=dice.choice(topics),
            created_at=timezone.now(),
        )


def text(dice, words):
    """Return ``words`` words in a row."""
    return " ".join(dice.choice(WORDS) for _ in range(words))
