"""What the page itself says, in the language of the person one speaks as."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.files import PhotoFault
from bot.playground.model import User


@dataclass(frozen=True)
class Words:
    """The page's labels in one language."""

    language: str
    bot: str
    members: str
    typing: str
    uploading: str
    placeholder: str
    send: str
    attach: str
    menu: str
    edited: str
    reply: str
    replying_to: str
    cancel_reply: str
    picture: str
    as_files: str
    remove_attachments: str
    too_many: str
    empty: str
    broken: str
    large: str
    narrow: str
    welcome: str
    hint: str
    speak_as: str
    chats: str
    file: str
    film: str
    close: str
    migrated: str
    nothing_yet: str

    @classmethod
    def of(cls, person: User) -> Words:
        """The words for a person: Chinese for those who use Telegram in Chinese, English for everyone else."""
        return CHINESE if (person.language_code or "").startswith("zh") else ENGLISH

    def refusal(self, fault: PhotoFault) -> str:
        """Why a file was not sent as a photo, and what would work."""
        if fault is PhotoFault.NARROW:
            return self.narrow
        return self.broken if fault is PhotoFault.BROKEN else self.large


CHINESE = Words(
    language="zh-Hans",
    bot="机器人",
    members="{} 位成员",
    typing="正在输入…",
    uploading="正在发图…",
    placeholder="写点什么，或输入 / 看命令",
    send="发送",
    attach="附上图片或文件",
    menu="命令",
    edited="已编辑",
    reply="回复",
    replying_to="回复 {}",
    cancel_reply="不回复了",
    picture="图片",
    as_files="按原文件发送",
    remove_attachments="去掉附件",
    too_many="一次最多十个文件，每个不超过 50 MB",
    empty="「{}」是空文件，里面什么也没有；换一个文件再发",
    broken="这个文件当不了图片；换一张 JPEG 或 PNG，或勾选「按原文件发送」",
    large="这张图太大：当照片发，长宽合计最多一万像素，文件最多 10 MB；勾选「按原文件发送」就能发",
    narrow="这张图太长太窄：当照片发，长边最多是短边的 20 倍；勾选「按原文件发送」就能发",
    welcome="给我一句，还你一首",
    hint="点一个试试，或者自己写",
    speak_as="以谁的身份说话",
    chats="聊天",
    file="文件",
    film="影片",
    close="关闭",
    migrated="群已升级为超级群",
    nothing_yet="还没有消息",
)
ENGLISH = Words(
    language="en",
    bot="bot",
    members="{} members",
    typing="typing…",
    uploading="sending a picture…",
    placeholder="Write, or / for commands",
    send="Send",
    attach="Attach pictures or files",
    menu="Commands",
    edited="edited",
    reply="Reply",
    replying_to="Reply to {}",
    cancel_reply="Don't reply",
    picture="Picture",
    as_files="Send as files",
    remove_attachments="Remove attachments",
    too_many="At most ten files at once, 50 MB each",
    empty="“{}” is an empty file: choose another one",
    broken="This is no picture: choose a JPEG or PNG, or tick “Send as files”",
    large="This picture is too large for a photo: width and height may add up to 10,000\u00a0pixels, "
    "the file to 10\u00a0MB; tick “Send as files”",
    narrow="This picture is too long and narrow for a photo: the long side may be up to 20 times the short one; "
    "tick “Send as files”",
    welcome="One line from you, a poem from me",
    hint="Tap one to try, or write your own",
    speak_as="Speak as",
    chats="Chats",
    file="File",
    film="Film",
    close="Close",
    migrated="The group became a supergroup",
    nothing_yet="No messages yet",
)
EXAMPLES = ("/poem 山为斜好几", "/acrostic 争云夏日", "/theme 春雪")
