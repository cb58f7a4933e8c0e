"""The measuring itself: which pages answer, both workers warm, then round after round, each page beside its bar."""

import sys
import time

from cases import BARS, SAMPLES, Case, Page
from load import Cost, cost, fault, get
from report import Result
from servers import Server

WARM_UP = 5  # times each page, in each worker


class Field:
    """The servers of a run, by name, and what stands for {project} and {item} in the paths."""

    def __init__(self, servers: dict[str, Server], slugs: dict[str, list[str]]):
        self.servers = servers
        self.slugs = {name: spread(known) for name, known in slugs.items()}

    def server(self, page: Page) -> Server:
        return self.servers[page.server]

    def paths(self, page: Page) -> list[str]:
        """The path, or the path with each of the slugs in place of its placeholder."""
        name = next((name for name in self.slugs if f"{{{name}}}" in page.path), None)
        return [page.path.replace(f"{{{name}}}", slug) for slug in self.slugs[name]] if name else [page.path]

    def cost(self, page: Page, requests: int) -> Cost:
        server = self.server(page)
        return cost(server.port, self.paths(page), requests, server.roots)

    def answering(self, cases: list[Case]) -> list[Case]:
        """The cases that can be measured; says loudly which cannot, and why."""
        good = []
        for case in cases:
            if problem := fault(self.server(case.page).port, self.paths(case.page)[0]):
                print(f"!!! LEFT OUT: {case.name}: {case.page.path} {problem}", flush=True)
            else:
                good.append(case)
        return good

    def warm_up(self, cases: list[Case]) -> None:
        pages = {case.page for case in cases} | {BARS[case.bar] for case in cases}
        for server in self.servers.values():
            paths = [self.paths(page)[0] for page in pages if page.server == server.name]
            server.warm_up(paths, WARM_UP)

    def measure(self, cases: list[Case], rounds: int, requests: int, projects: int) -> list[Result]:
        """Each round loads each page and then its bar, so that whatever else the machine does meets both alike."""
        costs = {case.name: ([], []) for case in cases}
        for number in range(1, rounds + 1):
            start = time.monotonic()
            for case in cases:
                say_now(f"Round {number}/{rounds}: {case.name}")
                of_page, of_bar = costs[case.name]
                of_page.append(self.cost(case.page, requests))
                of_bar.append(self.cost(BARS[case.bar], requests))
            say_now("")
            print(f"Round {number}/{rounds}: {time.monotonic() - start:.0f} s", flush=True)
        return [Result(case, *costs[case.name], self.page_bytes(case.page), case.target_at(projects)) for case in cases]

    def page_bytes(self, page: Page) -> int:
        """The size of the page, or of the first of several, unpacked."""
        return len(get(self.server(page).port, self.paths(page)[0]).body)


def spread(slugs: list[str]) -> list[str]:
    """At most SAMPLES of them, evenly from first to last."""
    step = max(1, len(slugs) // SAMPLES)
    return slugs[::step][:SAMPLES]


def say_now(text: str) -> None:
    """Keeps one line of a terminal up to date; a log is told at the end of each round."""
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="", flush=True)
