"""The tokenizer of the embedded pipeline: spaCy's English one, where the treebanks agree with it.

Five habits of EWT and GUM are added; the rest of the differences are single words. Counted on EWT train,
they were two thirds of the places where the two cut differently.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.util import compile_infix_regex, compile_suffix_regex

from training.conversion.resources import word_list

__all__ = ["as_treebanks_cut"]

# "!!", "?!", ".?", "***", "<<", "=====": a run of the same kind is one word.
RUNS = (r"[!?]+", r"\.[!?]+", r"\*+", r"<+", r">+", r"=+", r"_+", r"#+")
PHONE = re.compile(r"(?:\d{1,2}-)?(?:\d{3}-)?\d{3}-\d{4}$")
HYPHENS = "(?:-|–|—|--|---|——|~)"  # as spaCy's rule for hyphens between letters has them


def as_treebanks_cut(nlp: Language) -> None:
    """Have the tokenizer of ``nlp`` cut words as EWT and GUM do; the text stays as it is.

    "!!!" and "555-0123" are one word, "non-profit" too, "etc." keeps its stop; "and/or" is three words.
    Leaves "long-term" (three words), "2016-17" and "said." alone.
    """
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, Tokenizer)
    suffixes = [*RUNS, *(nlp.Defaults.suffixes or ())]
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    tokenizer.prefix_search = re.compile(
        "|".join([*(f"^{run}" for run in RUNS if "." not in run), tokenizer.prefix_search.__self__.pattern])
    ).search
    tokenizer.infix_finditer = compile_infix_regex(
        [_keeping_prefixes(str(infix)) for infix in nlp.Defaults.infixes or ()]
    ).finditer
    tokenizer.token_match = PHONE.match
    tokenizer.rules = {form: rule for form, rule in (tokenizer.rules or {}).items() if form != "and/or"}
    for form in sorted(word_list("abbreviations")):
        tokenizer.add_special_case(form, [{"ORTH": form}])


def _keeping_prefixes(infix: str) -> str:
    """The rule for hyphens between letters without those after a prefix; other rules as they are."""
    if HYPHENS not in infix:
        return infix
    prefixes = sorted(word_list("hyphen_prefixes"))
    kept = "".join(rf"(?<!\b{prefix})(?<!\b{prefix.title()})" for prefix in prefixes)
    return infix.replace(HYPHENS, kept + HYPHENS)
