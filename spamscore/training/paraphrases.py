"""What spam says often, and two other ways to say it: the first for training, the second for judging."""

import re
from functools import lru_cache

from spamscore.training.honest_texts import Side

_TABLE = """
verify your account|make sure that we know it is you|take a moment to look over your details with us
confirm your account|let us know that the profile is yours|tell us that this profile belongs to you
update your account|bring your details up to date|look through your profile once more
update your payment|look after your billing details|see that your card on file still works
payment information|billing details|the card that we have on file
your account has been|the profile you have with us was|your membership with us was
account has been suspended|profile is resting for now|membership is on pause
account will be suspended|profile will be paused|membership will take a break
has been limited|is partly paused|works only in part for now
unusual activity|something that we did not expect|a change in the usual pattern
suspicious activity|a few entries we could not place|something out of the ordinary
unauthorized|not known to us|that you may not have made
security alert|a note about your safety|news on how your profile is protected
click here|follow this page|go on from here
click below|see the page below|use the way below
click the link|visit the page|open the page
click the button|use the field|take the way
log in|come in|open your area
sign in|enter your area|visit your area
act now|please see to it today|it is best done today
urgent|needs a look|of some weight
immediately|when you read this|without waiting long
within 24 hours|by tomorrow|before tomorrow evening
within 48 hours|in the next two days|by the day after tomorrow
final notice|our last letter on this|the closing letter on this matter
last chance|it ends soon|the doors close soon
limited time|for a short while|only for these days
expires today|is valid until tonight|ends this evening
password|sign-in word|secret word
your mailbox|the place for your letters|your e-mail space
mailbox is full|e-mail space has filled up|room for letters has run out
storage|space|room
quota|share of space|allowance
invoice|statement|bill
payment|transfer|settlement
overdue|still open|not yet settled
refund|money back|amount we return
package|delivery|goods on the way
parcel|delivery|item on its way
delivery failed|the driver could not reach you|your goods could not be handed over
shipping fee|small cost of transport|cost of the way
congratulations|good news for you|we are glad to tell you
winner|the one we drew|the lucky reader
you have won|there is something set aside for you|your number came up
you have been selected|your name came up|we have chosen to write to you
claim your|come and get your|pick up your
prize|present|surprise
reward|thank-you|small present
gift card|shopping voucher|voucher for the shop
free|at no cost|on the house
100% free|without any cost|entirely on the house
bonus|extra|something on top
discount|lower price|better price
best price|a fair price|the kindest price
special offer|something for you|a proposal for this month
save up to|keep as much as|spend less by up to
order now|have it sent|put it in your basket
buy now|take it home|make it yours
cheap|easy on the purse|at a gentle price
guarantee|promise|word on it
guaranteed|promised|certain
risk free|with nothing to lose|with no strings
no obligation|without a duty|you are not bound
satisfaction guaranteed|you will like it or return it|we take it back if it is not right
money back|you get back what you paid|we return what you spent
make money|earn a living|bring something home
earn money|have an income|add to your pay
extra income|something beside your pay|a second pay
work from home|do it from your kitchen table|work where you live
investment|placing your savings|putting savings to work
profit|gain|what is left over
bitcoin|digital coins|the well-known digital coin
crypto|digital coins|coins on the net
million dollars|very large sum|sum with six zeros
inheritance|what a relative left behind|estate
next of kin|closest relative|nearest family
beneficiary|person to receive it|one who shall receive it
fund|sum|amount
transaction|matter|arrangement
confidential|between the two of us|not for other ears
business proposal|idea to work together|plan that I would like to share
loan|money lent|borrowed sum
credit card|bank card|plastic card
debt|what is owed|open sums
insurance|cover|protection
lose weight|become lighter|slim down
weight loss|a lighter body|getting slimmer
pills|tablets|small capsules
viagra|the blue tablet|the well-known blue tablet
doctors|physicians|people of medicine
miracle|wonder|astonishing thing
secret|little-known way|thing that few know
hot|lovely|charming
singles|people who live alone|people looking for company
search engine|finding pages|how pages are found
first page of google|top of the results|front of the results
website design|building of pages|the look of your pages
dear customer|good day|hello there
dear friend|good day to you|hello to you
dear user|hello|good morning
ihr konto|ihr profil bei uns|ihre mitgliedschaft
konto wurde gesperrt|profil ruht zurzeit|mitgliedschaft pausiert
bestätigen sie|sagen sie uns kurz|schauen sie bitte nach
hier klicken|hier weiter|zur seite
klicken sie|gehen sie weiter|schauen sie
dringend|wichtig|mit bitte um einen blick
kostenlos|ohne kosten|geschenkt
gewonnen|erhalten|bekommen
gewinn|geschenk|überraschung
rabatt|kleinerer preis|besserer preis
jetzt kaufen|in den korb legen|nach hause holen
zahlung|überweisung|begleichung
rechnung|aufstellung|abrechnung
paket|sendung|ware
votre compte|votre profil chez nous|votre espace
cliquez ici|suivez cette page|continuez ici
vérifier|revoir|regarder
confirmer|nous redire|valider ensemble
suspendu|mis en pause|au repos
gratuit|sans frais|offert
gagné|reçu|obtenu
paiement|règlement|versement
facture|relevé|décompte
colis|livraison|envoi
su cuenta|su perfil con nosotros|su espacio
tu cuenta|tu perfil con nosotros|tu espacio
haga clic|siga esta página|continúe aquí
haz clic|sigue esta página|continúa aquí
verificar|revisar|mirar
confirmar|decirnos|repasar
suspendida|en pausa|detenida por ahora
gratis|sin coste|de regalo
premio|obsequio|sorpresa
oferta|propuesta|idea
urgente|importante|que pide una mirada
factura|resumen|recibo del mes
sua conta|seu perfil conosco|seu espaço
clique aqui|siga esta página|continue por aqui
grátis|sem custo|de presente
prêmio|lembrança|surpresa
pagamento|acerto|transferência
fatura|resumo do mês|conta do mês
bloqueada|em pausa|parada por agora
entrega|envio|chegada
"""
PAIRS: tuple[tuple[str, str, str], ...] = tuple(
    (said, taught, judged) for said, taught, judged in (line.split("|") for line in _TABLE.strip().split("\n"))
)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """All phrases, the longest first; parted by first letter, which is four times faster."""
    rests: dict[str, list[str]] = {}
    for phrase in sorted((pair[0] for pair in PAIRS), key=len, reverse=True):
        rests.setdefault(phrase[0], []).append(phrase[1:].replace(" ", r"\s{1,9}"))
    letters = "|".join(f"{first}(?:{'|'.join(some)})" for first, some in rests.items())
    return re.compile(rf"\b(?:{letters})\b", re.I)


@lru_cache(maxsize=2)
def _instead(side: Side) -> dict[str, str]:
    return {pair[0]: pair[1 + side] for pair in PAIRS}


def reword(text: str, side: Side) -> str:
    """The text with the phrases of the table said in another way, capitals at the start kept.

    >>> reword("Verify your account", 0)
    'Make sure that we know it is you'
    """
    others = _instead(side)

    def other(found: re.Match[str]) -> str:
        new = others[" ".join(found[0].lower().split())]
        return new[:1].upper() + new[1:] if found[0][:1].isupper() else new

    return _pattern().sub(other, text)
