"""What comes in and goes out about many articles at once: fixes of a build, differences, plans, audits."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from kbservice import fixcheck
from kbservice.api.schemas.facts import CitedNumber, string
from kbservice.api.schemas.questions import MAX_VALUE, PagingSchema, value
from kbservice.coverage import reports

MAX_MUST_FIX = 100
VERDICTS = (fixcheck.INCLUDED, fixcheck.NOT_INCLUDED, fixcheck.UNKNOWN)


class FixesQuestionSchema(PagingSchema):
    """Narrows the fixes of a build."""

    verdict = fields.String(
        load_default=None, validate=validate.OneOf(VERDICTS), metadata={"description": "Only fixes of this verdict."}
    )
    component = value("Only fixes of this component.")


class DifferenceQuestionSchema(Schema):
    """Two builds or service packs of one product."""

    product = fields.String(
        required=True, validate=validate.Length(1, MAX_VALUE), metadata={"description": "Product: Exchange Server 5.5."}
    )
    old = fields.String(
        required=True,
        data_key="from",
        validate=validate.Length(1, MAX_VALUE),
        metadata={"description": "Build or service pack that runs now."},
    )
    new = fields.String(
        required=True,
        data_key="to",
        validate=validate.Length(1, MAX_VALUE),
        metadata={"description": "Build or service pack to come."},
    )


class HaveSchema(Schema):
    """What runs now: in one line of `text`, or by its parts."""

    text = value("What runs in one line: exchange 5.5 sp3.")
    product = value("Product that runs.")
    product_version = value("Its version.")
    service_pack = value("Its service pack.")
    build = value("Its build.")


class PlanQuestionSchema(Schema):
    """What runs, and the articles whose fixes are wanted."""

    have = fields.Nested(HaveSchema, required=True)
    must_fix = fields.List(
        fields.String(validate=validate.Length(max=MAX_VALUE)),
        required=True,
        validate=validate.Length(1, MAX_MUST_FIX),
        metadata={"description": "Article numbers."},
    )


class AuditQuestionSchema(Schema):
    """The form of the answer."""

    format = fields.String(
        load_default="json",
        validate=validate.OneOf(list(reports.FORMATS)),
        metadata={"description": "Form of the report."},
    )


class StandingSchema(Schema):
    """How one article stands to a build."""

    article_id = CitedNumber(attribute="number")
    title = string("Title.")
    component = string("Component, or the prefix of the title.")
    severity = string("security, data loss, crash, hang, failure or other, by the words of the symptoms.")
    verdict = string("included, not_included or unknown.")
    reason = string("Code of the reason.")


class ComponentSchema(Schema):
    """The fixes of one component, counted by verdict."""

    component = string("Component.")
    included = fields.Integer()
    not_included = fields.Integer()
    undecided = fields.Integer()


class FixesSchema(Schema):
    """A page of the fixes of a build, lacking ones first, the worst symptoms first among them."""

    understood = fields.Dict(keys=fields.String(), values=fields.String())
    included = fields.Integer(metadata={"description": "Fixes that the build includes."})
    not_included = fields.Integer(metadata={"description": "Fixes that it lacks."})
    undecided = fields.Integer(metadata={"description": "Fixes of which the articles do not tell."})
    components = fields.List(fields.Nested(ComponentSchema))
    total = fields.Integer(metadata={"description": "Fixes after narrowing."})
    page = fields.Integer()
    per_page = fields.Integer()
    fixes = fields.List(fields.Nested(StandingSchema))


class DifferenceSchema(Schema):
    """What changes from one build to another; worst symptoms first."""

    gone = fields.List(fields.Nested(StandingSchema), metadata={"description": "Problems that go away."})
    arriving = fields.List(fields.Nested(StandingSchema), metadata={"description": "Problems known to arrive."})
    undecided = fields.List(
        fields.Nested(StandingSchema), metadata={"description": "Problems of which one cannot tell for one of the two."}
    )


class StepSchema(Schema):
    """One article of a plan."""

    article_id = CitedNumber(attribute="number")
    title = string("Title.")
    how = string("already, service_pack, hotfix or none.")
    why = string("In a sentence.")
    needs = fields.Function(
        lambda step: step.needs and step.needs.short,
        metadata={"type": ["string", "null"], "description": "Service pack on which the hotfix is installed."},
    )


class PlanSchema(Schema):
    """The smallest service pack plus hotfixes that brings all fixes."""

    service_pack = fields.Function(
        lambda plan: plan.service_pack and plan.service_pack.short,
        metadata={"type": ["string", "null"], "description": "To be installed; null if what runs will do."},
    )
    complete = fields.Boolean(metadata={"description": "It brings all fixes."})
    all_in = fields.Function(
        lambda plan: plan.all_in and plan.all_in.short,
        metadata={"type": ["string", "null"], "description": "Smallest service pack that does it without hotfixes."},
    )
    steps = fields.List(fields.Nested(StepSchema))
