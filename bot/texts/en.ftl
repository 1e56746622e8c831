# Every sentence the bot says. zh.ftl has the same keys in the same order. What stands in <code> works when sent as it is.

## Opening and help

start =
    Hello { $name }, I am Shihua and write classical Chinese poems: 五绝, 七绝, 五律 and 七律.
    Give me a line of five or seven characters and I finish the poem, for example: <code>/poem 山为斜好几</code>
    An acrostic: <code>/acrostic 争云夏日</code>. A theme: <code>/theme 春雪</code>. With /poem alone I begin with an old poet's line.
    I paint as well: send a photo, or two together, and the first is painted like the second.
    A photo can also dream (/dream), fool a network that names things (/fool), or have a poem written on it (/poem).
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

    <b>The course's network</b>
    <code>/poem 山为斜好几 classic</code>: by the LSTM that the course teaches, with no rules, just as it comes
    <code>/stages 山为斜好几</code>: what it writes at three stages of its training, beside mine

    <b>Chinese works too</b>
    <code>写诗 山为斜好几</code>, <code>藏头诗 争云夏日</code>, <code>命题 春雪</code>; in a private chat a line alone is enough

    <b>Poem cards</b>
    The button “Card” under a poem, or /card in reply to one: a picture to share, in vertical columns; you choose the paper, and whether tones are marked
    <code>/card night</code>: on that paper; with a photo, <code>/card ink wash</code> paints it and sets the poem on it
    <code>/seal 张三</code>: what your seal says, one to four characters

    <b>Scripts and pinyin</b>
    <code>/script traditional</code>: your poems in traditional characters; <code>/script simplified</code> back again
    The button “Pinyin” under a poem, or /pinyin in reply to one; also <code>/pinyin 床前明月光</code>

    <b>Pictures</b>
    Two photos in one message with <code>/style</code> as the caption: the first, painted like the second
    One photo with <code>/style ink wash</code> as the caption: painted in a named style
    Or send /style first and then one photo after the other; or answer a photo with /style
    <code>/style ink wash 70% keep colours</code>: a fainter style, the photo's own colours
    /styles: all named styles; with a photo, a few of them to choose from

    <b>Looking</b>, as the caption of a photo or in reply to one
    <code>/dream</code>: let the photo dream; <code>/dream 80%</code> more deeply, <code>/dream film</code> as a short film; of { $motifs }
    <code>/fool</code>: change it a little and fool the network; also <code>/fool fgsm 4</code>, <code>/fool goldfish</code>
    <code>/poem</code>: a poem on what is seen in the photo; also <code>/poem 七绝</code>
    /limits: what such networks can't do

    /cancel: drop what is not done yet
    /about: how the poems are made
about =
    <b>Shihua { $version }</b>
    The poems come from a Transformer network that writes character by character, trained from nothing and on no ready-made language model.
    It read the verse of five and seven characters in the public collection poetry-source and learned to guess the next character from form, title and what stands before; when it writes, the rules fix tones, rhyme (平水韵) and acrostics, sixteen or more poems are written at once, those that repeat a line of the corpus chinese-poetry are dropped, and the best is shown.
    The button “Prosody” under a poem shows its tones and rhyme. The LSTM that the course teaches is here too: <code>/poem 山为斜好几 classic</code> has it write a poem, /stages shows how it learnt.
    Pictures are painted in one pass by Magenta's network for arbitrary styles (Apache-2.0); “Refine” optimises step by step, after Gatys.
    What looks and dreams is a small convolutional network, trained from nothing, that knows 200 kinds of things; what it can't do: /limits
command-poem = Write a poem: a line, a character, a title, or nothing
command-acrostic = Acrostic: 2 to 8 Chinese characters
command-theme = A poem on a theme of up to 24 characters
command-card = A poem as a picture, set vertically
command-seal = The name on your seal
command-style = Paint a photo like another picture, or in a named style
command-styles = All named styles; with a photo, a few to choose from
command-dream = Let a photo dream: what the network sees in it
command-fool = Change a photo a little and fool the network that looks
command-limits = The last lesson: what such networks can't do
command-cancel = Drop what is not done yet
command-help = All I understand
command-about = How the poems are made

## When something was not understood

hint = Send a line of five or seven Chinese characters and I finish the poem, for example: <code>山为斜好几</code> (more: /help)
hint-theme = For a poem about “{ $text }” send <code>/theme { $text }</code> (more: /help)
unknown-command = There is no command /{ $command }; try for example <code>/poem 山为斜好几</code> (more: /help)
mistyped = There is no command /{ $command }; did you mean { $near }?
mistyped-words = There is no command /{ $command }; did you mean <code>{ $near }</code>?
not-han = “{ $character }” is not a Chinese character and poems use nothing else; for example: <code>{ $example }</code>
no-characters = Poems are made of Chinese characters and here are none; for example: <code>{ $example }</code>
unknown-word = I don’t know the word “{ $word }”: a first line may be followed by 五绝, 七绝, 五律, 七律 or open, normal, conservative, classic; for example: <code>/poem { $line } open</code>
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

## Words of the list

unwanted = There are words in this that I don't write; please put it another way, for example: <code>{ $example }</code>
card-unwanted = This poem has words, down its lines perhaps, that I don't write, so it makes no card; try another, for example: <code>/card 床前明月光，疑是地上霜。举头望明月，低头思故乡。</code>
press-card-unwanted = This poem has words that I don't write, so it makes no card; write another: /poem

## Waiting and cancelling

queue-place-poem = { $n ->
    [one] One poem is before yours
   *[other] { $n } poems are before yours
    }; it comes as soon as it is written. To give up: /cancel
queue-place-picture = { $n ->
    [one] One picture is before yours
   *[other] { $n } pictures are before yours
    }; it comes as soon as it is painted. To give up: /cancel
queue-place-card = { $n ->
    [one] One card is before yours
   *[other] { $n } cards are before yours
    }; it comes as soon as it is made. To give up: /cancel
queue-soon-poem = Grinding the ink; the poem comes as soon as it is written. To give up: /cancel
queue-soon-picture = Mixing the colours; the picture comes as soon as it is painted. To give up: /cancel
queue-soon-fool = Looking for its weak spot; the picture comes as soon as it is found. To give up: /cancel
queue-soon-card = Mounting it; the card comes as soon as it is made. To give up: /cancel
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
job-failed-picture = This picture failed through a fault of mine; please send the photo again with the caption <code>{ $example }</code>
job-failed-card = This card failed through a fault of mine; please answer the poem with /card once more
job-interrupted-poem = I was interrupted twice while writing this one and gave up, sorry; please send it again: <code>/poem 山为斜好几</code>
job-interrupted-picture = I was interrupted twice while painting this one and gave up, sorry; please send the photo again with the caption <code>{ $example }</code>
job-interrupted-card = I was interrupted twice while making this card and gave up, sorry; please answer the poem with /card once more
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
button-card = Card
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

## Poem cards

button-card-tones = Mark tones
button-card-plain = No tones
button-card-seal = Seal
look-xuan = Rice paper
look-gold = Gold-flecked
look-red = Red letter
look-green = Mountains
look-night = Night
look-stone = Rubbing
press-card = A card, then
press-card-already = It is being made already
press-card-gone = I can't find this card any more; answer the poem with /card for a new one
press-card-look = { $name }{ $tones ->
    [marked] {" with its tones"}
   *[plain] {""}
    }, then
press-card-seal = The seal says “{ $name }”; for another, answer this card with /seal and one to four Chinese characters: /seal 张三
seal-kept = From now on the seal on your cards says “{ $name }”; press “Card” under a poem to see it
seal-empty = What shall your seal say? Write one to four Chinese characters after the command: <code>/seal 张三</code>
seal-name = A seal has one to four Chinese characters; for example: <code>/seal 张三</code>
card-no-poem = Which poem shall be a card? Ask for one, answer one with /card, or write it after the command: <code>/card 床前明月光，疑是地上霜。举头望明月，低头思故乡。</code>
card-no-verse = This doesn't look like a poem: a card has room for 2 to 16 lines of 2 to 12 Chinese characters; for example: <code>/card 床前明月光，疑是地上霜。举头望明月，低头思故乡。</code>
card-words = I don't know “{ $word }”: after /card comes { $looks }, or a poem; for example: <code>/card night</code>
card-no-typeface = There is no Chinese typeface on this machine, so I can't make cards; the bot's owner can run <code>python -m engines fonts</code> and start me again
card-no-glyph = No typeface here has “{ $characters }”, so this poem can't be a card; try another: <code>/card 床前明月光，疑是地上霜。举头望明月，低头思故乡。</code>

## Scripts and pinyin

command-script = Simplified or traditional characters
command-pinyin = Poems spelled out in pinyin
script-now = Your poems are in { $script ->
    [hant] traditional
   *[hans] simplified
    } characters; for the others press a button, or send <code>/script traditional</code> or <code>/script simplified</code>
script-kept = From now on your poems are in { $script ->
    [hant] traditional
   *[hans] simplified
    } characters
script-unknown = There is no script “{ $word }”; it can be traditional or simplified, for example: <code>/script traditional</code>
button-pinyin = Pinyin
button-unspelled = Hide pinyin
pinyin-today = As read today; the sounds that the poem was written to differ here and there
pinyin-no-verse = Which poem shall I spell out? Ask for one, answer one with /pinyin, or write it after the command: <code>/pinyin 床前明月光</code>
pinyin-long = There are { $n } characters here, and I spell out at most { $most } at a time; for example: <code>/pinyin 床前明月光</code>

## Pictures that can't be used

photo-missing = There is no picture in this message; send one as a photo or as a file: JPEG, PNG, WEBP, HEIC or GIF
photo-empty = This file is empty; please send the picture again, as a photo or as a file
photo-heavy = This file is larger than { $most } MB, more than Telegram lets me fetch; send the picture as a photo rather than as a file
photo-unknown = This file is not a picture that I can open; JPEG, PNG, WEBP, HEIC and GIF work, and so does a screenshot
photo-moving = This one moves, and I paint still pictures; take a screenshot and send it as a photo
photo-broken = This picture is damaged or did not arrive whole; please send it again, or a screenshot of it
photo-many-pixels = This picture has more than { $most } megapixels; send it as a photo rather than as a file, Telegram makes it smaller then
photo-few-pixels = This picture has { $width } × { $height } pixels, too few to see anything; each side needs at least { $least }
photo-narrow = This picture has { $width } × { $height } pixels, too narrow a strip; the long side may be up to { $most } times the short one, so please crop it
photo-hard = This picture takes too long or too much memory to open; send it as a photo rather than as a file, or a screenshot of it
photo-lost = I could not fetch this picture from Telegram; please send it again

## Pictures

picture-example = { $kind ->
    [dream] /dream
    [film] /dream film
    [fool] /fool
    [inscription] /poem
   *[other] /style ink wash
    }
sitting-content = { $kind ->
    [dream] Which photo shall dream
    [film] Which photo shall dream
    [fool] With which photo shall I fool the network
    [inscription] On which photo shall I write
   *[other] Which photo shall I paint
    }? Send it within { $n } minutes
sitting-content-group = { $kind ->
    [dream] Which photo shall dream
    [film] Which photo shall dream
    [fool] With which photo shall I fool the network
    [inscription] On which photo shall I write
   *[other] Which photo shall I paint
    }? Answer this message with it within { $n } minutes
sitting-style = In which style? Send a second picture or choose one below within { $n } minutes. The photo can also dream, fool a network that names things, or get a poem
sitting-style-group = In which style? Answer this message with a picture or with the name of a style, for example { $examples }, within { $n } minutes
sitting-over = That took too long and I have put the other one away; please begin again: a photo with the caption <code>{ $example }</code>
style-unknown = There is no style “{ $name }”; try { $examples } (all of them: /styles), or send a second picture as the style
style-strength = The strength is at most 100 %, here it is { $n } %; for example: <code>/style ink wash 70%</code>
style-many = At most { $most } styles can be mixed, here are { $n }; for example: <code>/style ink wash, starry night</code>
style-fine = Refining needs a picture of the style, and named styles have none; send the photo and a style picture together with the caption <code>/style fine</code>
styles-gallery = Choose a style, then send a photo; if you have sent one, it is painted at once
styles-none = No named styles are installed here; send two pictures together with the caption <code>/style</code>, the first is painted like the second
sheet-choose = Which do you like? Press it and I paint it at full size
fine-progress = Refining, { $n } % done
picture-photos = { $n ->
    [1] your style picture
   *[other] { $n } style pictures
    }
picture-strength = strength { $n } %
picture-colours = own colours
picture-fine = refined
picture-unfinished = Ended early; this is the best so far
picture-unrefined = Not refined: presets have no picture; to refine, send a picture of the style
picture-left-out = At most { $most } styles can be mixed; { $n } more were left out
button-fine = Refine
button-stop = Cancel
button-enough = Stop here
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
press-enough = It stops here; the picture is on its way
press-enough-not = It is not being painted just now, or is somebody else's
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

## Looking: dreams, fooling, poems on photos

first-photo-only = Only the first photo counts; { $n } more were left out
button-make-dream = Dream
button-make-fool = Fool it
button-make-inscription = Poem
press-make = It begins
press-photo-gone = I don't have that photo at hand any more; please send it again
dream-unknown = There are no dreams of “{ $name }”; try { $examples }, for example: <code>/dream { $first }</code>
dream-no-motifs = No motifs are installed here, so leave out “{ $name }”; <code>/dream</code> alone works
dream-strength = The strength is from 1 to 100 %, here it is { $n } %; for example: <code>/dream 60%</code>
dream-base-gone = I don't have the dream before this one any more; please send the photo again with the caption <code>/dream</code>
dream-progress = Dreaming, { $n } % done
film-progress = Filming the dream, { $n } % done
dream = A dream
dream-of = A dream of { $name }
dream-depth = level { $n }
button-shallower = Lighter
button-deeper = Deeper
button-motifs = Another motif
button-further = Dream on
button-film = Film
press-shallower = A lighter one, then
press-deeper = A deeper one, then
press-further = I dream on from here
press-film = I film it; that takes a while
press-motif = A dream of { $name }, then
press-most-shallower = This is as light as it gets
press-most-deeper = This is as deep as it gets; try “Dream on”
fool-size = The size of the change is from 1 to { $most } (of 255), here it is { $n }; for example: <code>/fool 8</code>
fool-twice = One method and one size are enough; for example: <code>/fool fgsm 8</code>
fool-unknown = The network knows 200 kinds of things, and no “{ $name }”; try { $examples }, for example: <code>/fool { $first }</code>
fool-unknown-near = The network knows 200 kinds of things, and no “{ $name }”; the nearest are { $examples }, for example: <code>/fool { $first }</code>
fool-before = Before, the network saw
fool-after = After ({ $attack }, ±{ $n }/255)
fool-fooled = ✓ Fooled: “{ $before }” became “{ $after }”.
fool-withstood = ✗ Not fooled: it still says “{ $after }”.
fool-fooled-target = ✓ Fooled: it sees the “{ $target }” that it was meant to see.
fool-withstood-target = ✗ Not “{ $target }” yet: it says “{ $after }”.
fool-unsure = It was unsure to begin with ({ $share }): fooling it proves little.
fool-smallest-enough = In fact ±{ $n }/255 is enough with { $attack }.
fool-smallest-exact = With { $attack }, ±{ $n }/255 is the smallest change that works.
fool-smallest-needed = With { $attack } it takes ±{ $n }/255.
fool-smallest-less = With { $attack }, as little as ±{ $n }/255 would work.
fool-smallest-none = With { $attack } even ±32/255 does not work.
fool-why-fooled = The network knows no things; it multiplies pixels by weights and adds up. Countless small changes, all in one direction, add up to another answer.
fool-why-withstood = The changes don't add up to another answer.{ $attack ->
    [fgsm] { " " }PGD, in many steps, works more often.
   *[other] { "" }
    }
fool-visible = A change of ±{ $size }/255 { $visibility ->
    [unseen] is invisible to the eye.
    [hardly] can hardly be seen: look at smooth areas.
    [smooth] can be seen on smooth areas.
   *[plain] is plain to see.
    }
fool-wide = Above: the photo, the changed one. Below: the difference, { $n } times amplified.
fool-tall = From the left: the photo, the changed one, the difference ({ $n } times amplified).
fool-file = The changed photo. Keep it and send it as a file: as a photo it would be compressed, and the change lost.
fool-file-again = The changed photo (±{ $n }/255).
button-targets = Another target
button-any = Any target
press-size = At most { $value }/255, then
press-attack = { $value }, then
press-target = It shall see { $value }, then
press-any = Anything else will do, then
press-same = That is what stands here
inscription-words = Only form and mode may follow, the photo decides the rest; for example: <code>/poem 七绝 open</code>
seen = Seen in the photo: { $name } { $share }
seen-perhaps = Hard to see; perhaps { $name } ({ $share })

## The last lesson

limits-title = <b>The last lesson: what such networks can't do</b>
limits-pixels = <b>They have seen pixels, never the world.</b> A photo reaches them as some hundred thousand numbers, a poem as a row of character codes. They learn which numbers tend to come together; that water is wet, that a cat gets hungry, that there is one moon, they don't know.
limits-certain = <b>They are just as confident when they are wrong.</b> The percentage is no measure of doubt, only of how a class scores among the 200 it knows. “I don't know” is not among them: what it never learned is put into one of them too.
limits-certain-own-fooled = Your last /fool: first it said “{ $before }” ({ $sure }); after no colour value had changed by more than { $n }/255 it said “{ $after }” ({ $now }). { $visibility ->
    [smooth] Look closely and you see the change, but you still know what the photo shows.
    [plain] You see the change at once, but you still know what the photo shows.
   *[other] To you it is the same photo.
    }
limits-certain-own-unsure = Your last /fool: first it said “{ $before }”, with no more than { $sure } unsure from the start; after a change of { $n }/255 it said “{ $after }” ({ $now }). That does not count; try a photo that it knows.
limits-certain-own-doubtful = Your last /fool: first it said “{ $before }” ({ $sure }); after a change of { $n }/255 it said “{ $after }” ({ $now }). This time it was not confident when wrong, yet it gave an answer.
limits-certain-own-withstood = Your last /fool: after a change of { $n }/255 it still said “{ $after }” ({ $now }). Not fooled this time does not mean it can't be: try a larger change.
limits-certain-try = See for yourself: send a photo with the caption <code>/fool</code>
limits-texture = <b>A label is no understanding; they know textures.</b> Ask one to amplify what it sees and you get eyes, feathers and ripples where none belong: it has the parts and not the whole. Painting in a style is no different: what is carried over is strokes and colours, not why a painter chose them.
limits-texture-own = Your last dream: { $name }. None of it was in the photo; the network put it there.
limits-texture-try = To see what it has in mind: send a photo with the caption <code>/dream</code>
limits-painting-own = Your last painting is above as well: the surface has changed; who is in it and what they do, it has no idea.
limits-poem = <b>Their poems rhyme and have never seen the moon.</b> Tones and rhyme are rules, and rules can be kept; that 明 often follows 月 can be learned. But they have missed no one and waited nowhere for the dawn. What a poem means, you bring to it.
limits-poem-own = Your last poem on a photo: it saw “{ $name }” ({ $share }), looked that up in a table, found “{ $theme }”, and wrote. At no moment between photo and poem was anything understood.
limits-poem-try = To watch it write on a photo: send one with the caption <code>/poem</code>
limits-data = <b>Their world is as large as their data.</b> The network that looks has seen 200 kinds of small pictures, 64 by 64 pixels; your family is not among them. The one that writes has read the poems that were kept, most of them by men in office. Where data lean, networks lean, and can't tell.
limits-rely = <b>So, when you rely on one:</b> for play, by all means; where it matters, never on it alone. In medicine, in court, in recognising people, at the wheel, somebody has to watch who can ask why, and overrule it. The quicker and smoother the answer, the more it deserves a second look.
limits-your-fool = Your /fool
limits-your-dream = Your dream
limits-your-painting = Your painting

## The course's network

command-stages = What the course's LSTM writes at three stages of its training
classic-line = The course's network writes lines of five: a first line has 5 Chinese characters, this one has { $n }; for example: <code>{ $example }</code>
classic-beginning = The course's network knows no titles: it goes on from a line of five characters, or from a single one; for example: <code>{ $example }</code>
classic-acrostic = The course's network hides 4 Chinese characters in an acrostic, { $n ->
    [one] here is one
   *[other] here are { $n }
    }; for example: <code>{ $example }</code>
classic-form = The course's network knows no forms, so leave “{ $form }” away; for example: <code>{ $example }</code>
classic-photo = The course's network sees no photos; a line will do, for example: <code>{ $example }</code>
stage-early = early
stage-middle = middle
stage-final = final
classic-footer = the course's LSTM · { $stage } · { $mode } T={ $temperature } · { $kind }
classic-astray = punctuation astray, so these are not four lines · no rhyme to speak of
classic-unrhymed = four lines of five, punctuation in place · no rhyme
classic-rhymed = four lines of five, punctuation in place · they happen to rhyme on { $rhyme }
button-ours = Shihua's own
button-stages = All stages
press-ours = One by my own network, then
press-stages = At all three stages, then
press-stage = By its { $name } stage, then
stages-title = “{ $given }”: the course's LSTM, and Shihua
stages-modes = { $modes }: the lower T, the more it keeps to characters it is sure of. All poems have the same random seed.
stages-heading = <b>{ $stage }</b> · step { $step } · perplexity { $perplexity }
stages-heading-ours = <b>Shihua</b> · a Transformer, with rules
stages-changed = From the early to the final stage, of three poems each, { $formed }, { $rhymed } and { $distinct }; on poems it had not seen, { $perplexity }.
stages-formed = { $way ->
    [same] those with all punctuation in place stayed at { $a }
    [rose] those with all punctuation in place rose from { $a } to { $c } ({ $b } in the middle)
    [fell] those with all punctuation in place fell from { $a } to { $c } ({ $b } in the middle)
   *[varied] those with all punctuation in place were { $a }, { $b } and { $c }
    }
stages-rhymed = { $way ->
    [same] those that rhyme stayed at { $a }
    [rose] those that rhyme rose from { $a } to { $c } ({ $b } in the middle)
    [fell] those that rhyme fell from { $a } to { $c } ({ $b } in the middle)
   *[varied] those that rhyme were { $a }, { $b } and { $c }
    }
stages-distinct = { $way ->
    [same] distinct characters stayed at { $a }
    [rose] distinct characters rose from { $a } to { $c } ({ $b } in the middle)
    [fell] distinct characters fell from { $a } to { $c } ({ $b } in the middle)
   *[varied] distinct characters were { $a }, { $b } and { $c }
    }
stages-perplexity = { $way ->
    [same] its perplexity per character stayed at { $a }
    [rose] its perplexity per character rose from { $a } to { $c } ({ $b } in the middle)
    [fell] its perplexity per character fell from { $a } to { $c } ({ $b } in the middle)
   *[varied] its perplexity per character was { $a }, { $b } and { $c }
    }
stages-ours = My { $n } have all punctuation in place, { $rhymed } of them rhyme, they use { $distinct } distinct characters, and { $broken ->
    [0] every tone rule is kept
    [one] only a given character breaks a tone rule (one place)
   *[other] only given characters break tone rules ({ $broken } places)
    }: for me line length, tones and rhyme are masks while writing, so a character that doesn't fit can't be drawn and needs no learning.
button-stages-again = Once more
press-stages-again = Another seed, once more
