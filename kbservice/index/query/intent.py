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

# Plain forms that begin an errand. Left out: words that begin a complaint as often (backup, report, script, test).
_PLAIN_FORMS = """
    activate add adjust allow alter append archive assign attach authenticate automate avoid block boot break build
    bypass calculate call cancel capture catch change check choose clean clear clone close combine compare compile
    compress configure connect control convert copy count create customise customize cut deactivate debug decrease
    define delay delete deny deploy detect determine disable disconnect discover display distribute divide download
    drag draw drop dump edit embed enable encrypt enforce ensure enter enumerate erase exclude execute exit expand
    export extend extract fetch fill filter find fix flush forward generate get give go grant hide identify ignore
    implement import improve include increase insert inspect install keep kill launch let limit list listen load
    locate lock loop lower make manage map mask measure merge migrate minimise minimize modify monitor move mute
    obtain open override pass paste pause permit pick play populate prevent print protect publish pull purge push
    put query raise read rebuild receive recover redirect redistribute reduce refresh register reinstall relay
    remove rename repair replace replicate reset resize resolve restart restore restrict resume retrieve return
    reuse revert roll rotate route run save scan schedule search secure see select send separate set share show
    shrink shut sign silence simulate skip sort specify speed split start stop store strip submit subscribe suppress
    suspend swap switch sync synchronise synchronize take tell track transfer troubleshoot tune turn undelete undo
    uninstall unload unlock update upgrade upload use validate verify wipe wrap write zip
"""
_VERBS = frozenset(_PLAIN_FORMS.split())
_ASKS = re.compile(
    r"""\bhow\ (?:to|do|does|can|could|would|should)\b | \bwhere\ (?:is|are|do|does|can|to)\b | \bwhat\ to\b
    | \b(?:is|are)\ (?:it|there)\b | \bcan\ (?:i|we|you|one)\b | \bany\ way\ to\b
    | \b(?:i|we)\ (?:want|need|have|would\ like)\ to\b | \?\s*$""",
    re.VERBOSE,
)
_TROUBLE = re.compile(
    r"""\b(?:errors?|fail(?:s|ed|ing|ure)?|hangs?|hung|crash(?:es|ed)?|freezes?|frozen?|stuck|dies|died|wrong|garbage
    |corrupt(?:s|ed|ion)?|slow(?:ly)?|can'?t|cannot|won'?t|doesn'?t|isn'?t|didn'?t|nobody|nothing|never|lost|loses|gone
    |missing|disappear(?:s|ed)?|vanish(?:es|ed)?|refuses?|denied|says|claims|complains|suddenly|no\ longer|although
    |even)\b
    """,
    re.VERBOSE,
)
_CLAUSE = re.compile(r"[,:;.!]\s")
_WORD = re.compile(r"[\w.']+")
_NAME = re.compile(r"\d|[A-Z]{2}")  # what tells a name or an abbreviation from a word: NNTP, FS2002
_BEFORE = {"just", "simply", "please", "and", "then", "or", "don't", "dont", "not", "never", "server", "workstation"}


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
    return any(_first_word(clause, skipped) in _VERBS for clause in _CLAUSE.split(folded))


def _first_word(clause: str, skipped: set[str]) -> str:
    words = _WORD.findall(clause)
    return next(dropwhile(lambda word: word in skipped or any(map(str.isdigit, word)), words), "")
