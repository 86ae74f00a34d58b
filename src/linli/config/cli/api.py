"""`linli api`: one curl for each job, against this address and with this token."""

from __future__ import annotations

import argparse
import json
from typing import Any, NamedTuple

from linli.config.cli.web import add_address, address
from linli.config.cli.words import say

HELP = ("接口怎么用：每件事一条 curl", "how to use the API: one curl for each job")
BASE = "/api/v1"


class Job(NamedTuple):
    """A job in both languages, and the request that does it; `token` whether it takes one."""

    chinese: str
    english: str
    method: str
    path: str
    body: dict[str, Any] | None = None
    token: bool = True


NUMBER, FOLLOW = "QS260608-0012", "FOLLOW_TOKEN"
JOBS: tuple[Job, ...] = (
    Job("看一个楼门", "Look at a door", "GET", "/doors/K7M2P9QX", None, False),
    Job(
        "居民反映（回答里的 token 是查进度的凭证）",
        "Report what is wrong (the answer's token follows it)",
        "POST",
        "/reports",
        {"door": "K7M2P9QX", "text": "三楼的灯坏了三天"},
        False,
    ),
    Job("先传照片，再用 handle", "Send a photo ahead, then name its handle", "UPLOAD", "/uploads", None, False),
    Job("居民看进度", "Follow a report", "GET", f"/follow/{FOLLOW}", None, False),
    Job(
        "居民评价",
        "Answer the call-back",
        "POST",
        f"/follow/{FOLLOW}/rating",
        {"contacted": True, "solved": True, "satisfaction": "satisfied"},
        False,
    ),
    Job("我是谁、能做什么", "Who I am and what I may do", "GET", "/me"),
    Job("我的待办", "What is mine to do", "GET", "/duties?tab=mine"),
    Job("事项列表，一页一页翻", "List cases, page by page", "GET", "/cases?view=open&limit=30"),
    Job("看一件事项", "Read a case", "GET", f"/cases/{NUMBER}"),
    Job("看经过", "Read its timeline", "GET", f"/cases/{NUMBER}/timeline"),
    Job("现在能办什么", "What may be done now", "GET", f"/cases/{NUMBER}/acts"),
    Job("一个动作要填什么", "What an act asks for", "GET", f"/cases/{NUMBER}/acts/forward"),
    Job("签收", "Sign", "POST", f"/cases/{NUMBER}/acts/sign", {}),
    Job("转办", "Forward", "POST", f"/cases/{NUMBER}/acts/forward", {"given": {"reason": "要执法权"}}),
    Job(
        "吹哨",
        "Whistle",
        "POST",
        f"/cases/{NUMBER}/acts/whistle",
        {"given": {"kind": "enforcement", "lead": 3, "helpers": [4], "reason": "需要联合执法"}},
    ),
    Job(
        "到场",
        "Arrive",
        "POST",
        f"/cases/{NUMBER}/acts/arrive",
        {"given": {"lat": 31.81, "lon": 117.29}, "files": {"photos": ["0123456789abcdef0123456789abcdef"]}},
    ),
    Job("处置完毕", "Finish", "POST", f"/cases/{NUMBER}/acts/finish", {"given": {"minutes": "摊位已清"}}),
    Job("批一个申请", "Decide an ask", "POST", f"/cases/{NUMBER}/asks/1", {"approve": True}),
    Job("给反映人留言", "Tell the reporter", "POST", f"/cases/{NUMBER}/messages", {"text": "明天一早就去"}),
    Job("替来访登记", "Register a visitor's matter", "POST", "/cases", {"place": "GC-01-01", "text": "路灯不亮"}),
    Job("今天的一圈", "Today's round", "GET", "/rounds"),
    Job("辖区", "Places", "GET", "/places?parent=1"),
    Job("组织", "Organizations", "GET", "/organizations"),
    Job("岗位，谁在任", "Seats and who sits in them", "GET", "/seats"),
    Job("指标有哪些", "Which indicators there are", "GET", "/indicators"),
    Job("一个指标的数", "Read a figure", "GET", "/indicators/received?period=month"),
    Job("按来源拆开", "Split it by channel", "GET", "/indicators/received/split?by=channel"),
    Job("数后面的记录", "Open it to its records", "GET", "/indicators/received/records"),
    Job("现行的治理模式包", "The pack in force", "GET", "/packs/current"),
)


def curl(job: Job, server: str, token: str) -> str:
    """The command line of a job."""
    words = ["curl"]
    if job.token:
        words.append(f'-H "Authorization: Bearer {token}"')
    if job.method == "UPLOAD":
        words.append("-F file=@photo.jpg")
    if job.body is not None:
        words.append("-H 'Content-Type: application/json'")
        words.append(f"-d '{json.dumps(job.body, ensure_ascii=False)}'")
    return " ".join([*words, f'"{server}{BASE}{job.path}"'])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_address(parser)
    parser.add_argument("--token", default="$LINLI_TOKEN", help="令牌；用 linli token issue 做一个")


def run(arguments: argparse.Namespace) -> int:
    server = address(arguments.host, arguments.port)
    for job in JOBS:
        print(f"# {say(job.chinese, job.english)}\n{curl(job, server, arguments.token)}\n")
    return 0
