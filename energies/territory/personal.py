"""Districts and barris are the city's."""

from energies.kernel.personal import not_personal


def declare() -> None:
    not_personal("territory.District", "code", "name", "slug", because="reference data of the city")
    not_personal(
        "territory.Barri", "code", "name", "slug", "short_label", "latitude", "longitude",
        because="reference data of the city",
    )  # fmt: skip
    not_personal("territory.Outline", "rings", because="reference data of the city")
