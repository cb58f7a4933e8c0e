"""Periodic work: each app registers its jobs, ``manage.py tick`` does what is due."""

_jobs = {}


def register(name, job) -> None:
    """Have ``job(now) -> how many`` done at each tick.

    A job finds by itself what is due and commits each piece with the mark that says it is done: run twice at once, or
    killed half-way and run again, it does everything once.
    """
    _jobs[name] = job


def jobs() -> list:
    """Return [(name, job)] in the order in which they were registered."""
    return list(_jobs.items())
