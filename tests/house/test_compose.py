"""The production set-up, held to its schema; no Docker engine is needed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"
APP = ("web", "worker", "beat")


@pytest.fixture(scope="module")
def services() -> Mapping[str, Any]:
    found: Mapping[str, Any] = YAML(typ="safe").load(COMPOSE)["services"]
    return found


def test_compose_file_follows_the_compose_schema() -> None:
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*checker, str(COMPOSE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_web_worker_and_clock_are_one_image_with_one_configuration(
    services: Mapping[str, Any],
) -> None:
    for key in ("image", "build", "environment", "volumes", "read_only", "cap_drop"):
        assert services["web"][key] == services["worker"][key] == services["beat"][key]


@pytest.mark.parametrize("name", [*APP, "postgres", "redis"])
def test_every_lasting_service_is_watched_and_restarted(services: Mapping[str, Any], name: str) -> None:
    assert services[name]["healthcheck"]["test"]
    assert services[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", APP)
def test_the_app_starts_only_on_a_migrated_database(services: Mapping[str, Any], name: str) -> None:
    assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_everything_that_lasts_lies_in_a_named_volume(services: Mapping[str, Any]) -> None:
    volumes = YAML(typ="safe").load(COMPOSE)["volumes"]
    for name in (*APP, "postgres", "redis"):
        for volume in services[name]["volumes"]:
            assert volume.split(":")[0] in volumes


def test_no_secret_has_a_default() -> None:
    text = COMPOSE.read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        uses = re.findall(r"\$\{" + name + r"([^}]*)\}", text)
        assert uses
        assert all(use.startswith(":?") for use in uses)


def test_only_this_machine_reaches_the_open_ports(services: Mapping[str, Any]) -> None:
    for service in services.values():
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:")


def test_nothing_in_the_container_runs_as_root(services: Mapping[str, Any]) -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users
    assert users[-1].split(":")[0] not in {"0", "root"}
    after = lines[lines.index(f"USER {users[-1]}") :]
    assert not any(line.startswith("RUN ") for line in after)
    for name in (*APP, "migrate"):
        assert "user" not in services[name]


def test_the_image_installs_only_packages_with_known_hashes() -> None:
    recipe = (ROOT / "Dockerfile").read_text()
    installs = re.findall(r"pip install[^\n]*", recipe)
    assert installs
    assert all("--require-hashes -r requirements.txt" in line for line in installs)


def test_mails_and_links_have_their_addresses(services: Mapping[str, Any]) -> None:
    for name in ("BASE_URL", "MAIL_URL", "MAIL_FROM"):
        assert services["worker"]["environment"][name].startswith(f"${{{name}:?")
