"""Whether a question asks how something is done, rather than telling what goes wrong.

Both use the same words, but who writes `VB6 read a file from a server` is served by an article that gives instructions.
Such a question asks outright, or a clause of it begins with a verb in its plain form, after the product's name; one
that tells of a trouble is none, unless it asks.
"""

from __future__ import annotations

import re
from itertools import dropwhile

from kbservice import products
from kbservice.index.query import wording

_PLAIN_FORMS = """
    activate add adjust administer allow alter append assign associate attach authenticate automate avoid break
    build bypass calculate call cancel capture catch change check choose clean clear clone close combine compare
    compile compress configure connect convert create customise customize deactivate debug declare decrease define
    delete deny deploy detect determine diagnose disable disconnect discover distribute divide draw edit embed
    emulate enable encrypt enforce ensure enter enumerate erase exclude execute exit expand extend extract fetch
    fill find flush forward generate get give go grant handle hide identify ignore implement improve include
    increase insert inspect install isolate keep kill launch let listen locate lower make manage manipulate merge
    migrate minimise minimize modify move obtain open optimise optimize override pass paste perform permit pick
    populate prevent protect provide publish pull purge put raise read rebuild receive recover redirect redistribute
    reduce refresh register reinstall remove rename renew repair replace replicate reset resize resolve restart
    restore restrict resume retain retrieve reuse revert roll rotate run save secure see select send separate set
    show shrink shut sign simulate skip specify start strip subclass submit subscribe suppress suspend swap
    synchronise synchronize take tell troubleshoot tune turn undelete undo uninstall unload unlock use validate
    verify wipe wrap write zip
"""
# Begin a complaint as often (`store stops`): an errand only before a word that leads to an object.
_ALSO_NOUNS = """
    archive block boot bounce control copy count cut delay display download drag drop dump export filter fix force
    highlight import jump limit list load lock loop map mask measure monitor mute pause place play print push query
    relay retire return route scan schedule scroll search share silence sort speed split stop store switch sync test
    trace track transfer update upgrade upload view watch
"""
_LEADS_ON = """
    a all an another any as back both down each every from in into it more my new off on one our out over some that the
    them this to two up with your
"""
_LED_BY = "just simply please and then or manually programmatically don't dont not never server workstation"
_VERBS, _NOUNS, _LEADING, _BEFORE = (
    frozenset[str](words.split()) for words in (_PLAIN_FORMS, _ALSO_NOUNS, _LEADS_ON, _LED_BY)
)
_ASKS = re.compile(
    r"""\bhow\ (?:to|do|does|can|could|would|should)\b | \bwhere\ (?:is|are|do|does|can|to)\b | \bwhat\ to\b
    | \b(?:is|are)\ (?:it|there)\b | \bcan\ (?:i|we|you|one)\b | \bany\ way\ to\b
    | \b(?:i|we)\ (?:want|need|have|would\ like)\ to\b | \?\s*$""",
    re.VERBOSE,
)
_TROUBLE = re.compile(
    r"""\b(?:errors?|fail(?:s|ed|ing|ure)?|hangs?|hung|crash(?:es|ed)?|freezes?|frozen?|stuck|dies|died|wrong|garbage
    |corrupt(?:s|ed|ion)?|slow(?:ly)?|can'?t|can\ ?not|won'?t|doesn'?t|isn'?t|didn'?t|nobody|nothing|never|lost|loses
    |gone|missing|disappear(?:s|ed)?|vanish(?:es|ed)?|refuses?|denied|says|claims|complains|suddenly|no\ longer
    |although|even)\b
    """,
    re.VERBOSE,
)
_CLAUSE = re.compile(r"[,:;.!]\s")
_WORD = re.compile(r"[\w.']+")
_NAME = re.compile(r"\d|[A-Z]{2}")  # what tells a name or an abbreviation from a word: NNTP, FS2002


def asks_how(text: str) -> bool:
    """Whether a question in words, as typed, asks for instructions."""
    folded = wording.written_out(text)
    if _ASKS.search(folded):
        return True
    if _TROUBLE.search(folded):
        return False
    skipped = _BEFORE | {word.lower() for word in _WORD.findall(text) if _NAME.search(word)}
    for mention in reversed(list(products.mentions(folded))):
        folded = folded[: mention.start] + " " + folded[mention.end :]
    return any(_is_errand(clause, skipped) for clause in _CLAUSE.split(folded))


def _is_errand(clause: str, skipped: frozenset[str]) -> bool:
    words = _WORD.findall(clause)
    left = [*dropwhile(lambda word: word in skipped or any(map(str.isdigit, word)), words), "", ""]
    return left[0] in _VERBS or (left[0] in _NOUNS and left[1] in _LEADING)
