"""A site of invented news articles, the same in every run.

Article n is the same however many there are. Each has about 650 words, seven or eight quotations by three to five named people out of
a number that grows with the site, three tags and a date. Hugo gets the speakers in front matter; quotewright finds them.
"""
import math
import pathlib
import random
import shutil

FIRST = "Ada Bela Cora Dora Elin Fay Gus Hal Ida Jon Kit Lars Mia Ned Ola Pia Rolf Sven Tess Uma Vera Walt Yara Zeno".split()
LAST = """Ashdown Birkett Coldwell Denholm Eastham Fairley Garside Hebden Ingleby Jessop Kirkby Langdale Marsden Netherby Oakley
Pickford Radcliffe Stainton Thornley Ulverston Whitby Yeadon""".split()
ROLES = "harbour master,head of the bakers' guild,school governor,tram driver,keeper of the weir,town surveyor".split(",")
TOWNS = "Alderwick Brackenford Cobbleton Dunmere Eskholm Fernley Gullhaven Hollowell".split()
THINGS = "the new footbridge,the ferry timetable,the market hall roof,the river wall,the school kitchen,the town clock".split(",")
TAGS = "roads rivers schools trade sport music weather courts health farms ports housing energy parks buses".split()
CUES = "said,added,explained,warned,argued,replied".split(",")
PLAIN = [
    "Work on {thing} in {town} had been put off {n} times before the council took it up again in the spring.",
    "The plan was shown in the town hall of {town} for {n} days, and several hundred people came to look at it.",
    "A first estimate for {thing} was {n} thousand crowns, which the treasurer called a careful figure.",
    "People who live close to it had asked for a fence, a lamp and a bench, and none of the three was granted.",
    "In {town}, where a similar question came up last year, the answer took {n} meetings and a public vote.",
    "The builders expect to be done before the first frost, as long as the stone arrives by the end of the month.",
]
SPOKEN = [
    "We have waited {n} years for {thing} and we can wait another week",
    "Nobody in {town} was asked before the drawings were finished",
    "It costs more to mend {thing} every winter than to do it properly once",
    "I counted {n} people at the door and I knew every one of them by name",
    "If the river rises again, all of this will have been for nothing",
    "The children noticed it first, as they always do",
]


def invented(number):
    """A surname that no other number has."""
    syllables = [a + b for a in "bdfgklmnprst" for b in "aeiou"]
    name = ""
    while number or len(name) < 4:
        number, rest = divmod(number, len(syllables))
        name += syllables[rest]
    return name.capitalize() + "sen"


def article(number, cast="usual"):
    """Front matter fields and body of one article. `cast` "one" has the same person in every one, "many" five new ones in each."""
    dice = random.Random(number)
    people = [f"{first} {last}" for first in FIRST for last in LAST]
    random.Random(1).shuffle(people)
    known = people[: min(len(people), 10 + int(6 * math.sqrt(number)))]
    if cast == "many":
        cast = [f"{FIRST[(number + turn) % len(FIRST)]} {invented(number * 5 + turn)}" for turn in range(5)]
    else:
        first = ["Greta Lindholm"] if cast == "one" else []
        cast = first + dice.sample(known, dice.randint(3, 5))

    def filled(text):
        return text.format(thing=dice.choice(THINGS), town=dice.choice(TOWNS), n=dice.randint(2, 90))

    paragraphs = [" ".join(filled(text) for text in dice.sample(PLAIN, 3))]
    met = []
    for turn in range(7):
        speaker = cast[turn] if turn < len(cast) else dice.choice(cast)
        name = speaker.split()[1] if speaker in met else f"{speaker}, the {dice.choice(ROLES)}"
        met += [] if speaker in met else [speaker]
        words = filled(dice.choice(SPOKEN))
        open_, close = dice.choice(['""', "“”"])
        forms = [
            f"{open_}{words},{close} {name} {dice.choice(CUES)}.",
            f"{name} {dice.choice(CUES)}: {open_}{words}.{close}",
            f"{name} said that the matter was closed. {open_}{words}.{close}",
        ]
        heading = ["## What is planned"] if turn == 3 else []
        paragraphs += heading + [f"{dice.choice(forms)} {filled(dice.choice(PLAIN))}"]
        paragraphs.append(" ".join(filled(text) for text in dice.sample(PLAIN, 2)))
    return {
        "title": f"{dice.choice(TOWNS)} argues over {dice.choice(THINGS)} ({number})",
        "date": f"{2000 + number // 336 % 28}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}",
        "tags": sorted(dice.sample(TAGS, 3)),
        "speakers": met,
        "body": "\n\n".join(paragraphs) + "\n",
    }


def write(count, home, cast="usual"):
    """Writes the site twice, for quotewright and for Hugo, where it is not there yet."""
    ours, hugo = pathlib.Path(home, "quotewright"), pathlib.Path(home, "hugo")
    if ours.exists() and hugo.exists():
        return ours, hugo
    shutil.copytree(pathlib.Path(__file__).parent / "hugo", hugo, dirs_exist_ok=True)
    for site in ours, hugo:
        (site / "content/articles").mkdir(parents=True, exist_ok=True)
    for number in range(count):
        found = article(number, cast)
        quoted = lambda words: "[" + ", ".join(f'"{word}"' for word in words) + "]"
        head = f'title: "{found["title"]}"\ndate: {found["date"]}\ntags: {quoted(found["tags"])}\n'
        speakers = f'speakers: {quoted(found["speakers"])}\n'
        for site, front in (ours, head), (hugo, head + speakers):
            path = site / f"content/articles/a{number:06}.md"
            path.write_text(f'---\n{front}---\n\n{found["body"]}', encoding="utf-8")
    return ours, hugo
