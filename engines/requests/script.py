"""Script forms: traditional characters and old variants to the simplified ones that the network and the corpus use.

    simplify("雲髙隠士") == "云高隐士"

Two readers need two strictnesses. `simplify` is for text that is shown or fed to the network: OpenCC on whole lines,
which knows 乾坤 from 乾燥, then the variants that OpenCC leaves alone. `fold` is for comparison only: one character to
one character whatever its neighbours are, so that the same line printed by two editors (馀/余, 着/著) compares equal.
"""

from __future__ import annotations

from functools import cache

import opencc

# Each pair is a printed variant and the standard simplified form; those that occur a dozen times or more in the public
# corpora and that OpenCC passes through.
_VARIANT_PAIRS = """
隠隐 疎疏 踈疏 簷檐 鴈雁 鬰郁 欝郁 欎郁 浄净 髪发 頼赖 鶑莺 鸎莺 徧遍 慙惭 劒剑 劔剑 粧妆 鬭斗 鬬斗 闘斗 臯皋 皐皋 僊仙
媿愧 蘂蕊 蕋蕊 髙高 猨猿 珮佩 馿驴 巵卮 櫂棹 煖暖 嬾懒 覩睹 牋笺 賸剩 歛敛 餠饼 飚飙 飇飙 妬妒 隣邻 罇樽 隄堤 垅垄 閙闹
磵涧 懽欢 寛宽 荅答 懃勤 椀碗 盌碗 鉏锄 耡锄 鳯凤 筯箸 慇殷 褭袅 袴裤 峩峨 拏拿 怱匆 悤匆 忩匆 缾瓶 斲斫 堦阶 檝楫 虀齑
韲齑 遯遁 畧略 迺乃 廼乃 埽扫 穉稚 秪只 秖只 潄漱 輙辄 犂犁 鼈鳖 逈迥 鏁锁 鎻锁 廻回 囘回 飜翻 繙翻 羃幂 麤粗 麄粗 麁粗
欵款 悮误 歳岁 箠棰 栢柏 羮羹 邉边 覊羁 羇羁 秔粳 稉粳 嚬颦 櫺棂 蔕蒂 竝并 倂并 揺摇 幙幕 穽阱 暎映 顇悴 顦憔 緜绵 牓榜
枿蘖 蘗蘖 壻婿 瑯琅 桮杯 澣浣 薫熏 醆盏 琖盏 頳赪 纒缠 憇憩 碁棋 讐仇 瓌瑰 邨村 毎每 懐怀 蠧蠹 朶朵 戯戏 瘖喑 翺翱 翶翱
螘蚁 鵶鸦 呌叫 毘毗 睠眷 罏垆 讙欢 藂丛 樷丛 閴阒 譍应 甿氓 倐倏 皷鼓 鼔鼓 徴征 臙胭 廐厩 蕚萼 躭耽 効效 傚效 濶阔 詶酬
酧酬 醻酬 粃秕 瑠琉 氊毡 漥洼 逺远 渇渴 揜掩 舡船 舩船 繖伞 椶棕 逰游 棃梨 衞卫 惸茕 呪咒 醤酱 巌岩 嵒岩 喦岩 塲场 雝雍
様样 倣仿 噉啖 啗啖 闗关 駮驳 啣衔 衘衔 艶艳 勅敕 觧解 寜宁 朞期 蘤花 葓荭 燿耀 脇胁 槖橐 箒帚 鸜鸲 蟇蟆 飡餐 湌餐 筭算
搥捶 澁涩 鐡铁 麞獐 穏稳 闚窥 窻窗 窓窗 牕窗 碪砧 礲砻 寃冤 勗勖 嚢囊 鞵鞋 斚斝 輭软 袠帙 勲勋 帬裙 狥徇 虵蛇 汚污 趂趁
襃褒 眀明 歴历 釡釜 甆瓷 籖签 彜彝 彛彝 黙默 麏麇 匳奁 賖赊 刼劫 轝舆 篛箬 撃击 専专 髩鬓 鬂鬓 徃往 麕麇 覔觅 痩瘦 覧览
尅克 囓啮 湼涅 鷰燕 菓果 氷冰 舃舄 袵衽 掲揭 荘庄 覇霸 曵曳 貎貌 鶵雏 蠭蜂 帯带 膓肠 蜨蝶 纎纤 昻昂 濵滨 恡吝 蛬蛩 聨联
聫联 捜搜 澂澄 韈袜 韤袜 顋腮 涙泪 鄽廛 蝱虻 戸户 飬养 颿帆 攅攒 鵞鹅 冩写 戞戛 畆亩 蠒茧 煑煮 頬颊 蹏蹄 籐藤 埜野 圗图
槹槔 皜皓 甎砖 塼砖 敍叙 蜋螂 胷胸 竢俟 簮簪 壊坏 凴凭 鑛矿 砲炮 崕崖 窰窑 韮韭 謩谟 勦剿 爼俎 崪崒 禩祀 擥揽 郷乡 壌壤
聴听 叡睿 旍旌 甽畎 鍳鉴 畊耕 皡皞 縦纵 擕携 謌歌 隟隙 繋系 裩裈 婬淫 蠏蟹 凟渎 愽博 疉叠 尠鲜 甞尝 熈熙 煕熙 龢和 黒黑
羗羌 尙尚 廹迫 嵳嵯 茘荔 艸草 娯娱 剏创 靁雷 昬昏 虗虚 齓龀 崐昆 簔蓑 偘侃 呑吞 頟额 塜冢 莾莽 醎咸 滛淫 扵于 豊丰 槀槁
矴碇 騘骢 餙饰 躶裸 勌倦 冐冒 恠怪 齚龁 叅参 飰饭 逓递 蟁蚊 舎舍 脗吻 朂勖 増增 拕拖 迯逃 濳潜 栁柳 湏须 剰剩 苽菰 鴬莺
蘓苏 屛屏 锺钟
"""

# Pairs that only `fold` may take: editions differ, but both forms are alive in simplified print.
_EDITION_PAIRS = """
馀余 沈沉 厓崖 埼崎 姪侄 煅锻 翦剪 俛俯 藉借 鼇鳌 粘黏 攲欹 敧欹 澹淡 彷仿 髣仿 髴佛 瞑暝 宴晏 旛幡 燄焰 熖焰 嘿默
唯惟 维惟 秖只 祗只 祇只 阪坂 筯箸 珪圭 槩概 箎篪 斾旆
"""


def _pairs(text: str) -> dict[str, str]:
    return {pair[0]: pair[1] for pair in text.split()}


VARIANTS: dict[str, str] = _pairs(_VARIANT_PAIRS)

_HAN_BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x2FA20))


@cache
def _opencc() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """`text` in simplified characters, variants in their standard form; give whole lines, or many joined by newlines.

    Safe on text that is simplified already. The length never changes.
    """
    converted: str = _opencc().convert(text)
    return converted.translate(_variant_table())


@cache
def _variant_table() -> dict[int, str]:
    return str.maketrans(VARIANTS)


@cache
def _fold_table() -> dict[int, str]:
    characters = [chr(point) for start, end in _HAN_BLOCKS for point in range(start, end)]
    # A newline between characters keeps OpenCC's phrase dictionaries out of it.
    converted = _opencc().convert("\n".join(characters)).split("\n")
    editions = _pairs(_EDITION_PAIRS)
    base = dict(zip(characters, converted, strict=True))
    table = {}
    for character, half_way in base.items():
        simplified = base.get(half_way, half_way)  # 薴 -> 苧 -> 苎
        standard = VARIANTS.get(simplified, simplified)
        standard = editions.get(standard, standard)
        if standard != character:
            table[ord(character)] = standard
    return table


def fold(text: str) -> str:
    """A key under which printings of the same line compare equal; never to be shown to anyone."""
    return text.translate(_fold_table())
