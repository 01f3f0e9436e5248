"""`incidencias doctor`: every connection and setting, in plain words, with what to do."""

from __future__ import annotations

from bot.commands.options import Config
from bot.errors import IncidenciasError
from bot.text.amounts import amount


def doctor(config: Config = None) -> None:
    """Comprueba cada conexión y cada ajuste, y dice qué hacer con lo que falle. Código 1 si falla algo."""
    from rich.console import Console
    from rich.text import Text

    from bot.commands.doctor_checks import checks
    from bot.commands.doctor_looks import Advice

    console = Console(highlight=False)
    wrong = 0
    for name, look in checks(config):
        mark = Text("✓", "green")
        try:
            sentence = look()
        except Advice as advice:
            mark, sentence = Text("!", "yellow"), str(advice)
        except IncidenciasError as error:
            mark, sentence = Text("✗", "red"), str(error)
            wrong += 1
        console.print(Text.assemble(mark, f" {name}: {sentence}"), soft_wrap=True)
    if wrong:
        console.print(f"\nHay {amount(wrong, 'cosa', 'cosas')} que arreglar.")
        raise SystemExit(1)
    console.print("\nTodo en orden.")
