"""Lead qualification: who is interested, in what, with which budget, and when."""

from __future__ import annotations

from webapp.agents.definition import Agent, Field, FieldKind, Label, PlaybookEntry, Task, TaskAction
from webapp.agents.templates.base import LANGUAGES, Draft, Template, phrases, translated
from webapp.agents.templates.evals import lead_qualification

_LEAD = Task(
    "lead",
    "Lead",
    when="They are interested in what we offer, or ask for a price.",
    fields=(
        Field(
            "name",
            "Name",
            question="May I ask your name?",
            labels=translated("Nombre", "Nom", "Name", "Nome"),
            questions=translated(
                "¿Me dice su nombre?",
                "Quel est votre nom ?",
                "Darf ich nach Ihrem Namen fragen?",
                "Qual é o seu nome?",
            ),
        ),
        Field(
            "interest",
            "Interest",
            keep_as="interest",
            question="What do you need?",
            labels=translated("Interés", "Besoin", "Interesse", "Interesse"),
            questions=translated(
                "¿Qué necesita?", "De quoi avez-vous besoin ?", "Was brauchen Sie?", "Do que você precisa?"
            ),
        ),
        Field(
            "budget",
            "Budget",
            FieldKind.NUMBER,
            required=False,
            keep_as="budget",
            question="What is your budget? A number is enough; answer no if you do not know.",
            labels=translated("Presupuesto", "Budget", "Budget", "Orçamento"),
            questions=translated(
                "¿Qué presupuesto tiene? Basta un número; si no sabe, responda no.",
                "Quel est votre budget ? Un nombre suffit ; sinon, répondez non.",
                "Wie hoch ist Ihr Budget? Eine Zahl genügt; sonst antworten Sie nein.",
                "Qual é o seu orçamento? Basta um número; se não sabe, responda não.",
            ),
        ),
        Field(
            "time_frame",
            "When",
            keep_as="time frame",
            question="When would you like to start?",
            labels=translated("Cuándo", "Quand", "Wann", "Quando"),
            questions=translated(
                "¿Cuándo quiere empezar?",
                "Quand souhaitez-vous commencer ?",
                "Wann möchten Sie beginnen?",
                "Quando quer começar?",
            ),
        ),
        Field(
            "email",
            "E-mail",
            FieldKind.EMAIL,
            required=False,
            keep_as="email",
            question="To which e-mail address may we write? Answer no if you would rather not.",
            labels=translated("Correo", "E-mail", "E-Mail", "E-mail"),
            questions=translated(
                "¿A qué correo podemos escribirle? Si no quiere, responda no.",
                "À quelle adresse e-mail pouvons-nous écrire ? Sinon, répondez non.",
                "An welche E-Mail-Adresse dürfen wir schreiben? Sonst antworten Sie nein.",
                "Para qual e-mail podemos escrever? Se não quiser, responda não.",
            ),
        ),
    ),
    done="Thank you. A colleague will contact you soon.",
    reaches_goal=True,
    done_in=translated(
        "Gracias. Un compañero le contactará pronto.",
        "Merci. Un collègue vous contactera bientôt.",
        "Danke. Wir melden uns bald bei Ihnen.",
        "Obrigado. Um colega entrará em contato em breve.",
    ),
    actions=(
        TaskAction("add_label", {"label": "Lead"}),
        TaskAction(
            "schedule_callback",
            {
                "text": "{{name}} wants: {{interest}}. Start: {{time_frame}}. Budget: {{budget|not said}}. "
                "E-mail: {{email|not given}}."
            },
        ),
    ),
)
_ENTRIES = (
    PlaybookEntry(
        "interested",
        "Is interested",
        phrases("""
            yes | tell me more | yes, tell me more | I am interested | sounds interesting | yes please | sure
            I would like to know more | sounds good | can you send me information | I need one | I want a quote
            sí | me interesa | cuénteme más | quiero más información | quiero un presupuesto
            oui | ça m'intéresse | dites-m'en plus | je voudrais plus d'informations | je veux un devis
            ja | ich habe Interesse | ja, ich habe Interesse | erzählen Sie mir mehr | ich möchte ein Angebot
            sim | tenho interesse | conte mais | quero mais informações | quero um orçamento"""),
        "Great, a few short questions.",
        translated(
            "Muy bien, unas preguntas breves.",
            "Très bien, quelques questions rapides.",
            "Schön, ein paar kurze Fragen.",
            "Ótimo, algumas perguntas rápidas.",
        ),
        task="lead",
        labels=("Interested",),
    ),
    PlaybookEntry(
        "price",
        "Asks for the price",
        phrases("""
            how much does it cost | what is the price | how much is it | is it expensive | what do you charge
            can you give me a price | what are your rates | price please | how much would it be
            ¿cuánto cuesta? | ¿qué precio tiene? | ¿cuánto sería?
            combien ça coûte | oui, combien ? | quel est le prix | c'est combien
            was kostet das | wie teuer ist es | was ist der Preis
            quanto custa | qual é o preço | qual o valor"""),
        "That depends on what you need. A few short questions:",
        translated(
            "Depende de lo que necesite. Unas preguntas breves:",
            "Cela dépend de votre besoin. Quelques questions :",
            "Das hängt davon ab, was Sie brauchen. Ein paar Fragen:",
            "Depende do que você precisa. Algumas perguntas:",
        ),
        task="lead",
        labels=("Interested",),
    ),
    PlaybookEntry(
        "not_interested",
        "Is not interested",
        phrases("""
            no | no thanks | not interested | I do not need it | I already have one | no thank you | I'll pass
            we chose another company | not for me | I found someone else
            no gracias | no me interesa | ya tengo | no lo necesito
            non | non merci | pas intéressé | j'en ai déjà un
            nein | nein danke | kein Interesse | brauche ich nicht
            não | não obrigado | não tenho interesse | já tenho"""),
        "All right, thank you for answering.",
        translated(
            "De acuerdo, gracias por responder.",
            "D'accord, merci de votre réponse.",
            "In Ordnung, danke für die Antwort.",
            "Tudo bem, obrigado por responder.",
        ),
        labels=("Not interested",),
    ),
    PlaybookEntry(
        "later",
        "Later",
        phrases("""
            not now, maybe later | contact me again next year | ask me again in summer | write to me next month
            I am not ready yet | maybe next year | I have to think about it | in a few months
            ahora no, quizá más adelante | quizá el año que viene | escríbame el mes que viene | todavía no
            pas maintenant, plus tard | peut-être l'année prochaine | recontactez-moi le mois prochain | pas encore
            jetzt nicht, vielleicht später | vielleicht nächstes Jahr | melden Sie sich nächsten Monat | noch nicht
            agora não, talvez depois | talvez no ano que vem | fale comigo no mês que vem | ainda não"""),
        "All right, we will get back to you.",
        translated(
            "De acuerdo, volveremos a escribirle.",
            "D'accord, nous reviendrons vers vous.",
            "In Ordnung, wir melden uns wieder.",
            "Tudo bem, voltaremos a falar.",
        ),
        handoff="They want to be asked again later.",
        labels=("Later",),
    ),
    PlaybookEntry(
        "customer",
        "Is a customer",
        phrases("""
            I am already a customer | I am your customer already | I bought from you last year | I have an order
            where is my order | I have a problem with my order | I am a client of yours | about my order
            ya soy cliente | tengo un pedido | compré con ustedes
            je suis déjà client | j'ai une commande | où est ma commande
            ich bin schon Kunde | ich habe eine Bestellung | wo ist meine Bestellung
            já sou cliente | tenho um pedido | onde está meu pedido"""),
        "Thank you, a colleague will answer you here.",
        translated(
            "Gracias, un compañero le responderá aquí.",
            "Merci, un collègue vous répondra ici.",
            "Danke, Sie hören hier von uns.",
            "Obrigado, um colega responderá aqui.",
        ),
        handoff="They are a customer already.",
    ),
    PlaybookEntry(
        "who",
        "Who writes",
        phrases("""
            who is this | who are you | which company is this | what is this about | what do you offer
            who is writing | what do you sell | is this a real company
            ¿quién es? | ¿de qué empresa? | ¿qué ofrecen?
            qui êtes-vous | c'est qui | que proposez-vous
            wer ist das | welche Firma ist das | was bieten Sie an
            quem é | qual é a empresa | o que vocês oferecem"""),
        "This is {{agent}}. We wrote to you about our offer. Are you interested?",
        translated(
            "Somos {{agent}}. Le escribimos por nuestra oferta. ¿Le interesa?",
            "Ici {{agent}}. Nous vous avons écrit pour notre offre. Vous intéresse-t-elle ?",
            "Hier ist {{agent}}. Wir haben Ihnen wegen unseres Angebots geschrieben. Interesse?",
            "Aqui é {{agent}}. Escrevemos sobre a nossa oferta. Tem interesse?",
        ),
    ),
)
LEAD_QUALIFICATION = Template(
    "lead_qualification",
    "Lead qualification",
    "Finds out who is interested: name, need, budget, time frame and e-mail, for your sales.",
    Agent(
        name="Sales team",
        instructions=(
            "You answer people who may want to buy. Collect their name, what they need, their budget, when they "
            "want to start and their e-mail address. Name no price and promise nothing."
        ),
        tone="Friendly and short.",
        languages=LANGUAGES,
        playbook=_ENTRIES,
        tasks=(_LEAD,),
        labels=(
            Label(
                "Interested", "They want to know more, or ask for a price.", confirm=False, group="interest"
            ),
            Label("Not interested", "They say no to the offer.", confirm=False, group="interest"),
            Label("Later", "They want to be asked again later.", confirm=False, group="interest"),
        ),
        handoff_words=("contract", "contrato", "contrat", "Vertrag", "discount", "invoice"),
        goal="They have said what they need and when.",
    ),
    (
        Draft("What we offer", "We build and fit kitchens, from the plan to the last screw."),
        Draft("Where we work", "In the city and 50 km around it."),
        Draft("How long it takes", "Usually six weeks from the order."),
        Draft("Payment", "A third with the order, the rest when it is done."),
    ),
    lead_qualification.EVALS,
    columns=("first_name",),
    segments=3,
)
