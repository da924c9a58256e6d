#!/usr/bin/env python3
"""Writes xzcf.csv: 200 administrative penalties as the national form of
publication (双公示, 行政处罚) has them.

    ./make_csv.py > xzcf.csv

Enterprises, numbers of documents and codes are made up; the seed is fixed, so
the file can be made again.  Organisation codes begin with XX, a prefix that
is not given out, and both check characters are right.  Agencies and articles
are real, their codes are made up like the others.
"""
import csv
import datetime
import random
import sys

CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: without I O S V Z
INNER = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # GB 11714
REGIONS = ["510402", "510403", "510411", "510421", "510422"]

COLUMNS = """CF_XDR_MC CF_XDR_LB CF_XDR_SHXYM CF_WSH CF_WFXW CF_SY CF_YJ CF_CFLB CF_NR CF_NR_FK
CF_JDRQ CF_YXQ CF_GSJZQ CF_CFJG CF_CFJGDM CF_SJLY CF_SJLYDM BZ""".split()

# how many, agency, word of its document numbers, conduct, facts, article,
# kinds of penalty, what is imposed
KINDS = [
    (24, "攀枝花市财政局", "攀财采罚", "提供虚假材料谋取中标、成交", "投标文件中的业绩证明材料系伪造",
     "中华人民共和国政府采购法第七十七条", "罚款", "处以采购金额千分之五的罚款，列入不良行为记录名单"),
    (10, "攀枝花市发展和改革委员会", "攀发改罚", "串通投标", "与其他投标人协商投标报价",
     "中华人民共和国招标投标法实施条例第六十七条", "罚款", "处以中标项目金额千分之五的罚款"),
    (12, "攀枝花市市场监督管理局", "攀市监食罚", "食品生产经营严重违法", "使用非食品原料生产食品",
     "中华人民共和国食品安全法第一百二十三条", "罚款、吊销许可证件", "罚款并吊销食品生产许可证"),
    (14, "攀枝花市应急管理局", "攀应急罚", "未按规定排查治理重大事故隐患", "重大事故隐患未采取措施消除",
     "中华人民共和国安全生产法第一百零二条", "罚款、责令停产停业整顿", "罚款并责令停产停业整顿"),
    (46, "攀枝花市生态环境局", "攀环罚", "未按规定安装使用污染物监测设备", "在线监测设备未保证正常运行",
     "中华人民共和国水污染防治法第八十二条", "罚款", "责令改正，处以罚款"),
    (64, "攀枝花市市场监督管理局", "攀市监罚", "发布虚假广告", "广告内容与实际不符",
     "中华人民共和国广告法第五十五条", "罚款", "责令停止发布广告，处以罚款"),
    (30, "攀枝花市交通运输局", "攀交罚", "未按规定维护和检测运输车辆", "车辆未按期检测",
     "中华人民共和国道路运输条例", "警告、罚款", "警告并处以罚款"),
]


def inner_check(body):
    s = 11 - sum(INNER.index(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2))) % 11
    return "X" if s == 10 else "0" if s == 11 else str(s)


def uscc(pair, region, number):
    body = "XX%06d" % number
    code = pair + region + body + inner_check(body)
    s = sum(CODE.index(c) * pow(3, i, 31) for i, c in enumerate(code))
    return code + CODE[(31 - s % 31) % 31]


def main():
    rng = random.Random(36)
    agencies = sorted({kind[1] for kind in KINDS})
    agency_code = {name: uscc("11", "510400", 900000 + i) for i, name in enumerate(agencies)}
    kinds = [kind for kind in KINDS for _ in range(kind[0])]
    rng.shuffle(kinds)
    counts = {}
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    for n, (_, agency, word, conduct, facts, article, penalty, content) in enumerate(kinds, 1):
        counts[word] = counts.get(word, 0) + 1
        decided = datetime.date(2024, 2, 1) + datetime.timedelta(days=rng.randrange(90))
        while decided.weekday() > 4:
            decided += datetime.timedelta(days=1)
        fine = rng.choice([0.5, 1, 2, 3.5, 5, 10, 20])
        out.writerow([
            "测试企业%03d" % n, "法人及非法人组织", uscc("91", rng.choice(REGIONS), n),
            "%s〔2024〕%d号" % (word, counts[word]), conduct, facts, article, penalty, content,
            "%.6f" % fine, decided.strftime("%Y/%m/%d"), "2099/12/31",
            decided.replace(year=2025).strftime("%Y/%m/%d") if (decided.month, decided.day) != (2, 29)
            else "2025/02/28",
            agency, agency_code[agency], agency, agency_code[agency],
            "" if rng.random() < 0.9 else "当事人已缴纳罚款"])


main()
