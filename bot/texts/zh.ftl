# 诗画说的每一句话。en.ftl 里键名相同、次序相同。<code> 里的例子可以直接照发。

## 开场与说明

start =
    { $name }，你好，我是诗画，写五绝、七绝、五律、七律。
    给我一句五言或七言，我接着写完，例如：<code>/poem 山为斜好几</code>
    藏头用 <code>/acrostic 争云夏日</code>，命题用 <code>/theme 春雪</code>；只发 /poem，就从古人的一句起笔。
    照片也能照着画风重画：发一张照片来，或两张一起发，第一张照第二张画。
    全部说法见 /help
help =
    <b>写诗</b>
    <code>/poem 山为斜好几</code>　五字或七字，作首句
    <code>/poem 月</code>　一个字，作第一个字
    <code>/poem 明月</code>　别的字数，作题目
    /poem　从古人的一句起笔
    <code>/acrostic 争云夏日</code>　藏头，二到八个字
    <code>/theme 春雪</code>　命题，一到二十四个字

    <b>体裁与写法</b>，写在后面就行，例如：<code>/theme 春雪 七绝 开放</code>
    五绝、七绝、五律、七律；开放、正常、保守

    <b>也可以用中文说</b>
    <code>写诗 山为斜好几</code>、<code>藏头诗 争云夏日</code>、<code>命题 春雪</code>；和我单独聊天时，只发一句诗也行

    <b>作画</b>
    两张照片一起发，说明里写 <code>/style</code>：第一张照第二张的画风重画
    一张照片，说明里写 <code>/style 水墨</code>（或 <code>像水墨</code>）：照预设的画风重画
    也可以先发 /style，再一张一张发；或用 /style 回复一张照片
    <code>/style 水墨 70% 保留原色</code>　画风淡些，颜色照旧
    /styles　全部画风；和一张照片一起发，先看几种小样

    /cancel　取消还没做好的
    /about　诗是怎么写出来的
about =
    <b>诗画 { $version }</b>
    诗出自一个逐字写诗的 Transformer 网络，从头训练，不借用任何现成的语言模型。
    它读的是公开诗库 poetry-source 里古人的五言诗和七言诗，学着由体裁、题目和前文猜下一个字；落笔时平仄、平水韵和藏头由格律规定，一次写十六首以上，与诗库 chinese-poetry 重句的剔除，取余下最好的一首。
    每首诗下的「格律」按钮会列出平仄与用韵。
    画出自 Magenta 的任意画风网络（Apache-2.0 许可），一遍画成；「精修」用 Gatys 的方法一步步优化。
command-poem = 写诗：一句五言或七言、一个字、一个题目，或什么都不写
command-acrostic = 藏头诗：二到八个字
command-theme = 命题诗：一到二十四个字
command-style = 照另一张图或一种画风重画照片
command-styles = 全部画风；和一张照片一起发，先看小样
command-cancel = 取消还没做好的
command-help = 全部说法
command-about = 诗是怎么写出来的

## 没听懂的时候

hint = 发一句五言或七言，我接着写完，例如：<code>山为斜好几</code>（全部说法见 /help）
hint-theme = 想以「{ $text }」为题，就发 <code>/theme { $text }</code>（全部说法见 /help）
unknown-command = 没有 /{ $command } 这个命令，例如可以发 <code>/poem 山为斜好几</code>（全部说法见 /help）
not-han = 「{ $character }」不是汉字，诗里只用汉字，例如：<code>{ $example }</code>
no-characters = 诗里只用汉字，这里一个也没有，例如：<code>{ $example }</code>
unknown-word = 没听懂「{ $word }」：首句后面可以跟五绝、七绝、五律、七律，或开放、正常、保守，例如：<code>/poem { $line } 开放</code>
poem-too-long = 这里有 { $n } 个字：首句要五个或七个字，题目最多 { $most } 个字，例如：<code>/poem 山为斜好几</code>
acrostic-length = 藏头要二到八个汉字，这里有 { $n } 个，例如：<code>/acrostic 争云夏日</code>
acrostic-empty = 想藏哪几个字？写在后面，二到八个，例如：<code>/acrostic 争云夏日</code>
theme-length = 题目最多 { $most } 个汉字，这里有 { $n } 个，例如：<code>/theme 春雪</code>
theme-empty = 写什么题目？写在后面，例如：<code>/theme 春雪</code>
form-first-line = { $form }每句 { $length } 个字，这一句有 { $n } 个，例如：<code>/poem { $line } { $fitting }</code>
form-acrostic = { $form }只有 { $lines } 句，藏不下 { $n } 个字，例如：<code>/acrostic { $heads } { $fitting }</code>

## 等待与取消

queue-place-poem = 前面还有 { $n } 首，写好就发来；不想等了发 /cancel
queue-place-picture = 前面还有 { $n } 幅，画好就发来；不想等了发 /cancel
queue-soon-poem = 正在研墨，写好就发来；不想等了发 /cancel
queue-soon-picture = 正在调色，画好就发来；不想等了发 /cancel
cancelled-poem = 已取消 { $n } 首
cancelled-picture = 已取消 { $n } 幅
cancelled-sitting = 好，不等照片了
nothing-to-cancel = 没有正在写的诗或正在画的画，想写一首就发：<code>/poem 山为斜好几</code>
job-failed-poem = 这首没写成，是我这边出了差错，请再发一次，例如：<code>/poem 山为斜好几</code>
job-failed-picture = 这幅没画成，是我这边出了差错，请把照片再发一次，说明里写：<code>/style 水墨</code>
job-interrupted-poem = 写这首时两次中断，没能写成，抱歉；请再发一次，例如：<code>/poem 山为斜好几</code>
job-interrupted-picture = 画这幅时两次中断，没能画成，抱歉；请把照片再发一次，说明里写：<code>/style 水墨</code>
engine-error-poem = { $sentence }，例如：<code>{ $example }</code>
trouble = 我这边出了差错，已经记下；请再发一次，例如：<code>/poem 山为斜好几</code>

## 诗

form-wujue = 五绝
form-qijue = 七绝
form-wulv = 五律
form-qilv = 七律
mode-open = 开放
mode-normal = 正常
mode-conservative = 保守
kind-first-line = 接句
kind-character = 起字
kind-acrostic = 藏头
kind-random = 随机起句
kind-theme = 命题
kind-free = 自由
footer = { $form } · { $rhyme }韵 · { $mode } · { $kind }

## 按钮

button-again = 再来一首
button-open = 更开放
button-conservative = 更保守
button-rules = 格律
button-plain = 收起格律
press-again = 好，再写一首
press-open = 好，写得开放些
press-conservative = 好，写得保守些
press-already = 已经在写了，稍等
press-most-open = 已经是最开放的了
press-most-conservative = 已经是最保守的了
press-gone = 找不到这首诗了，请重新写一首：/poem

## 格律

rules-tones = 平仄（中：两读；？：韵书未收）
rules-template = 谱（中：可平可仄）
rules-rhyme = 韵：平水韵「{ $rhyme }」，{ $tone ->
    [level] 平声
   *[other] 仄声
    }
rules-lawful = 全合格律
departure-first-line = 第 { $line } 句第 { $position } 字「{ $character }」出律：首句是给定的
departure-head = 第 { $line } 句第 { $position } 字「{ $character }」出律：是藏的字
departure-rhyme = 第 { $line } 句第 { $position } 字「{ $character }」出韵：韵脚是给定的

## 不能用的图片

photo-missing = 这条消息里没有图片，请发一张照片，或把图片作为文件发来：JPEG、PNG、WEBP、HEIC、GIF 都行
photo-empty = 这个文件是空的，请把图片再发一次，照片或文件都行
photo-heavy = 这个文件超过 { $most } MB，Telegram 不让我下载，请不要选「文件」，直接作为照片发来
photo-unknown = 这个文件不是我能打开的图片，请发 JPEG、PNG、WEBP、HEIC 或 GIF，截一张图发来也行
photo-moving = 这是会动的画面，我只画静止的图，请截一张图，作为照片发来
photo-broken = 这张图片损坏了，或没有传完整，请再发一次，或截一张图发来
photo-many-pixels = 这张图片超过 { $most }00 万像素，请不要选「文件」，直接作为照片发来，Telegram 会把它缩小
photo-few-pixels = 这张图片只有 { $width } × { $height } 像素，太小看不清，请换一张每边至少 { $least } 像素的
photo-narrow = 这张图片是 { $width } × { $height } 像素，太窄太长，长边最多是短边的 { $most } 倍，请裁一裁再发
photo-hard = 打开这张图片要的时间或内存太多，请不要选「文件」，直接作为照片发来，或截一张图发来
photo-lost = 没能从 Telegram 取到这张图片，请再发一次

## 画

sitting-content = 要画哪张照片？请发来，{ $n } 分钟内有效
sitting-content-group = 要画哪张照片？请回复这条消息发来，{ $n } 分钟内有效
sitting-style = 照什么画风？再发一张图，或点一种画风，{ $n } 分钟内有效
sitting-style-group = 照什么画风？请回复这条消息，发一张图，或写一种画风的名字，例如：{ $examples }；{ $n } 分钟内有效
sitting-over = 等得太久，前面那张已经放下了；请从头来，发一张照片，说明里写：<code>/style 水墨</code>
style-unknown = 没有「{ $name }」这种画风；可以写 { $examples }，全部见 /styles，也可以另发一张图当画风
style-strength = 强度最多 100%，这里写的是 { $n }%，例如：<code>/style 水墨 70%</code>
style-many = 画风最多混 { $most } 种，这里有 { $n } 种，例如：<code>/style 水墨 星月夜</code>
style-fine = 精修要照着一张画风图，预设的画风没有图；请把照片和画风图一起发来，说明里写 <code>/style 精修</code>
styles-gallery = 挑一种画风，再发一张照片；已经发过的，点了就画
styles-none = 这里没有装预设的画风；请把两张图一起发来，说明里写 <code>/style</code>，第一张照第二张的画风重画
sheet-choose = 喜欢哪一种？点一下，照原来的大小画
fine-progress = 精修中，已完成 { $n }%
picture-photos = { $n ->
    [1] 你的画风图
   *[other] { $n } 张画风图
    }
picture-strength = 强度 { $n }%
picture-colours = 保留原色
picture-fine = 精修
picture-unfinished = 时间到了，这是到此为止最好的一幅
picture-left-out = 画风最多混 { $most } 种，后面 { $n } 张没有用上
button-fine = 精修
button-stop = 取消
button-strengths = 强度
button-colours-photo = 保留原色
button-colours-style = 用画风的颜色
button-finer = 更细
button-coarser = 更粗
button-gallery = 换一种
button-swap = 交换
button-file = 原图
button-back = 返回
press-fine = 好，慢慢精修，大约一分钟
press-stop = 好，不画了
press-stop-not = 已经画完了，或是别人要的
press-strength = 好，换个强度
press-colours = 好，换个颜色
press-finer = 好，画细些
press-coarser = 好，画粗些
press-wear = 好，画成{ $name }
press-pick = 好，{ $name }；请发一张照片
press-swap = 好，两张换过来
press-file = 原图这就来
press-picture-already = 已经在画了，稍等
press-picture-gone = 找不到这幅画了，请把照片再发一次
press-most-finer = 已经是最细的了
press-most-coarser = 已经是最粗的了
