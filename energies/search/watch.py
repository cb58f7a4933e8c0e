"""Notices what is written, so that the index follows in the same transaction and no writer need think of it.

What goes past Django's signals (``update``, ``bulk_create``) must call ``index.mark`` itself.
"""

from django.db.models.signals import m2m_changed, post_save, pre_delete

from energies.search import index, registry


def register(searchable):
    """Make a kind of object searchable from now on."""
    registry.add(searchable)
    kind, model = searchable.kind, searchable.model
    _listen(kind, model, lambda row: [row.pk])
    for field in model._meta.many_to_many:
        _listen_to_pairs(kind, field)
    for other, owners in searchable.depends.items():
        _listen(kind, other, owners)
    for vocabulary, facet in searchable.vocabularies.items():
        _listen(kind, vocabulary, lambda row, facet=facet: [index.VALUES + facet])


def _listen(kind, model, owners):
    def changed(sender, instance, **kwargs):
        index.mark(kind, owners(instance))

    for name, signal in (("save", post_save), ("delete", pre_delete)):
        uid = f"search.{kind}.{model._meta.label}.{name}.{id(owners)}"
        signal.connect(changed, sender=model, weak=False, dispatch_uid=uid)


def _listen_to_pairs(kind, field):
    through = field.remote_field.through

    def changed(sender, instance, action, reverse, pk_set, **kwargs):
        if not reverse:
            index.mark(kind, [instance.pk])
        elif pk_set:
            index.mark(kind, pk_set)
        elif action == "pre_clear":
            pairs = through._base_manager.filter(**{field.m2m_reverse_field_name(): instance.pk})
            index.mark(kind, pairs.values_list(field.m2m_field_name(), flat=True))

    m2m_changed.connect(changed, sender=through, weak=False, dispatch_uid=f"search.{kind}.{through._meta.label}")
