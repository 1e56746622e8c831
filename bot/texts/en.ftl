# Every sentence the bot says. zh.ftl has the same keys in the same order. What stands in <code> works when sent as it is.

## Opening and help

start =
    Hello { $name }, I am Shihua and write classical Chinese poems: 五绝, 七绝, 五律 and 七律.
    Give me a line of five or seven characters and I finish the poem, for example: <code>/poem 山为斜好几</code>
    An acrostic: <code>/acrostic 争云夏日</code>. A theme: <code>/theme 春雪</code>. With /poem alone I begin with an old poet's line.
    I paint as well: send a photo, or two together, and the first is painted like the second.
    All I understand: /help
help =
    <b>Poems</b>
    <code>/poem 山为斜好几</code>: five or seven characters are the first line
    <code>/poem 月</code>: one character begins the poem
    <code>/poem 明月</code>: any other number is its title
    /poem: begin with an old poet's line
    <code>/acrostic 争云夏日</code>: two to eight characters that begin the lines
    <code>/theme 春雪</code>: a title of up to 24 characters

    <b>Form and mode</b> follow after a space, for example: <code>/theme 春雪 七绝 open</code>
    五绝, 七绝 (four lines of 5 or 7), 五律, 七律 (eight lines); open, normal, conservative

    <b>Chinese works too</b>
    <code>写诗 山为斜好几</code>, <code>藏头诗 争云夏日</code>, <code>命题 春雪</code>; in a private chat a line alone is enough

    <b>Pictures</b>
    Two photos in one message with <code>/style</code> as the caption: the first, painted like the second
    One photo with <code>/style ink wash</code> as the caption: painted in a named style
    Or send /style first and then one photo after the other; or answer a photo with /style
    <code>/style ink wash 70% keep colours</code>: a fainter style, the photo's own colours
    /styles: all named styles; with a photo, a few of them to choose from

    /cancel: drop what is not done yet
    /about: how the poems are made
about =
    <b>Shihua { $version }</b>
    The poems come from a Transformer network that writes character by character, trained from nothing and on no ready-made language model.
    It read the verse of five and seven characters in the public collection poetry-source and learned to guess the next character from form, title and what stands before; when it writes, the rules fix tones, rhyme (平水韵) and acrostics, sixteen or more poems are written at once, those that repeat a line of the corpus chinese-poetry are dropped, and the best is shown.
    The button “Prosody” under a poem shows its tones and rhyme.
    Pictures are painted in one pass by Magenta's network for arbitrary styles (Apache-2.0); “Refine” optimises step by step, after Gatys.
command-poem = Write a poem: a line, a character, a title, or nothing
command-acrostic = Acrostic: 2 to 8 Chinese characters
command-theme = A poem on a theme of up to 24 characters
command-style = Paint a photo like another picture, or in a named style
command-styles = All named styles; with a photo, a few to choose from
command-cancel = Drop what is not done yet
command-help = All I understand
command-about = How the poems are made

## When something was not understood

hint = Send a line of five or seven Chinese characters and I finish the poem, for example: <code>山为斜好几</code> (more: /help)
hint-theme = For a poem about “{ $text }” send <code>/theme { $text }</code> (more: /help)
unknown-command = There is no command /{ $command }; try for example <code>/poem 山为斜好几</code> (more: /help)
not-han = “{ $character }” is not a Chinese character and poems use nothing else; for example: <code>{ $example }</code>
no-characters = Poems are made of Chinese characters and here are none; for example: <code>{ $example }</code>
unknown-word = I don’t know the word “{ $word }”: a first line may be followed by 五绝, 七绝, 五律, 七律 or open, normal, conservative; for example: <code>/poem { $line } open</code>
poem-too-long = Here are { $n } characters: a first line has five or seven, a title at most { $most }; for example: <code>/poem 山为斜好几</code>
acrostic-length = An acrostic hides 2 to 8 Chinese characters, { $n ->
    [one] here is one
   *[other] here are { $n }
    }; for example: <code>/acrostic 争云夏日</code>
acrostic-empty = Which characters shall I hide? Two to eight, after the command: <code>/acrostic 争云夏日</code>
theme-length = A theme has at most { $most } Chinese characters, here are { $n }; for example: <code>/theme 春雪</code>
theme-empty = What shall it be about? Write it after the command: <code>/theme 春雪</code>
form-first-line = A line of { $form } has { $length } characters, this one has { $n }; for example: <code>/poem { $line } { $fitting }</code>
form-acrostic = { $form } has only { $lines } lines, too few for { $n } characters; for example: <code>/acrostic { $heads } { $fitting }</code>

## Waiting and cancelling

queue-place-poem = { $n ->
    [one] One poem is before yours
   *[other] { $n } poems are before yours
    }; it comes as soon as it is written. To give up: /cancel
queue-place-picture = { $n ->
    [one] One picture is before yours
   *[other] { $n } pictures are before yours
    }; it comes as soon as it is painted. To give up: /cancel
queue-soon-poem = Grinding the ink; the poem comes as soon as it is written. To give up: /cancel
queue-soon-picture = Mixing the colours; the picture comes as soon as it is painted. To give up: /cancel
cancelled-poem = { $n ->
    [one] One poem cancelled
   *[other] { $n } poems cancelled
    }
cancelled-picture = { $n ->
    [one] One picture cancelled
   *[other] { $n } pictures cancelled
    }
cancelled-sitting = I wait for no photo any more
nothing-to-cancel = No poem is being written for you and no picture painted; for a poem send: <code>/poem 山为斜好几</code>
job-failed-poem = This poem failed through a fault of mine; please send it again, for example: <code>/poem 山为斜好几</code>
job-failed-picture = This picture failed through a fault of mine; please send the photo again with the caption <code>/style ink wash</code>
job-interrupted-poem = I was interrupted twice while writing this one and gave up, sorry; please send it again: <code>/poem 山为斜好几</code>
job-interrupted-picture = I was interrupted twice while painting this one and gave up, sorry; please send the photo again with the caption <code>/style ink wash</code>
engine-error-poem = { $sentence }; for example: <code>{ $example }</code>
trouble = Something went wrong on my side and is noted down; please send it again, for example: <code>/poem 山为斜好几</code>

## Poems

form-wujue = 五绝
form-qijue = 七绝
form-wulv = 五律
form-qilv = 七律
mode-open = open
mode-normal = normal
mode-conservative = conservative
kind-first-line = from your line
kind-character = from your character
kind-acrostic = acrostic
kind-random = from an old line
kind-theme = on a theme
kind-free = free
footer = { $form } · rhyme { $rhyme } · { $mode } · { $kind }

## Buttons

button-again = Another
button-open = Bolder
button-conservative = Tamer
button-rules = Prosody
button-plain = Hide prosody
press-again = Another one, then
press-open = A bolder one, then
press-conservative = A tamer one, then
press-already = It is being written already
press-most-open = This is as bold as I get
press-most-conservative = This is as tame as I get
press-gone = I can't find this poem any more; ask for a new one: /poem

## Prosody

rules-tones = Tones (平 level, 仄 oblique, 中 either reading, ？ not in the rhyme book)
rules-template = Template (中: free)
rules-rhyme = Rhyme: 平水韵 “{ $rhyme }”, { $tone ->
    [level] level tone
   *[other] oblique tone
    }
rules-lawful = Every rule is kept
departure-first-line = Line { $line }, character { $position }, “{ $character }” breaks the tone rule: the first line was given
departure-head = Line { $line }, character { $position }, “{ $character }” breaks the tone rule: it is a hidden character
departure-rhyme = Line { $line }, character { $position }, “{ $character }” breaks the rhyme: it was given

## Pictures that can't be used

photo-missing = There is no picture in this message; send one as a photo or as a file: JPEG, PNG, WEBP, HEIC or GIF
photo-empty = This file is empty; please send the picture again, as a photo or as a file
photo-heavy = This file is larger than { $most } MB, more than Telegram lets me fetch; send the picture as a photo rather than as a file
photo-unknown = This file is not a picture that I can open; JPEG, PNG, WEBP, HEIC and GIF work, and so does a screenshot
photo-moving = This one moves, and I paint still pictures; take a screenshot and send it as a photo
photo-broken = This picture is damaged or did not arrive whole; please send it again, or a screenshot of it
photo-many-pixels = This picture has more than { $most } megapixels; send it as a photo rather than as a file, Telegram makes it smaller then
photo-few-pixels = This picture has { $width } × { $height } pixels, too few to see anything; each side needs at least { $least }
photo-narrow = This picture has { $width } × { $height } pixels, too narrow a strip; the long side may be up to { $most } times the short one, so please crop it
photo-hard = This picture takes too long or too much memory to open; send it as a photo rather than as a file, or a screenshot of it
photo-lost = I could not fetch this picture from Telegram; please send it again

## Pictures

sitting-content = Which photo shall I paint? Send it within { $n } minutes
sitting-content-group = Which photo shall I paint? Answer this message with it within { $n } minutes
sitting-style = In which style? Send a second picture or choose one below within { $n } minutes
sitting-style-group = In which style? Answer this message with a picture or with the name of a style, for example { $examples }, within { $n } minutes
sitting-over = That took too long and I have put the other one away; please begin again: a photo with the caption <code>/style ink wash</code>
style-unknown = There is no style “{ $name }”; try { $examples } (all of them: /styles), or send a second picture as the style
style-strength = The strength is at most 100 %, here it is { $n } %; for example: <code>/style ink wash 70%</code>
style-many = At most { $most } styles can be mixed, here are { $n }; for example: <code>/style ink wash, starry night</code>
style-fine = Refining needs a picture of the style, and named styles have none; send the photo and a style picture together with the caption <code>/style fine</code>
styles-gallery = Choose a style, then send a photo; if you have sent one, it is painted at once
styles-none = No named styles are installed here; send two pictures together with the caption <code>/style</code>, the first is painted like the second
sheet-choose = Which do you like? Press it and I paint it at full size
fine-progress = Refining, { $n } % done
picture-photos = { $n ->
    [1] your style picture
   *[other] { $n } style pictures
    }
picture-strength = strength { $n } %
picture-colours = own colours
picture-fine = refined
picture-unfinished = Time was up; this is the best so far
picture-left-out = At most { $most } styles can be mixed; { $n } more were left out
button-fine = Refine
button-stop = Cancel
button-strengths = Strength
button-colours-photo = Keep colours
button-colours-style = Style's colours
button-finer = Finer
button-coarser = Coarser
button-gallery = Another style
button-swap = Swap
button-file = As a file
button-back = Back
press-fine = I am refining it; about a minute
press-stop = It is dropped
press-stop-not = It is done already, or somebody else's
press-strength = With another strength, then
press-colours = With other colours, then
press-finer = Finer, then
press-coarser = Coarser, then
press-wear = In the style { $name }, then
press-pick = { $name }, then; now send a photo
press-swap = The other way round, then
press-file = Here comes the file
press-picture-already = It is being painted already
press-picture-gone = I can't find this picture any more; please send the photo again
press-most-finer = This is as fine as I get
press-most-coarser = This is as coarse as I get
