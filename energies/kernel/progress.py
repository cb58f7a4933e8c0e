"""How long-running commands say how far they are."""

from collections.abc import Callable


def reporter(stream, label) -> Callable:
    """Return ``progress(done, total)`` that keeps one line of ``stream`` up to date, or writes only the end of it.

    A terminal sees the line move; a log gets a single line when all is done.
    """

    def progress(done, total) -> None:
        live = stream.isatty()
        if live or done == total:
            end = "\n" if done == total else ""
            stream.write(f"\r{label}: {done}/{total}" if live else f"{label}: {done}/{total}", ending=end)
            stream.flush()

    return progress
