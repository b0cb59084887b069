"""The attack with the model in hand: the ordinary words that its weights call the most honest, written into the text."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from spamscore import assets, features, ngrams, phrases
from spamscore.mail import read
from spamscore.model import Model
from spamscore.training.attacks import all_of_honesty, reworded
from spamscore.training.edit import append
from spamscore.training.honest_texts import ADDRESSES, NEWSLETTERS
from spamscore.training.paraphrases import PAIRS

WORDS = 60  # at most; more is no longer a message with some words added
_ROUNDS = 3
_SENTENCE = 10
_LETTERS = re.compile(r"[^\W\d_]{3,20}")
_ORDINARY = """
able about above across actually afternoon again agenda agree album almost already although among answer anything april area around
article artist attached august author autumn away back basket because become before begin below beside better between bicycle bird
board book branch bread bridge bring brother build building busy cake calendar camera canal candle carry castle chair change chapter
cheese children choose church city class clean clear clock close coast code coffee collection colour comment community concert cook
corner country course cover cream cycle dance data date daughter dear december deep design desk detail develop dinner discuss doctor
document door draft draw drink drive during early earth east edition editor education egg eight else engine english enough evening
event every example exhibition experience explain family farm fashion father favourite feature february feedback feel festival field
film find fish fix flower follow food forest form forward found friday friend fruit function garden general glass good grass great
green group grow guide half hall hand happen happy harbour hard heart help history holiday home hope horse hotel house however idea
important include index inside instead interest issue january join journal july june just keep kind kitchen know lake language large
later learn leave lesson letter level library light line list listen little local long look lunch machine magazine main make manual
many march market material maybe meet meeting member menu method milk mind minute monday month moon morning mother mountain museum
music name near neighbour never next night north note notes november number october offer often older open order other outside page
paint paper parents park part patch path people perhaps photo picture piece place plan plant play please poem point pool post
practice present problem process programme project proposal public pull question quiet radio rain read ready reason recipe record
release remember repair reply report request research rest result return review ride right river road room round rule sample
saturday schedule school science screen season second section see seminar september series service seven share sheet shop short
should show sister slide small snow soft software soil song soon soup south speaker spring square staff stage station still stone
store story street student study subject summer sunday support table talk task teacher team test text thank thanks theatre think
though thread through thursday ticket time today together tomorrow topic tour town train translation travel tree trip tuesday twelve
under university until update using version video view village visit voice volunteer walk wall warm watch water weather website
wednesday week weekend welcome well west which while white window winter without wonder wood word work workshop world write year
yesterday young
"""


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Words, the n-gram buckets of each, one after the other, and where each word's begin."""

    words: tuple[str, ...]
    buckets: ngrams.Ints
    starts: ngrams.Ints


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    """Words of our own texts and of the shipped lists, each with the n-grams that it brings into any text.

    Left out: words that are trigger phrases by themselves and the words of a way out, for those accuse.
    """
    own = [text for texts in (*NEWSLETTERS.values(), *ADDRESSES.values()) for text in texts]
    own += [text for pair in PAIRS for text in pair]
    paths = sorted((assets.folder("data") / "lists").glob("*.txt"))
    lists = (path.read_text("utf-8") for path in paths if path.stem != "unsubscribe")
    found = {ngrams.prepare(word) for word in _LETTERS.findall(" ".join((_ORDINARY, *own, *lists)))}
    words = tuple(sorted(word for word in found if not any(phrases.find(word))))
    buckets = [ngrams.buckets(f" {word} ") for word in words]
    starts = np.concatenate([[0], np.cumsum([len(each) for each in buckets])[:-1]])
    return _Vocabulary(words, np.concatenate(buckets), starts)


def greedy(model: Model, *, words: int = WORDS) -> Callable[[str, random.Random], str]:
    """An attack on this model: up to ``words`` words that lower the text's weight most in the mail at hand, to be seen."""
    vocabulary = _vocabulary()

    def change(html: str, rng: random.Random) -> str:
        chosen = [vocabulary.words[place] for place in _best(html, model, words)]
        rng.shuffle(chosen)
        lines = [" ".join(chosen[start : start + _SENTENCE]) for start in range(0, len(chosen), _SENTENCE)]
        return append(html, " ".join(f"{line.capitalize()}." for line in lines))

    return change


def everything(model: Model) -> Callable[[str, random.Random], str]:
    """The most that this suite can do to a message that stays readable: reworded, all of honesty, then the best words."""
    last = greedy(model)
    return lambda html, rng: last(all_of_honesty(reworded(html, rng), rng), rng)


def _best(html: str, model: Model, words: int) -> ngrams.Ints:
    """Places in the vocabulary of the words to add, of which so many are taken as lower the text's weight most.

    The weight of a text is the sum of its n-grams' over the root of their number, and a word counts by what it brings
    that is not there yet. What a word is worth depends on the others, so the choice is made anew from its own result.
    """
    vocabulary = _vocabulary()
    mail = read(html)
    weights = (model.note if features.is_note(features.measure(mail)) else model.text).weights
    amounts, found = weights[vocabulary.buckets], ngrams.buckets(ngrams.prepare(mail.text))
    missing = np.ones(2**ngrams.BITS, dtype=np.bool_)
    missing[found] = False
    new = missing[vocabulary.buckets]
    gains, sizes = (np.add.reduceat(each, vocabulary.starts) for each in (amounts * new, new.astype(np.float64)))
    total, count = float(weights[found].sum()), float(max(len(found), 1))
    after_total, after_count = total, count
    for _ in range(_ROUNDS):
        order = np.argsort(gains - sizes * after_total / (2 * after_count), kind="stable")[:words]
        totals, counts = total + np.cumsum(gains[order]), count + np.cumsum(sizes[order])
        best = int(np.argmin(totals / np.sqrt(counts)))
        after_total, after_count = float(totals[best]), float(counts[best])
    return order[: best + 1]
