"""Messages of which the cause is known: a thing that happens somewhere, told by several people in words of their own,
among reports of other things. Nobody real, nothing copied."""

from dataclasses import dataclass
from random import Random

from linli.config.demo.history import words
from linli.domains.insights.rules.hot import Message
from linli.kernel.geometry import Lonlat

# What happens, by category: how different people put it. The first half of them is for tuning, the other for judging.
PROBLEMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("lighting", ("楼道灯不亮了", "楼梯间黑漆漆的什么都看不见", "声控灯跺脚也没反应", "走廊的灯坏了好几盏没人换", "上下楼要拿手机照明", "楼道照明坏了好些天", "晚上回家摸黑爬楼")),
    ("water", ("下水道堵了，污水往外冒", "地漏返水，一楼全是脏水", "污水井满了，粪水流出来", "排污管堵塞没人疏通", "楼下臭水横流", "下水不通，厕所冲不下去")),
    ("noise", ("广场舞音响开得太大", "跳舞的放音乐放到十点", "大喇叭放歌吵得孩子写不了作业", "晚上跳广场舞扰民", "健身队的音箱声音太响", "每天晚上咚咚咚的音乐，睡不着")),
    ("refuse", ("垃圾桶满了没人清", "垃圾堆成山了", "好几天没有来收垃圾", "生活垃圾溢出来招苍蝇", "垃圾清运不及时，臭得很", "桶边上全是垃圾袋")),
    ("lift", ("电梯停在半层，困了人", "电梯又坏了，只能爬楼", "电梯故障没人修", "坐电梯往下掉了一截，吓死人", "升降梯停用好几天了", "电梯门打不开")),
    ("parking", ("消防车道边上停满了车", "外来车辆乱停，堵住出口", "路口被车堵死，出不去", "违停没人管，救护车进不来", "车子停得乱七八糟", "占道停车，孩子走机动车道")),
    ("fumes", ("烧烤店油烟直排到窗口", "楼下餐馆的烟熏得不敢开窗", "饭店排烟味道很呛", "油烟味飘进家里", "餐饮店没装净化器，满屋子烟味", "一到饭点全是炒菜的烟")),
    ("building_works", ("有人在天台私搭棚子", "顶楼违章加盖房间", "楼顶在搞违建，天天运砖", "屋面上盖了一间铁皮房", "有住户侵占公共天台搭建", "楼上违法建筑没人拆")),
    ("road", ("路面有个大坑", "马路坑坑洼洼，电动车摔了", "路中间塌了一块", "道路破损，一下雨就是水坑", "路烂得不成样子", "坑太深，车子底盘都刮了")),
    ("power", ("半夜停电了", "又跳闸了，空调开不了", "一个礼拜断了三次电", "家里没电，冰箱的菜坏了", "电压不稳老是断", "整栋楼黑了，供电什么时候恢复")),
    ("charging", ("有人从楼上拉飞线充电", "电线从窗户垂下来给电瓶车充", "私拉电线给电动车充电", "电动自行车飞线，太危险", "楼外面挂着插排充电", "插线板吊在半空，下雨还在充")),
    ("water", ("水压很小，洗澡都困难", "高层没有水", "自来水流得像线一样细", "热水器打不着火，水太小了", "顶楼水上不来", "用水高峰没水用")),
    ("noise", ("工地施工声从早上六点开始", "打桩机夜里还在响", "半夜浇混凝土吵得没法睡", "工地夜间施工扰民", "渣土车通宵轰隆隆的", "旁边楼盘加班干活，噪音大")),
    ("property", ("门禁坏了谁都能进", "单元门锁不上，陌生人随便进", "刷卡没反应，大门一直敞着", "楼门关不上，丢了两辆车", "门口的对讲系统坏了", "防盗门的锁烂了没人修")),
    ("green", ("枯树要倒，砸到车怎么办", "一棵死树歪在路边", "树干空了，风一吹就晃", "大树快断了，很危险", "树倒下来压着电线", "危树没人砍")),
    ("dogs", ("流浪狗越来越多", "一群野狗追人", "没主的狗在楼下乱窜", "孩子被野狗吓哭了", "无主犬咬伤人", "成群的狗晚上叫")),
    ("vendors", ("夜市摊把路口堵了", "摆摊的占满人行道", "流动小贩挡着路，车过不去", "占道经营没人管", "卖烧烤的摊子摆到马路上", "早上菜贩把出口堵死")),
    ("falling", ("外墙砖掉下来一块", "墙皮脱落，差点砸到人", "楼上掉水泥块", "瓷砖往下掉，楼下的车被砸了", "外立面空鼓，有东西坠落", "墙面开裂要掉")),
    ("fire_lane", ("楼道里堆满杂物", "消防通道被旧家具堵住", "走道放鞋柜纸箱，出不去", "安全通道被占", "楼梯口堆着废品", "公共过道成了仓库")),
    ("property", ("物业费涨了没公示", "物业偷偷涨价", "收费标准没跟业主商量", "每平米多收五毛钱", "物管乱收费，账目不公开", "涨物业管理费没开业主大会")),
)
COMPOUNDS, BUILDINGS, DAYS = 60, 8, 60
# For each thing that several people tell, so many that one person tells.
ALONE = 3
_NAMES = ("金榕", "西江", "锦绣", "翠湖", "阳光", "东方", "和平", "新华", "银河", "滨江", "龙泉", "丽景")
_KINDS = ("花园", "小区", "新村", "苑", "家园")


@dataclass(frozen=True, slots=True)
class Told:
    """A message with its cause; a cause of its own where nobody else said it."""

    message: Message
    cause: int


def messages(count: int, seed: int, *, judging: bool) -> list[Told]:
    """So many messages in the order of time: half of one cause with others, a third people who say what nobody else does."""
    random = Random(seed)  # noqa: S311 - a set for measuring
    half = len(PROBLEMS) // 2
    problems = PROBLEMS[half:] if judging else PROBLEMS[:half]
    found: list[Told] = []
    cause = 0
    while len(found) < count:
        cause += 1
        found += _said(cause, random.choice(problems), _spot(random), random)
        for _ in range(ALONE):
            cause += 1
            found.append(Told(_alone(random), cause))
    found = sorted(found[:count], key=lambda one: one.message.day)
    return [Told(_numbered(one.message, at), one.cause) for at, one in enumerate(found)]


def _numbered(one: Message, key: int) -> Message:
    return Message(key, one.text, one.day, "", one.category, one.point, one.person)


def _spot(random: Random) -> tuple[int, int]:
    return random.randrange(COMPOUNDS), random.randrange(BUILDINGS)


def _point(compound: int, building: int) -> Lonlat:
    east, north = compound % 10 * 420 + building % 4 * 55, compound // 10 * 380 + building // 4 * 70
    return (109.4 + east / 101_500, 24.3 + north / 110_600)


def _said(
    cause: int, problem: tuple[str, tuple[str, ...]], spot: tuple[int, int], random: Random
) -> list[Told]:
    """What several people say of one thing: of one building, or of the whole compound, within a fortnight."""
    category, wordings = problem
    start, wide = random.random() * DAYS, random.random() < 0.5
    found = []
    for _ in range(min(2 + int(random.expovariate(0.25)), 30)):
        building = random.randrange(BUILDINGS) if wide else spot[1]
        told = random.choice(_TELLING).format(
            place=random.choice(words._PLACES) if random.random() < 0.6 else name_of(spot[0]),
            what=random.choice(wordings),
            since=random.choice(words._SINCE),
            feeling=random.choice(words._FEELINGS),
        )
        noted = category if random.random() < 0.9 else random.choice(list(words.CATEGORIES))
        day = start + min(random.expovariate(0.25), 14)
        found.append(Told(Message(0, told, day, "", noted, _point(spot[0], building), f"p{random.randrange(10**6)}"), cause))
    return found


_TELLING = ("{place}{what}，{since}，{feeling}。", "{what}，{feeling}", "{what}。在{place}，{since}。", "您好，{what}，{since}。{feeling}！", "{place}：{what}，{feeling}，谢谢", "我要反映，{what}。")


def name_of(compound: int) -> str:
    """What a compound is called."""
    return _NAMES[compound % len(_NAMES)] + _KINDS[compound // len(_NAMES) % len(_KINDS)]


def _alone(random: Random) -> Message:
    category = random.choices(list(words.CATEGORIES), [share for share, _units in words.CATEGORIES.values()])[0]
    text, spot = words.report(category, random), _spot(random)
    return Message(0, text, random.random() * DAYS, "", category, _point(*spot), f"p{random.randrange(10**6)}")
