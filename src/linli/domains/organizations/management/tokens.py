"""`linli token issue|revoke|list`: tokens of the API from the machine itself."""

import argparse
import sys
from datetime import UTC, datetime

from linli.backbone.refusals import sentence
from linli.backbone.values import SYSTEM
from linli.domains.organizations.commands.tokens import issue_integration_token, issue_token, revoke_token
from linli.domains.organizations.queries import viewer_of
from linli.domains.organizations.queries.tokens import all_tokens
from linli.domains.organizations.values.tokens import Scope
from linli.domains.people.queries import account_named
from linli.domains.places.queries import place_by_code, root
from linli.kernel.refusal import NotFound, Refusal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("what", choices=("issue", "revoke", "list"))
    parser.add_argument("--name", default="", help="给谁用，例如“物业平台”")
    parser.add_argument("--user", default="", help="替这个登录名的岗位；不写就是给别的系统")
    parser.add_argument("--seat", type=int, default=0, help="哪个岗位；不写就是第一个")
    parser.add_argument("--place", default="", help="给别的系统时，到哪个辖区（代码）为止；不写就是全部")
    parser.add_argument("--scopes", default="read", help=f"用途，逗号隔开：{'、'.join(Scope)}")
    parser.add_argument("--days", type=int, default=90, help="有效几天，最多 366")
    parser.add_argument("--id", type=int, default=0, help="停用哪一个")


def run(arguments: argparse.Namespace) -> int:
    """Carry it out; 1 when it is refused, with the reason."""
    now = datetime.now(UTC)
    try:
        return {"issue": _issue, "revoke": _revoke, "list": _list}[arguments.what](arguments, now)
    except Refusal as refusal:
        sys.stderr.write(f"{sentence(refusal)}\n")
    except NotFound:
        sys.stderr.write("没有这个登录名、岗位、辖区或令牌\n")
    return 1


def _issue(arguments: argparse.Namespace, now: datetime) -> int:
    scopes = [one.strip() for one in arguments.scopes.split(",") if one.strip()]
    said = {"actor": SYSTEM, "name": arguments.name, "scopes": scopes, "days": arguments.days, "now": now}
    if arguments.user:
        holder = account_named(arguments.user)
        if holder is None:
            raise NotFound("account")
        held = viewer_of(holder.account_id, holder.person_id, holder.name).seat_ids
        seat_id = arguments.seat or next(iter(held), 0)
        if seat_id not in held:
            raise NotFound("seat")
        made = issue_token(seat_id=seat_id, holder=holder, **said)
    else:
        place = place_by_code(arguments.place) if arguments.place else root()
        made = issue_integration_token(place_id=place.id, **said)
    sys.stdout.write(f"{made.secret}\n")
    sys.stderr.write(f"令牌 {made.id} 做好了，只显示这一次\n")
    return 0


def _revoke(arguments: argparse.Namespace, now: datetime) -> int:
    revoke_token(actor=SYSTEM, token_id=arguments.id, now=now)
    sys.stdout.write(f"令牌 {arguments.id} 停用了\n")
    return 0


def _list(_arguments: argparse.Namespace, now: datetime) -> int:
    for row in all_tokens(now):
        used = row.last_used_on or "-"
        words = (row.id, row.mark, row.state, row.expires_at.date(), used, ",".join(row.scopes), row.holder, row.name)
        sys.stdout.write("\t".join(str(one) for one in words) + "\n")
    return 0
