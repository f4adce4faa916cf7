"""Every error that kbservice raises, and what the person who meets it can do.

KbserviceError
├── InvalidInput            what somebody asked cannot be understood         422, exit code 2
│   ├── InvalidArticleId
│   ├── InvalidVersion
│   └── InvalidSetting                                                  503, exit code 2
├── NotFound                nothing of that name is held                     404, exit code 1
│   ├── ArticleNotFound
│   └── BuildNotFound
├── ArticleError            a source document cannot be read as an article   reported and skipped by ingest
│   ├── UnreadableSource
│   └── NotAnArticle
├── IndexUnusable           the index cannot be used                         503, exit code 2
│   ├── IndexMissing
│   ├── IndexOutdated
│   └── IndexLocked
└── BrokenData              a table that comes with kbservice is broken      500, exit code 2
"""

from __future__ import annotations


class KbserviceError(Exception):
    """The root of the tree: a message that says what happened, and a remedy that says what to do about it."""

    default_remedy = ""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy or self.default_remedy

    def __str__(self) -> str:
        return f"{self.message} ({self.remedy})" if self.remedy else self.message


class InvalidInput(KbserviceError):
    """A value that somebody gave cannot be understood; `field` names the parameter that it was given for."""

    def __init__(self, message: str, *, field: str = "", remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.field = field


class InvalidArticleId(InvalidInput):
    """The text is not an article number in any spelling."""

    default_remedy = "give an article number such as Q197378, KB197378 or 197378"


class InvalidVersion(InvalidInput):
    """The text is not a file version or build in any notation."""

    default_remedy = "give a version such as 5.5.2431.0 or a build such as 2653.23"


class InvalidSetting(InvalidInput):
    """A setting from a flag or the environment has a value that cannot be used."""


class NotFound(KbserviceError):
    """Nothing of that name is held."""


class ArticleNotFound(NotFound):
    """The number is a valid article number, but the index does not hold the article."""

    default_remedy = "search for it, or ingest the article"


class BuildNotFound(NotFound):
    """No release of that product is known for the build."""

    default_remedy = "see the products page for the releases that are known"


class ArticleError(KbserviceError):
    """A source document cannot be read as an article; ingest reports it and goes on."""


class UnreadableSource(ArticleError):
    """A file or archive cannot be opened or decoded."""


class NotAnArticle(ArticleError):
    """No layout recognises the text, or it states no article number."""

    default_remedy = "see docs/layouts.md for the layouts that are recognised"


class IndexUnusable(KbserviceError):
    """The index cannot be used."""


class IndexMissing(IndexUnusable):
    """No index has been built where the settings point."""

    default_remedy = "run: kbservice ingest"


class IndexOutdated(IndexUnusable):
    """The index was written in another format than this release reads."""

    default_remedy = "run: kbservice ingest --rebuild"


class IndexLocked(IndexUnusable):
    """Another ingest is writing the index."""

    default_remedy = "wait until the other ingest has ended"


class BrokenData(KbserviceError):
    """A table that comes with kbservice cannot be read; no question of anybody is at fault."""

    default_remedy = "install kbservice again"
