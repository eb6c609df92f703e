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
}
