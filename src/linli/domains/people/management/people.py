"""`linli people add`: a person with an account. `linli people password`: a new password for one that is there."""

import argparse
import secrets
import sys
from datetime import UTC, datetime

from django.db import IntegrityError

from linli.backbone.refusals import sentence
from linli.backbone.values import SYSTEM
from linli.domains.people.commands import add_person, renew_password
from linli.kernel.refusal import NotFound, Refusal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("what", choices=("add", "password"))
    parser.add_argument("--name", default="", help="姓名，add 要写")
    parser.add_argument("--username", required=True, help="登录名")
    parser.add_argument("--phone", default="", help="电话")
    parser.add_argument("--password", default="", help="密码；不写就生成一个，只显示这一次")


def run(arguments: argparse.Namespace) -> int:
    """Add the person, or renew their password; 1 when that cannot be."""
    password = arguments.password or secrets.token_urlsafe(12)
    return _renew(arguments, password) if arguments.what == "password" else _add(arguments, password)


def _renew(arguments: argparse.Namespace, password: str) -> int:
    """1 when there is no such account."""
    try:
        renew_password(actor=SYSTEM, username=arguments.username, password=password, now=datetime.now(UTC))
    except NotFound:
        sys.stderr.write(f"没有叫 {arguments.username} 的账号\n")
        return 1
    sys.stdout.write(f"{arguments.username} 的密码换了，双重验证停了，登录着的都退出了")
    _say(arguments, password)
    return 0


def _add(arguments: argparse.Namespace, password: str) -> int:
    """1 when the name is missing or taken, or the phone is wrong."""
    if not arguments.name.strip():
        sys.stderr.write("要写姓名：--name\n")
        return 2
    try:
        person_id = add_person(
            actor=SYSTEM,
            name=arguments.name,
            phone=arguments.phone,
            username=arguments.username,
            password=password,
            now=datetime.now(UTC),
        )
    except Refusal as refusal:
        sys.stderr.write(f"{sentence(refusal)}\n")
        return 1
    except IntegrityError:
        sys.stderr.write(f"登录名 {arguments.username} 已经有人用了\n")
        return 1
    sys.stdout.write(f"已添加 {arguments.name}（{person_id}）。登录名 {arguments.username}")
    _say(arguments, password)
    return 0


def _say(arguments: argparse.Namespace, password: str) -> None:
    """The password, where it was made here."""
    sys.stdout.write("\n" if arguments.password else f"，密码 {password}（只显示这一次）\n")
