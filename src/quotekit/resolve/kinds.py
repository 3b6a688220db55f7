"""What kind of speaker a name is, where its label alone would mislead."""

from __future__ import annotations

from quotekit.lexicon import word_list
from quotekit.model import SpeakerKind
from quotekit.names import given_gender
from quotekit.resolve.appositions import OPENERS
from quotekit.resolve.phrases import is_role
from quotekit.syntax import Tree

__all__ = ["kind_of_name"]

_KINDS: dict[str, SpeakerKind] = {
    "PERSON": "person",
    "ORG": "organisation",
    "NORP": "group",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "LAW": "document",
    "WORK_OF_ART": "document",
}

_PLACES = frozenset({"side", "state", "union"})


def kind_of_name(tree: Tree, first: int, last: int, label: str) -> SpeakerKind:
    """The kind of the name at the tokens ``first`` to ``last``, which a recogniser has given ``label``.

    The last word of a name decides before the label, "the Otter Creek Independent Review" is a document
    and "the New York Times" an organisation; then what stands beside it, "Mr. Lavrov" and "oil firm
    Belnafta". Seats of government are places: "the Kremlin", "the White House". A name
    without a label is a person's where nothing else tells, and an organisation's in capitals.
    """
    if "_".join(tree.lower[first:last]) in word_list("seats"):
        return "place"
    return (
        _by_last_word(tree, first, last, label)
        or _by_what_is_beside(tree, first, last, label)
        or _KINDS.get(label)
        or ("organisation" if tree.words[last - 1].isupper() and len(tree.words[last - 1]) > 1 else "person")
    )


def _by_last_word(tree: Tree, first: int, last: int, label: str) -> SpeakerKind | None:
    """What a name of several words ends in: a document, a paper, a ministry; a firm with its legal form."""
    word = tree.lower[last - 1].rstrip(".")
    has_article = first > 0 and (tree.tags[first - 1] in {"DT", "PRP$"} or tree.tags[first - 1] == "POS")
    has_article = has_article or tree.lower[first] == "the"
    if last - first < 2 or (label == "PERSON" and not has_article and word not in word_list("legal_forms")):
        return None
    if word in word_list("paper_names"):
        # "National Review" is a magazine, "the Otter Creek Independent Review" none.
        is_document = word in word_list("document_names") and has_article and last - first > 2
        return "document" if is_document else "organisation"
    if word in word_list("document_names"):
        return "document"
    # "the Soviet Union" and "the Upper East Side" are places.
    open_to_both = _PLACES if label in {"GPE", "LOC", "FAC"} else frozenset()
    known = word in word_list("organisations") or word in word_list("legal_forms")
    return "organisation" if known and word not in open_to_both else None


def _by_what_is_beside(tree: Tree, first: int, last: int, label: str) -> SpeakerKind | None:
    """What a word before the name says: a form of address, a title, the noun of a firm."""
    before = first - 1
    if before < 0 or tree.sentence[before] != tree.sentence[first]:
        return None
    word = tree.lower[before].rstrip(".")
    capital = tree.words[before][0].isupper()
    if label != "PERSON":
        titled = word in word_list("titles") and is_role(tree, before, person=False)
        if capital and (word in word_list("honorifics") or (titled and label != "ORG")):
            return "person"
        return None
    if last - first > 1 and given_gender(tree.words[first]) is not None:
        return None
    head = last - 1
    if tree.words[before] in OPENERS and before > 0 and tree.deps[head] == "appos":
        noun = tree.heads[head]
        return "organisation" if noun < first and tree.lower[noun] in word_list("generic") else None
    tied = first <= tree.heads[before] < last or tree.heads[head] == before
    is_noun = word in word_list("organisations") and word not in _PLACES
    return "organisation" if tied and not capital and is_noun else None
