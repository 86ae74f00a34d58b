"""`linli pack new NAME`: a folder with the few files a new place begins from, each with a line of explanation, and the
schema by which an editor completes and checks them."""

import json
import re
import sys
from pathlib import Path

from linli.config.cli.words import say

PACK = """\
# {name}：这个地方怎么叫、从哪个包开始。只写同 {extends} 不同的地方。
pack:
  extends: {extends}
  title: {{zh: {name}, en: {name}}}
  place: {{zh: 写上市和区, en: City and district}}
  about: {{zh: 用一句话写这里怎么治理, en: One sentence on how this place is governed}}
  words:
    slogan: {{zh: 写上口号, en: A slogan}}
"""
TERRITORY = """\
# 层级：改名就重写 title；加一级写 under（放在谁下面）。
territory:
  brand: {{zh: {name}, en: {name}}}
  levels:
    building: {{title: {{zh: 楼栋, en: Building}}}}
"""
ORGANIZATIONS = """\
# 岗位：改名、写职责清单（duties）、产生方式（ways）；新岗位写设在哪一级（at）和能做什么（rights）。
organizations:
  posts:
    building_chief:
      title: {{zh: 楼长, en: Building chief}}
      shown: true
      duties: [{{zh: 有事先敲我的门, en: Knock at my door first}}]
"""
PROCEDURES = """\
# 流程：已有的流程只写要改的键；extends 从一个现成的流程开始，换编号开头的两个字母。
cases:
  categories:
    lighting: {{title: {{zh: 路灯, en: Street lamps}}, limit: 2wd, words: [路灯, 灯不亮]}}
  procedures:
    my_topic:
      extends: topic
      title: {{zh: 院坝会, en: Courtyard talk}}
      number: "YB{{yymmdd}}-{{seq}}"
      stages:
        screen: {{title: {{zh: 收集议题, en: Collect}}}}
"""
ROUTINES = """\
# 机制：到时候自己出现的事。cadence 写“每天”“每周五下午”“每月第一个周六”“每季度”或 RRULE。
routines:
  my_round:
    title: {{zh: 每周走一遍, en: A walk each week}}
    cadence: 每周五下午
    each: community
    seat: [desk@community]
    opens: request
    form:
      seen: {{title: {{zh: 看到什么, en: Seen}}, type: long, required: false}}
"""
FILES = {
    "pack.yaml": PACK,
    "territory.yaml": TERRITORY,
    "organizations.yaml": ORGANIZATIONS,
    "procedures.yaml": PROCEDURES,
    "routines.yaml": ROUTINES,
}


SCHEMA = "pack.schema.json"


def begin(name: str, extends: str, to: str) -> int:
    """Write the files of a new pack; 2 when the name does not fit or the folder is there already."""
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,39}", name):
        sys.stderr.write(
            say(
                "名字用小写字母、数字和短横，如 my-district\n",
                "use lower-case letters, digits and dashes: my-district\n",
            )
        )
        return 2
    folder = Path(to or ".") / name
    if folder.exists():
        sys.stderr.write(say(f"{folder} 已经有了，换个名字\n", f"{folder} is there already\n"))
        return 2
    folder.mkdir(parents=True)
    for file, text in FILES.items():
        first = f"# yaml-language-server: $schema={SCHEMA}\n"
        (folder / file).write_text(first + text.format(name=name, extends=extends), encoding="utf-8")
    (folder / SCHEMA).write_text(schema_text(), encoding="utf-8")
    sys.stdout.write(
        say(
            f"{folder} 写好了。改完运行 linli pack check {folder}，再运行 linli demo --pack {folder}\n",
            f"{folder} is written. Edit it, then: linli pack check {folder}, and: linli demo --pack {folder}\n",
        )
    )
    return 0


def schema_text() -> str:
    """The language of packs as `linli pack schema` prints it."""
    from linli.backbone.packs.describe import json_schema
    from linli.config.cli.packs.words import meanings

    return json.dumps(json_schema(meanings()), ensure_ascii=False, indent=1) + "\n"
