"""Equipment is offered by family, every word of the vocabulary once."""

from exercises import vocabulary
from profiles import kits


def test_every_word_stands_in_one_family():
    words = [word for _code, _name, family in kits.families() for word in family]

    assert sorted(words) == sorted(vocabulary.EQUIPMENT)


def test_presets_use_the_vocabulary():
    for _name, _icon, words in kits.PRESETS.values():
        assert set(words) <= set(vocabulary.EQUIPMENT)
