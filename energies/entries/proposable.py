"""How a proposal becomes an entry, and how an entry becomes the values of its form: what all kinds of entries share."""

from typing import Any

from django.utils.translation import gettext as _

from energies.curation.proposable import CannotApply, Maintained
from energies.entries.rows import as_text, keep_in_step, rows_at, rows_of

PICTURE = ("image_alt", "image_author", "image_licence", "image_people")
ENTRY_TEXT = ("lang", "name", "summary", "description")


class EntryProposable(Maintained):
    """What projects and entities share: plain fields, a picture, translations."""

    names: tuple = ()
    text_names: tuple = ()

    def values_of(self, target) -> dict:
        plain = {name: "" if (value := getattr(target, name)) is None else value for name in (*self.names, *PICTURE)}
        texts = rows_of(target.texts, self.text_names)
        return plain | {"image": target.image.name or "", "texts": texts, "barri": target.barri_id or ""}

    def values_at(self, snapshot) -> dict:
        plain = {name: as_text(snapshot.get(name)) for name in (*self.names, *PICTURE)}
        texts = rows_at(snapshot, "texts", self.text_names)
        return plain | {"image": snapshot.get("image") or "", "texts": texts, "barri": snapshot.get("barri") or ""}

    def write(self, form, target, *, by, why) -> None:
        """Write the plain fields, the picture and the texts that a valid form holds; the caller holds the Change."""
        cleaned = form.cleaned_data
        for name in (*self.names, *PICTURE):
            if name in cleaned:
                setattr(target, name, cleaned[name])
        new_picture = "image" in cleaned and cleaned["image"] != (target.image.name or "")
        if new_picture:
            target.withdraw_image()
            target.image = cleaned["image"]
        target.full_clean(exclude=["slug", "sort_name", "panot_seed"])
        target.save()
        if new_picture and target.is_visible and form.publishes:
            target.publish_image()
        if "texts" in cleaned:
            keep_in_step(target.texts, cleaned["texts"], self.text_names)

    def fresh(self, target) -> Any:
        """Return the target, locked and as it stands; CannotApply when it was removed."""
        if target is None:
            return None
        there = self.model.everything.select_for_update(of=("self",)).filter(pk=target.pk).first()
        if there is None or there.state == there.State.REMOVED:
            raise CannotApply(_("What it would change was removed."))
        return there
