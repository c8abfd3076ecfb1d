"""WeChat's emoticon codes, and messages of nothing but emoticons or emoji: an acknowledgement, not a question."""

import re
import unicodedata

#: Faces of WeChat by their names, as both languages of the app write them: ``[玫瑰]``, ``[OK]``.
_NAMES = (
    "微笑 撇嘴 色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 发怒 调皮 呲牙 惊讶 难过 酷 冷汗 囧 抓狂 吐 偷笑 愉快 "
    "可爱 白眼 傲慢 饥饿 困 惊恐 流汗 憨笑 悠闲 大兵 奋斗 咒骂 疑问 嘘 晕 疯了 折磨 衰 骷髅 敲打 再见 擦汗 抠鼻 "
    "鼓掌 糗大了 坏笑 左哼哼 右哼哼 哈欠 鄙视 委屈 快哭了 阴险 亲亲 吓 可怜 菜刀 西瓜 啤酒 篮球 乒乓 咖啡 饭 "
    "猪头 玫瑰 凋谢 嘴唇 示爱 爱心 心碎 蛋糕 闪电 炸弹 刀 足球 瓢虫 便便 月亮 太阳 礼物 拥抱 强 弱 握手 胜利 "
    "抱拳 勾引 拳头 差劲 爱你 NO OK 爱情 飞吻 跳跳 发抖 怄火 转圈 磕头 回头 跳绳 投降 激动 乱舞 献吻 左太极 "
    "右太极 嘿哈 捂脸 奸笑 机智 皱眉 耶 吃瓜 加油 汗 天啊 Emm 社会社会 旺柴 好的 打脸 哇 翻白眼 666 让我看看 "
    "叹气 苦涩 裂开 合十 红包 發 福 烟花 爆竹 蜡烛 庆祝 生病 破涕为笑 恐惧 失望 脸红 Smile Grimace Drool Scowl "
    "CoolGuy Sob Shy Silent Sleep Cry Awkward Angry Tongue Grin Surprise Frown Blush Chuckle Joyful Laugh "
    "Commando Determined Shocked Whimper Wave Clap Trick Sly Kiss Beer Coffee Rose Wilt Lips Heart BrokenHeart "
    "Cake Moon Sun Gift Hug ThumbsUp ThumbsDown Shake Peace Fight Beckon Fist Pinky RockOn NoWay InLove Blowkiss "
    "Waddle Hey Facepalm Smirk Smart Concerned Yeah! Onlooker GoForIt Sweats OMG Respect Doge NoProb MyBad "
    "KeepFighting Wow Boring Awesome LetMeSee Sigh Hurt Broken Packet Rich Blessing Fireworks Worship Party"
)
#: The same as older versions of WeChat write them, without their leading ``/:``.
_CODES = (
    ":) :~ :B :| 8-) :< :$ :X :Z :'( :-| :@ :P :D :O :( :+ --b :Q :T ,@P ,@-D :d ,@o :g |-) :! :L :> :,@ ,@f :-S "
    "? ,@x ,@@ :8 ,@! !!! xx bye wipe dig handclap &-( B-) <@ @> :-O >-| P-( :'| X-) :* @x 8* pd <W> beer "
    "basketb oo coffee eat pig rose fade showlove heart break cake li bome kn footb ladybug shit moon sun gift "
    "hug strong weak share v @) jj @@ bad lvu no ok love <L> jump shake <O> circle kotow turn skip oY #-0 hiphot "
    "kiss <& &>"
)
_FACE = re.compile(
    r"\[(?:"
    + "|".join(map(re.escape, _NAMES.split()))
    + r")\]|/:(?:"
    + "|".join(map(re.escape, sorted(_CODES.split(), key=len, reverse=True)))
    + ")"
)
#: Signs of our own buttons, and a thumb turned down: whoever sends one may mean something by it.
_MEANT = frozenset("🔍🛒➕➖✅❌✏📦🚚↩🔁⬅🏠◀▶💰📊❓👎🙋💬")
_EMOJI = frozenset({"So", "Sk", "Mn", "Me", "Cf", "Cs"})


def without_faces(text: str) -> str:
    """The text without WeChat's faces; emoji stay."""
    return _FACE.sub(" ", text).strip() if "[" in text or "/:" in text else text


def is_nod(text: str) -> bool:
    """Whether there are only faces or emoji, which say that somebody has read us and ask for nothing."""
    left = without_faces(text)
    signs = [c for c in left if not c.isspace() and not unicodedata.category(c).startswith("P")]
    has_face = left.strip() != text.strip() or any(unicodedata.category(c) == "So" for c in signs)
    return has_face and all(unicodedata.category(c) in _EMOJI and c not in _MEANT for c in signs)
