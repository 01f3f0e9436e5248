from bot.text.amounts import amount


def test_none_one_and_two() -> None:
    said = [amount(number, "clave temporal", "claves temporales") for number in range(3)]
    assert said == ["0 claves temporales", "1 clave temporal", "2 claves temporales"]
