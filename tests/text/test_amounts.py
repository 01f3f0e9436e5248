from bot.text.amounts import amount, decimal


def test_none_one_and_two() -> None:
    said = [amount(number, "clave temporal", "claves temporales") for number in range(3)]
    assert said == ["0 claves temporales", "1 clave temporal", "2 claves temporales"]


def test_decimals_are_written_with_a_comma_and_in_english_with_a_point() -> None:
    assert [decimal(99.94, ".1f"), decimal(6.42, "+.1f"), decimal(-0.5, "+.1f")] == ["99,9", "+6,4", "-0,5"]
    assert decimal(6.42, "+.1f", comma=".") == "+6.4"
