"""The whole of a production: what is documented, run as documented, with environment variables alone."""

import os
import secrets
import subprocess
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis

from bin.throwaway_postgres import free_port
from tests.production import certificate, documented, mailserver, services
from tests.production.documented import ROOT
from tests.production.processes import HOST, Program
from tests.production.visitor import Answer, Visitor

NAME = "energies.exemple.cat"
ORIGIN = f"https://{NAME}"
TEAM = "equip@exemple.cat"
MINUTES = 5 * 60

# What the caller's shell has set must not change the run.
OURS = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")


class Road:
    """Services around the site, the site's own three, and what to ask of them. Ports are free ones of the loopback."""

    def __init__(self, folder: Path, stack: ExitStack):
        self.folder, self.stack = folder, stack
        self.var, self.homes = folder / "var", 0
        self.http, self.https, self.port = free_port(), free_port(), free_port()
        self.pair = certificate.make(folder, NAME, "localhost")
        self.start_services()
        self.environment = self.make_environment()
        self.gunicorn = self.service("gunicorn", documented.command_with("energies.wsgi"))
        self.worker = self.service("db_worker", documented.command_with("db_worker"))

    def start_services(self) -> None:
        self.postgres, self.database_url = services.make_postgres()
        self.stack.callback(self.postgres.delete)
        self.redis_port = free_port()
        self.redis = services.make_redis(self.folder, self.redis_port)
        self.mail = mailserver.MailServer(free_port(), *self.pair)
        self.nginx = services.make_nginx(
            self.folder, host=NAME, http=self.http, https=self.https, upstream=self.port, var=self.var, pair=self.pair
        )
        for service in (self.redis, self.mail, self.nginx):
            self.stack.callback(service.stop)
            service.start()
        services.wait_for_port(self.redis_port, self.redis)
        services.wait_for_port(self.https, self.nginx)

    def make_environment(self) -> dict[str, str]:
        """Return the variables of docs/developers.md that a production sets, and what its programs read besides."""
        user, password = quote(mailserver.USER), quote(mailserver.PASSWORD, safe="")
        return {name: os.environ[name] for name in OURS if name in os.environ} | {
            "SITE_URL": ORIGIN,
            "SECRET_KEY": secrets.token_urlsafe(64),
            "TRUSTED_PROXIES": HOST,
            "DATABASE_URL": self.database_url,
            "CACHE_URL": f"redis://{HOST}:{self.redis_port}/0",
            "EMAIL_URL": f"smtp://{user}:{password}@localhost:{self.mail.port}",
            "STAFF_EMAIL": TEAM,
            "VAR_DIR": str(self.var),
            "GUNICORN_CMD_ARGS": f"--bind {HOST}:{self.port} --workers 2 --threads 4 --no-control-socket",
            # The provider's certificate is one that the machine trusts.
            "SSL_CERT_FILE": str(self.pair[0]),
            # bin/setup has installed them: a run of the tests asks no index.
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }

    def service(self, name: str, command: str) -> Program:
        program = Program(name, command, folder=self.folder, cwd=ROOT, environment=self.environment)
        self.stack.callback(program.stop)
        return program

    def run(self, command: str, **options) -> subprocess.CompletedProcess:
        """Run one documented line to its end; fails with all that it said when it fails."""
        options = {"cwd": ROOT, "env": self.environment, "capture_output": True, "text": True} | options
        done = subprocess.run(command, shell=True, stdin=subprocess.DEVNULL, timeout=MINUTES, **options)
        with (self.folder / "commands.log").open("a") as log:
            log.write(f"$ {command}\n{done.stdout}{done.stderr}")
        assert done.returncode == 0, f"«{command}» failed:\n{done.stdout}{done.stderr}"
        return done

    def release(self) -> None:
        """Everything that the docs ask for on a release, in their order, and the services."""
        for command in documented.commands("release"):
            self.run(command)
        self.serve()

    def serve(self) -> None:
        """Start whatever does not run, as systemd would, and return once it listens."""
        if not self.postgres.server:
            self.postgres.start()
        if not self.mail.controller:
            self.mail.start()
        for program in (self.redis, self.gunicorn, self.worker):
            if not program.is_running:
                program.start()
        services.wait_for_port(self.redis_port, self.redis)
        services.wait_for_port(self.port, self.gunicorn)

    def tick(self) -> str:
        return self.run(documented.command_with("tick")).stdout

    def forget_limits(self) -> None:
        """How often somebody did something is counted in Redis, whose every other content may be lost too."""
        with redis.Redis(host=HOST, port=self.redis_port) as client:
            client.flushall()

    def visitor(self, **options) -> Visitor:
        """Return a new browser of somebody at home, with a network address of their own."""
        self.homes += 1
        source = options.pop("source", f"127.1.{self.homes // 250}.{self.homes % 250 + 1}")
        return Visitor(ORIGIN, http=self.http, https=self.https, certificate=self.pair[0], source=source, **options)

    def past_the_proxy(self, path: str, *, host: str = NAME, scheme: str = "https") -> Answer:
        """Return what the site itself answers to its proxy."""
        somebody = Visitor(f"http://{host}", http=self.port)
        return somebody.ask(path, headers={"X-Forwarded-Proto": scheme}, follow=False)

    def query(self, sql: str, *values) -> list[tuple]:
        """Return the rows of one statement on the site's database, past the site."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            cursor = connection.execute(sql, values)
            return cursor.fetchall() if cursor.description else []

    @property
    def logs(self) -> dict[str, str]:
        """What each program wrote."""
        return {file.stem: file.read_text(errors="replace") for file in sorted(self.folder.glob("*.log"))} | {
            "postgres": self.postgres.log
        }
