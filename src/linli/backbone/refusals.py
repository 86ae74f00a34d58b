"""What each refusal says to a reader, and what to do next: one table, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from linli.kernel.refusal import Refusal

NEEDS = {
    "note": mark("写一句处理情况"),
    "reason": mark("写明理由"),
    "photo": mark("附一张照片"),
    "location": mark("打开定位"),
    "minutes": mark("写处置记录"),
    "kind": mark("选一种吹哨情形"),
    "lead": mark("选一家主办单位"),
    "organization": mark("选一家承办单位"),
    "route": mark("选一条告知的去向"),
    "review_date": mark("定一个复核日期"),
    "step": mark("选一个步骤"),
    "level": mark("选督办的方式"),
    "titles": mark("写清分成哪几件"),
    "seat": mark("选一个岗位"),
    "case": mark("填另一件的编号"),
    "category": mark("选改成哪一类"),
    "door": mark("填楼门口的码"),
}

SENTENCES: dict[str, tuple[str, str]] = {
    "not_here": (mark("这一步现在办不了"), mark("刷新页面看最新的进展")),
    "not_yours": (mark("这件事不在您手里"), mark("看看是谁在办，可以催一下")),
    "sign_first": (mark("还没签收"), mark("先点“签收”")),
    "part_done": (mark("您这一份已经办完了"), mark("看看别的单位办到哪了")),
    "paused": (mark("这件事挂着账"), mark("到复核日期，或先恢复办理")),
    "asking": (mark("上一个申请还没批"), mark("等批复，或联系审批的岗位")),
    "period_open": (mark("这段时间还没过完，不能锁定"), mark("选已经过完的一段，比如上个月")),
    "too_little_history": (
        mark("类别由人选定的办结事项还不到 {least} 件，学不了"),
        mark("现在照治理模式包里的词提醒，够了会自己学"),
    ),
    "issue_quiet": (mark("这件事没有新情况要说"), mark("有了会告诉承办岗")),
    "issue_itself": (mark("不能同自己合并"), mark("选另一条热点")),
    "issue_taken": (mark("这件事已经立了专项"), mark("打开专项看进展")),
    "issue_split": (mark("没有选，或者全选了"), mark("勾几件不是同一件事的，至少留一件")),
    "key_reused": (
        mark("这个 Idempotency-Key 已经用在另一个请求上了"),
        mark("重发同一个请求要和第一次一模一样；另一件事换一个新的键"),
    ),
    "nothing_advised": (mark("没有提醒过什么"), mark("照常登记就行")),
    "own_paper": (mark("自己起草或改过的，要别人来批"), mark("请另一位有审批权的人批，或者退回去")),
    "already_locked": (mark("这段时间已经锁定过"), mark("锁定的数在统计页上就能看到")),
    "already_arrived": (mark("已经登记过到场"), mark("接着写处置记录")),
    "arrive_first": (mark("还没登记到场"), mark("到了现场先点“我到了”")),
    "first_receiver": (mark("不能退单：您已到场，并且是首接单位"), mark("可以申请延期，或请吹哨人加协办")),
    "designated": (mark("不能再退：这件事已指定由您办"), mark("可以申请延期，或请上级协调")),
    "extended_out": (mark("延期次数用完了"), mark("可以申请挂账，说明复核日期")),
    "too_far": (
        mark("离现场 %(metres)s 米，超过 %(radius)s 米，不算到场"),
        mark("走近一些再点一次；定位不准时到空旷处重试"),
    ),
    "needs": (mark("还差：%(missing)s"), mark("补上再点一次")),
    "case_closed": (mark("这件事已经办结"), mark("还有新情况，请重新反映")),
    "already_rated": (mark("您已经评过了"), mark("还没解决的话，会有人再联系您")),
    "not_rating": (mark("现在还不用评"), mark("办好以后我们会请您评")),
    "nudged": (mark("刚催过，已经转告经办人"), mark("一小时后可以再催")),
    "stale": (mark("这件事刚被别人办过"), mark("刷新页面，看最新的进展")),
    "same_category": (mark("现在就是这一类"), mark("选另一类，或者不改")),
    "no_seat": (mark("选的单位没有值班岗"), mark("换一家，或请管理员设岗")),
    "same_unit": (mark("主办和协办选了同一家"), mark("去掉一个再吹哨")),
    "wall_key_name": (mark("还没写是哪块屏"), mark("写一个认得出的名字，例如“一楼大厅”")),
    "wall_key_revoked": (mark("这个链接早就停用了"), mark("需要的话再做一个")),
    "hook_name": (mark("还没写推给谁"), mark("写一个认得出的名字，最多 60 个字，例如“物业平台”")),
    "hook_url": (mark("地址不对"), mark("写 https 开头的完整地址，里面不带用户名和密码")),
    "hook_private": (mark("不能推到内部地址"), mark("换一个公网地址，或请运维打开 LINLI_HOOKS_PRIVATE")),
    "hook_events": (mark("还没选推哪些事"), mark("至少选一样")),
    "hook_stopped": (mark("这个推送停了"), mark("需要的话再做一个")),
    "hook_waiting": (mark("这一条还在路上"), mark("等它有了结果再重发")),
    "empty_text": (mark("还没写是什么事"), mark("写一两句话就行")),
    "text_too_long": (mark("写得太长了，最多 %(limit)s 个字"), mark("留下要紧的几句")),
    "bad_phone": (mark("电话号码不对"), mark("写 11 位手机号，或带区号的座机；也可以不填")),
    "too_many_photos": (mark("照片最多 %(limit)s 张"), mark("去掉几张再发")),
    "photo_too_big": (mark("有一张照片超过 %(limit)s MB"), mark("换一张小一点的")),
    "paper_too_big": (mark("“%(name)s”超过 %(limit)s MB"), mark("压缩一下，或分成几个文件")),
    "paper_empty": (mark("“%(name)s”是空的"), mark("看看存好了没有，再选一次")),
    "paper_old": (mark("“%(name)s”是旧版 Office 文件"), mark("另存为 docx 或 xlsx，再选一次")),
    "paper_macros": (mark("“%(name)s”里有宏或嵌入的程序"), mark("另存为不带宏的 docx 或 xlsx，或转成 PDF")),
    "paper_active": (mark("“%(name)s”里有脚本、附件或会打开别的程序的动作"), mark("重新打印成 PDF，再选一次")),
    "paper_locked": (mark("“%(name)s”加了密码，看不了里面有什么"), mark("去掉密码，再选一次")),
    "paper_broken": (mark("“%(name)s”打不开，可能坏了"), mark("重新保存一份，再选一次")),
    "paper_unknown": (
        mark("“%(name)s”不是 PDF、Word、Excel、文字或照片"),
        mark("按内容认，不按名字认；换成其中一种再选"),
    ),
    "not_a_photo": (mark("有一个文件不是照片"), mark("换成 JPG、PNG 或 WebP 照片")),
    "door_revoked": (mark("这块门牌已经换新"), mark("扫门口的新码，或打给社区")),
    "no_pack": (mark("还没有启用治理模式包"), mark("请管理员运行 linli pack apply")),
    "too_many_works": (mark("您已经有 %(limit)s 项在排队或在做"), mark("等做完一项，或取消一项")),
    "sheet_faulty": (mark("有 %(faults)s 处不对，一件都没有导入"), mark("下载错误表，照着改好再传一次")),
    "sheet_unreadable": (mark("这个文件读不出来"), mark("存成 Excel 或 CSV 再传")),
    "sheet_empty": (mark("表里没有工单"), mark("看看是不是传错了文件")),
    "sheet_too_big": (mark("文件超过 %(limit)s MB"), mark("分成几个文件再传")),
    "work_ended": (mark("这一项已经结束了"), mark("看结果，或再做一次")),
    "work_broke": (mark("没做成，已经记下原因"), mark("再试一次；还不行就告诉管理员")),
    "work_not_yours": (mark("您的岗位现在看不到这些了"), mark("换到有权限的岗位再试")),
    "pack_strands": (
        mark("有 %(cases)s 件在办的事项会没处去，不能启用"),
        mark("先办完这些事项，或在新包里保留这些阶段"),
    ),
    "unknown_year": (mark("%(year)s 年的放假安排还没有导入"), mark("请管理员更新工作日历")),
    "seat_taken": (mark("这个岗位有人在任"), mark("先办交接，再任命")),
    "bad_term": (mark("任期的日期不对"), mark("结束日期要在开始之后")),
    "holding_duties": (mark("还有 %(count)s 件待办没交接"), mark("选一位接手的人")),
    "wrong_way": (mark("没有这种产生方式"), mark("从列出的几种里选")),
    "already_scored": (mark("已经评过这家单位"), mark("每次吹哨只评一次")),
    "nothing_chosen": (mark("还没勾选事项"), mark("勾上要办的几件再点")),
    "rate_limited": (mark("点得太快了"), mark("稍等一分钟再试")),
    "decided": (mark("这个申请已经批过了"), mark("刷新页面看结果")),
    "not_now": (mark("现在还不到这一步"), mark("看看还差什么条件")),
    "proof_first": (mark("还有步骤没有佐证"), mark("先把每一步的佐证登记齐")),
    "bad_field": (mark("“%(field)s”填得不对"), mark("照提示改一下再提交")),
    "wrong_place": (mark("这类事项不在这一级办"), mark("换一个地点再登记")),
    "merge_self": (mark("不能并到这一件"), mark("填另一件在办事项的编号")),
    "merge_closed": (mark("要并入的事项已经办结"), mark("填一件在办的事项")),
    "parts": (mark("要分成 1 到 %(most)s 件"), mark("每行写一件")),
    "same_seat": (mark("已经在这个岗位手里"), mark("选另一个岗位")),
    "seat_empty": (mark("这个岗位现在没有人"), mark("选一个有人的岗位")),
    "excluded": (mark("这件事已经不计入考核"), mark("刷新页面看最新的进展")),
    "wrong_door": (mark("这个码不是这里的门牌"), mark("看看门牌上的码，再填一次")),
    "round_over": (mark("这一次已经结束"), mark("回到今天的一圈，看还有什么要做")),
    "already_paired": (mark("已经结过这个对"), mark("换一家、换一位，或先结束原来的")),
    "pairing_over": (mark("这个结对已经结束"), mark("看看后来是谁接的")),
    "wrong_layer": (mark("这个结对办法里没有这一层，或人和单位对不上"), mark("重新选一层，再填单位或人")),
    "wrong_level": (mark("这一层不结到这样的地方"), mark("从列出的地方里选")),
    "bad_contact": (mark("联系的时间或方式不对"), mark("时间不能晚于现在")),
    "claim_what": (mark("还没写认领了什么"), mark("写一句，比如“帮 3 栋修纱窗”")),
    "bad_hours": (mark("时长要在 0 到 24 小时之间"), mark("写几小时，比如 1.5")),
    "confirmed": (mark("这一条不用再确认"), mark("刷新页面看最新的记录")),
    "body_known": (mark("已经有同类同名的组织"), mark("换个名字，或打开原来的那一家")),
    "body_closed": (mark("这个组织已经撤销"), mark("另选一家")),
    "not_joint": (mark("这一类组织没有成员单位"), mark("到联合体的页面去加")),
    "already_covered": (mark("已经覆盖这里"), mark("换一个地方")),
    "already_member": (mark("已经是成员"), mark("换一家")),
    "bad_code": (mark("统一社会信用代码不对"), mark("照证照再核一遍 18 位")),
    "wrong_body": (mark("选的组织不是这一类"), mark("从列出的几家里选")),
    "wrong_kind": (mark("没有这一类小区"), mark("从列出的几类里选")),
    "circular_not_now": (mark("通报已经走到别的一步"), mark("刷新页面看最新的情况")),
    "circular_there": (mark("这个时段的通报已经有了"), mark("在列表里打开它")),
    "circular_open_period": (mark("这些天还没过完，或时段不对"), mark("选已经过完的一段，最长 400 天")),
    "circular_topic": (mark("还没选写哪一类"), mark("专题通报要选一个类别")),
    "circular_title": (mark("标题不能空着"), mark("写上标题再保存")),
    "circular_no_seat": (mark("审批的岗位现在没有人"), mark("请管理员任命，再送审")),
    "circular_kind_gone": (mark("现在的模式包里没有这种通报了"), mark("请管理员看看模式包")),
    "changed": (mark("这件事在您看过以后又有了变化"), mark("重新读一次，再决定怎么办")),
    "token_name": (mark("还没写这个令牌给谁用"), mark("写一个认得出的名字，例如“物业平台”")),
    "token_scopes": (mark("令牌的用途没选，或不能这样选"), mark("至少选一项；给别的系统的令牌不能办事")),
    "token_days": (mark("有效期要在 1 到 %(most)s 天之间"), mark("改短一些，到期再做一个")),
    "token_revoked": (mark("这个令牌早就停用了"), mark("需要的话再做一个")),
    "reason_needed": (mark("要写明查看的原因"), mark("写一句，会记在案")),
}


def sentence(refusal: Refusal) -> str:
    """The refusal in one sentence of the reader's language."""
    words, _next = SENTENCES.get(refusal.code, (mark("这一步现在办不了"), ""))
    detail = dict(refusal.detail)
    missing = detail.get("missing")
    if isinstance(missing, tuple):
        detail["missing"] = "、".join(_(NEEDS.get(str(need), str(need))) for need in missing)
    if isinstance(detail.get("cases"), list):
        detail["cases"] = len(detail["cases"])  # type: ignore[arg-type]
    return _(words) % detail


def next_step(code: str) -> str:
    """What the reader can do next."""
    words = SENTENCES.get(code, ("", ""))[1]
    return _(words) if words else ""
