"""What one deploys with says what the site reads and what the docs run, and passes the checkers of its kind."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
FOR_TESTS = {"TEST_SQLITE_FILE"}
NAME = re.compile(r"[A-Z][A-Z0-9_]+")
# Of ten; what systemd itself calls «OK» begins at 4.9.
MOST_EXPOSED = 2.5


def program(name):
    """Return a checker of the virtual environment or of the machine; without it, skips (fails under CI=true)."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        leave_out = pytest.fail if os.environ.get("CI", "").lower() in {"1", "true", "yes"} else pytest.skip
        leave_out(f"{name} is not installed")
    return found


def check(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def strings_of(call):
    return [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]


def variables_read():
    """Return the environment variables that the site reads, through energies/kernel/env.py as everything must."""
    env = ast.parse((ROOT / "energies/kernel/env.py").read_text())
    readers = {node.name for node in env.body if isinstance(node, ast.FunctionDef)}
    found = {
        default.value
        for node in env.body
        if isinstance(node, ast.FunctionDef)
        for default in node.args.defaults
        if isinstance(default, ast.Constant)
    }
    for file in [*ROOT.glob("energies/**/*.py"), *ROOT.glob("*/apps.py")]:
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call):
                continue
            through_env = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "env"
            within_env = file.name == "env.py" and getattr(node.func, "id", "") in readers
            if through_env or within_env:
                found.update(strings_of(node)[:1])
    return {name for name in found if isinstance(name, str) and NAME.fullmatch(name)} - FOR_TESTS


def variables_of_the_table():
    table = (ROOT / "docs/developers.md").read_text().partition("## Settings")[2].partition("\n## ")[0]
    return {name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}


def variables_of_the_sample():
    return re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.sample").read_text(), re.MULTILINE)


def variables_of_compose():
    return set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text()))


def documented_lines():
    text = (ROOT / "docs/developers.md").read_text()
    blocks = re.findall(r"<!-- the road: .*? -->\n```sh\n(.*?)```", text, re.DOTALL)
    return [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]


def test_the_table_of_the_docs_has_every_variable_that_is_read_and_no_other():
    assert variables_of_the_table() == variables_read()


def test_the_sample_has_every_variable_once_and_invents_none():
    sample = variables_of_the_sample()
    assert len(sample) == len(set(sample))
    assert set(sample) == variables_read() | variables_of_compose()


def test_the_site_starts_with_the_sample_as_it_stands(tmp_path):
    """What is not commented out is a whole production, whose key alone is still to be made."""
    text = (ROOT / ".env.sample").read_text()
    chosen = dict(line.split("=", 1) for line in text.splitlines() if re.match(r"[A-Z]", line))
    assert chosen.pop("SECRET_KEY") == ""
    environment = {"PATH": os.environ["PATH"], **chosen, "SECRET_KEY": "x" * 60, "VAR_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "ERROR"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_units_image_and_compose_run_what_the_docs_say():
    documented = set(documented_lines())
    started = {
        line.removeprefix("ExecStart=/srv/energies/")
        for unit in SERVICES
        for line in unit.read_text().splitlines()
        if line.startswith("ExecStart=")
    }
    assert started == {
        ".venv/bin/gunicorn energies.wsgi --preload",
        ".venv/bin/python manage.py db_worker",
        ".venv/bin/python manage.py tick",
    }
    assert started <= documented
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert {
        " ".join(compose[name]["command"]).removesuffix(" --every 300") for name in ("site", "worker", "tick")
    } == started
    image = (DEPLOY / "Dockerfile").read_text().replace("\\\n", " ")
    in_image = ("pip install", "bin/messages compile", "collectstatic")
    release = [line for line in documented_lines() if line not in started and "createsuperuser" not in line]
    assert all(
        " ".join(line.split()) in " ".join(image.split()) for line in release if any(map(line.__contains__, in_image))
    )
    ran = compose["release"]["command"][-1].split("\n")
    assert [line for line in ran if line] == [line for line in release if not any(map(line.__contains__, in_image))]


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_has_no_more_rights_than_it_needs(unit, tmp_path):
    words = unit.read_text().splitlines()
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "ReadWritePaths=/srv/energies/var"):
        assert line in words
    threshold = f"--threshold={MOST_EXPOSED * 10:.0f}"
    check(program("systemd-analyze"), "security", "--offline=yes", "--no-pager", threshold, str(unit))


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    for unit in UNITS:
        text = unit.read_text().replace("/srv/energies", str(ROOT))
        # The account is made on the machine that deploys.
        (tmp_path / unit.name).write_text(re.sub(r"^(User|Group)=.*$", r"\1=root", text, flags=re.MULTILINE))
    assert check(program("systemd-analyze"), "verify", *map(str, sorted(tmp_path.iterdir()))) == ""


def test_hadolint_finds_nothing_wrong_with_the_image():
    assert check(program("hadolint"), str(DEPLOY / "Dockerfile")) == ""


def test_gixy_finds_nothing_wrong_with_the_proxy(tmp_path):
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"events {{}}\nhttp {{\n{(DEPLOY / 'nginx.conf').read_text()}\n}}\n")
    assert "No issues found" in check(program("gixy"), str(whole))
    # That it looks at all: a folder that leads out of itself.
    whole.write_text(whole.read_text().replace("location /static/ {", "location /static {"))
    assert subprocess.run([program("gixy"), str(whole)], capture_output=True).returncode


def test_compose_understands_its_file(tmp_path):
    docker = program("docker") if shutil.which("docker") else None
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("docker compose is not installed: its file was read as YAML alone")
    shutil.copytree(DEPLOY, tmp_path / "deploy")
    shutil.copy(ROOT / ".env.sample", tmp_path / ".env")
    environment = os.environ | {"POSTGRES_PASSWORD": "x"}
    command = [docker, "compose", "--file", str(tmp_path / "deploy/compose.yaml"), "config", "--quiet"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_what_the_guide_for_the_server_quotes_exists():
    guide = (ROOT / "docs/operacio.md").read_text()
    commands = set(re.findall(r"manage\.py ([a-z_]+)", guide))
    assert len(commands) >= 10
    assert commands <= get_commands().keys()
    paths = {path for path in re.findall(r"[`(]((?:deploy|docs|tests|energies)/[\w./-]+)", guide)}
    paths |= {f"docs/{path}" for path in re.findall(r"\]\(([\w.]+)\)", guide)} | {".env.sample"}
    assert len(paths) >= 8
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []
    variables = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", guide))
    assert variables <= variables_read() | {"DJANGO_SUPERUSER_EMAIL"}
    for unit in set(re.findall(r"energies-[a-z]+(?:\.[a-z]+)?", guide)):
        assert (DEPLOY / "systemd" / unit).exists() or (DEPLOY / "systemd" / f"{unit}.service").exists(), unit
