# 诗画说的每一句话。en.ftl 里键名相同、次序相同。<code> 里的例子可以直接照发。

## 开场与说明

start =
    { $name }，你好，我是诗画，写五绝、七绝、五律、七律。
    给我一句五言或七言，我接着写完，例如：<code>/poem 山为斜好几</code>
    藏头用 <code>/acrostic 争云夏日</code>，命题用 <code>/theme 春雪</code>；只发 /poem，就从古人的一句起笔。
    照片也能照着画风重画：发一张照片来，或两张一起发，第一张照第二张画。
    一张照片还能入梦（/dream）、骗过认图的网络（/fool）、题一首诗（/poem）。
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

    <b>课程的网络</b>
    <code>/poem 山为斜好几 经典</code>　课程里的 LSTM 来写，没有格律管着，抽出什么是什么
    <code>/stages 山为斜好几</code>　它在训练的三个阶段各写成什么样，和诗画比一比

    <b>也可以用中文说</b>
    <code>写诗 山为斜好几</code>、<code>藏头诗 争云夏日</code>、<code>命题 春雪</code>；和我单独聊天时，只发一句诗也行

    <b>诗笺</b>
    按诗下的「诗笺」，或用 /card 回复一首诗：竖排成一张图，可以换纸、标平仄
    <code>/card 夜色</code>　挑一种纸；发一张照片，说明里写 <code>/card 水墨</code>，画好了作底
    <code>/seal 张三</code>　印章上刻什么，一到四个字

    <b>简繁与拼音</b>
    <code>/script 繁</code>　给你写繁体字，<code>/script 简</code> 写简体字；私聊时只发「繁体」「简体」也行
    按诗下的「拼音」，或用 /pinyin 回复一首诗；也可以 <code>/pinyin 床前明月光</code>

    <b>作画</b>
    两张照片一起发，说明里写 <code>/style</code>：第一张照第二张的画风重画
    一张照片，说明里写 <code>/style 水墨</code>（或 <code>像水墨</code>）：照预设的画风重画
    也可以先发 /style，再一张一张发；或用 /style 回复一张照片
    <code>/style 水墨 70% 保留原色</code>　画风淡些，颜色照旧
    /styles　全部画风；和一张照片一起发，先看几种小样

    <b>看图</b>，写在照片的说明里，或拿它回复一张照片
    <code>/dream</code>　让照片入梦；<code>/dream 80%</code> 做得深些，<code>/dream 影片</code> 拍成短片；可以梦见：{ $motifs }
    <code>/fool</code>　改一点点，骗过认图的网络；也可以 <code>/fool fgsm 4</code>、<code>/fool 金鱼</code>
    <code>题诗</code>　看看照片里有什么，题一首诗；也可以 <code>题诗 七绝</code>
    /limits　这样的网络不会什么

    /cancel　取消还没做好的
    /about　诗是怎么写出来的
about =
    <b>诗画 { $version }</b>
    诗出自一个逐字写诗的 Transformer 网络，从头训练，不借用任何现成的语言模型。
    它读的是公开诗库 poetry-source 里古人的五言诗和七言诗，学着由体裁、题目和前文猜下一个字；落笔时平仄、平水韵和藏头由格律规定，一次写十六首以上，与诗库 chinese-poetry 重句的剔除，取余下最好的一首。
    每首诗下的「格律」按钮会列出平仄与用韵。课程自己的 LSTM 也在这里：<code>/poem 山为斜好几 经典</code> 让它写一首，/stages 看它怎样一步步学会。
    画出自 Magenta 的任意画风网络（Apache-2.0 许可），一遍画成；「精修」用 Gatys 的方法一步步优化。
    认图、做梦的是一个从头训练的小卷积网络，只认得 200 类东西；它不会什么，见 /limits
command-poem = 写诗：一句五言或七言、一个字、一个题目，或什么都不写
command-acrostic = 藏头诗：二到八个字
command-theme = 命题诗：一到二十四个字
command-card = 诗笺：把诗竖排成一张图
command-seal = 诗笺上的印章刻什么
command-style = 照另一张图或一种画风重画照片
command-styles = 全部画风；和一张照片一起发，先看小样
command-dream = 让照片入梦，看网络在里面看见什么
command-fool = 把照片改一点点，骗过认图的网络
command-limits = 最后一课：这样的网络不会什么
command-cancel = 取消还没做好的
command-help = 全部说法
command-about = 诗是怎么写出来的

## 没听懂的时候

hint = 发一句五言或七言，我接着写完，例如：<code>山为斜好几</code>（全部说法见 /help）
hint-theme = 想以「{ $text }」为题，就发 <code>/theme { $text }</code>（全部说法见 /help）
unknown-command = 没有 /{ $command } 这个命令，例如可以发 <code>/poem 山为斜好几</code>（全部说法见 /help）
mistyped = 没有 /{ $command } 这个命令，是想说 { $near } 吗？
mistyped-words = 没有 /{ $command } 这个命令，是想说 <code>{ $near }</code> 吗？
not-han = 「{ $character }」不是汉字，诗里只用汉字，例如：<code>{ $example }</code>
no-characters = 诗里只用汉字，这里一个也没有，例如：<code>{ $example }</code>
unknown-word = 没听懂「{ $word }」：首句后面可以跟五绝、七绝、五律、七律，或开放、正常、保守、经典，例如：<code>/poem { $line } 开放</code>
poem-too-long = 这里有 { $n } 个字：首句要五个或七个字，题目最多 { $most } 个字，例如：<code>/poem 山为斜好几</code>
acrostic-length = 藏头要二到八个汉字，这里有 { $n } 个，例如：<code>/acrostic 争云夏日</code>
acrostic-empty = 想藏哪几个字？写在后面，二到八个，例如：<code>/acrostic 争云夏日</code>
theme-length = 题目最多 { $most } 个汉字，这里有 { $n } 个，例如：<code>/theme 春雪</code>
theme-empty = 写什么题目？写在后面，例如：<code>/theme 春雪</code>
form-first-line = { $form }每句 { $length } 个字，这一句有 { $n } 个，例如：<code>/poem { $line } { $fitting }</code>
form-acrostic = { $form }只有 { $lines } 句，藏不下 { $n } 个字，例如：<code>/acrostic { $heads } { $fitting }</code>

## 名单上的词

unwanted = 这里有我不写的字眼，请换个说法，例如：<code>{ $example }</code>
card-unwanted = 这首诗横看竖看有我不写的字眼，做不了诗笺，请换一首，例如：<code>/card 床前明月光，疑是地上霜。举头望明月，低头思故乡。</code>
press-card-unwanted = 这首诗里有我不写的字眼，做不了诗笺，请另写一首：/poem

## 等待与取消

queue-place-poem = 前面还有 { $n } 首，写好就发来；不想等了发 /cancel
queue-place-picture = 前面还有 { $n } 幅，画好就发来；不想等了发 /cancel
queue-place-card = 前面还有 { $n } 张，做好就发来；不想等了发 /cancel
queue-soon-poem = 正在研墨，写好就发来；不想等了发 /cancel
queue-soon-picture = 正在调色，画好就发来；不想等了发 /cancel
queue-soon-fool = 正在找破绽，找到就发来；不想等了发 /cancel
queue-soon-card = 正在裱，做好就发来；不想等了发 /cancel
cancelled-poem = 已取消 { $n } 首
cancelled-picture = 已取消 { $n } 幅
cancelled-sitting = 好，不等照片了
nothing-to-cancel = 没有正在写的诗或正在画的画，想写一首就发：<code>/poem 山为斜好几</code>
job-failed-poem = 这首没写成，是我这边出了差错，请再发一次，例如：<code>/poem 山为斜好几</code>
job-failed-picture = 这幅没画成，是我这边出了差错，请把照片再发一次，说明里写：<code>{ $example }</code>
job-failed-card = 这张诗笺没做成，是我这边出了差错，请用 /card 回复那首诗，再试一次
job-interrupted-poem = 写这首时两次中断，没能写成，抱歉；请再发一次，例如：<code>/poem 山为斜好几</code>
job-interrupted-picture = 画这幅时两次中断，没能画成，抱歉；请把照片再发一次，说明里写：<code>{ $example }</code>
job-interrupted-card = 做这张诗笺时两次中断，没能做成，抱歉；请用 /card 回复那首诗，再试一次
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
button-card = 诗笺
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

## 诗笺

button-card-tones = 标平仄
button-card-plain = 不标平仄
button-card-seal = 印章
look-xuan = 宣纸
look-gold = 洒金
look-red = 红笺
look-green = 青绿
look-night = 夜色
look-stone = 碑拓
press-card = 好，这就做一张
press-card-already = 已经在做了，稍等
press-card-gone = 找不到这张诗笺了，请用 /card 回复那首诗，再做一张
press-card-look = 好，{ $name }{ $tones ->
    [marked] ，标上平仄
   *[plain] {""}
    }
press-card-seal = 印上是「{ $name }」；要换，就用 /seal 加一到四个汉字回复这张诗笺，例如：/seal 张三
seal-kept = 好，以后的诗笺都钤「{ $name }」印；写好一首，按「诗笺」就是
seal-empty = 印上刻什么？写在后面，一到四个汉字，例如：<code>/seal 张三</code>
seal-name = 印上只刻汉字，一到四个，例如：<code>/seal 张三</code>
card-no-poem = 哪首诗做成诗笺？先写一首，或用 /card 回复一首，也可以写在后面，例如：<code>/card 床前明月光，疑是地上霜。举头望明月，低头思故乡。</code>
card-no-verse = 这不像一首诗：诗笺上放得下二到十六句，每句二到十二个汉字，例如：<code>/card 床前明月光，疑是地上霜。举头望明月，低头思故乡。</code>
card-words = 没听懂「{ $word }」：/card 后面可以写 { $looks }，或一首诗，例如：<code>/card 夜色</code>
card-no-typeface = 这台机器上没有汉字字体，做不了诗笺；请机器人的主人运行 <code>python -m engines fonts</code>，再重新启动
card-no-glyph = 字体里没有「{ $characters }」，这首做不了诗笺，请换一首，例如：<code>/card 床前明月光，疑是地上霜。举头望明月，低头思故乡。</code>

## 简繁与拼音

command-script = 简体还是繁体
command-pinyin = 给诗注拼音
script-now = 现在给你写{ $script ->
    [hant] 繁体
   *[hans] 简体
    }字；要换，按下面的按钮，或发 <code>/script 繁</code>、<code>/script 简</code>
script-kept = 好，往后给你写{ $script ->
    [hant] 繁体
   *[hans] 简体
    }字
script-unknown = 没有「{ $word }」这种字；可以写繁或简，例如：<code>/script 繁</code>
button-pinyin = 拼音
button-unspelled = 收起拼音
pinyin-today = 今音，与作诗所依的古音不尽相同
pinyin-no-verse = 给哪首诗注音？先写一首，或用 /pinyin 回复一首，也可以写在后面，例如：<code>/pinyin 床前明月光</code>
pinyin-long = 这里有 { $n } 个字，一次最多注 { $most } 个，例如：<code>/pinyin 床前明月光</code>

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

picture-example = { $kind ->
    [dream] /dream
    [film] /dream 影片
    [fool] /fool
    [inscription] 题诗
   *[other] /style 水墨
    }
sitting-content = { $kind ->
    [dream] 让哪张照片入梦
    [film] 让哪张照片入梦
    [fool] 拿哪张照片去骗网络
    [inscription] 给哪张照片题诗
   *[other] 要画哪张照片
    }？请发来，{ $n } 分钟内有效
sitting-content-group = { $kind ->
    [dream] 让哪张照片入梦
    [film] 让哪张照片入梦
    [fool] 拿哪张照片去骗网络
    [inscription] 给哪张照片题诗
   *[other] 要画哪张照片
    }？请用这条消息的「回复」发来，{ $n } 分钟内有效
sitting-style = 照什么画风？再发一张图，或点一种画风；这张照片也能入梦、骗过认图的网络、题一首诗。{ $n } 分钟内有效
sitting-style-group = 照什么画风？请用这条消息的「回复」发一张图，或写一种画风的名字，例如：{ $examples }；{ $n } 分钟内有效
sitting-over = 等得太久，前面那张已经放下了；请从头来，发一张照片，说明里写：<code>{ $example }</code>
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
picture-unfinished = 提前收笔，这是到此为止最好的一幅
picture-unrefined = 没有精修：预设的画风没有图；想精修，请另发一张画风图
picture-left-out = 画风最多混 { $most } 种，后面 { $n } 张没有用上
button-fine = 精修
button-stop = 取消
button-enough = 就到这里
button-strengths = 强度
button-colours-photo = 保留原色
button-colours-style = 用画风的颜色
button-finer = 更细
button-coarser = 更粗
button-gallery = 换一种
button-swap = 交换
button-file = 发文件
button-back = 返回
press-fine = 好，慢慢精修，大约一分钟
press-stop = 好，不画了
press-stop-not = 已经画完了，或是别人要的
press-enough = 好，就到这里，这就发来
press-enough-not = 这会儿没有在画，或是别人要的
press-strength = 好，换个强度
press-colours = 好，换个颜色
press-finer = 好，画细些
press-coarser = 好，画粗些
press-wear = 好，画成{ $name }
press-pick = 好，{ $name }；请发一张照片
press-swap = 好，两张换过来
press-file = 文件这就来
press-picture-already = 已经在画了，稍等
press-picture-gone = 找不到这幅画了，请把照片再发一次
press-most-finer = 已经是最细的了
press-most-coarser = 已经是最粗的了

## 看图：做梦、骗过、题诗

first-photo-only = 只用了第一张，后面 { $n } 张没有用上
button-make-dream = 入梦
button-make-fool = 骗过网络
button-make-inscription = 题诗
press-make = 好，这就开始
press-photo-gone = 那张照片不在手边了，请再发一次
dream-unknown = 梦里没有「{ $name }」；可以写 { $examples }，例如：<code>/dream { $first }</code>
dream-no-motifs = 这里没有装梦的题材，不必写「{ $name }」；只发 <code>/dream</code> 就行
dream-strength = 强度从 1% 到 100%，这里写的是 { $n }%，例如：<code>/dream 60%</code>
dream-base-gone = 上一重梦已经不在手边了，请把照片再发一次，说明里写：<code>/dream</code>
dream-progress = 正在入梦，已完成 { $n }%
film-progress = 正在拍梦里的短片，已完成 { $n }%
dream = 梦
dream-of = 梦见{ $name }
dream-depth = 第 { $n } 重
button-shallower = 更浅
button-deeper = 更深
button-motifs = 换个题材
button-further = 再往下做
button-film = 影片
press-shallower = 好，做得浅些
press-deeper = 好，做得深些
press-further = 好，接着往下做
press-film = 好，拍成短片，要等一会儿
press-motif = 好，梦见{ $name }
press-most-shallower = 已经是最浅的了
press-most-deeper = 已经是最深的了，可以按「再往下做」
fool-size = 改动的大小从 1 到 { $most }（满分 255），这里写的是 { $n }，例如：<code>/fool 8</code>
fool-twice = 方法和大小各写一个就行，例如：<code>/fool fgsm 8</code>
fool-unknown = 网络只认 200 类东西，里面没有「{ $name }」；可以写 { $examples }，例如：<code>/fool { $first }</code>
fool-unknown-near = 网络只认 200 类东西，里面没有「{ $name }」；相近的有 { $examples }，例如：<code>/fool { $first }</code>
fool-before = 改动前，网络看见
fool-after = 改动后（{ $attack }，±{ $n }/255）
fool-fooled = ✓ 骗过了：「{ $before }」成了「{ $after }」。
fool-withstood = ✗ 没骗过：它还是认作「{ $after }」。
fool-fooled-target = ✓ 骗过了：它认作要它看见的「{ $target }」。
fool-withstood-target = ✗ 没到「{ $target }」：它认作「{ $after }」。
fool-unsure = 它本来就没把握（{ $share }），骗过它说明不了什么；换一张它认得准的照片再试。
fool-smallest-enough = 其实用 { $attack } 改 ±{ $n }/255 就够了。
fool-smallest-exact = 用 { $attack }，±{ $n }/255 正是最小的改动，再小就不成了。
fool-smallest-needed = 用 { $attack }，改到 ±{ $n }/255 才成。
fool-smallest-less = 用 { $attack }，只改 ±{ $n }/255 反而成。
fool-smallest-none = 用 { $attack }，改到 ±32/255 也不成。
fool-why-fooled = 网络不认东西，只把像素乘上权重加起来：千万个小改动都朝同一个方向，加起来就翻了案。
fool-why-withstood = 改动加起来还不够翻案。{ $attack ->
    [fgsm] 一步步试探的 PGD 更容易成。
   *[other] { "" }
    }
fool-visible = ±{ $size }/255 的改动{ $visibility ->
    [unseen] 眼睛看不出来。
    [hardly] 很难看出来：细看天空这样平滑的地方。
    [smooth] 在平滑的地方看得出来。
   *[plain] 一眼就看得出来。
    }
fool-wide = 上：照片、改动后。下：差别，放大 { $n } 倍。
fool-tall = 左起：照片，改动后，差别（放大 { $n } 倍）。
fool-file = 改动后的照片。请当文件存、当文件发：照片一压缩，改动就没了。
fool-file-again = 改动后的照片（±{ $n }/255）。
button-targets = 换目标
button-any = 不限目标
press-size = 好，每个颜色值最多改 { $value }/255
press-attack = 好，换成 { $value }
press-target = 好，要它看见{ $value }
press-any = 好，骗成什么都行
press-same = 现在就是这样
inscription-words = 题诗后面只跟体裁和写法，别的由照片来定，例如：<code>题诗 七绝 开放</code>
seen = 图中所见：{ $name } { $share }
seen-perhaps = 看不真切，像是{ $name }（{ $share }）

## 最后一课

limits-title = <b>最后一课：这样的网络不会什么</b>
limits-pixels = <b>它没见过世界，只见过像素。</b>照片到它那里是几十万个数，诗到它那里是一串字的编号。它学的是哪些数常在一起出现；水会湿、猫会饿、月亮只有一个，它都不知道。
limits-certain = <b>它错的时候一样自信。</b>百分比说的不是它有多少把握，只是它认得的 200 类里这一类得分多高。它没有「不知道」可选，没学过的东西也要归进一类。
limits-certain-own-fooled = 你上次的 /fool：它先说是「{ $before }」（{ $sure }），每个颜色值至多改 { $n }/255 之后，说是「{ $after }」（{ $now }）。{ $visibility ->
    [smooth] 改动细看得出来，可照片里是什么，你不会认错。
    [plain] 改动一眼看得出来，可照片里是什么，你不会认错。
   *[other] 在你眼里，那还是同一张照片。
    }
limits-certain-own-unsure = 你上次的 /fool：它起先说是「{ $before }」，只有 { $sure }，本来就没把握；改了 { $n }/255，说是「{ $after }」（{ $now }）。这一次不作数，换一张它认得准的照片再试。
limits-certain-own-doubtful = 你上次的 /fool：它先说是「{ $before }」（{ $sure }），改了 { $n }/255，说是「{ $after }」（{ $now }）。这一次它错得并不自信，可仍旧给了一个答案。
limits-certain-own-withstood = 你上次的 /fool：改了 { $n }/255，它仍说是「{ $after }」（{ $now }）。这一次没骗过，不等于骗不过：把改动加大再试。
limits-certain-try = 想亲眼看看：发一张照片，说明里写 <code>/fool</code>
limits-texture = <b>标签不是理解，它认的是纹理。</b>让它把看见的放大，出来的是一片片眼睛、羽毛、波纹，长在不该长的地方：它有零件，没有整件。照画风重画也一样，搬过去的是笔触和颜色，不是画家为什么这样画。
limits-texture-own = 你上次的梦：{ $name }。照片里本没有这些，是它自己添的。
limits-texture-try = 想看看它心里有什么：发一张照片，说明里写 <code>/dream</code>
limits-painting-own = 你上次的画也在上面：换的是表面，画里有谁、在做什么，它一概不知。
limits-poem = <b>它的诗押韵，却没见过月亮。</b>平仄和韵是规矩，规矩它守得住；「月」后面常跟着「明」，它也学会了。可它没有想过谁，也没在哪里等过天亮。诗里的意思，是你读的时候给的。
limits-poem-own = 你上次的题诗：它看见「{ $name }」（{ $share }），查表得了「{ $theme }」，就写了。从照片到诗，中间没有一刻是看懂。
limits-poem-try = 想看看它怎样看图作诗：发一张照片，说明里写 <code>题诗</code>
limits-data = <b>数据有多大，它的世界就有多大。</b>认图的网络只见过 200 类小图，每张 64 × 64；里面没有你的家人，没有江南的屋檐。写诗的网络只读过留下来的诗，而留下来的大多出自男子、做官的人。数据偏，它就偏，而且自己看不出来。
limits-rely = <b>所以，靠它的时候：</b>好玩的事放心用；要紧的事不能只听它的。看病、判案、认人、开车，都该有人看着，能问一句「凭什么」，也能推翻它。它答得越快、越像样，越要再看一眼。
limits-your-fool = 你的 /fool
limits-your-dream = 你的梦
limits-your-painting = 你的画

## 课程的网络

command-stages = 课程的 LSTM 在训练的三个阶段怎样写，和诗画比一比
classic-line = 课程的网络只写五言：首句要五个汉字，这里有 { $n } 个，例如：<code>{ $example }</code>
classic-beginning = 课程的网络不认题目，只会接一句五言，或从一个字写起，例如：<code>{ $example }</code>
classic-acrostic = 课程的网络藏头要四个汉字，这里有 { $n } 个，例如：<code>{ $example }</code>
classic-form = 课程的网络不懂体裁，请去掉「{ $form }」，例如：<code>{ $example }</code>
classic-photo = 课程的网络不看照片，给它一句诗就行，例如：<code>{ $example }</code>
stage-early = 早期
stage-middle = 中期
stage-final = 终期
classic-footer = 课程的 LSTM · { $stage } · { $mode } T={ $temperature } · { $kind }
classic-astray = 标点走了位，不成四句 · 谈不上押韵
classic-unrhymed = 四句五言，标点都在位 · 不押韵
classic-rhymed = 四句五言，标点都在位 · 押上了{ $rhyme }韵
button-ours = 诗画来写
button-stages = 各阶段
press-ours = 好，换诗画来写
press-stages = 好，三个阶段都写一遍
press-stage = 好，换{ $name }的它来写
stages-title = 「{ $given }」：课程的 LSTM，和诗画
stages-modes = { $modes }：T 越低，越只挑有把握的字。各首的随机数种子相同。
stages-heading = <b>{ $stage }</b> · 第 { $step } 步 · 困惑度 { $perplexity }
stages-heading-ours = <b>诗画</b> · Transformer 加格律
stages-changed = 从早期到终期，每期三首里，{ $formed }，{ $rhymed }，{ $distinct }；对没见过的诗，{ $perplexity }。
stages-formed = { $way ->
    [same] 标点都在位的一直是 { $a } 首
    [rose] 标点都在位的由 { $a } 首增到 { $c } 首（中期 { $b } 首）
    [fell] 标点都在位的由 { $a } 首减到 { $c } 首（中期 { $b } 首）
   *[varied] 标点都在位的先后是 { $a }、{ $b }、{ $c } 首
    }
stages-rhymed = { $way ->
    [same] 押韵的一直是 { $a } 首
    [rose] 押韵的由 { $a } 首增到 { $c } 首（中期 { $b } 首）
    [fell] 押韵的由 { $a } 首减到 { $c } 首（中期 { $b } 首）
   *[varied] 押韵的先后是 { $a }、{ $b }、{ $c } 首
    }
stages-distinct = { $way ->
    [same] 不同的字一直是 { $a } 个
    [rose] 不同的字由 { $a } 个增到 { $c } 个（中期 { $b } 个）
    [fell] 不同的字由 { $a } 个减到 { $c } 个（中期 { $b } 个）
   *[varied] 不同的字先后是 { $a }、{ $b }、{ $c } 个
    }
stages-perplexity = { $way ->
    [same] 它每个字的困惑度一直是 { $a }
    [rose] 它每个字的困惑度由 { $a } 升到 { $c }（中期 { $b }）
    [fell] 它每个字的困惑度由 { $a } 降到 { $c }（中期 { $b }）
   *[varied] 它每个字的困惑度先后是 { $a }、{ $b }、{ $c }
    }
stages-ours = 诗画这 { $n } 首，标点全在位，押韵的 { $rhymed } 首，不同的字 { $distinct } 个，{ $broken ->
    [0] 处处合律
   *[other] 只有给定的字出律（{ $broken } 处）
    }：在它那里，句式、平仄和韵是落笔时的掩码，不合的字抽不到，不必去学。
button-stages-again = 再来一次
press-stages-again = 好，换个种子，再写一遍
