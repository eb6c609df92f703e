"""Feedback: a score, a comment, and whether to call back."""

from __future__ import annotations

from webapp.agents.definition import Agent, Field, FieldKind, Label, PlaybookEntry, Task, TaskAction
from webapp.agents.templates.base import LANGUAGES, Draft, Template, phrases, translated
from webapp.agents.templates.evals import feedback

_TASK = Task(
    "feedback",
    "Feedback",
    when="They say how it was.",
    fields=(
        Field(
            "score",
            "Score",
            FieldKind.CHOICE,
            choices=("1", "2", "3", "4", "5"),
            keep_as="score",
            question="How many points from 1 to 5 do you give us?",
            labels=translated("Puntos", "Note", "Punkte", "Nota"),
            questions=translated(
                "¿Cuántos puntos nos da, de 1 a 5?",
                "Quelle note nous donnez-vous, de 1 à 5 ?",
                "Wie viele Punkte von 1 bis 5 geben Sie uns?",
                "Que nota você nos dá, de 1 a 5?",
            ),
        ),
        Field(
            "comment",
            "Comment",
            required=False,
            question="Thank you. What could we do better? If nothing, answer no.",
            labels=translated("Comentario", "Commentaire", "Kommentar", "Comentário"),
            questions=translated(
                "Gracias. ¿Qué podemos mejorar? Si nada, responda no.",
                "Merci. Que pouvons-nous faire de mieux ? Si rien, répondez non.",
                "Danke. Was können wir besser machen? Wenn nichts, antworten Sie nein.",
                "Obrigado. O que podemos melhorar? Se nada, responda não.",
            ),
        ),
        Field(
            "call_back",
            "Call back",
            FieldKind.YES_NO,
            question="May we call you about it? (yes/no)",
            labels=translated("Llamada", "Rappel", "Rückruf", "Ligação"),
            questions=translated(
                "¿Podemos llamarle por esto? (sí/no)",
                "Pouvons-nous vous appeler à ce sujet ? (oui/non)",
                "Dürfen wir Sie deswegen anrufen? (Ja/Nein)",
                "Podemos ligar para falar disso? (sim/não)",
            ),
        ),
    ),
    done="Thank you, that helps us.",
    reaches_goal=True,
    done_in=translated(
        "Gracias, nos ayuda mucho.",
        "Merci, cela nous aide.",
        "Danke, das hilft uns.",
        "Obrigado, isso nos ajuda.",
    ),
    actions=(
        TaskAction("add_label", {"label": "Feedback"}),
        TaskAction(
            "note", {"text": "Score {{score}} of 5. {{comment|No comment.}}\nMay we call? {{call_back}}"}
        ),
    ),
)
_ENTRIES = (
    PlaybookEntry(
        "score",
        "A score",
        phrases("""
            1 | 2 | 3 | 4 | 5 | five stars | 4 out of 5 | I would give you 3 | my score is 4 | it was okay | so so
            average | three points
            le doy un 4 | un 3 | un 5 | cinco estrellas | regular
            je donne 4 | un 4 | 4 sur 5 | cinq étoiles | moyen
            ich gebe 4 Punkte | eine 3 | eine 4 | eine 5 | fünf Sterne | es ging so
            dou nota 4 | um 3 | nota 5 | cinco estrelas | mais ou menos"""),
        task="feedback",
    ),
    PlaybookEntry(
        "happy",
        "Is happy",
        phrases("""
            it was great | very good | excellent | I am very happy | everything was perfect | great service
            really good thank you | I loved it | 5 out of 5 | I would give you 5 out of 5 | amazing | very satisfied
            not bad | not bad at all | it wasn't bad | no complaints | can't complain | everyone was lovely
            nada mal | sin quejas | pas mal | rien à redire | nicht schlecht | kann mich nicht beschweren | sem reclamações
            muy bien | excelente | todo perfecto | muy contento | muy contenta, gracias | muy amables
            très bien | excellent merci | j'ai adoré | tout était parfait | très contente | personnel très gentil
            sehr gut | alles super | ich bin sehr zufrieden | hat mir gefallen | sehr nett
            muito bom | ótimo atendimento | adorei | tudo perfeito | muito satisfeita | muito simpáticos"""),
        "We are glad to hear that!",
        translated(
            "¡Nos alegra mucho!",
            "Cela nous fait plaisir !",
            "Das freut uns sehr!",
            "Ficamos felizes com isso!",
        ),
        task="feedback",
        labels=("Happy",),
    ),
    PlaybookEntry(
        "unhappy",
        "Is not happy",
        phrases("""
            I was not happy with it | it was bad | not good | I am disappointed | the service was slow
            I had to wait too long | it was awful | terrible | it was not what I expected | I will not come back | it could be better
            the staff was rude | never again | I hated it
            muy mal | fatal | no me gustó | estoy decepcionado | tuve que esperar mucho
            pas bien | je suis déçu | j'ai trop attendu | ce n'était pas bon
            nicht gut | ich bin enttäuscht | ich musste zu lange warten | war schlecht
            foi ruim | péssimo | não gostei | fiquei decepcionado | esperei demais"""),
        "We are sorry to hear that.",
        translated("Lo sentimos mucho.", "Nous en sommes désolés.", "Das tut uns leid.", "Sentimos muito."),
        task="feedback",
        labels=("Unhappy",),
    ),
    PlaybookEntry(
        "later",
        "Has no time",
        phrases("""
            not now | I am busy | later | I have no time | maybe later | ask me another time | not now, I am busy
            I will answer later | I am at work
            ahora no | más tarde | luego te digo | no tengo tiempo
            pas maintenant | plus tard | je n'ai pas le temps
            jetzt nicht | später | keine Zeit
            agora não | mais tarde | depois | não tenho tempo"""),
        "No problem. Answer whenever you like.",
        translated(
            "No hay problema. Responda cuando quiera.",
            "Pas de problème. Répondez quand vous voulez.",
            "Kein Problem. Antworten Sie, wann Sie möchten.",
            "Sem problema. Responda quando quiser.",
        ),
    ),
    PlaybookEntry(
        "why",
        "Why we ask",
        phrases("""
            why do you ask | who is this | what is this for | who reads this | is this anonymous | what is this about
            what happens with my answer | which company is this | what do you do with it
            ¿por qué preguntan? | ¿quién es? | ¿para qué es esto?
            pourquoi vous demandez | qui est-ce | c'est pour quoi
            warum fragen Sie | wer ist das | wofür ist das
            por que perguntam | quem é | para que é isso"""),
        "This is {{agent}}. We ask how it was, so that we can do better. Our team reads your answer.",
        translated(
            "Somos {{agent}}. Preguntamos para mejorar. Nuestro equipo lee su respuesta.",
            "Ici {{agent}}. Nous demandons pour nous améliorer. Notre équipe lit votre réponse.",
            "Hier ist {{agent}}. Wir fragen, um besser zu werden. Unser Team liest Ihre Antwort.",
            "Aqui é {{agent}}. Perguntamos para melhorar. Nossa equipe lê a sua resposta.",
        ),
    ),
    PlaybookEntry(
        "refund",
        "Wants money back",
        phrases("""
            I want a refund | I want my money back | give me my money back | you charged me too much | refund please
            the bill is wrong | I was charged twice | can I get a refund
            quiero un reembolso | devuélvanme el dinero | me cobraron de más
            je veux être remboursé | remboursement | la facture est fausse | remboursez-moi
            ich möchte mein Geld zurück | die Rechnung ist falsch | ich will eine Erstattung
            quero meu dinheiro de volta | quero reembolso | a conta está errada"""),
        "Thank you for telling us. A colleague will look at this.",
        translated(
            "Gracias por avisar. Un compañero lo revisará.",
            "Merci de nous le dire. Un collègue va s'en occuper.",
            "Danke für die Nachricht. Jemand aus dem Team schaut es sich an.",
            "Obrigado por avisar. Um colega vai verificar.",
        ),
        handoff="They want their money back, or say that the bill is wrong.",
        labels=("Unhappy",),
    ),
)
FEEDBACK = Template(
    "feedback",
    "Feedback",
    "Asks how it was: a score from 1 to 5, a comment, and whether you may call.",
    Agent(
        name="Feedback",
        instructions=(
            "You ask people how their visit was. Collect a score from 1 to 5, a comment, and whether we may call. "
            "Do not argue, and promise nothing."
        ),
        tone="Friendly and short.",
        languages=LANGUAGES,
        playbook=_ENTRIES,
        tasks=(_TASK,),
        labels=(
            Label("Happy", "They liked it, or gave 4 or 5 points.", confirm=False, group="mood"),
            Label("Unhappy", "They did not like it, or gave 1 or 2 points.", confirm=False, group="mood"),
        ),
        handoff_words=("injured", "accident", "accidente", "Unfall", "acidente", "review online"),
        goal="They have given a score.",
    ),
    (
        Draft("Who we are", "Riverside Dental, 12 Bridge Street."),
        Draft("Complaints", "You can also write to complaints at our address; we answer within a week."),
        Draft("Privacy", "Only our team sees your answer; we delete it after a year."),
    ),
    feedback.EVALS,
    columns=("first_name",),
)
