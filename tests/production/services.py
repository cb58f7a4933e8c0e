"""What production has around the site: PostgreSQL, Redis, and the nginx of deploy/nginx.conf."""

import os
import shutil
import socket
from pathlib import Path

import psycopg

from bin.throwaway_postgres import Cluster, find_programs
from tests.production.documented import ROOT
from tests.production.processes import HOST, Program, wait_for

# Nothing of what the tests' own cluster gives up for speed: what it has acknowledged is on the disk.
POSTGRES_SETTINGS = ("max_connections=60",)
OWNER = "energies"

WRAPPER = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
daemon off;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {site};
}}
"""


def missing() -> list[str]:
    """Return the Debian packages that the run needs and the machine lacks."""
    there = {"postgresql": find_programs(), "redis-server": shutil.which("redis-server"), "nginx-light": nginx()}
    return [package for package, program in there.items() if not program]


def nginx() -> str | None:
    # Debian keeps it out of the PATH of those who are not root.
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def make_postgres() -> tuple[Cluster, str]:
    """Return a running cluster and the DATABASE_URL of a role that owns its database and nothing else."""
    cluster = Cluster(find_programs(), POSTGRES_SETTINGS)
    cluster.start()
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {OWNER} LOGIN")
        connection.execute(f"CREATE DATABASE {OWNER} OWNER {OWNER}")
    return cluster, f"postgres://{OWNER}@{HOST}:{cluster.port}/{OWNER}"


def make_redis(folder: Path, port: int) -> Program:
    command = ["redis-server", "--bind", HOST, "--port", str(port), "--save", "", "--dir", str(folder)]
    return Program("redis", command, folder=folder, cwd=folder, environment=dict(os.environ))


def render(sample: str, changes: dict[str, str]) -> str:
    """Return the sample with each of these texts changed; raises LookupError for one that it has not."""
    for old, new in changes.items():
        if old not in sample:
            raise LookupError(f"deploy/nginx.conf has no «{old}» any more.")
        sample = sample.replace(old, new)
    return sample


def make_nginx(folder: Path, *, host: str, http: int, https: int, upstream: int, var: Path, pair) -> Program:
    """Return nginx with the sample that the repository ships, on these ports, before the site's."""
    certificate, key = pair
    changes = {
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl default_server;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "listen 80;": f"listen {HOST}:{http};",
        "listen 443 ssl": f"listen {HOST}:{https} ssl",
        "127.0.0.1:8000": f"{HOST}:{upstream}",
        "/etc/letsencrypt/live/energies.exemple.cat/fullchain.pem": str(certificate),
        "/etc/letsencrypt/live/energies.exemple.cat/privkey.pem": str(key),
        "energies.exemple.cat": host,
        "/srv/energies/var/": f"{var}/",
        "/srv/energies/deploy/": f"{ROOT}/deploy/",
    }
    site, whole = folder / "site.conf", folder / "nginx.conf"
    site.write_text(render((ROOT / "deploy/nginx.conf").read_text(), changes))
    # As root, nginx would give its workers to an account that may not enter the folder of the run.
    user = "user root;" if os.geteuid() == 0 else ""
    whole.write_text(WRAPPER.format(user=user, folder=folder, site=site))
    command = [nginx(), "-p", str(folder), "-e", str(folder / "nginx.log"), "-c", str(whole)]
    return Program("nginx", command, folder=folder, cwd=folder, environment=dict(os.environ))


def wait_for_port(port: int, program: Program, seconds: float = 60) -> None:
    """Return once something listens; fails with the program's log when it has ended instead."""

    def listens():
        assert program.is_running, f"{program.name} ended:\n{program.log}"
        with socket.socket() as probe:
            return probe.connect_ex((HOST, port)) == 0

    wait_for(listens, seconds=seconds, saying=f"{program.name} does not listen:\n{program.log}")
