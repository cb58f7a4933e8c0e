"""What the index is told of an object, and what weighs how much in it."""

import hashlib
import json
from dataclasses import asdict, dataclass, field

from energies.search import words

# Where a term stands says how well it answers: a name before a label (barri, theme, entity), before a summary,
# before a description. A term counts once in each. The words of a short name weigh more than those of a long one.
NAME, SHORT_NAME, LABEL, SUMMARY, BODY = 60, 60, 20, 12, 4


@dataclass
class Document:
    """One object as the index sees it. Texts are lists: the same thing in each language, in any order."""

    slug: str
    lang: str
    names: dict[str, str]  # {language: name}
    note: dict[str, str] = field(default_factory=dict)
    other_names: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    summaries: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """A fingerprint by which an unchanged document is known; 32 hexadecimal figures.

        The order of its texts does not count: it weighs nothing, and each database has its own.
        """
        told = {name: sorted(value) if isinstance(value, list) else value for name, value in asdict(self).items()}
        text = json.dumps([told, words.edition()], sort_keys=True, ensure_ascii=False)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def postings(self) -> tuple:
        """Return ({term: weight}, {folded word: (the word as written, term)})."""
        weights, spelt = {}, {}
        names = [*self.names.values(), *self.other_names]
        for text in names:
            self._add(weights, spelt, [text], 0)
            terms = words.index_terms(text)
            for term in terms:
                weights[term] = max(weights[term], NAME + SHORT_NAME // len(terms))
        for texts, weight in ((self.labels, LABEL), (self.summaries, SUMMARY), (self.bodies, BODY)):
            self._add(weights, spelt, texts, weight)
        return weights, spelt

    def _add(self, weights, spelt, texts, weight) -> None:
        found = {}
        for text in texts:
            for term, shown in words.index_terms(text).items():
                found.setdefault(term, shown)
            for shown, word in words.spellings(text).items():
                if word not in spelt or spelt[word][0].isascii():
                    spelt[word] = (shown, words.term(word))
        for term in found:
            weights[term] = weights.get(term, 0) + weight
