"""The public JSON of a decided mail."""

from bot.decision.explain import as_json
from bot.model.claim import Intent, Signal
from bot.model.mail import AutomaticSign
from bot.model.match import Evidence, PhoneFit
from tests.decision.making import (
    BODY,
    COURSE,
    GUARDIAN,
    PHONE,
    PUPIL,
    REGISTER,
    bare,
    case,
    claim,
    finding,
    match,
    message,
    pupil,
)


def line_of(data, what):
    return next(line for line in data["explanation"] if line["what"] == what)


def test_the_keys_and_values_of_the_interface():
    data = as_json(case(), REGISTER, file="x.eml")
    assert list(data) == [
        "file", "message_id", "intent", "decision", "reason", "missing", "claim", "match", "rule", "explanation",
        "reply",
    ]  # fmt: skip
    assert data | {"explanation": []} == {
        "file": "x.eml",
        "message_id": "<1@familias.example>",
        "intent": "recover",
        "decision": "regenerate",
        "reason": None,
        "missing": [],
        "claim": {
            "guardian": GUARDIAN,
            "students": [{"name": PUPIL, "course": "2º ESO B"}],
            "phone": "+34600111222",
            "language": "es",
            "writer": "guardian",
        },
        "match": {"guardian": "00000001R", "students": ["S1"], "probability": 0.9999},
        "rule": "regenerate",
        "explanation": [],
        "reply": {"template": "regenerated", "language": "es"},
    }


def test_a_robots_mail_tells_what_shows_it():
    mail = message(automatic=AutomaticSign("out_of_office", "Auto-Submitted: auto-replied"))
    line = line_of(as_json(case(mail=mail), REGISTER, file="x"), "automatic")
    assert line["says"] == "correo automático (out_of_office): Auto-Submitted: auto-replied"


def test_a_finding_points_to_its_words():
    start = BODY.index(PHONE)
    assert line_of(as_json(case(), REGISTER, file="x"), "phone") == {
        "what": "phone",
        "says": "«+34600111222»",
        "span": [start, start + len(PHONE)],
        "region": "body",
        "found_by": "test",
        "score": 1.0,
        "weight": 0.0,
    }


def test_what_is_missing_is_said():
    data = as_json(case(said=claim(phone=None), fits=match(phone_fit=PhoneFit.NOT_GIVEN)), REGISTER, file="x")
    assert data["missing"] == ["phone"]
    assert data["reply"] == {"template": "ask", "language": "es"}
    line = line_of(data, "phone")
    assert (line["says"], line["span"], line["weight"]) == ("no da el teléfono", None, 0.0)


def test_a_scrap_of_a_phone_is_shown():
    scrap = finding(PHONE[:5])
    said = claim(phone=None, incomplete_phone=scrap)
    line = line_of(as_json(case(said=said), REGISTER, file="x"), "phone")
    assert (line["says"], line["span"]) == ("«60011» no es un teléfono completo", [scrap.start, scrap.end])


def test_the_claim_is_of_this_mail_and_spans_of_earlier_mails_are_not_given():
    mail = message(body="Es el 699888777", passages=())
    phone = finding("699888777", mail.body, value="+34699888777")
    data = as_json(case(mail=mail, said=bare(phone=phone), earlier=[claim(phone=None)]), REGISTER, file="x")
    assert (data["intent"], data["decision"]) == ("follow_up", "regenerate")
    assert (data["claim"]["guardian"], data["claim"]["students"]) == (None, [])
    assert line_of(data, "phone")["span"] == [6, 15]
    guardian = line_of(data, "guardian")
    assert (guardian["says"], guardian["span"], guardian["region"]) == (f"«{GUARDIAN}»", None, None)


def test_a_course_without_a_pupil_and_a_pupil_without_a_course():
    loose = as_json(case(said=claim(students=(), loose_course=COURSE)), REGISTER, file="x")
    assert loose["claim"]["students"] == [{"name": None, "course": "2º ESO B"}]
    bare_pupil = as_json(
        case(said=claim(students=(pupil(course=None),), loose_course=COURSE)), REGISTER, file="x"
    )
    assert bare_pupil["claim"]["students"] == [{"name": PUPIL, "course": None}]


def test_weights_come_with_their_words():
    evidence = (
        Evidence(what="phone", says="es el de su ficha", weight=13.456, finding=finding(PHONE)),
        Evidence(what="course", says="una letra distinta", weight=-1.5),
    )
    data = as_json(case(fits=match(evidence=evidence, would_make_sure=("el curso",))), REGISTER, file="x")
    weights = [(line["what"], line["says"], line["weight"]) for line in data["explanation"] if line["weight"]]
    assert weights == [("phone", "es el de su ficha", 13.46), ("course", "una letra distinta", -1.5)]
    assert line_of(data, "would_make_sure")["says"] == "el curso"


def test_a_probability_has_four_places():
    data = as_json(case(fits=match(probability=0.99876)), REGISTER, file="x")
    assert data["match"]["probability"] == 0.9988


def test_no_answer_no_guardian():
    data = as_json(
        case(said=claim(intent=Intent.FOLLOW_UP, signals=(Signal.THANKS,)), fits=match(guardian=None)),
        REGISTER,
        file="x",
    )
    assert (data["decision"], data["reply"], data["match"]["guardian"]) == ("close", None, None)
    assert line_of(data, "thanks")["says"] == "da las gracias o dice que está resuelto, y nada más"


def test_the_text_only_on_request():
    data = as_json(case(), REGISTER, file="x", with_text=True)
    assert (data["text"], data["rest"]) == (BODY, "")
