"""What somebody typed or pasted -> a Reading: what to rank by, what must hold, and how it was understood.

Needs no engine: what the index holds is asked through `known`. Nothing that people type is an error.

    paste       a log entry or blue screen taken apart
    syntax      fields, phrases, AND, OR, NOT, prefixes
    recognise   identifiers in every spelling
    wording     short names and synonyms
    intent      whether instructions are asked for
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kbservice import products
from kbservice.index import Understood, analysis
from kbservice.index.query import intent, paste, recognise, syntax, wording
from kbservice.index.query.recognise import Identifier, Known

MOST_CHARACTERS = 4000  # of a question that are read
_MOST_TERMS = 80
_LONG_PHRASE = 6  # quotes of more words are a message that was copied: near is good enough
PRODUCT_WORD = 0.6  # weight of a word that only names the product, which is ranked by on its own
NAME_WORD = 1.25  # weight of a word with a capital inside: the name of a component or function, not chosen but copied
FILLING_WORD = 0.3  # weight of a host name or path in a pasted message
_NAME = re.compile(r"\b\w*[a-z][A-Z]\w*")
_SHOWN = {"event", "stop", "code", "version"}  # who copies one of these tells what a screen or log shows


@dataclass(frozen=True, slots=True)
class Term:
    """A term to rank by: as indexed, as typed, and its weight."""

    term: str
    typed: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was read.

    `terms` in their order, each once; `condition` is what must hold, None if anything may be found; `own_words` if
    nothing was copied off a screen or out of a log; `asks_how` if instructions are asked for.
    """

    terms: tuple[Term, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    products: tuple[products.ProductName, ...] = ()
    condition: syntax.Node | None = None
    understood: tuple[Understood, ...] = ()
    pasted: bool = False
    own_words: bool = True
    asks_how: bool = False


def read(text: str, known: Known) -> Reading:
    """The reading of a question; `known` tells which values of exact fields any article has."""
    text = text[:MOST_CHARACTERS]
    pasted = None if syntax.names_fields(text) else paste.take_apart(text)
    tree = None if pasted else syntax.parse(text)
    words = pasted.text if pasted else _plain(tree)
    found = recognise.identifiers_in(words, pasted, known)
    named = _products(words)
    condition = _condition(tree) if tree is not None else None
    terms = _terms(words, pasted.fillings if pasted else (), named)
    understood = _understood(tree, found, named, terms)
    own_words = not pasted and _SHOWN.isdisjoint(one.kind for one in found)
    return Reading(
        terms, tuple(found), tuple(p for p, _ in named), condition, understood,
        pasted is not None, own_words, own_words and intent.asks_how(words),
    )  # fmt: skip


def _plain(tree: syntax.Node | None) -> str:
    """What is ranked by of a question with syntax: the words that are not excluded, and the values of its fields."""
    if tree is None:
        return ""
    texts = []
    for leaf, negated in syntax.leaves(tree):
        if not negated and not isinstance(leaf, syntax.Match):
            texts.append(leaf.text)
        elif isinstance(leaf, syntax.Match) and not negated and leaf.field in ("title", "file"):
            texts.append(leaf.value)
    return " ".join(texts)


def _products(words: str) -> list[tuple[products.ProductName, str]]:
    """The products that a question names, each once, with the words that name it."""
    text = wording.written_out(words)
    found: dict[tuple[str, str | None], tuple[products.ProductName, str]] = {}
    for mention in products.mentions(text):
        key = (mention.product.family, mention.product.version)
        found.setdefault(key, (mention.product, text[mention.start : mention.end]))
    return list(found.values())


def _terms(words: str, fillings: tuple[str, ...], named: list[tuple[products.ProductName, str]]) -> tuple[Term, ...]:
    light = {term for filling in fillings for term in analysis.terms(filling)}
    product = {term for _, text in named for term in analysis.terms(text)}
    names = {term for name in _NAME.findall(words) for term in analysis.terms(name)}
    # Of several weights that a term may have, the last counts.
    weights = (
        dict.fromkeys(names, NAME_WORD) | dict.fromkeys(product, PRODUCT_WORD) | dict.fromkeys(light, FILLING_WORD)
    )
    found: dict[str, Term] = {}
    for word in analysis.words(wording.written_out(words)):
        term = analysis.stem(word)
        found.setdefault(term, Term(term, word, weights.get(term, 1.0)))
    for word in analysis.words(words):  # what is new here was a short name
        term = analysis.stem(word)
        found.setdefault(term, Term(term, word, PRODUCT_WORD))
    return tuple(found.values())[:_MOST_TERMS]


def _condition(node: syntax.Node, strict: bool = False) -> syntax.Node | None:
    """The part of a tree that must hold: fields, short phrases, prefixes, NOT, and words beside AND or OR."""
    match node:
        case syntax.Word():
            return node if strict and analysis.words(node.text) else None
        case syntax.Phrase(text):
            return node if strict or len(analysis.TOKEN.findall(text)) <= _LONG_PHRASE else None
        case syntax.All(nodes, joined):
            kept = tuple(part for n in nodes if (part := _condition(n, strict or joined)) is not None)
            return syntax.All(kept, True) if kept else None
        case syntax.Any(nodes):
            return syntax.Any(tuple(part for n in nodes if (part := _condition(n, True)) is not None)) or None
        case syntax.Not(inner):
            kept_inner = _condition(inner, True)
            return None if kept_inner is None else syntax.Not(kept_inner)
    return node


def _understood(
    tree: syntax.Node | None,
    found: list[Identifier],
    named: list[tuple[products.ProductName, str]],
    terms: tuple[Term, ...],
) -> tuple[Understood, ...]:
    parts = [Understood(one.kind, one.term.partition("|")[0] or one.typed, one.typed) for one in found]
    parts += [Understood("product", str(product), typed) for product, typed in named]
    for leaf, negated in syntax.leaves(tree) if tree is not None else ():
        if isinstance(leaf, syntax.Match):
            parts.append(Understood(leaf.field, ("not " if negated else "") + leaf.value, leaf.typed))
        elif isinstance(leaf, syntax.Phrase):
            parts.append(Understood("phrase", leaf.text, f'"{leaf.text}"'))
    words = " ".join(term.typed for term in terms)
    if words:
        parts.append(Understood("words", words, words))
    return tuple(dict.fromkeys(parts))
