"""Fixes: in which releases is the problem corrected, and what else does the article say about that?

sentences     the sentences that can speak about fixes
tokens        the words of a phrase that names releases
phrase        how it divides into products
named         the releases that a phrase names
context       the product of a statement whose own words don't name it
forms         the forms in which a correction is stated
corrections   statements of correction
statements    negatives, plans, regressions, supersession
keywords      fix keywords and what they denote
lists         fix lists
requirements  what must be there before a fix
conflicts     where these disagree
"""

from __future__ import annotations

from kbservice.extract.fixes.conflicts import conflicts
from kbservice.extract.fixes.corrections import fixed_in
from kbservice.extract.fixes.keywords import fix_keywords, keywords, query_words
from kbservice.extract.fixes.lists import listed_fixes
from kbservice.extract.fixes.requirements import requires
from kbservice.extract.fixes.statements import statements

__all__ = [
    "conflicts",
    "fix_keywords",
    "fixed_in",
    "keywords",
    "listed_fixes",
    "query_words",
    "requires",
    "statements",
]
