"""What every entry keeps of people stands in its own app: a party is only its kind and its state."""

from energies.kernel.personal import not_personal


def declare():
    not_personal("entries.Party", "kind", "state", because="what an entry is, and whether it shows")
