"""Rules directories as admins break them: what they are told, in which line, and nothing besides."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.console.i18n import catalogue
from bot.mind.rule_check import ensure_sound, problems_of
from bot.rules.directory import RulesError, shipped_rules

Edit = Callable[[Path], object]
D, M, INTENTS, C = "decisions.yaml", "matching.yaml", "intents.yaml", "courses.yaml"
LOOKING, ASK, SMS, ENGLISH = (
    "replies/looking.txt",
    "replies/ask.txt",
    "replies/sms.txt",
    "replies/languages/en.yaml",
)
SHORT, SPELL, KNOWN = "hypocoristics.csv", "spellings.csv", "known_names.txt"
BULK = "when: {intent: bulk}"
SPANISH = re.compile(r"\b(?:el|la|los|las|un|una|de|que|debe|falta|ponga|quite|escriba|regla|línea|con)\b")


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """The shipped rules with one further language: the others would be read again and again."""
    directory = shutil.copytree(shipped_rules(), tmp_path_factory.mktemp("rules") / "reglas")
    for path in (directory / "replies/languages").glob("*.yaml"):
        if path.name != "en.yaml":
            path.unlink()
    return directory


@pytest.fixture
def rules(small, tmp_path):
    return shutil.copytree(small, tmp_path / "reglas")


def put(name: str, old: str, new: str) -> Edit:
    def edit(directory: Path) -> None:
        text = (directory / name).read_text(encoding="utf-8")
        assert old in text, (name, old)
        (directory / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def add(name: str, text: str) -> Edit:
    def edit(directory: Path) -> None:
        (directory / name).write_text((directory / name).read_text(encoding="utf-8") + text, encoding="utf-8")

    return edit


def encoded(name: str, encoding: str) -> Edit:
    def edit(directory: Path) -> None:
        path = directory / name
        path.write_bytes(path.read_text(encoding="utf-8").encode(encoding, "replace"))

    return edit


def case(what: str, edit: Edit, name: str, line: str | int, *says: str):
    """`line`: words that stand in it (or its number); `says`: one part of each sentence expected."""
    return pytest.param(edit, name, line, says, id=what)


def line_of(name: str, words: str) -> int:
    """The line of a shipped rules file in which the words stand first."""
    text = (shipped_rules() / name).read_text(encoding="utf-8")
    return text[: text.index(words)].count("\n") + 1


_AFTER_BULK = (shipped_rules() / D).read_text(encoding="utf-8").partition(BULK)[2].count("\n  - name: ")

CASES = [
    # facts, values, deeds
    case("unknown fact", put(D, BULK, "when: {intnt: bulk}"), D, "intnt", "no existe el hecho «intnt»; ¿quería decir «intent»?"),
    case("curly quotes", put(D, BULK, "when: {“intent”: bulk}"), D, "“intent”", "¿quería decir «intent»?"),
    case("wrong value", put(D, BULK, "when: {intent: bulc}"), D, "bulc", "«intent» no puede ser «bulc»: escriba recover, "),
    case("value without fact", put(D, BULK, "when: bulk"), D, "when: bulk", "regla «bulk»: «when» debe llevar líneas «palabra: valor»"),
    case("a list for conditions", put(D, BULK, "when: [intent, bulk]"), D, "[intent", "«when» debe llevar líneas «palabra: valor»"),
    case("an English truth", put(D, "{automatic: yes}", "{automatic: true}"), D, "{automatic: true}", "escriba «yes», no «true»"),
    case("wrong deed", put(D, "then: self_help", "then: selfhelp"), D, "selfhelp", "regla «register-install»: «then» no puede ser «selfhelp»; ¿quería decir «self_help»?"),
    case("no deed", put(D, "    then: ignore\n", ""), D, "- name: automatic", "regla «automatic»: falta «then»"),
    case("no name", put(D, "  - name: bulk\n    about", "  - about"), D, "- about: Un docente", "falta «name»"),
    case("a name with capitals", put(D, "name: bulk", "name: Todo un Grupo"), D, "Todo un Grupo", "solo puede llevar minúsculas sin tilde"),
    case("misspelt key", put(D, "    reason: bulk_request", "    razon: bulk_request"), D, "razon:", "«razon» no se conoce aquí; ¿quería decir «reason»?"),
    case("two rules of one name", put(D, "name: forged-sender", "name: automatic"), D, "dmarc=fail). Ning", f"ya hay otra regla con este nombre en la línea {line_of(D, 'name: automatic')}"),
    case("example without facts", put(D, "      - says: boletín falsificado\n        facts: {automatic: yes, sender: fail}", "      - boletín falsificado"), D, "- boletín falsificado", "«examples» debe llevar líneas"),
    case("example of another rule", put(D, "facts: {automatic: yes, sender: fail}", "facts: {sender: fail}"), D, "says: boletín falsificado", "falla su ejemplo «boletín falsificado»: no lo recoge esta regla (automatic es «no», no «yes»)"),
    case("unreachable rule", put(D, "  - name: change-data", "  - name: otra\n    about: x\n    when: {intent: bulk, sender: pass}\n    then: escalate\n    reason: otra\n    reply: looking\n  - name: change-data"), D, "name: otra", "nunca se llega a ella: todo lo suyo lo resuelve antes «bulk»"),
    case("a rule that takes all that follow", put(D, BULK, "when: {}"), D, "name: bulk", f"se queda también con todo lo de las {_AFTER_BULK} reglas que van después de ella, desde «change-data»: bájela"),
    # texts
    case("reply that does not exist", put(D, "reply: ask", "reply: aks"), D, "aks", "no hay ninguna plantilla «aks» en replies; ¿quería decir «ask»?"),
    case("article that does not exist", put(D, "article: install", "article: instal"), D, "article: instal", "no hay ningún artículo «instal» en replies/articles; ¿quería decir «install»?"),
    case("template deleted", lambda d: (d / LOOKING).unlink(), LOOKING, 0, "falta esta plantilla"),
    case("variable that does not exist", put(LOOKING, "{{ ticket }}", "{{ telefono }}"), LOOKING, "telefono", "«telefono» no existe aquí; puede usar: ticket"),
    case("brace left open", put(LOOKING, "{{ ticket }}", "{{ ticket }"), LOOKING, "{{ ticket }", "aquí no se cierra bien una llave"),
    case("if left open", add(LOOKING, "{% if ticket %}hola"), LOOKING, "{% if", "«{% if %}» no se cierra: falta «{% endif %}»"),
    case("filter that does not exist", add(LOOKING, "{{ ticket|grande }}"), LOOKING, "|grande", "no existe el filtro «grande»: quite «|grande»"),
    case("no subject", put(LOOKING, "Asunto:", "Tema:"), LOOKING, "Tema:", "la primera línea debe ser «Asunto: …»"),
    case("an SMS too long", add(SMS, "x" * 160), SMS, 1, "en un SMS caben 160: acórtelo"),
    case("a sign no SMS has", add(SMS, "á"), SMS, 1, "no caben en un SMS corriente: á"),
    case("variable of a translation", put(ENGLISH, "{{ ticket }}", "{{ tiket }}"), ENGLISH, "tiket", "«tiket» no existe aquí"),
    case("translation of nothing", add(ENGLISH, "  saludo: hello\n"), ENGLISH, "saludo", "no hay ningún texto «saludo» en español"),
    case("misspelt key of a translation", put(ENGLISH, "name:", "nombre:"), ENGLISH, "name", "falta «name»", "«nombre» no se conoce aquí; ¿quería decir «name»?"),
    # limits
    case("threshold too low", put(D, "probability: 0.999", "probability: 0.5"), D, "probability: 0.5", "«limits.probability» no puede ser 0.5: debe ser como mínimo 0.9"),
    case("threshold of 100 %", put(D, "probability: 0.999", "probability: 1"), D, "probability: 1", "debe ser menos de 1"),
    case("a decimal comma", put(D, "probability: 0.999", "probability: 0,999"), D, "0,999", "debe ser un número, no «0,999»; los decimales, con punto: 0.999"),
    case("a word for a number", put(D, "asks: 1", "asks: una"), D, "asks: una", "«limits.asks» debe ser un número entero, no «una»"),
    case("limit left out", put(D, "  asks: 1\n", ""), D, "limits:", "falta «asks»"),
    case("misspelt limit", put(D, "regenerations_24h: 1", "regeneration_24h: 1"), D, "limits:|regeneration_24h", "falta «regenerations_24h»", "¿quería decir «regenerations_24h»?"),
    case("unsafe expression", put(D, "phrases: {}", r"phrases: {a: '(x+)\1'}"), D, "phrases: {a", "no es segura o está mal escrita"),
    case("expression that looks ahead", put(D, "phrases: {}", "phrases: {a: 'x(?=y)'}"), D, "phrases: {a", "no es segura o está mal escrita"),
    case("expression in double quotes", put(D, "phrases: {}", r'phrases: {a: "\bhuelga\b"}'), D, "phrases: {a", "entre comillas simples"),
    case("expression of anything", put(D, "phrases: {}", "phrases: {a: 'huelga|'}"), D, "phrases: {a", "acierta con cualquier correo"),
    case("expression with accents", put(D, "phrases: {}", "phrases: {a: excursión}"), D, "phrases: {a", "escríbala en minúsculas y sin tildes"),
    case("phrase with a blank in its name", put(D, "phrases: {}", "phrases: {mi frase: x}"), D, "phrases: {mi", "el nombre «mi frase» solo puede llevar minúsculas"),
    # YAML
    case("a tab", put(D, f"    {BULK}", f"\t{BULK}"), D, BULK, "la línea empieza con un tabulador: use espacios"),
    case("one blank too few", put(D, f"    {BULK}", f"   {BULK}"), D, BULK, "debe empezar en la misma columna que las líneas de su bloque"),
    case("two blanks too many", put(D, f"    {BULK}", f"      {BULK}"), D, BULK, "mire en qué columna empieza la línea"),
    case("no colon", put(D, "then: ignore", "then ignore"), D, "then ignore", "falta «: »"),
    case("no blank after the colon", put(D, "then: ignore", "then:ignore"), D, "then:ignore", "falta «: »"),
    case("another blank than the usual", put(D, "then: ignore", "then:\N{NO-BREAK SPACE}ignore"), D, "ignore\n    reason: automatic", "un espacio que no es corriente"),
    case("brace of conditions left open", put(D, BULK, "when: {intent: bulk"), D, "when: {intent: bulk", "esta llave «{» no se cierra"),
    case("quote left open", put(D, "about: Un docente", 'about: "Un docente'), D, '"Un docente', "esta comilla no se cierra"),
    case("colon in a sentence", put(D, "about: Un docente", "about: Ojo: un docente"), D, "Ojo: un", "aquí sobran dos puntos: ponga el texto entre comillas"),
    case("key twice", put(D, "    then: ignore\n", "    then: ignore\n    then: close\n"), D, "then: close", f"«then» ya está en la línea {line_of(D, 'then: ignore')}: deje una"),
    case("fact twice", put(D, BULK, "when: {intent: bulk, intent: other}"), D, "bulk, intent", f"«intent» ya está en la línea {line_of(D, BULK)}"),
    case("an old encoding", encoded(D, "latin-1"), D, 3, "no está en UTF-8"),
    case("an encoding of wide letters", encoded(D, "utf-16"), D, 1, "no está en UTF-8"),
    case("an invisible sign", add(D, "\x00"), D, "\x00", "hay un signo invisible"),
    case("an empty file", lambda d: (d / D).write_text(""), D, 1, "falta «limits»", "falta «rules»"),
    # the other files
    case("a word for a weight", put(M, "exact: 6", "exact: seis"), M, "seis", "«given.exact» debe ser un número, no «seis»"),
    case("a weight that is none", put(M, "exact: 6", "exact: .nan"), M, ".nan", "debe ser un número, no «nan»"),
    case("misspelt level", put(M, "  exact: 6", "  exacto: 6"), M, "given:", "«exacto» no es un nivel; falta el peso de «exact»"),
    case("misspelt section", put(M, "surname:\n", "surnames:\n"), M, "given:|surnames:", "falta «surname»", "¿quería decir «surname»?"),
    case("bad expressions of intents", lambda d: [put(INTENTS, "- bloque*\n", "- (bloque*\n")(d), put(INTENTS, "- gesperrt\n", "- gesp[errt\n")(d)], INTENTS, "(bloque*|gesp[errt", "«(bloque*» no es segura o está mal escrita", "«gesp[errt» no es segura o está mal escrita"),
    case("number among words", put(INTENTS, "- gesperrt\n", "- 12\n"), INTENTS, "- 12", "debe ser un texto, no «12»: póngalo entre comillas"),
    case("misspelt key of a cycle", put(C, "GA: {stage: CFGM, words:", "GA: {stage: CFGM, wrds:"), C, "wrds", "«wrds» no se conoce aquí; ¿quería decir «words»?"),
    case("level of a course in words", put(C, "  1: [", "  uno: ["), C, "uno: [", "debe ser un número entero, no «uno»"),
    case("semicolons of a spreadsheet", put(SHORT, "formal,short", "formal;short"), SHORT, 1, "la primera línea debe ser «formal,short», con coma"),
    case("half a pair", add(SHORT, "Paco\n"), SHORT, "\nPaco\n", "«Paco»: escriba el nombre entero, una coma y el corto"),
    case("one writing alone", add(SPELL, "Mohamed\n"), SPELL, "\nMohamed\n", "escriba todas las grafías"),
    case("names in an old encoding", encoded(SHORT, "latin-1"), SHORT, "Francisco Jos", "no está en UTF-8"),
    case("no line between names and surnames", put(KNOWN, "# apellidos", "# Apellidos"), KNOWN, 0, "falta la línea «# apellidos»"),
    case("list of names deleted", lambda d: (d / KNOWN).unlink(), KNOWN, 0, "falta este fichero de reglas"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "name", "line", "says"), CASES)
def test_mistake(rules, edit, name, line, says):
    edit(rules)
    found = list(problems_of(rules))
    assert len(found) == len(says), [str(p) for p in found]
    for problem, words in zip(found, says, strict=True):
        assert Path(problem.file) == rules / name
        assert words in problem.message
        assert (problem.column > 0) == (problem.line > 0)
        english = catalogue("en").tell(problem.message)  # as the console says it to who reads no Spanish
        assert english != problem.message
        assert SPANISH.findall(re.sub("«[^»]*»", "", english)) == []
    assert {p.line for p in found} == {line} if isinstance(line, int) else places(rules / name, line)


def places(path: Path, words: str) -> set[int]:
    """The numbers of the lines in which these words (several, by |) first stand."""
    text = path.read_bytes().decode("utf-8", "replace")
    return {text[: text.index(word.lstrip("\n"))].count("\n") + 1 for word in words.split("|")}


@pytest.mark.parametrize("spoil", [shutil.rmtree, lambda d: (d / D).unlink()])
def test_a_folder_that_holds_no_rules(rules, spoil):
    spoil(rules)
    assert [str(p) for p in problems_of(rules)] == [
        f"{rules}: aquí no hay ningún decisions.yaml: no es una carpeta de reglas"
    ]


@pytest.mark.parametrize("edit", [encoded(D, "utf-8-sig"), put(D, "\nrules:\n", "\r\nrules:\r\n")])
def test_what_windows_editors_leave_behind_is_no_mistake(rules, edit):
    edit(rules)
    assert not list(problems_of(rules))


def test_mistakes_of_every_kind_in_every_file_are_told_at_once(rules):
    put(D, "probability: 0.999", "probability: 0.5")(rules)
    put(D, BULK, "when: {intnt: bulk}")(rules)
    put(D, "then: self_help", "then: selfhelp")(rules)
    put(D, "reply: ask", "reply: aks")(rules)
    put(D, "name: forged-sender", "name: automatic")(rules)
    put(LOOKING, "{{ ticket }}", "{{ telefono }}")(rules)
    put(ASK, "Asunto:", "Tema:")(rules)
    put(ENGLISH, "below:", "abajo:")(rules)
    put(M, "exact: 6", "exact: seis")(rules)
    put(INTENTS, "- bloque*\n", "- (bloque*\n")(rules)
    put(C, "  1: [", "  uno: [")(rules)
    encoded(SHORT, "latin-1")(rules)
    add(SPELL, "Mohamed\n")(rules)
    (rules / KNOWN).unlink()
    told = {(Path(p.file).name, p.message.partition(";")[0]) for p in problems_of(rules)}
    assert {name for name, _ in told} == {
        Path(name).name for name in (D, LOOKING, ASK, ENGLISH, M, INTENTS, C, SHORT, SPELL, KNOWN)
    }
    assert len([name for name, _ in told if name == D]) == 5


def test_rules_are_sound_or_say_all_that_is_wrong(rules):
    ensure_sound(rules)
    put(D, "probability: 0.999", "probability: 0.5")(rules)
    put(M, "exact: 6", "exact: seis")(rules)
    with pytest.raises(RulesError) as error:
        ensure_sound(rules)
    assert [Path(p.file).name for p in error.value.problems] == [D, M]


def test_a_catalogue_of_no_language_that_could_be_told_would_never_be_used(rules):
    shutil.copy(rules / ENGLISH, rules / "replies/languages/ingles.yaml")
    (found,) = problems_of(rules)
    assert Path(found.file).name == "ingles.yaml"
    assert "ISO 639-1" in found.message
