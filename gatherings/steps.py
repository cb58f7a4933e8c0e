"""What may not be done yet, or any more, in words."""


class WrongStep(ValueError):
    """The act does not follow from how things stand; ``str`` is what the reader is told."""
