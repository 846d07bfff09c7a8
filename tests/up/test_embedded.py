from __future__ import annotations

import os
from pathlib import Path

import pytest

from consult import embedded


def test_the_addresses_fit_into_a_socket_path_wherever_the_checkout_lies() -> None:
    var = Path("/", *["a rather long folder name"] * 20, "var")
    socket = embedded.socket_directory(var) / ".s.PGSQL.5432"
    assert len(bytes(socket)) < 108
    folder = str(embedded.socket_directory(var))
    assert embedded.redis_url(var) == f"unix://{folder}/redis.sock"
    encoded = folder.replace("/", "%2F")
    assert embedded.database_url(var) == f"postgresql://consult@{encoded}/consult"


def test_two_checkouts_never_share_an_address(tmp_path: Path) -> None:
    urls = {embedded.database_url(tmp_path / name) for name in ("one", "two", "one/../one")}
    assert len(urls) == 2


def test_data_of_another_major_version_are_left_alone(tmp_path: Path) -> None:
    mark = tmp_path / "postgres" / "PG_VERSION"
    mark.parent.mkdir()
    mark.write_text("16\n")
    with pytest.raises(
        embedded.EmbeddedError, match=r"PostgreSQL 16, and this is 18.*DATABASE_URL"
    ):
        embedded.PostgreSQL(tmp_path).start()
    assert list(mark.parent.iterdir()) == [mark]
    embedded.socket_directory(tmp_path).rmdir()


def test_a_socket_directory_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    directory = embedded.socket_directory(tmp_path)
    directory.mkdir()
    directory.chmod(0o755)
    with pytest.raises(embedded.EmbeddedError, match="is not a private directory of yours"):
        embedded.Redis(tmp_path).start()
    directory.rmdir()


def test_a_socket_directory_that_is_a_link_is_refused(tmp_path: Path) -> None:
    directory = embedded.socket_directory(tmp_path)
    directory.symlink_to(tmp_path)
    with pytest.raises(embedded.EmbeddedError, match="is not a private directory of yours"):
        embedded.Redis(tmp_path).start()
    directory.unlink()


def test_without_the_wheels_the_message_names_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.path", [])
    monkeypatch.setenv("PATH", "")
    with pytest.raises(embedded.EmbeddedError, match="Set DATABASE_URL"):
        embedded.PostgreSQL(tmp_path).start()
    with pytest.raises(embedded.EmbeddedError, match="set REDIS_URL"):
        embedded.Redis(tmp_path).start()
    embedded.socket_directory(tmp_path).rmdir()


def test_the_mark_of_a_killed_server_does_not_stop_the_next_one(tmp_path: Path) -> None:
    server = embedded.PostgreSQL(tmp_path, durable=False)
    log = (tmp_path / "log").open("wb")
    server.start(log)
    server.stop()
    # The number of the killed server is by now the number of a process that lives: this one.
    (tmp_path / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{tmp_path}/postgres\n")
    server.start(log)
    server.stop()
    assert not embedded.socket_directory(tmp_path).exists()


def test_without_user_namespaces_root_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # no unshare
    with pytest.raises(embedded.EmbeddedError, match="set DATABASE_URL"):
        embedded._somebody_else()
