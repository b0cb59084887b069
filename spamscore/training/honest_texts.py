"""Words that an honest sender may write, in seven languages, for attacks to forge and for changes to add; all made up.

Of every list the even places are for training and the odd ones for judging (`pick`): what a model was taught to see
through must not be what it is judged by.
"""

import random
from collections import Counter
from collections.abc import Sequence
from typing import Literal

Side = Literal[0, 1]
TAUGHT: Side = 0
JUDGED: Side = 1

STOP_WORDS = {
    "en": ("the", "you", "your", "and", "this"), "de": ("der", "die", "und", "sie", "ihre"), "fr": ("le", "les", "vous", "votre", "et"),
    "es": ("el", "los", "su", "para", "y"), "pt": ("os", "sua", "seu", "para", "você"), "it": ("il", "per", "di", "che", "tuo"),
    "nl": ("het", "een", "van", "uw", "je"),
}  # fmt: skip

NEWSLETTERS: dict[str, tuple[str, ...]] = {
    "en": (
        ("Good morning from the garden shop. The first tulips are out in the yard, and the spring catalogue is ready. This month we "
        "show three ways to plant a balcony, talk to a beekeeper about her roof in town, and answer your letters about tomatoes. "
        "The shop is open on Saturday until six; coffee and plum cake are waiting in the greenhouse. See you there, your team."),
        ("Our autumn programme at the town library is here. On Tuesday evening Mara Lind reads from her new novel about the ferry "
        "pilots of the north coast. Children can build a kite with us on Sunday afternoon. The reading room stays open longer "
        "during the exam weeks, and the new map collection can be borrowed for three weeks. We look forward to your visit."),
        ("Thank you for riding with us this year. Together our members cycled far enough to go round the world nine times. In the "
        "next issue: how to oil a chain, a quiet route along the canal, and a recipe for oat bars. The workshop takes bikes for "
        "the winter check from Monday on; please book a time on our website or call us during opening hours."),
        ("What we have been working on: the editor now saves your drafts every few seconds, the search understands plurals, and the "
        "export to spreadsheets is twice as fast. We fixed a bug that showed meetings an hour late after the change of the clocks. "
        "The release notes list every change. As always, reply to this message if something does not work the way you expect."),
        ("Dear members, the choir meets again on Thursday at half past seven in the school hall. We begin with two carols and the "
        "slow movement that we did not finish in spring. Scores lie at the entrance. New voices are welcome, basses above all. "
        "After the rehearsal Jonas will show photographs from the summer trip to the lakes."),
        ("Your weekly reading list: a long piece about the people who repair lighthouses, a short history of the zip, and an interview "
        "with a chemist who bakes. In the podcast our editors talk about city trees and why some streets are cooler than others. "
        "Subscribers find the crossword on the last page and the solution in the next issue."),
        ("The museum opens its new wing in October. Highlights of the collection are the river paintings, the clockmaker's bench and "
        "a room of paper theatres. Guided tours start at eleven and at three, members enter free of charge, and the cafe serves soup "
        "at noon. Tickets for the evening concert are at the desk and in the online shop."),
        ("Here is the summary of your team's week: twelve tasks finished, three moved to next week, one new project. Anna commented on "
        "the plan for the spring fair, and Tom shared the notes of Wednesday's meeting. You can change how often you get this summary "
        "in the settings of your workspace."),
    ),
    "de": (
        ("Guten Morgen aus der Gärtnerei. Die ersten Tulpen stehen im Hof, und der Frühjahrskatalog ist fertig. In diesem Monat zeigen "
        "wir drei Wege, einen Balkon zu bepflanzen, und beantworten Ihre Briefe zu Tomaten. Der Laden hat am Samstag bis sechs Uhr "
        "geöffnet, Kaffee und Pflaumenkuchen stehen im Gewächshaus bereit. Wir freuen uns auf Ihren Besuch."),
        ("Das Herbstprogramm der Stadtbücherei ist da. Am Dienstagabend liest Mara Lind aus ihrem neuen Roman über die Lotsen der "
        "Nordküste, am Sonntag bauen Kinder mit uns einen Drachen. Der Lesesaal bleibt in den Prüfungswochen länger geöffnet, und die "
        "neue Kartensammlung kann drei Wochen lang ausgeliehen werden. Herzliche Grüße aus der Bücherei."),
    ),
    "fr": (
        ("Bonjour de la jardinerie. Les premières tulipes sont sorties dans la cour et le catalogue de printemps est prêt. Ce mois-ci, "
        "nous montrons trois façons de fleurir un balcon et nous répondons à vos lettres sur les tomates. Le magasin est ouvert samedi "
        "jusqu'à dix-huit heures ; le café et la tarte aux prunes vous attendent dans la serre. À bientôt."),
        ("Le programme d'automne de la bibliothèque est arrivé. Mardi soir, Mara Lind lira des pages de son nouveau roman sur les pilotes "
        "de la côte nord. Dimanche, les enfants construiront un cerf-volant avec nous. La salle de lecture reste ouverte plus longtemps "
        "pendant les examens, et les cartes anciennes peuvent être empruntées trois semaines."),
    ),
    "es": (
        ("Buenos días desde el vivero. Los primeros tulipanes ya están en el patio y el catálogo de primavera está listo. Este mes "
        "mostramos tres maneras de plantar un balcón y respondemos a sus cartas sobre tomates. La tienda abre el sábado hasta las seis; "
        "el café y la tarta de ciruela esperan en el invernadero. Nos vemos allí."),
        ("Ya está aquí el programa de otoño de la biblioteca. El martes por la tarde Mara Lind leerá páginas de su nueva novela sobre los "
        "pilotos de la costa norte. El domingo los niños podrán construir una cometa con nosotros. La sala de lectura abre más horas "
        "durante los exámenes y la nueva colección de mapas se presta tres semanas."),
    ),
    "pt": (
        ("Bom dia do viveiro. As primeiras tulipas já estão no pátio e o catálogo de primavera está pronto. Neste mês mostramos três modos "
        "de plantar uma varanda e respondemos às suas cartas sobre tomates. A loja abre no sábado até às seis; o café e o bolo de ameixa "
        "esperam na estufa. Até lá, a sua equipe."),
        ("O programa de outono da biblioteca chegou. Na terça-feira à noite, Mara Lind lê páginas do seu novo romance sobre os pilotos da "
        "costa norte. No domingo as crianças podem construir uma pipa connosco. A sala de leitura fica aberta mais tempo durante os exames "
        "e a nova coleção de mapas pode ser emprestada por três semanas."),
    ),
    "it": (
        ("Buongiorno dal vivaio. I primi tulipani sono usciti nel cortile e il catalogo di primavera è pronto. Questo mese mostriamo tre modi "
        "di piantare un balcone e rispondiamo alle vostre lettere sui pomodori. Il negozio è aperto sabato fino alle sei; caffè e torta di "
        "prugne vi aspettano nella serra. A presto."),
        ("È arrivato il programma d'autunno della biblioteca. Martedì sera Mara Lind legge dal suo nuovo romanzo sui piloti della costa nord. "
        "Domenica i bambini possono costruire un aquilone con noi. La sala di lettura resta aperta più a lungo durante gli esami."),
    ),
    "nl": (
        ("Goedemorgen vanuit de kwekerij. De eerste tulpen staan op het erf en de voorjaarscatalogus is klaar. Deze maand tonen we drie "
        "manieren om een balkon te beplanten en beantwoorden we je brieven over tomaten. De winkel is zaterdag open tot zes uur; koffie en "
        "pruimentaart staan klaar in de kas. Tot dan."),
        ("Het herfstprogramma van de bibliotheek is er. Dinsdagavond leest Mara Lind uit haar nieuwe roman over de loodsen van de noordkust. "
        "Zondag bouwen kinderen met ons een vlieger. De leeszaal blijft tijdens de examens langer open en de nieuwe kaarten zijn drie weken "
        "te leen."),
    ),
}  # fmt: skip

# Parts of a footer: unsubscribe, privacy, preferences, view online, terms or contact, why you get this, rights.
FOOTERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("Unsubscribe", "Unsubscribe from this list", "Stop these e-mails: unsubscribe", "Opt out"),
        ("Privacy policy", "Privacy notice", "Your privacy", "Privacy"),
        ("Manage your preferences", "Update preferences", "E-mail preferences", "Change your preferences"),
        ("View this email in your browser", "View online", "Trouble reading? View it in a browser", "View in browser"),
        ("Terms and conditions", "Contact us", "Customer service", "Terms of use | Help centre"),
        ("You are receiving this email because you signed up on our website.", "You receive this message as a customer of {name}.",
         "This newsletter was sent to you because you subscribed at {site}.", "You're receiving this because you have an account with {name}."),
        ("© 2026 {name}. All rights reserved.", "Copyright © 2025 {name}. All rights reserved.", "© {name} 2026", "© 2025-2026 {name}, Inc. All rights reserved."),
    ),
    "de": (
        ("Newsletter abbestellen", "Hier abmelden"), ("Datenschutz", "Datenschutzerklärung"), ("Einstellungen ändern", "E-Mail-Einstellungen"),
        ("Im Browser ansehen", "Diese E-Mail im Browser anzeigen"), ("Impressum | AGB", "Kontakt | Impressum"),
        ("Sie erhalten diese E-Mail, weil Sie sich bei {name} angemeldet haben.", "Sie erhalten diesen Newsletter als Kunde von {name}."),
        ("© 2026 {name}. Alle Rechte vorbehalten.", "© {name} GmbH 2026. Alle Rechte vorbehalten."),
    ),
    "fr": (
        ("Se désabonner", "Se désinscrire de cette liste"), ("Politique de confidentialité", "Confidentialité"), ("Gérer mes préférences", "Modifier vos préférences"),
        ("Voir dans votre navigateur", "Afficher dans le navigateur"), ("Conditions générales | Contact", "Nous contacter | Conditions"),
        ("Vous recevez cet e-mail car vous êtes client de {name}.", "Vous recevez ce message parce que vous êtes inscrit sur {site}."),
        ("© 2026 {name}. Tous droits réservés.", "Copyright © {name}. Tous droits réservés."),
    ),
    "es": (
        ("Darse de baja", "Cancelar suscripción"), ("Política de privacidad", "Privacidad"), ("Gestionar preferencias", "Cambiar sus preferencias"),
        ("Ver en su navegador", "Ver en el navegador"), ("Condiciones | Contáctenos", "Contáctenos | Condiciones de uso"),
        ("Recibes este correo porque te registraste en {site}.", "Usted recibe este mensaje como cliente de {name}. Recibes novedades cada mes."),
        ("© 2026 {name}. Todos los derechos reservados.", "Copyright © 2026 {name}. Todos los derechos reservados."),
    ),
    "pt": (
        ("Cancelar inscrição", "Cancelar a inscrição"), ("Política de privacidade", "Privacidade"), ("Gerir preferências", "Alterar preferências"),
        ("Ver no navegador", "Abrir no navegador"), ("Termos | Contato", "Contato | Termos de uso"),
        ("Você está recebendo este e-mail porque se cadastrou em {site}.", "Você recebeu esta mensagem como cliente de {name}."),
        ("© 2026 {name}. Todos os direitos reservados.", "Copyright © {name}. Todos os direitos reservados."),
    ),
    "it": (
        ("Disiscriviti", "Disiscriviti dalla newsletter"), ("Privacy", "Informativa sulla privacy"), ("Gestisci le preferenze", "Preferenze"),
        ("Vedi nel browser", "Apri nel browser"), ("Condizioni | Contatti", "Contattaci | Condizioni"),
        ("Ricevi questa email perché sei iscritto a {name}.", "Ricevi questo messaggio come cliente di {name}."),
        ("© 2026 {name}. Tutti i diritti riservati.", "Copyright © 2026 {name}. Tutti i diritti riservati."),
    ),
    "nl": (
        ("Uitschrijven", "Afmelden voor deze nieuwsbrief"), ("Privacybeleid", "Privacy"), ("Voorkeuren wijzigen", "Voorkeuren"),
        ("Bekijk in je browser", "Open in uw browser"), ("Voorwaarden | Contact", "Contact | Algemene voorwaarden"),
        ("Je ontvangt deze e-mail omdat je klant bent van {name}.", "U ontvangt dit bericht omdat u zich heeft aangemeld op {site}."),
        ("© 2026 {name}. Alle rechten voorbehouden.", "© {name} B.V. 2026"),
    ),
}  # fmt: skip

ADDRESSES: dict[str, tuple[str, ...]] = {
    "en": ("{name}, 12 Orchard Lane, Bristol BS1 4QA, United Kingdom", "{name} Inc., 450 Market Street, Suite 300, Springfield, IL 62701",
           "{name} Ltd, 8 Harbour Road, Dublin 2, Ireland", "{name} LLC · 1900 Lake Avenue · Portland, OR 97205"),
    "de": ("{name} GmbH, Lindenstraße 14, 10969 Berlin", "{name} AG, Bahnhofstraße 3, 80335 München"),
    "fr": ("{name} SAS, 14 rue des Tilleuls, 69003 Lyon", "{name}, 3 avenue de la Gare, 75012 Paris"),
    "es": ("{name} S.L., Calle de los Tilos 14, 28004 Madrid", "{name} S.A., Avenida del Puerto 3, 46021 Valencia"),
    "pt": ("{name} Ltda., Rua das Flores, 140, 01310-100 São Paulo", "{name} S.A., Avenida Central 30, 1250-096 Lisboa"),
    "it": ("{name} S.r.l., Via dei Tigli 14, 20121 Milano", "{name} S.p.A., Via della Stazione 3, 00185 Roma"),
    "nl": ("{name} B.V., Lindestraat 14, 1011 AB Amsterdam", "{name}, Stationsweg 3, 3511 ED Utrecht"),
}  # fmt: skip


def pick(options: Sequence[str], side: Side, rng: random.Random) -> str:
    """One of the options of a side: of the even places for training, of the odd ones for judging."""
    return rng.choice(options[side::2])


def guess(source: str) -> str:
    """The language whose small words are commonest in the source; English where none is found.

    >>> guess("Sie erhalten die Ware und der Preis bleibt")
    'de'
    """
    words = Counter(source[:8000].lower().split())
    counts = {language: sum(words[stop] for stop in stops) for language, stops in STOP_WORDS.items()}
    return max(counts, key=lambda language: (counts[language], language == "en"))
