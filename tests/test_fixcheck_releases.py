"""Releases: service packs and versions, and which statement is trusted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from handmade import record, where
from hypothesis import given
from hypothesis import strategies as st

from kbservice import fixcheck
from kbservice.record import FixedFile, FixedIn, FixKeyword, ListedFix, Product, Record, Statement

EXCHANGE = "Exchange Server"
NT = "Windows NT"
TSE = "Windows NT Server 4.0, Terminal Server Edition"


def said(product: str, version: str | None, release: str | None, **facts: object) -> FixedIn:
    heading = str(facts.pop("heading", ""))
    members: dict[str, object] = {"where": where("status", 4, heading=heading), "rule": "fixed.corrected", **facts}
    return FixedIn(product, version=version, release=release, **members)  # type: ignore[arg-type]


def keyword(product: str, version: str, release: str | None, before: bool = False) -> FixKeyword:
    return FixKeyword(f"kb{product}{release}fix", where("keywords", 5), product, version, release, before)


def statement(kind: str, **facts: object) -> Statement:
    return Statement(kind, where("resolution", 4), **facts)  # type: ignore[arg-type]


def article(*facts: object, applies: tuple[tuple[str, str | None, str | None], ...] = ()) -> Record:
    """An article with these facts, each sorted into its field by its type."""
    fields: dict[str, list[object]] = {}
    for fact in facts:
        fields.setdefault(_FIELDS[type(fact)], []).append(fact)
    products = tuple(Product(name, version, where("applies_to", 1), pack) for name, version, pack in applies)
    members = {name: tuple(found) for name, found in fields.items()}
    text = "The problem was corrected.\nkeywords"
    return record(198581, "XADM: Store Stops", ("status", text), applies_to=products, **members)


_FIELDS: dict[type, str] = {
    FixedIn: "fixed_in",
    FixKeyword: "fix_keywords",
    Statement: "statements",
    FixedFile: "files",
}


def check(held: Record, product: str, pack: str | None = None, listed: tuple[Record, ...] = ()) -> fixcheck.Verdict:
    runs = fixcheck.parse({"product": product, "service_pack": pack})
    return fixcheck.check(held, runs, fixcheck.listings(listed, held.number))


def verdict(held: Record, product: str, pack: str | None = None, listed: tuple[Record, ...] = ()) -> tuple[str, str]:
    answer = check(held, product, pack, listed)
    return answer.verdict, answer.reason


SP3 = article(said(EXCHANGE, "5.5", "Service Pack 3"), applies=((EXCHANGE, "5.5", None),))


@pytest.mark.parametrize(
    ("product", "pack", "expected"),
    [
        ("Exchange 5.5", "3", ("included", "service_pack_reached")),
        ("Exchange 5.5", "4", ("included", "service_pack_reached")),
        ("Exchange 5.5", "2", ("not_included", "service_pack_below")),
        ("Exchange 5.5", "RTM", ("not_included", "service_pack_below")),
        ("Exchange 5.5", None, ("unknown", "service_pack_not_given")),
        ("Exchange", "4", ("unknown", "product_not_given")),
        ("Exchange 5.0", "2", ("unknown", "other_product")),
        ("Windows 2000", "4", ("unknown", "other_product")),
    ],
)
def test_service_packs_are_compared_within_one_version_of_one_product(
    product: str, pack: str | None, expected: tuple[str, str]
) -> None:
    assert verdict(SP3, product, pack) == expected


@pytest.mark.parametrize(
    ("fixed", "runs", "expected"),
    [
        ("Service Pack 6a", "6", "not_included"),
        ("Service Pack 6a", "6a", "included"),
        ("Service Pack 6", "6a", "included"),
        ("Service Pack 4 Hotfix Rollup Package", "4", "not_included"),
        ("Service Pack 4 Hotfix Rollup Package", "SP4 HRP", "included"),
        ("Service Pack 4 Hotfix Rollup Package", "5", "included"),
        ("Service Pack 10", "9", "not_included"),
    ],
)
def test_service_packs_have_letters_and_rollups(fixed: str, runs: str, expected: str) -> None:
    assert verdict(article(said(NT, "4.0", fixed)), "Windows NT 4.0", runs)[0] == expected


TWO = article(
    said("SNA Server", "3.0", "Service Pack 4"),
    said("SNA Server", "4.0", "Service Pack 3"),
    applies=(("SNA Server", "3.0", None), ("SNA Server", "4.0", None)),
)


@pytest.mark.parametrize(
    ("product", "pack", "expected"),
    [
        ("SNA Server 3.0", "4", "included"),
        ("SNA Server 3.0", "3", "not_included"),
        ("SNA Server 4.0", "3", "included"),
        ("SNA Server 4.0", "2", "not_included"),
    ],
)
def test_two_products_of_one_sentence_keep_their_service_packs(product: str, pack: str, expected: str) -> None:
    assert verdict(TWO, product, pack)[0] == expected


def test_terminal_server_has_its_own_service_packs() -> None:
    held = article(
        said(NT, "4.0", "Service Pack 4"),
        said(TSE, "4.0", "Service Pack 5"),
        keyword(NT, "4.0", "Service Pack 4"),
        applies=((NT, "4.0", None), (TSE, "4.0", None)),
    )
    assert verdict(held, TSE, "4") == ("not_included", "service_pack_below")
    assert verdict(held, "Windows NT 4.0", "4") == ("included", "service_pack_reached")


def test_a_rollup_called_by_its_name_comes_after_its_service_pack() -> None:
    held = article(said(NT, "4.0", "Security Rollup Package"), applies=((NT, "4.0", None),))
    assert verdict(held, "Windows NT 4.0", "6a") == ("not_included", "service_pack_below")
    assert verdict(held, "Windows NT 4.0", "SP6a SRP") == ("included", "service_pack_reached")


def test_a_suite_lends_its_service_packs_to_its_members() -> None:
    held = article(said("Visual Studio", "6.0", "Service Pack 3"), applies=(("Visual Basic", "6.0", None),))
    assert verdict(held, "VB6", "3")[0] == "included"
    assert verdict(held, "VB5", "3")[0] == "unknown"


def test_a_suite_lends_no_versions_to_its_members() -> None:
    held = article(said("Visual Basic", "6.0", None), applies=(("Visual C++", "6.0", None),))
    assert verdict(held, "Visual C++ 6.0", "3")[0] == "unknown"
    assert verdict(held, "Visual Basic 6.0", "3")[0] == "included"
    suite = article(said("Visual Studio", "6.0", None), applies=(("Visual C++", "5.0", None),))
    assert verdict(suite, "Visual C++ 6.0", "3")[0] == "included"


@pytest.mark.parametrize(
    ("product", "pack", "expected"),
    [
        ("Windows 98", None, ("included", "product_version_reached")),
        ("Windows 98", "Second Edition", ("included", "product_version_reached")),
        ("Windows 95", "OSR2", ("not_included", "product_version_below")),
        ("Windows NT 4.0", "3", ("unknown", "other_product")),
    ],
)
def test_corrected_in_a_version_covers_it_and_its_service_packs(
    product: str, pack: str | None, expected: tuple[str, str]
) -> None:
    held = article(said("Windows", "98", None), applies=(("Windows 95", None, None),))
    assert verdict(held, product, pack) == expected


@pytest.mark.parametrize(
    ("fixed", "runs", "expected"),
    [
        ("5.0", "4.2", "not_included"),
        ("5.0a", "5.0", "not_included"),
        ("5.0", "5.0a", "unknown"),
        ("5.0", "6.0", "unknown"),
    ],
)
def test_versions_of_a_product_have_an_order_too(fixed: str, runs: str, expected: str) -> None:
    held = article(said("Visual FoxPro", fixed, None), applies=(("Visual FoxPro", runs, None),))
    assert verdict(held, f"Visual FoxPro {runs}")[0] == expected


def test_a_maintenance_release_has_what_was_corrected_in_its_version() -> None:
    held = article(said("Visual FoxPro", "5.0", None), applies=(("Visual FoxPro", "3.0", None),))
    assert verdict(held, "Visual FoxPro 5.0a") == ("included", "product_version_reached")


def test_the_text_beats_a_keyword() -> None:
    held = article(statement("by_design"), PACK_2, applies=((EXCHANGE, "5.5", None),))
    assert verdict(held, "Exchange 5.5", "2")[0] == "unknown"


def test_and_later_covers_later_versions() -> None:
    held = article(said("Visual C++", "5.0", None, text="It was corrected in Visual C++ 5.0 and later."))
    assert verdict(held, "Visual C++ 6.0") == ("included", "product_version_reached")


def fix_list(release: str) -> Record:
    fix = ListedFix(198581, EXCHANGE, where("more_information", 4), "5.5", release)
    return record(242222, "XGEN: Bugs Fixed", ("more_information", "Q198581 XADM: Store Stops"), listed_fixes=(fix,))


LATEST = said(EXCHANGE, "5.5", "latest service pack")
PACK_2, PACK_3 = keyword(EXCHANGE, "5.5", "Service Pack 2"), keyword(EXCHANGE, "5.5", "Service Pack 3")


@pytest.mark.parametrize(
    ("facts", "listed", "affected", "pack", "expected"),
    [
        ((LATEST,), (), None, "4", ("unknown", "latest_service_pack")),
        ((LATEST,), (), "2", "2", ("not_included", "service_pack_affected")),
        ((LATEST,), (), "2", "3", ("unknown", "latest_service_pack")),
        ((LATEST, PACK_2), (), None, "2", ("included", "service_pack_reached")),
        ((LATEST, PACK_2), (), None, "1", ("not_included", "service_pack_below")),
        ((LATEST, PACK_2), (fix_list("Service Pack 3"),), None, "2", ("not_included", "service_pack_below")),
        ((LATEST,), (fix_list("Service Pack 3"),), None, "3", ("included", "service_pack_reached")),
        ((PACK_2, said(EXCHANGE, "5.5", "Service Pack 3")), (), None, "2", ("not_included", "service_pack_below")),
        ((PACK_3, said(EXCHANGE, "5.5", "Service Pack 2")), (), None, "2", ("included", "service_pack_reached")),
        ((LATEST, PACK_2), (), "2", "2", ("not_included", "service_pack_affected")),
        ((LATEST, PACK_2), (), "2", "3", ("unknown", "contradiction")),
        ((LATEST, PACK_2), (), "1", "1", ("not_included", "service_pack_affected")),
        ((LATEST, PACK_2), (), "1", "2", ("included", "service_pack_reached")),
        ((LATEST,), (fix_list("Service Pack 2"),), "2", "2", ("included", "service_pack_reached")),
        ((PACK_2, PACK_3), (), None, "1", ("not_included", "service_pack_below")),
        ((PACK_2, PACK_3), (), None, "2", ("unknown", "contradiction")),
        ((PACK_2, PACK_3), (), None, "3", ("included", "service_pack_reached")),
        ((PACK_2, PACK_3), (), "2", "3", ("included", "service_pack_reached")),
    ],
)
def test_a_sentence_beats_a_fix_list_beats_the_affected_versions_beat_a_keyword(
    facts: tuple[object, ...],
    listed: tuple[Record, ...],
    affected: str | None,
    pack: str,
    expected: tuple[str, str],
) -> None:
    held = article(*facts, applies=((EXCHANGE, "5.5", affected),))
    assert verdict(held, "Exchange 5.5", pack, listed) == expected


def test_a_contradiction_is_said() -> None:
    held = article(said(EXCHANGE, "5.5", "Service Pack 3"), PACK_2, applies=((EXCHANGE, "5.5", "4"),))
    notes = " ".join(check(held, "Exchange 5.5", "3").notes)
    assert "Service Pack 2" in notes
    assert "affected" in notes


def test_first_corrected_beats_other_sentences() -> None:
    held = article(
        said(NT, "4.0", "Service Pack 3", rule="fixed.fix-included"),
        said(NT, "4.0", "Service Pack 4", rule="fixed.first-corrected"),
    )
    assert verdict(held, "Windows NT 4.0", "3") == ("not_included", "service_pack_below")


def test_sentences_that_disagree_leave_what_lies_between_unknown() -> None:
    held = article(
        said(NT, "4.0", "Service Pack 3", where=where("status", 4)),
        said(NT, "4.0", "Service Pack 5", where=where("status", 5)),
    )
    assert [verdict(held, "Windows NT 4.0", pack)[1] for pack in ("2", "4", "5")] == [
        "service_pack_below", "contradiction", "service_pack_reached",
    ]  # fmt: skip


def test_of_the_releases_in_one_sentence_the_first_will_do() -> None:
    held = article(said("Office", "2000", "Service Release 1"), said("Office", "2000", "Service Release 1a"))
    assert verdict(held, "Office 2000", "SR-1")[0] == "included"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Install Service Pack 1.", "included"),
        ("Delete the file and install Service Pack 1 again.", "unknown"),
        ("Reinstall Service Pack 1.", "unknown"),
        ("Install (or reapply) Service Pack 1.", "included"),
    ],
)
def test_to_install_a_service_pack_again_is_no_fix(text: str, expected: str) -> None:
    remedy = said(EXCHANGE, "5.5", "Service Pack 1", rule="fixed.remedy", text=text)
    assert verdict(article(remedy, applies=((EXCHANGE, "5.5", "1"),)), "Exchange 5.5", "1")[0] == expected


def test_a_product_beats_its_suite() -> None:
    held = article(said("Visual Studio", "6.0", "Service Pack 3"), said("Visual Basic", "6.0", "Service Pack 4"))
    assert verdict(held, "Visual Basic 6.0", "3") == ("not_included", "service_pack_below")
    assert verdict(held, "Visual Studio 6.0", "3") == ("included", "service_pack_reached")


def test_the_latest_service_pack_for_a_service_pack_is_not_that_one() -> None:
    text = "It was corrected in the latest U.S. service pack for SMS 2.0 version SP1."
    held = article(said("SMS", "2.0", "Service Pack 1", text=text), applies=(("SMS", "2.0", "1"),))
    assert verdict(held, "SMS 2.0", "1") == ("not_included", "service_pack_affected")
    assert verdict(held, "SMS 2.0", "2") == ("unknown", "latest_service_pack")


def test_a_keyword_before_a_service_pack_alone_proves_nothing() -> None:
    held = article(keyword(EXCHANGE, "5.5", "Service Pack 4", before=True), applies=((EXCHANGE, "5.5", None),))
    assert verdict(held, "Exchange 5.5", "4") == ("unknown", "before_service_pack")
    assert verdict(held, "Exchange 5.5", "2") == ("unknown", "before_service_pack")


def test_a_fix_built_after_a_service_pack_refutes_the_keyword_that_names_it() -> None:
    built = keyword(EXCHANGE, "5.5", "Service Pack 3", before=True)
    held = article(PACK_2, built, PACK_3)
    assert verdict(held, "Exchange 5.5", "2") == ("not_included", "service_pack_below")
    assert verdict(held, "Exchange 5.5", "3") == ("included", "service_pack_reached")
    alone = article(PACK_2, built)
    assert verdict(alone, "Exchange 5.5", "2") == ("unknown", "contradiction")
    assert verdict(alone, "Exchange 5.5", "1") == ("not_included", "service_pack_below")


def test_a_keyword_that_names_a_version_listed_as_affected_is_no_evidence() -> None:
    held = article(
        said("Systems Management Server", "2.0", "latest service pack"),
        keyword("Systems Management Server", "2.0", None),
        applies=(("Systems Management Server", "2.0", None),),
    )
    assert verdict(held, "SMS 2.0", "1") == ("unknown", "latest_service_pack")


def test_a_sentence_on_terminal_server_explains_the_keyword_of_windows_nt() -> None:
    held = article(
        said(TSE, "4.0", "Service Pack 6"),
        keyword(NT, "4.0", "Service Pack 6"),
        applies=((NT, "4.0", None), (TSE, "4.0", None)),
    )
    assert verdict(held, "Windows NT 4.0", "6")[0] == "unknown"
    assert verdict(held, TSE, "6")[0] == "included"


def test_a_keyword_of_windows_nt_means_terminal_server_where_the_article_is_about_that_alone() -> None:
    held = article(keyword(NT, "4.0", "Service Pack 6"), applies=((TSE, "4.0", None),))
    assert verdict(held, TSE, "6") == ("included", "service_pack_reached")


def test_what_an_article_excludes_is_not_included() -> None:
    held = article(
        statement("not_in", product=NT, version="4.0", release="Service Pack 6"),
        keyword(NT, "4.0", "Service Pack 5"),
        applies=((NT, "4.0", None),),
    )
    assert verdict(held, "Windows NT 4.0", "6") == ("not_included", "service_pack_excluded")
    assert verdict(held, "Windows NT 4.0", "5") == ("not_included", "service_pack_excluded")


def test_an_article_may_exclude_a_version_or_a_service_pack_of_any_version() -> None:
    held = article(
        statement("not_in", product="Windows 98"),
        statement("not_in", product="Visual FoxPro", release="Service Pack 2"),
        applies=(("Visual FoxPro", "5.0", None), ("Visual FoxPro", "5.0a", None)),
    )
    assert verdict(held, "Windows 98") == ("not_included", "service_pack_excluded")
    assert verdict(held, "Visual FoxPro 5.0", "1") == ("not_included", "service_pack_excluded")
    assert verdict(held, "Visual FoxPro 5.0", "3")[0] == "unknown"
    assert verdict(held, "Visual FoxPro 6.0", "1")[0] == "unknown"


def test_a_release_that_one_sentence_excludes_and_another_names_is_a_contradiction() -> None:
    held = article(statement("not_in", product="Visual FoxPro", version="7.0"), said("Visual FoxPro", "7.0", None))
    assert verdict(held, "Visual FoxPro 7.0") == ("unknown", "contradiction")


def test_a_service_pack_of_no_version_at_all_is_of_none() -> None:
    held = article(said(NT, None, "Service Pack 4"), applies=(("Visual Basic", "6.0", None),))
    assert verdict(held, "Windows NT 3.51", "4")[0] == "unknown"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ((statement("planned", product=EXCHANGE, version="5.5", release="Service Pack 5"),), "planned"),
        ((statement("by_design"),), "by_design"),
        ((), "no_fix"),
        ((said("Internet Explorer", "4.01", "Service Pack 2"),), "fixed_elsewhere"),
        ((said(EXCHANGE, "5.5", "Security Rollup Package"),), "release_not_ordered"),
        ((FixedFile(where("resolution", 4), "Store.exe", "5.5.2653.22", dt.date(2000, 1, 1)),), "hotfix_only"),
    ],
)
def test_what_says_nothing_of_a_release_is_unknown_with_its_reason(facts: tuple[object, ...], reason: str) -> None:
    held = article(*facts, applies=((EXCHANGE, "5.5", "3"),))
    assert verdict(held, "Exchange 5.5", "4") == ("unknown", reason)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [("if the registry value is set", "included"), ("for the Japanese version only", "unknown")],
)
def test_a_condition_is_said_and_one_on_language_must_be_met(condition: str, expected: str) -> None:
    held = article(said(EXCHANGE, "5.5", "Service Pack 3", conditional=condition))
    answer = check(held, "Exchange 5.5", "3")
    assert answer.verdict == expected
    assert condition in " ".join(answer.notes)


@pytest.mark.parametrize(
    ("heading", "product", "expected"),
    [
        ("Exchange Server 5.5", "Exchange 5.5", "included"),
        ("Exchange Server 5.5", "Exchange 5.0", "unknown"),
        ("", "Exchange 5.0", "unknown"),
    ],
)
def test_a_service_pack_without_a_version_takes_that_of_its_heading(heading: str, product: str, expected: str) -> None:
    held = article(
        said(EXCHANGE, None, "Service Pack 1", heading=heading),
        applies=((EXCHANGE, "5.0", None), (EXCHANGE, "5.5", None)),
    )
    assert verdict(held, product, "1")[0] == expected


def test_a_service_pack_without_a_version_takes_the_only_one_of_the_article() -> None:
    held = article(said(EXCHANGE, None, "Service Pack 1"), applies=((EXCHANGE, "5.5", None),))
    assert verdict(held, "Exchange 5.5", "1")[0] == "included"


def test_a_product_that_is_not_given_is_the_only_one_of_the_article() -> None:
    runs = fixcheck.parse({"service_pack": "3"})
    assert fixcheck.check(SP3, runs).verdict == "included"
    assert fixcheck.check(TWO, runs).reason == "product_not_given"


NAMES = st.sampled_from(["RTM", "1", "2", "3", "4", "5", "6", "6a", "SP6a SRP", "7"])


@given(NAMES.filter(lambda n: n != "RTM"), NAMES, NAMES)
def test_a_later_service_pack_never_loses_the_fix(fixed: str, one: str, other: str) -> None:
    release = fixed if fixed.startswith("SP") else f"Service Pack {fixed}"
    held = article(said(NT, "4.0", release))
    earlier, later = sorted((one, other), key=lambda n: fixcheck.parse({"service_pack": n}).service_pack)  # type: ignore[arg-type,return-value]
    before, after = verdict(held, "NT 4.0", earlier)[0], verdict(held, "NT 4.0", later)[0]
    assert (before, after) != ("included", "not_included")


@given(
    st.sampled_from(["Exchange 5.5", "exch 5.5", "Microsoft Exchange Server, version 5.5", "Exchange Server 5.50"]),
    NAMES,
)
def test_the_spelling_of_the_product_changes_nothing(product: str, pack: str) -> None:
    assert check(SP3, product, pack) == check(SP3, "Exchange Server 5.5", pack)


def test_what_is_by_design_elsewhere_does_not_silence_the_keyword() -> None:
    latest = said(NT, "4.0", "latest service pack")
    facts = (latest, statement("by_design"), keyword(NT, "4.0", "Service Pack 6"))
    held = article(*facts, applies=((NT, "4.0", None),))
    assert verdict(held, "NT 4.0", "6") == ("included", "service_pack_reached")
    assert verdict(held, "NT 4.0", "5") == ("not_included", "service_pack_below")
    assert verdict(article(*facts[1:], applies=((NT, "4.0", None),)), "NT 4.0", "6")[0] == "unknown"


def test_a_fix_of_one_case_is_no_fix_of_all() -> None:
    sentence = "The problem in Case 3 was corrected in Office 97 SR-2."
    fact = FixedIn("Office", where("status", 4), "97", "Service Release 2", rule="fixed.corrected", text=sentence)
    listed = (Product("Microsoft Word 97 for Windows", None, where("applies_to", 1)),)
    held = record(122379, "WD97: Cannot Save", ("status", sentence), applies_to=listed, fixed_in=(fact,))
    assert verdict(held, "Word 97", "SR-2") == ("unknown", "conditional")
    assert verdict(held, "Word 97", "SR-1") == ("not_included", "service_pack_below")


def test_a_product_listed_without_its_minor_version_is_affected_in_each() -> None:
    held = article(said("Internet Explorer", "4.0", None), applies=(("Internet Explorer", "3.x", None),))
    assert verdict(held, "Internet Explorer 3.02") == ("not_included", "product_version_below")
    assert verdict(held, "Internet Explorer 2.0") == ("unknown", "other_product")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A similar problem was there in 5.5. It was corrected in Exchange Server 5.5 SP2.", ("unknown", "no_fix")),
        ("In most cases, this was corrected in Exchange Server 5.5 SP2.", ("unknown", "conditional")),
        ("Some causes of this problem were fixed in Exchange Server 5.5 SP2.", ("unknown", "conditional")),
        ("The fix for Q266232 is included in Exchange Server 5.5 SP2.", ("unknown", "no_fix")),
        ("The fix for Q198581 is included in Exchange Server 5.5 SP2.", ("included", "service_pack_reached")),
        ("It was corrected in Exchange Server 5.5 SP2.", ("included", "service_pack_reached")),
    ],
)
def test_what_was_corrected_must_be_the_whole_of_this_problem(text: str, expected: tuple[str, str]) -> None:
    fact = FixedIn(EXCHANGE, where("status", 4), "5.5", "Service Pack 2", rule="fixed.corrected", text=text)
    listed = (Product(EXCHANGE, "5.5", where("applies_to", 1)),)
    held = record(198581, "XADM: Store Stops", ("status", text), applies_to=listed, fixed_in=(fact,))
    assert verdict(held, "Exchange 5.5", "3") == expected


@pytest.mark.parametrize(
    ("product", "expected"),
    [
        ("Word 97", ("included", "service_pack_reached")),
        ("Office 97", ("included", "service_pack_reached")),
        ("Excel 97", ("unknown", "other_product")),
    ],
)
def test_what_one_member_of_a_suite_corrects_says_nothing_of_another(product: str, expected: tuple[str, str]) -> None:
    held = article(said("Word", "97", "Service Release 1"), applies=(("Word", "97", None),))
    assert verdict(held, product, "SR-2") == expected


def test_what_the_suite_corrects_holds_for_its_members() -> None:
    held = article(said("Visual Studio", "97", "Service Pack 2"), applies=(("Visual Basic", "5.0", None),))
    assert verdict(held, "Visual Basic 5.0", "2") == ("included", "service_pack_reached")


LIST_OF_3 = record(
    143320, "List of Corrected Problems", listed_fixes=(ListedFix(142551, "Visual FoxPro", where("body", 1), "3.0"),)
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (said("Visual FoxPro", "3.0b", None), ("not_included", "product_version_below")),
        (said("Visual FoxPro", "3.0", None), ("included", "product_version_reached")),
        (said("Visual FoxPro", "2.6", None), ("included", "product_version_reached")),
    ],
)
def test_a_sentence_with_a_later_version_beats_a_fix_list(sentence: FixedIn, expected: tuple[str, str]) -> None:
    held = replace(article(sentence, applies=(("Visual FoxPro", "3.0", None),)), number=142551)
    assert verdict(held, "Visual FoxPro 3.0", None, (LIST_OF_3,)) == expected


def test_a_version_without_one_of_its_service_packs_is_not_the_whole_line() -> None:
    sentence = "This was corrected in the driver of MDAC 2.1 (not SP2)."
    fact = FixedIn("Data Access Components", where("status", 4), "2.1", rule="fixed.corrected", text=sentence)
    held = record(192886, "Error When Connecting", ("status", sentence), fixed_in=(fact,))
    assert verdict(held, "MDAC 2.1", "SP2") == ("unknown", "conditional")


@pytest.mark.parametrize(
    ("fixed", "product", "expected"),
    [
        (("Word", "2000"), "Word 97", ("not_included", "product_version_below")),
        (("Office", "2000"), "Word 97", ("not_included", "product_version_below")),
        (("Word", "2000"), "Office 97", ("not_included", "product_version_below")),
        (("Word", "95"), "Word 97", ("unknown", "fixed_elsewhere")),
        (("Visual FoxPro", "3.0b"), "FoxPro 2.6a", ("not_included", "product_version_below")),
        (("Visual Studio", "6.0"), "Visual Basic 5.0", ("not_included", "product_version_below")),
        (("Visual Basic", "6.0"), "Visual C++ 5.0", ("unknown", "fixed_elsewhere")),
    ],
)
def test_a_later_version_of_the_suite_is_a_later_version(
    fixed: tuple[str, str], product: str, expected: tuple[str, str]
) -> None:
    name, _, version = product.rpartition(" ")
    held = article(said(*fixed, None), applies=((name, version, None),))
    assert verdict(held, product) == expected


@pytest.mark.parametrize(
    ("fixed", "product"),
    [
        (("Exchange Server", "5.5"), "Outlook Web Access 5.5"),
        (("SNA Server", "4.0"), "COM Transaction Integrator 1.0"),
        (("SQL Server", "7.0"), "MSDE 1.0"),
        (("Internet Explorer", "5.5"), "Outlook Express 5.5"),
        (("Data Access Components", "2.6"), "ADO 2.6"),
    ],
)
def test_what_comes_with_a_product_has_its_service_packs(fixed: tuple[str, str], product: str) -> None:
    held = article(said(*fixed, "Service Pack 2"))
    assert verdict(held, product, "SP1") == ("not_included", "service_pack_below")
    assert verdict(held, product, "SP2") == ("included", "service_pack_reached")


@pytest.mark.parametrize(
    ("product", "expected"),
    [
        ("QuickBASIC 4.00", ("not_included", "product_version_below")),
        ("QuickBASIC 4.50", ("included", "product_version_reached")),
        ("QuickC 2.0", ("unknown", "other_product")),
    ],
)
def test_an_article_without_a_list_of_products_is_about_the_versions_before(
    product: str, expected: tuple[str, str]
) -> None:
    assert verdict(article(said("QuickBASIC", "4.50", None)), product) == expected
