"""Official papers (公文) as files, in the layout of GB/T 9704-2012: Word to go on with, PDF to print."""

from collections.abc import Sequence
from dataclasses import dataclass

# The page and its text area in millimetres (版心 156 × 225), and how many lines and characters stand in it.
WIDE, HIGH = 210, 297
TOP, LEFT, TEXT_WIDE, TEXT_HIGH = 37, 28, 156, 225
LINES, CHARACTERS = 22, 28
# Sizes in points: 3号, 2号, 4号, and of tables 小四.
BODY, TITLE, SMALL, CELL = 16, 22, 14, 12
RED = "C00000"
# The face of each role, and what stands in where a machine does not have it.
SONG = ("仿宋_GB2312", "仿宋", "FangSong", "STFangsong", "FZFangSong-Z02", "Noto Serif CJK SC", "Source Han Serif SC")
HEAD = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "小标宋", "STZhongsong", "Noto Serif CJK SC", "Source Han Serif SC")
BLACK = ("黑体", "SimHei", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei")
ROUND = ("宋体", "SimSun", "STSong", "Noto Serif CJK SC", "Source Han Serif SC")


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines of counts over labels; `rest` are days off, shaded."""

    names: Sequence[str]
    unit: str
    labels: Sequence[str]
    rest: Sequence[bool]
    series: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Section:
    """A part: its title with its ordinal, paragraphs, a table whose first row is its head, a chart."""

    title: str
    paragraphs: Sequence[str] = ()
    table: Sequence[Sequence[str]] = ()
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper; `number` and `day` say that they are still to come while it is a draft."""

    head: str
    number: str
    issuer: str
    day: str
    title: str
    sections: Sequence[Section]
    notes: Sequence[str]
    copies: str
