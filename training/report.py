"""The figures of the embedded pipeline, from raw text.

Stage ``report``. In: the EWT and GUM treebank files and PolNeAR dev with CoreNLP's analyses. Out: tables on
the terminal, and ``report/figures.json``. Budget: 10 minutes.

Texts go through `quotekit.parsing.parse` as a user's would, so with the pipeline's own tokeniser, and are
aligned to gold by spaCy's scorer: a word that was cut otherwise counts as wrong. Whole documents are given,
with a blank line between paragraphs where the treebank marks them: these breaks end sentences, as they do
in real articles, and make sentence boundaries easier than in text without them.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import evolve, frozen
from spacy.language import Language
from spacy.scorer import Scorer, get_ner_prf
from spacy.tokens import Doc, Token
from spacy.training import Example

from quotekit.parsing import load_pipeline, parse, weights_hash
from training.conllu import read_documents
from training.documents import BREAK_LABEL, CORPORA, Passage, gold_doc, passages, treebank_path
from training.entities import gum_entities, polnear_docs

__all__ = ["Accuracy", "accuracy", "entity_table", "marked_las", "run", "treebank_figures"]

SCORED_PARTS = ("dev", "test")
LABELS = ("PERSON", "ORG", "GPE", "DATE")
UNSCORED_LABELS = ("punct", "p", BREAK_LABEL)
MARK_TAGS = ("``", "''")
WHOLE_ARTICLE = 10**9  # characters
LOADS = 3

Figures = dict[str, float]


@frozen
class Accuracy:
    """So many of so many."""

    n_right: int
    n_all: int

    @property
    def percent(self) -> float:
        """0 for none of none."""
        return 100 * self.n_right / self.n_all if self.n_all else 0.0


def run(shared: Path, work: Path, pipeline: Path | None = None) -> None:
    """Print all figures of a pipeline, the embedded one unless told otherwise, and keep them."""
    nlp = load_pipeline(pipeline)
    treebanks = {
        f"{corpus} {part}": treebank_figures(nlp, _documents(shared, corpus, part))
        for corpus in CORPORA
        for part in SCORED_PARTS
    }
    entities = {
        "PolNeAR dev (silver)": entity_table(nlp, polnear_docs(shared, "dev", nlp, max_chars=WHOLE_ARTICLE)),
        "GUM dev": entity_table(
            nlp, [gold_doc(p, nlp.vocab, gum_entities(p)) for p in _documents(shared, "gum", "dev")]
        ),
    }
    folder = folder_figures(nlp.path) if nlp.path is not None else {}
    _print_treebanks(treebanks)
    _print_entities(entities)
    print("\n" + "\n".join(f"{name}: {value}" for name, value in folder.items()))
    path = work / "report" / "figures.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    figures = {"treebanks": treebanks, "entities": entities, "folder": folder}
    path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _documents(shared: Path, corpus: str, part: str) -> list[Passage]:
    """The whole documents of a treebank file."""
    return list(passages(read_documents(treebank_path(shared, corpus, part)), max_words=None))


def treebank_figures(nlp: Language, documents: Iterable[Passage]) -> Figures:
    """Tags, trees, sentences and lemmas, in per cent; punctuation is left out of the trees."""
    documents = list(documents)
    examples = [
        Example(parse(gold.text, nlp), gold)
        for gold in (gold_doc(document, nlp.vocab, has_labelled_breaks=False) for document in documents)
    ]
    trees = Scorer.score_deps(examples, "dep", getter=_label, ignore_labels=UNSCORED_LABELS)
    sentences = Scorer.score_spans(examples, "sents", labeled=False)
    marked = accuracy(
        marked_las(example.predicted, document) for example, document in zip(examples, documents, strict=True)
    )
    scores = {
        "tags": Scorer.score_token_attr(examples, "tag")["tag_acc"],
        "UAS": trees["dep_uas"],
        "LAS": trees["dep_las"],
        "sentence F": sentences["sents_f"],
        "lemmas": Scorer.score_token_attr(examples, "lemma")["lemma_acc"],
        "tokens F": Scorer.score_tokenization(examples)["token_f"],
    }
    in_percent = {name: 100 * (score or 0.0) for name, score in scores.items()}
    return in_percent | {"LAS with marks": marked.percent, "words with marks": float(marked.n_all)}


def _label(token: Token, _: str) -> str:
    return token.dep_


def marked_las(parsed: Doc, document: Passage) -> Accuracy:
    """How many words of the sentences that hold quotation marks have the right head and label.

    A word that was cut otherwise, or whose head was, is wrong. Quotation marks are those of the gold tags.
    """
    labels = _labels_beside_marks(document)
    kept = evolve(document, analysis=evolve(document.analysis, labels=labels))
    gold = gold_doc(kept, parsed.vocab, has_labelled_breaks=False)
    wanted = [token for token in gold if token.dep_ and token.dep_ not in UNSCORED_LABELS]
    found = {_place(token): (_place(token.head), token.dep_) for token in parsed}
    return Accuracy(
        sum(found.get(_place(token)) == (_place(token.head), token.dep_) for token in wanted), len(wanted)
    )


def _labels_beside_marks(document: Passage) -> tuple[str | None, ...]:
    """The labels of the words whose sentence holds a quotation mark; `None` for all others."""
    labels: list[str | None] = []
    for sentence in document.sentences:
        has_mark = any(word.xpos in MARK_TAGS for word in sentence.words)
        own = document.analysis.labels[len(labels) : len(labels) + len(sentence.words)]
        labels += own if has_mark else [None] * len(own)
    return tuple(labels)


def _place(token: Token) -> tuple[int, int]:
    """Where the token stands, in characters."""
    return token.idx, token.idx + len(token)


def accuracy(parts: Iterable[Accuracy]) -> Accuracy:
    """All parts taken together."""
    parts = list(parts)
    return Accuracy(sum(part.n_right for part in parts), sum(part.n_all for part in parts))


def entity_table(nlp: Language, gold_docs: Iterable[Doc]) -> dict[str, Figures]:
    """Precision, recall and F of exact spans, in per cent, for each label."""
    examples = [Example(parse(gold.text, nlp), gold) for gold in gold_docs]
    by_label = get_ner_prf(examples)["ents_per_type"] or {}
    return {
        label: {name: 100 * by_label[label][name] for name in ("p", "r", "f")}
        for label in LABELS
        if label in by_label
    }


def folder_figures(folder: Path) -> dict[str, str]:
    """Size, load time and hash of a pipeline folder; not in per cent."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    seconds = statistics.median(_seconds_to_load(folder) for _ in range(LOADS))
    return {
        "size": f"{size / 1e6:.1f} MB",
        "load": f"{seconds:.2f} s",
        "weights_sha256": weights_hash(folder),
    }


def _seconds_to_load(folder: Path) -> float:
    begun = time.perf_counter()
    load_pipeline(folder)
    return time.perf_counter() - begun


def _print_treebanks(figures: dict[str, Figures]) -> None:
    columns = list(next(iter(figures.values())))
    print("\n" + " ".join(["treebank".ljust(10), *(column.rjust(16) for column in columns)]))
    for name, row in figures.items():
        print(" ".join([name.ljust(10), *(f"{row[column]:16.2f}" for column in columns)]))


def _print_entities(tables: dict[str, dict[str, Figures]]) -> None:
    for name, rows in tables.items():
        print(f"\n{name.ljust(22)} {'P':>6} {'R':>6} {'F':>6}")
        for label, row in rows.items():
            print(f"{label.ljust(22)} {row['p']:6.2f} {row['r']:6.2f} {row['f']:6.2f}")


def main(arguments: Sequence[str] | None = None) -> None:
    """``python -m training.report --pipeline FOLDER``: the figures of another pipeline."""
    parser = argparse.ArgumentParser(prog="python -m training.report", description=main.__doc__)
    parser.add_argument("--pipeline", type=Path, default=None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    options = parser.parse_args(arguments)
    run(options.shared, options.work, options.pipeline)


if __name__ == "__main__":
    main()
