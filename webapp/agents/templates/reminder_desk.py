"""Reminder desk: answers to an appointment's reminder; confirms, moves, cancels."""

from __future__ import annotations

from webapp.agents.definition import Agent, Field, FieldKind, Label, PlaybookEntry, Task, TaskAction
from webapp.agents.templates.base import LANGUAGES, Draft, Template, phrases, translated
from webapp.agents.templates.evals import reminder_desk

_MOVE = Task(
    "move",
    "New appointment",
    when="They want another day or time for their appointment.",
    fields=(
        Field(
            "day",
            "Day",
            FieldKind.DATE,
            question="Which day suits you?",
            labels=translated("Día", "Jour", "Tag", "Dia"),
            questions=translated(
                "¿Qué día le viene bien?",
                "Quel jour vous convient ?",
                "Welcher Tag passt Ihnen?",
                "Que dia é bom para você?",
            ),
        ),
        Field(
            "time",
            "Time",
            FieldKind.TIME,
            question="At what time?",
            labels=translated("Hora", "Heure", "Uhrzeit", "Hora"),
            questions=translated("¿A qué hora?", "À quelle heure ?", "Um wie viel Uhr?", "A que horas?"),
        ),
        Field(
            "reason",
            "Reason",
            required=False,
            question="Is there a reason that we should know? Otherwise answer no.",
            labels=translated("Motivo", "Raison", "Grund", "Motivo"),
            questions=translated(
                "¿Hay un motivo que debamos saber? Si no, responda no.",
                "Y a-t-il une raison à nous indiquer ? Sinon, répondez non.",
                "Gibt es einen Grund, den wir wissen sollten? Sonst antworten Sie nein.",
                "Há um motivo que devamos saber? Se não, responda não.",
            ),
        ),
    ),
    done="Thank you. You asked for {{day}} at {{time}}. We will confirm it here.",
    reaches_goal=True,
    done_in=translated(
        "Gracias. Ha pedido el {{day}} a las {{time}}. Se lo confirmaremos aquí.",
        "Merci. Vous avez demandé le {{day}} à {{time}}. Nous le confirmerons ici.",
        "Danke. Sie haben um {{day}} um {{time}} gebeten. Wir bestätigen es hier.",
        "Obrigado. Você pediu {{day}} às {{time}}. Vamos confirmar por aqui.",
    ),
    actions=(
        TaskAction("set_attribute", {"name": "appointment", "value": "{{day}} {{time}}"}),
        TaskAction("add_label", {"label": "Rescheduled"}),
        TaskAction(
            "hand_off",
            {
                "reason": "They ask for {{day}} at {{time}}. Reason: {{reason|none given}}. "
                "Confirm it here, or suggest another time."
            },
        ),
    ),
)
_ENTRIES = (
    PlaybookEntry(
        "comes",
        "Comes",
        phrases("""
            yes | yes please | ok | okay | I will be there | see you then | confirmed | I confirm | yes I am coming
            I can make it | sure | yes that works | see you tomorrow
            sí | claro | allí estaré | sí, confirmo | vale | de acuerdo | confirmo mi cita | nos vemos
            oui | je serai là | d'accord | oui je confirme | à demain | ça marche | je confirme le rendez-vous
            ja | ich komme | ja gerne | passt | bis morgen | ich bestätige den Termin | ja das passt
            sim | estarei lá | confirmo | claro | pode confirmar | até amanhã | sim confirmo a consulta"""),
        "Thank you, we look forward to seeing you.",
        translated(
            "Gracias, le esperamos.",
            "Merci, nous vous attendons.",
            "Danke, wir freuen uns auf Sie.",
            "Obrigado, esperamos por você.",
        ),
        labels=("Comes",),
        reaches_goal=True,
        ask="I am coming",
        asks=translated(
            "Voy a ir",
            "Je viendrai",
            "Ich komme",
            "Eu vou",
        ),
    ),
    PlaybookEntry(
        "move",
        "Move the appointment",
        phrases("""
            no | I need to move my appointment | can I move my appointment | could we move the appointment
            can I change my appointment | I want to change my appointment to another day | another day please
            can we reschedule | I cannot make it | can I change the time | is there an earlier appointment | I can't come that day | reschedule
            can I come later | do you have anything in the afternoon | I have to work that day | move it please
            I can't do that day, another day? | another time would be better | tomorrow would be better
            mejor otro día | mejor mañana por la tarde | ¿no puedo ese día, otro día?
            plutôt un autre jour | plutôt demain | je ne peux pas ce jour-là, un autre jour ?
            lieber an einem anderen Tag | lieber morgen | das geht nicht, anderer Tag?
            melhor outro dia | melhor amanhã | não posso nesse dia, outro dia?
            I am sick | sorry I am ill | I do not feel well | my child is sick | I have a fever
            estoy enfermo | estoy enferma | me encuentro mal | je suis malade | je ne me sens pas bien
            ich bin krank | mir geht es nicht gut | estou doente | não me sinto bem
            no puedo | necesito cambiar la cita | ¿puedo cambiar la hora? | otro día por favor | no puedo ir ese día
            non | je ne peux pas | je dois déplacer le rendez-vous | un autre jour | changer l'heure du rendez-vous
            nein | ich kann nicht | ich muss den Termin verschieben | geht auch ein anderer Tag | Termin ändern
            não | não posso | preciso remarcar | posso mudar o horário | outro dia por favor | remarcar a consulta"""),
        "No problem, let us find another time.",
        translated(
            "No hay problema, buscamos otra hora.",
            "Pas de problème, trouvons une autre date.",
            "Kein Problem, wir finden einen anderen Termin.",
            "Sem problema, vamos achar outro horário.",
        ),
        task="move",
        labels=("Moving",),
        ask="I need another day or time",
        asks=translated(
            "Necesito otro día u otra hora",
            "J'ai besoin d'un autre jour ou d'une autre heure",
            "Ich brauche einen anderen Termin",
            "Preciso de outro dia ou horário",
        ),
    ),
    PlaybookEntry(
        "cancel",
        "Cancel the appointment",
        phrases("""
            please cancel my appointment | I want to cancel the appointment | I do not need the appointment any more
            I won't come at all | cancel it, I am feeling better | cancel my booking | I have to cancel
            give my appointment to someone else
            quiero cancelar la cita | cancele mi cita | ya no necesito la cita | tengo que cancelar
            je veux annuler le rendez-vous | annulez mon rendez-vous | je dois annuler
            ich möchte den Termin absagen | ich muss absagen | ich brauche den Termin nicht mehr
            quero cancelar a consulta | preciso desmarcar | não preciso mais da consulta"""),
        "Thank you for telling us. I have noted that you are not coming.",
        translated(
            "Gracias por avisar. He anotado que no viene.",
            "Merci de nous prévenir. J'ai noté que vous ne venez pas.",
            "Danke für die Nachricht. Ich habe notiert, dass Sie nicht kommen.",
            "Obrigado por avisar. Anotei que você não vem.",
        ),
        labels=("Not coming",),
        ask="I want to cancel my appointment",
        asks=translated(
            "Quiero cancelar mi cita",
            "Je veux annuler mon rendez-vous",
            "Ich möchte meinen Termin absagen",
            "Quero cancelar a minha consulta",
        ),
    ),
    PlaybookEntry(
        "when",
        "When is my appointment",
        phrases("""
            when is my appointment | what time is my appointment | what day is it | when do I have to come
            remind me of the time | what time was it again | at what time should I be there | which day was that
            is it today? | is my appointment today?
            ¿cuándo es mi cita? | ¿a qué hora es la cita? | ¿qué día es? | ¿es hoy?
            quand est mon rendez-vous | à quelle heure est le rendez-vous | c'est quel jour | c'est aujourd'hui ?
            wann ist mein Termin | um wie viel Uhr ist der Termin | an welchem Tag war das | ist es heute?
            quando é a minha consulta | a que horas é a consulta | que dia é | é hoje?"""),
        "Your appointment: {{appointment}}.",
        translated(
            "Su cita: {{appointment}}.",
            "Votre rendez-vous : {{appointment}}.",
            "Ihr Termin: {{appointment}}.",
            "A sua consulta: {{appointment}}.",
        ),
        ask="When is my appointment?",
        asks=translated(
            "¿Cuándo es mi cita?",
            "Quand est mon rendez-vous ?",
            "Wann ist mein Termin?",
            "Quando é a minha consulta?",
        ),
    ),
    PlaybookEntry(
        "late",
        "Is late",
        phrases("""
            I am running late | I will be ten minutes late | stuck in traffic | sorry I am late | on my way but late
            I will be there a bit later | my bus is late | can you wait for me, I am late
            yes but I'll be 10 minutes late | yes but I will be a bit late
            llego tarde | voy con retraso | llego diez minutos tarde | estoy en un atasco | sí pero llego tarde
            je suis en retard | j'aurai dix minutes de retard | je suis dans les bouchons | oui mais en retard
            ich komme zu spät | ich verspäte mich | ich stehe im Stau
            ja aber ich komme später | ich komme 10 Minuten später
            estou atrasado | vou chegar atrasada | estou no trânsito
            sim mas vou chegar atrasada | chego 10 minutos atrasada"""),
        "Thank you for telling us. I am letting the team know.",
        translated(
            "Gracias por avisar. Se lo digo al equipo.",
            "Merci de nous prévenir. Je transmets à l'équipe.",
            "Danke für die Nachricht. Ich sage dem Team Bescheid.",
            "Obrigado por avisar. Vou informar a equipe.",
        ),
        handoff="They are late for their appointment.",
        labels=("Late",),
        ask="I am running late",
        asks=translated(
            "Llego tarde",
            "Je suis en retard",
            "Ich komme zu spät",
            "Estou atrasado",
        ),
    ),
    PlaybookEntry(
        "here",
        "Has arrived",
        phrases("""
            I am here | we are here | I have arrived | I'm outside | I am at the door | the door is locked | it is locked
            I am waiting outside | I'm in the parking lot | I am in the waiting room | nobody is here
            estoy aquí | ya estoy aquí | ya llegué | estoy afuera | estoy en la puerta | está cerrado, no abre nadie
            je suis là, devant la porte | je suis arrivé | je suis arrivée | je suis devant la porte | c'est fermé
            ich bin da, vor der Tür | ich stehe vor der Tür | ich warte draußen | die Tür ist zu | niemand macht auf
            já cheguei | estou aqui na porta | estou na porta | estou aqui fora | a porta está fechada"""),
        "Thank you. I am telling the team that you are here.",
        translated(
            "Gracias. Aviso al equipo de que ya está aquí.",
            "Merci. J'informe l'équipe que vous êtes là.",
            "Danke. Ich sage dem Team, dass Sie da sind.",
            "Obrigado. Vou avisar a equipe que você chegou.",
        ),
        handoff="They are here, and may be waiting at the door.",
    ),
    PlaybookEntry(
        "who",
        "Who writes",
        phrases("""
            who is this | who are you | who is writing | what is this about | which company is this
            who sent this message | where are you writing from | whose number is this
            ¿quién es? | ¿quién escribe? | ¿de qué se trata?
            qui est-ce | c'est qui | qui êtes-vous | c'est à quel sujet
            wer ist das | wer schreibt da | wer sind Sie | worum geht es
            quem é | quem está falando | do que se trata"""),
        "This is {{agent}}. We wrote to you about your appointment.",
        translated(
            "Somos {{agent}}. Le escribimos por su cita.",
            "Ici {{agent}}. Nous vous écrivons au sujet de votre rendez-vous.",
            "Hier ist {{agent}}. Wir schreiben Ihnen wegen Ihres Termins.",
            "Aqui é {{agent}}. Escrevemos por causa da sua consulta.",
        ),
    ),
)
REMINDER_DESK = Template(
    "reminder_desk",
    "Reminder desk",
    "Answers reminders of appointments: confirms them, finds another day, and passes on what it does not know.",
    Agent(
        name="Reminder desk",
        instructions=(
            "You answer people whom we reminded of an appointment. Confirm it, collect another day and time, or "
            "note that they are not coming. Never promise a time: staff confirm it."
        ),
        tone="Friendly and short.",
        languages=LANGUAGES,
        playbook=_ENTRIES,
        tasks=(_MOVE,),
        labels=(
            Label(
                "Comes", "They say that they will come to their appointment.", confirm=False, group="answer"
            ),
            Label("Moving", "They want another day or time.", confirm=False, group="answer"),
            Label("Not coming", "They do not come, and want no other day.", confirm=False, group="answer"),
            Label("Late", "They are late for their appointment.", confirm=False),
        ),
        handoff_words=(
            "emergency",
            "urgencia",
            "urgence",
            "Notfall",
            "emergência",
            "bleeding",
            "severe pain",
        ),
        goal="They have confirmed their appointment, or asked for another one.",
    ),
    (
        Draft("Address and directions", "12 Bridge Street, second floor. Bus 7 stops at the door."),
        Draft("Parking", "There is a car park behind the house; the first hour is free."),
        Draft("What to bring", "Please bring your insurance card and a list of your medicines."),
        Draft("Opening hours", "Monday to Friday, 8:00 to 18:00."),
        Draft("Cancellation", "You can move or cancel free of charge until 24 hours before."),
    ),
    reminder_desk.EVALS,
    columns=("first_name", "appointment"),
)
