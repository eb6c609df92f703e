"""What a public form says by itself, in the languages that it may have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormWords:
    """`again`: it was sent too quickly, or has been open for too long. `busy`: too many were sent."""

    send: str
    optional: str
    choose: str
    yes: str
    no: str
    missing: str
    phone: str
    email: str
    number: str
    date: str
    one_of: str
    long: str
    tick: str
    problem: str
    again: str
    busy: str
    thanks: str
    closed: str
    leave_empty: str


WORDS = {
    "en": FormWords(
        "Send", "optional", "Choose …", "Yes", "No", "Please fill this in.",
        "Please write one phone number, including its area code.",
        "Please write one e-mail address, such as name@example.com.",
        "Please write a number in digits, such as 12.", "Please write a date, such as 9 March 2026.",
        "Please choose one of these.", "Please write at most 500 characters.", "Please tick this box.",
        "Please check what you entered", "Please look at it once more, and send it again.",
        "Too many forms were sent. Please try again in a few minutes.",
        "Thank you. We have got your message.", "This form is closed.", "Leave this empty",
    ),
    "es": FormWords(
        "Enviar", "opcional", "Elija …", "Sí", "No", "Por favor, rellene este campo.",
        "Por favor, escriba un solo número de teléfono, con su prefijo.",
        "Por favor, escriba una sola dirección de correo, por ejemplo nombre@example.com.",
        "Por favor, escriba un número en cifras, por ejemplo 12.",
        "Por favor, escriba una fecha, por ejemplo 9 de marzo de 2026.",
        "Por favor, elija una de las opciones.", "Por favor, escriba 500 caracteres como máximo.",
        "Por favor, marque esta casilla.", "Por favor, revise lo que ha escrito",
        "Por favor, revíselo una vez más y envíelo de nuevo.",
        "Se han enviado demasiados formularios. Inténtelo de nuevo dentro de unos minutos.",
        "Gracias. Hemos recibido su mensaje.", "Este formulario está cerrado.", "Deje esto vacío",
    ),
    "fr": FormWords(
        "Envoyer", "facultatif", "Choisissez …", "Oui", "Non", "Veuillez remplir ce champ.",
        "Veuillez indiquer un seul numéro de téléphone, avec son indicatif.",
        "Veuillez indiquer une seule adresse e-mail, par exemple nom@example.com.",
        "Veuillez indiquer un nombre en chiffres, par exemple 12.",
        "Veuillez indiquer une date, par exemple 9 mars 2026.",
        "Veuillez choisir l’une des réponses proposées.", "Veuillez écrire 500 caractères au plus.",
        "Veuillez cocher cette case.", "Veuillez vérifier votre saisie",
        "Veuillez relire le formulaire, puis l’envoyer à nouveau.",
        "Trop de formulaires ont été envoyés. Réessayez dans quelques minutes.",
        "Merci. Nous avons bien reçu votre message.", "Ce formulaire est fermé.", "Laissez ce champ vide",
    ),
    "de": FormWords(
        "Absenden", "freiwillig", "Bitte wählen …", "Ja", "Nein", "Bitte füllen Sie dieses Feld aus.",
        "Bitte geben Sie eine einzige Telefonnummer samt Vorwahl an.",
        "Bitte geben Sie eine einzige E-Mail-Adresse an, zum Beispiel name@example.com.",
        "Bitte geben Sie eine Zahl in Ziffern an, zum Beispiel 12.",
        "Bitte geben Sie ein Datum an, zum Beispiel 9. März 2026.",
        "Bitte wählen Sie eine der Möglichkeiten.", "Bitte schreiben Sie höchstens 500 Zeichen.",
        "Bitte kreuzen Sie dieses Kästchen an.", "Bitte prüfen Sie Ihre Angaben",
        "Bitte sehen Sie es noch einmal durch und senden Sie es erneut ab.",
        "Es wurden zu viele Formulare abgeschickt. Bitte versuchen Sie es in ein paar Minuten noch einmal.",
        "Danke. Ihre Nachricht ist bei uns angekommen.", "Dieses Formular ist geschlossen.",
        "Bitte leer lassen",
    ),
    "pt": FormWords(
        "Enviar", "opcional", "Escolha …", "Sim", "Não", "Por favor, preencha este campo.",
        "Por favor, escreva um só número de telefone, com o indicativo.",
        "Por favor, escreva um só endereço de e-mail, por exemplo nome@example.com.",
        "Por favor, escreva um número em algarismos, por exemplo 12.",
        "Por favor, escreva uma data, por exemplo 9 de março de 2026.",
        "Por favor, escolha uma das opções.", "Por favor, escreva no máximo 500 caracteres.",
        "Por favor, marque esta caixa.", "Por favor, verifique o que escreveu",
        "Por favor, reveja mais uma vez e envie de novo.",
        "Foram enviados demasiados formulários. Tente de novo dentro de alguns minutos.",
        "Obrigado. Recebemos a sua mensagem.", "Este formulário está fechado.", "Deixe isto vazio",
    ),
}  # fmt: skip
"""By language."""
