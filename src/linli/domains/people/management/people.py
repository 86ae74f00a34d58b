"""`linli people add`: a person with an account."""

import argparse
import secrets
import sys
from datetime import UTC, datetime

from django.db import IntegrityError

from linli.backbone.refusals import sentence
from linli.backbone.values import SYSTEM
from linli.domains.people.commands import add_person
from linli.kernel.refusal import Refusal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("what", choices=("add",))
    parser.add_argument("--name", required=True, help="姓名")
    parser.add_argument("--username", required=True, help="登录名")
    parser.add_argument("--phone", default="", help="电话")
    parser.add_argument("--password", default="", help="密码；不写就生成一个，只显示这一次")


def run(arguments: argparse.Namespace) -> int:
    """Add the person; 1 when the name is taken or the phone is wrong."""
    password = arguments.password or secrets.token_urlsafe(12)
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
    sys.stdout.write("\n" if arguments.password else f"，密码 {password}（只显示这一次）\n")
    return 0
