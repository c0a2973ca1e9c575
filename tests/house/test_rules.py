"""What the house holds by machine."""

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]


def tracked(*endings: str) -> list[Path]:
    out = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = [ROOT / line for line in out.stdout.splitlines()]
    return [path for path in paths if path.is_file() and (not endings or path.suffix in endings)]


def test_no_file_is_over_400_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked(".py", ".html", ".js", ".css")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 400
    }
    assert long == {}


def test_there_are_no_junk_drawers():
    names = {"utils", "common", "helpers", "core", "misc"}
    assert [path for path in tracked(".py") if path.stem in names or names & set(path.parts)] == []


def test_imports_point_down():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_views_papers_and_templates_walk_no_reverse_managers():
    """A reverse manager in a page would pass the guard by. Prefetched relations of guarded items are the exception."""
    prefetched = (
        *("sections", "attachments", "disqualifications", "presenters", "versions", "named_readers", "shares"),
        *("owners", "changes", "people", "amounts", "aliases"),
    )
    walk = re.compile(r"\.(\w+)\.(?:filter|exclude|get|create|update|count|exists)\(")
    for path in [
        *ROOT.glob("meetings/views/*.py"),
        *ROOT.glob("meetings/papers/*.py"),
        *ROOT.glob("budget/views/*.py"),
        *ROOT.glob("budget/papers/*.py"),
        *ROOT.glob("sickleave/views/*.py"),
        *ROOT.glob("sickleave/papers/*.py"),
    ]:
        found = [
            name
            for name in walk.findall(path.read_text())
            if name in (*prefetched, "items", "papers", "remarks", "approvals")
        ]
        assert found == [], path
    for path in ROOT.glob("templates/**/*.html"):
        found = [name for name in re.findall(r"\.(\w+)\.all\b", path.read_text()) if name not in prefetched]
        assert found == [], path


@pytest.mark.django_db
def test_migrations_are_complete():
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert "No changes" in out.getvalue()


def test_the_deployment_check_is_silent():
    env = {
        key: value
        for key, value in os.environ.items()
        if key not in {"PLAIN_HTTP", "DEBUG", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    }
    env |= {"SECRET_KEY": "r4nd0m-" * 12 + "æøå", "ALLOWED_HOSTS": "chefforum.example"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_settings_are_safe_by_default():
    env = {"PATH": os.environ["PATH"], "SECRET_KEY": "x", "DATABASE_URL": "postgresql:///x", "REDIS_URL": "redis://x"}
    code = (
        "from chefforum import settings as s; assert not s.DEBUG; assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE;"
        "assert s.SECURE_HSTS_SECONDS; assert s.ALLOWED_HOSTS == []; p = str(s.CONTENT_SECURITY_POLICY); assert 'unsafe' not in p"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True)
    for missing in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL"):
        less = {key: value for key, value in env.items() if key != missing}
        done = subprocess.run(
            [sys.executable, "-c", "import chefforum.settings"],
            cwd=ROOT,
            env=less,
            capture_output=True,
            text=True,
            check=False,
        )
        assert f"Set {missing}" in done.stderr
    other = {**env, "DATABASE_URL": "sqlite:///x"}
    done = subprocess.run(
        [sys.executable, "-c", "import chefforum.settings"],
        cwd=ROOT,
        env=other,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "PostgreSQL is the only dialect" in done.stderr


def test_no_download_address_and_no_machine_path_is_committed():
    for path in tracked():
        if path.suffix in {".png", ".woff2"}:
            continue
        text = path.read_text(errors="replace")
        assert not re.search(r"(?:pypi|npmjs|pythonhosted|debian)\.(?:org|com)/", text), path
        if path.name.startswith("requirements"):
            assert "://" not in text


def test_no_sentence_of_the_real_minutes_is_in_the_house(referater):
    """No run of eight words of the three real minutes stands in any file of ours; dates and numbers are nobody's."""
    runs: set[tuple[str, ...]] = set()
    for source in referater.glob("*.txt"):
        words = re.findall(r"\w+", source.read_text().lower())
        runs |= {run for i in range(len(words) - 7) if not any(map(str.isdigit, run := tuple(words[i : i + 8])))}
    for path in tracked(".py", ".html", ".md", ".json", ".js", ".css"):
        words = re.findall(r"\w+", path.read_text().lower())
        shared = [run for i in range(len(words) - 7) if (run := tuple(words[i : i + 8])) in runs]
        assert shared == [], path


def test_the_schema_holds_for_every_paper(referater):
    import json

    import jsonschema

    from meetings.intake import read_minutes
    from tests.meetings.layouts import CAPITALS, HASHED_2021, PLAIN_2016, TITLES_2015

    schema = json.loads((ROOT / "docs/schemas/chefforum.meeting-1.json").read_text())
    sources = [path.read_bytes() for path in referater.glob("*.txt")]
    sources += [text.encode() for text in (CAPITALS, HASHED_2021, PLAIN_2016, TITLES_2015)]
    for source in sources:
        jsonschema.validate(read_minutes(source, "x.txt"), schema)


def test_minutes_are_read_on_the_command_line_with_nothing_set_up(tmp_path):
    import json

    from tests.meetings.layouts import PLAIN_2016

    (tmp_path / "gammelt.txt").write_text(PLAIN_2016)
    command = [sys.executable, str(ROOT / "manage.py"), "read_minutes", "gammelt.txt", "--json"]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True
    )
    assert [item["closed"] for item in json.loads(done.stdout)["items"]] == [False, True, False]
    (tmp_path / "brev.txt").write_text("Hej")
    bad = subprocess.run(
        [*command[:-2], "brev.txt"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert bad.returncode == 1
    assert "ingen punkter" in bad.stderr
    assert "Traceback" not in bad.stderr
