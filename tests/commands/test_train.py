"""`incidencias train`: the recipe makes a model that loads and reads."""

import pytest

from bot.commands import train as command
from bot.errors import InputError
from bot.parsers.names.ner import Ner


def test_the_same_seed_makes_the_same_model_and_it_loads(tmp_path, monkeypatch, capsys):
    for kind in ("_JUDGES", "_MACHINES", "_WISHES"):
        monkeypatch.setattr(command, kind, 5)
    for name in ("one", "two"):
        command.train_to(tmp_path / name, mails=20, seed=3)
        (tmp_path / "machines.npz").rename(tmp_path / f"{name}.npz")
    one, two = ((tmp_path / name / "ner" / "model").read_bytes() for name in ("one", "two"))
    assert one == two
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert "GUARDIAN" in capsys.readouterr().out
    assert isinstance(Ner.load(tmp_path / "one").find(["Soy Ana Ruiz"])[0], list)


def test_without_the_recipe_a_clear_sentence(monkeypatch, tmp_path):
    def missing(name):
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(command, "import_module", missing)
    with pytest.raises(InputError, match="training"):
        command.train_to(tmp_path)
