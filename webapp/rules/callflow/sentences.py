"""The fixed sentences of a call, in five languages. Teams may put their own in their place, see Script.texts."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.rules.callflow.callback_sentences import CALLBACKS
from webapp.rules.callflow.staff_sentences import STAFF

LANGUAGES = ("en", "es", "fr", "de", "pt")

_TABLE: Mapping[str, tuple[str, str, str, str, str]] = {
    "disclosure": (
        "This is an automated call from {team}. To stop these calls, say stop or press 9.",
        "Esta es una llamada automática de {team}. Para no recibir más llamadas, diga alto o pulse 9.",
        "Ceci est un appel automatique de {team}. Pour ne plus être appelé, dites stop ou tapez 9.",
        "Dies ist ein automatischer Anruf von {team}. Wenn Sie keine Anrufe mehr möchten, sagen Sie Stopp oder drücken Sie die 9.",
        "Esta é uma chamada automática de {team}. Para não receber mais chamadas, diga pare ou prima 9.",
    ),
    "disclosure_inbound": (
        "You have reached {team}. You are speaking with an automated voice.",
        "Ha llamado a {team}. Le atiende una voz automática.",
        "Vous êtes bien chez {team}. Vous parlez à une voix automatique.",
        "Sie sind verbunden mit {team}. Sie sprechen mit einer automatischen Stimme.",
        "Ligou para {team}. Está a falar com uma voz automática.",
    ),
    "recorded": (
        "This call is recorded.",
        "Esta llamada se graba.",
        "Cet appel est enregistré.",
        "Dieser Anruf wird aufgezeichnet.",
        "Esta chamada é gravada.",
    ),
    "how_can_i_help": (
        "How can I help you?",
        "¿En qué puedo ayudarle?",
        "Comment puis-je vous aider ?",
        "Wie kann ich Ihnen helfen?",
        "Como posso ajudar?",
    ),
    "still_there": (
        "Are you still there?",
        "¿Sigue ahí?",
        "Vous êtes toujours là ?",
        "Sind Sie noch da?",
        "Ainda está aí?",
    ),
    "cannot_hear": (
        "I cannot hear you. Please say something, or press a key.",
        "No le oigo. Diga algo, por favor, o pulse una tecla.",
        "Je ne vous entends pas. Dites quelque chose, ou appuyez sur une touche.",
        "Ich kann Sie nicht hören. Bitte sagen Sie etwas, oder drücken Sie eine Taste.",
        "Não o consigo ouvir. Diga alguma coisa, por favor, ou prima uma tecla.",
    ),
    "silent_goodbye": (
        "I cannot hear you, so I am hanging up now. Goodbye.",
        "No le oigo, así que voy a colgar. Adiós.",
        "Je ne vous entends pas, je raccroche donc. Au revoir.",
        "Ich höre Sie nicht und lege jetzt auf. Auf Wiederhören.",
        "Não o consigo ouvir, por isso vou desligar. Adeus.",
    ),
    "say_again": (
        "Sorry, I did not catch that. Could you say it again?",
        "Perdone, no le he entendido. ¿Puede repetirlo?",
        "Pardon, je n'ai pas compris. Pouvez-vous répéter ?",
        "Das habe ich leider nicht verstanden. Können Sie es noch einmal sagen?",
        "Desculpe, não percebi. Pode repetir?",
    ),
    "bad_line": (
        "I am sorry, I cannot understand you on this line. Goodbye.",
        "Lo siento, no le entiendo bien por esta línea. Adiós.",
        "Je suis désolé, je ne vous comprends pas bien sur cette ligne. Au revoir.",
        "Es tut mir leid, ich kann Sie auf dieser Leitung nicht verstehen. Auf Wiederhören.",
        "Lamento, não o consigo entender nesta linha. Adeus.",
    ),
    "goodbye": (
        "Thank you for your time. Goodbye.",
        "Gracias por su tiempo. Adiós.",
        "Merci de votre temps. Au revoir.",
        "Vielen Dank für Ihre Zeit. Auf Wiederhören.",
        "Obrigado pelo seu tempo. Adeus.",
    ),
    "enough": (
        "I am sorry, I have to end this call now. Goodbye.",
        "Lo siento, tengo que terminar la llamada. Adiós.",
        "Je suis désolé, je dois terminer cet appel. Au revoir.",
        "Es tut mir leid, ich muss diesen Anruf jetzt beenden. Auf Wiederhören.",
        "Lamento, tenho de terminar a chamada agora. Adeus.",
    ),
    "filler_1": (
        "One moment, please.",
        "Un momento, por favor.",
        "Un instant, s'il vous plaît.",
        "Einen Moment, bitte.",
        "Um momento, por favor.",
    ),
    "filler_2": (
        "I will be with you in a moment.",
        "Enseguida estoy con usted.",
        "Je suis à vous dans un instant.",
        "Ich bin gleich für Sie da.",
        "Já estou consigo.",
    ),
    "filler_3": (
        "Thank you for waiting.",
        "Gracias por esperar.",
        "Merci de patienter.",
        "Danke, dass Sie warten.",
        "Obrigado por aguardar.",
    ),
    "too_late": (
        "I am sorry, I cannot answer that right now.",
        "Lo siento, ahora no puedo responderle a eso.",
        "Je suis désolé, je ne peux pas répondre à cela maintenant.",
        "Es tut mir leid, das kann ich gerade nicht beantworten.",
        "Lamento, agora não consigo responder a isso.",
    ),
    "tail": (
        "Sorry, I have lost the line. We will call you back.",
        "Perdone, se ha perdido la conexión. Le volveremos a llamar.",
        "Pardon, la liaison est coupée. Nous vous rappellerons.",
        "Die Verbindung ist leider gestört. Wir rufen Sie zurück.",
        "Desculpe, perdi a ligação. Voltaremos a ligar.",
    ),
    "opted_out": (
        "All right, we will not call you again. Goodbye.",
        "De acuerdo, no le llamaremos más. Adiós.",
        "C'est noté, nous ne vous appellerons plus. Au revoir.",
        "In Ordnung, wir rufen Sie nicht mehr an. Auf Wiederhören.",
        "Está bem, não voltaremos a ligar. Adeus.",
    ),
    "ask_stop": (
        "Do you want us to stop calling you? Please say yes or no.",
        "¿Quiere que dejemos de llamarle? Diga sí o no, por favor.",
        "Voulez-vous que nous ne vous appelions plus ? Dites oui ou non.",
        "Möchten Sie, dass wir Sie nicht mehr anrufen? Bitte sagen Sie Ja oder Nein.",
        "Quer que deixemos de lhe ligar? Diga sim ou não, por favor.",
    ),
    "held": (
        "I am passing this on, and we will not call you until a colleague has looked at it. Goodbye.",
        "Lo comunico, y no le llamaremos hasta que un compañero lo haya visto. Adiós.",
        "Je le transmets, et nous ne vous appellerons pas avant qu'un collègue l'ait examiné. Au revoir.",
        "Ich gebe das weiter, und wir rufen nicht an, bis es jemand aus dem Team geprüft hat. Auf Wiederhören.",
        "Vou transmitir isso, e não ligaremos até um colega ter visto. Adeus.",
    ),
    "go_on": (
        "All right. Please go ahead.",
        "De acuerdo. Dígame.",
        "D'accord. Je vous écoute.",
        "In Ordnung. Ich höre.",
        "Está bem. Diga, por favor.",
    ),
    "handoff": (
        "I am putting you through to a colleague. One moment, please.",
        "Le paso con un compañero. Un momento, por favor.",
        "Je vous passe un collègue. Un instant, s'il vous plaît.",
        "Ich verbinde Sie mit einer Kollegin oder einem Kollegen. Einen Moment, bitte.",
        "Vou passar a chamada a um colega. Um momento, por favor.",
    ),
    "staff_busy": (
        "I am sorry, my colleagues cannot take the call right now.",
        "Lo siento, mis compañeros no pueden atenderle ahora.",
        "Je suis désolé, mes collègues ne peuvent pas prendre l'appel maintenant.",
        "Es tut mir leid, gerade kann niemand aus dem Team den Anruf annehmen.",
        "Lamento, os meus colegas não podem atender agora.",
    ),
    "cut_off": (
        "I am sorry, we were cut off.",
        "Lo siento, se ha cortado.",
        "Je suis désolé, nous avons été coupés.",
        "Es tut mir leid, die Verbindung wurde unterbrochen.",
        "Lamento, a chamada caiu.",
    ),
    **CALLBACKS,
    "anything_else": (
        "Is there anything else I can do for you?",
        "¿Puedo ayudarle en algo más?",
        "Puis-je faire autre chose pour vous ?",
        "Kann ich sonst noch etwas für Sie tun?",
        "Posso ajudar em mais alguma coisa?",
    ),
    "introduction": (
        "Hello, this is an automated call from {team}.",
        "Hola, esta es una llamada automática de {team}.",
        "Bonjour, ceci est un appel automatique de {team}.",
        "Guten Tag, dies ist ein automatischer Anruf von {team}.",
        "Olá, esta é uma chamada automática de {team}.",
    ),
    "connecting": (
        "One moment, please, I am connecting you.",
        "Un momento, por favor, le paso.",
        "Un instant, s'il vous plaît, je vous mets en relation.",
        "Einen Moment, bitte, ich verbinde Sie.",
        "Um momento, por favor, vou passar a chamada.",
    ),
    "voicemail_stop_text": (
        "To stop these calls, text STOP to this number.",
        "Para no recibir más llamadas, envíe STOP por SMS a este número.",
        "Pour ne plus être appelé, envoyez STOP par SMS à ce numéro.",
        "Wenn Sie keine Anrufe mehr möchten, schreiben Sie STOPP per SMS an diese Nummer.",
        "Para não receber mais chamadas, envie STOP por SMS para este número.",
    ),
    "voicemail_stop_call": (
        "To stop these calls, call this number and say stop.",
        "Para no recibir más llamadas, llame a este número y diga alto.",
        "Pour ne plus être appelé, appelez ce numéro et dites stop.",
        "Wenn Sie keine Anrufe mehr möchten, rufen Sie diese Nummer an und sagen Sie Stopp.",
        "Para não receber mais chamadas, ligue para este número e diga pare.",
    ),
    "voicemail_stop_prompt": (
        "To stop our calls, say stop or press 9 now. To leave a message, please wait.",
        "Para no recibir más llamadas nuestras, diga alto o pulse 9 ahora. Para dejar un mensaje, espere.",
        "Pour ne plus être appelé, dites stop ou tapez 9 maintenant. Pour laisser un message, patientez.",
        "Wenn Sie keine Anrufe von uns mehr möchten, sagen Sie jetzt Stopp oder drücken Sie die 9. Für eine Nachricht warten Sie bitte.",
        "Para não receber mais chamadas nossas, diga pare ou prima 9 agora. Para deixar uma mensagem, aguarde.",
    ),
    "voicemail_prompt": (
        "Nobody can take your call right now. Please leave a message after the tone, then press the hash key.",
        "Ahora nadie puede atenderle. Deje un mensaje después de la señal y pulse almohadilla.",
        "Personne ne peut vous répondre. Laissez un message après le bip, puis appuyez sur dièse.",
        "Gerade kann niemand ans Telefon gehen. Bitte sprechen Sie nach dem Ton, und drücken Sie dann die Raute.",
        "De momento ninguém pode atender. Deixe uma mensagem após o sinal e prima cardinal.",
    ),
    "voicemail_thanks": (
        "Thank you, we have your message. Goodbye.",
        "Gracias, hemos recibido su mensaje. Adiós.",
        "Merci, nous avons bien reçu votre message. Au revoir.",
        "Vielen Dank, wir haben Ihre Nachricht. Auf Wiederhören.",
        "Obrigado, recebemos a sua mensagem. Adeus.",
    ),
    "unknown_number": (
        "Thank you for calling. We cannot take this call. If your number is hidden, please show it and call again. Goodbye.",
        "Gracias por llamar. No podemos atender esta llamada. Si su número está oculto, muéstrelo y llame de nuevo. Adiós.",
        "Merci de votre appel. Nous ne pouvons pas le prendre. Si votre numéro est masqué, affichez-le et rappelez. Au revoir.",
        "Danke für Ihren Anruf. Wir können ihn nicht annehmen. Ist Ihre Nummer unterdrückt, zeigen Sie sie bitte und rufen noch einmal an. Auf Wiederhören.",
        "Obrigado por ligar. Não podemos atender esta chamada. Se o seu número está oculto, mostre-o e ligue de novo. Adeus.",
    ),
    "blocked": (
        "We cannot take your call. Goodbye.",
        "No podemos atender su llamada. Adiós.",
        "Nous ne pouvons pas prendre votre appel. Au revoir.",
        "Wir können Ihren Anruf nicht annehmen. Auf Wiederhören.",
        "Não podemos atender a sua chamada. Adeus.",
    ),
    **STAFF,
    "yes": ("yes", "sí", "oui", "ja", "sim"),
    "no": ("no", "no", "non", "nein", "não"),
}
KEYS = tuple(_TABLE)


def sentence(
    key: str, language: str, own: Mapping[str, Mapping[str, str]] | None = None, **values: str
) -> str:
    """In the team's `own` words where it has any; in English where there is no translation.

    `{name}` becomes the value of that name, as it is; nothing else in braces does.
    """
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    text = (own or {}).get(key, {}).get(spoken, "").strip() or shipped(key, spoken)
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def shipped(key: str, language: str) -> str:
    """As it comes with the product."""
    return _TABLE[key][LANGUAGES.index(language) if language in LANGUAGES else 0]
