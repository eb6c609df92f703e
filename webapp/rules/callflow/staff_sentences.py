"""The fixed sentences that staff hear on their own phones; see sentences."""

from __future__ import annotations

from collections.abc import Mapping

STAFF: Mapping[str, tuple[str, str, str, str, str]] = {
    "whisper": (
        "{team} has a call for you. {reason} Press 1 to take it.",
        "Tiene una llamada de {team}. {reason} Pulse 1 para atenderla.",
        "{team} a un appel pour vous. {reason} Tapez 1 pour le prendre.",
        "{team} hat einen Anruf für Sie. {reason} Drücken Sie die 1, um ihn anzunehmen.",
        "{team} tem uma chamada para si. {reason} Prima 1 para atender.",
    ),
    "whisper_declined": (
        "All right, I am asking someone else. Goodbye.",
        "De acuerdo, pregunto a otra persona. Adiós.",
        "D'accord, je demande à quelqu'un d'autre. Au revoir.",
        "In Ordnung, ich frage weiter. Auf Wiederhören.",
        "Está bem, pergunto a outra pessoa. Adeus.",
    ),
    "whisper_late": (
        "A colleague has taken this call, or it is over. Goodbye.",
        "Un compañero ya atendió esta llamada, o ha terminado. Adiós.",
        "Un collègue a pris cet appel, ou il est terminé. Au revoir.",
        "Jemand aus dem Team hat diesen Anruf angenommen, oder er ist schon vorbei. Auf Wiederhören.",
        "Um colega já atendeu esta chamada, ou ela terminou. Adeus.",
    ),
    "own_call": (
        "This is {team}. You want to call {who}. Press 1, and we call them now.",
        "Le llama {team}. Usted quiere llamar a {who}. Pulse 1 y llamamos ahora.",
        "Ici {team}. Vous voulez appeler {who}. Tapez 1, et nous appelons maintenant.",
        "Hier ist {team}. Sie möchten {who} anrufen. Drücken Sie die 1, dann rufen wir dort an.",
        "Fala {team}. Quer ligar para {who}. Prima 1 e ligamos agora.",
    ),
    "own_call_declined": (
        "All right, no one is called. Goodbye.",
        "De acuerdo, no se llama a nadie. Adiós.",
        "D'accord, personne n'est appelé. Au revoir.",
        "In Ordnung, es wird niemand angerufen. Auf Wiederhören.",
        "Está bem, não se liga a ninguém. Adeus.",
    ),
    "unreached": (
        "They cannot be reached right now. Goodbye.",
        "Ahora no se puede contactar. Adiós.",
        "Cette personne n'est pas joignable pour le moment. Au revoir.",
        "Gerade ist dort niemand zu erreichen. Auf Wiederhören.",
        "De momento não é possível contactar. Adeus.",
    ),
    "unreached_unsure": (
        "I cannot tell whether their phone rings: the line did not answer. Please look in Outbound before you try again. Goodbye.",
        "No sé si su teléfono suena: la línea no respondió. Mire en Outbound antes de volver a intentarlo. Adiós.",
        "Je ne sais pas si leur téléphone sonne : la ligne n'a pas répondu. Regardez dans Outbound avant de réessayer. Au revoir.",
        "Ich weiß nicht, ob es dort klingelt: Die Leitung hat nicht geantwortet. Bitte sehen Sie in Outbound nach, bevor Sie es noch einmal versuchen. Auf Wiederhören.",
        "Não sei se o telefone está a tocar: a linha não respondeu. Veja no Outbound antes de tentar de novo. Adeus.",
    ),
    "why_pressed": (
        "They pressed 0, for a person.",
        "Ha pulsado el 0 para hablar con una persona.",
        "La personne a tapé 0 pour parler à quelqu'un.",
        "Die Person hat die 0 gedrückt, um mit jemandem zu sprechen.",
        "A pessoa premiu o 0 para falar com alguém.",
    ),
    "why_slow": (
        "The agent did not find an answer in time.",
        "El agente no encontró una respuesta a tiempo.",
        "L'agent n'a pas trouvé de réponse à temps.",
        "Der Agent hat nicht rechtzeitig eine Antwort gefunden.",
        "O agente não encontrou uma resposta a tempo.",
    ),
    "why_fault": (
        "The agent could not answer.",
        "El agente no pudo responder.",
        "L'agent n'a pas pu répondre.",
        "Der Agent konnte nicht antworten.",
        "O agente não conseguiu responder.",
    ),
    "why_machine": (
        "This may be a machine.",
        "Puede que sea una máquina.",
        "C'est peut-être une machine.",
        "Das ist vielleicht eine Maschine.",
        "Pode ser uma máquina.",
    ),
    "why_asked": (
        "They ask for a person.",
        "Quiere hablar con una persona.",
        "La personne veut parler à quelqu'un.",
        "Die Person möchte mit jemandem sprechen.",
        "A pessoa quer falar com alguém.",
    ),
    "why_upset": (
        "They sound upset.",
        "Parece que hay enfado.",
        "La personne a l'air contrariée.",
        "Die Person klingt verärgert.",
        "A pessoa parece aborrecida.",
    ),
    "why_unsure": (
        "The agent was not sure what to answer.",
        "El agente no estaba seguro de qué responder.",
        "L'agent ne savait pas quoi répondre.",
        "Der Agent war nicht sicher, was er antworten soll.",
        "O agente não tinha a certeza do que responder.",
    ),
    "why_rule": (
        "What they want is for a person to answer.",
        "Lo que pide debe responderlo una persona.",
        "C'est à quelqu'un de l'équipe de répondre à cette demande.",
        "Diese Anfrage soll jemand aus dem Team beantworten.",
        "O pedido deve ser respondido por alguém da equipa.",
    ),
    "why_incomplete": (
        "The answer needs something that is not known of them.",
        "Para responder falta un dato de esta persona.",
        "Pour répondre, il manque une information sur cette personne.",
        "Für die Antwort fehlt eine Angabe zu dieser Person.",
        "Para responder falta um dado desta pessoa.",
    ),
    "why_task": (
        "Something they want could not be completed.",
        "No se pudo completar algo que ha pedido.",
        "Une demande n'a pas pu être menée à bien.",
        "Etwas, worum die Person bat, ließ sich nicht erledigen.",
        "Algo que a pessoa pediu não pôde ser concluído.",
    ),
}
