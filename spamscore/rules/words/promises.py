"""What the text promises: wealth, prizes, cures, company."""

from collections.abc import Iterable

from spamscore.mail import Mail
from spamscore.rules.rule import rule
from spamscore.rules.words.reading import FOLKLORE, FTC, said

_SAY_LESS = "Say what you offer in your own plain words, and drop the quoted phrases."


@rule(
    "words-advance-fee",
    title="The text speaks like an advance-fee letter",
    advice="If you write about an inheritance or a donation, name the institution, and leave out the quoted phrases.",
    points=1.5,
    source=FTC + "on inheritance and advance-fee scams",
    fires=[
        "I am the widow of the late Mr Brown. I want to donate a sum of money to you as next of kin. God bless you."
    ],
    quiet=[
        "Our notary has read the will. The inheritance will be shared next week; please bring your documents.",
        "Thank you for your donation. With your help the shelter could open three more days a week.",
        "You can name a beneficiary of your policy in your online account at any time.",
    ],
)
def words_advance_fee(mail: Mail) -> Iterable[str]:
    """A fortune that waits for a stranger is the oldest fraud by mail; no bank or notary finds heirs in this way."""
    return said(mail, "advance-fee")


@rule(
    "words-prize",
    title="The text says that the reader won or was chosen",
    advice="Name the draw that the reader took part in, its organiser and its rules; say nothing of being 'selected'.",
    points=1.0,
    source=FTC + "on prize, sweepstakes and lottery scams",
    fires=["Congratulations, you have won! You are the lucky winner. Claim your prize today."],
    quiet=[
        "Our summer prize draw starts on Monday. Five winners get a garden bench. Rules on our website.",
        "You won the auction for the blue lamp. Please pay within a week.",
        "Congratulations on your new job! Tell us how we did in this short survey.",
    ],
)
def words_prize(mail: Mail) -> Iterable[str]:
    """Prizes nobody entered for are bait for card data; honest draws name the draw and its rules."""
    return said(mail, "prize")


@rule(
    "words-investment",
    title="The text promises profit from investments or crypto-currency",
    advice="Give the risk beside the return, and promise no profit; regulators ask for the same.",
    points=1.0,
    source=FTC + "on cryptocurrency and investment scams: nobody can guarantee profit",
    fires=["Bitcoin investment with guaranteed profit: double your money. Automated trading software does the work."],
    quiet=[
        "Your fund statement for June is ready. Past results say nothing about future returns.",
        "How we store bitcoin: a note from our engineers on cold wallets and blockchain audits.",
        "The stock market fell on Monday. Our analysts explain what that means for pension plans.",
    ],
)
def words_investment(mail: Mail) -> Iterable[str]:
    """Guaranteed profit does not exist, and readers who believed in it report the mail; filters learn from them."""
    return said(mail, "investment")


@rule(
    "words-easy-money",
    title="The text promises easy money or work from home",
    advice="Describe the work, the employer and the pay; drop the quoted promises.",
    points=0.8,
    source=FTC + "on job and work-at-home scams",
    fires=["Get rich quick: make money while you sleep. Be your own boss, no experience needed."],
    quiet=[
        "We are looking for a bookkeeper, part-time, in Leeds or from home. Apply by the end of March.",
        "Five readers tell how they earn extra income with their photographs.",
        "Our work from home policy changes in May: two days a week in the office.",
    ],
)
def words_easy_money(mail: Mail) -> Iterable[str]:
    """Income without work is offered by nobody who pays; the phrases have been spam for thirty years."""
    return said(mail, "money", "work-from-home")


@rule(
    "words-credit",
    title="The text offers loans or debt relief in the words of spam",
    advice="Name the lender, the licence and the true annual rate, as the law on consumer credit asks anyway.",
    points=0.8,
    source=FTC + "on advance-fee loans",
    fires=["Do you need an urgent loan? Bad credit, no problem: no credit check, loan at 3% interest."],
    quiet=[
        "Your mortgage statement is ready. Your interest rate stays the same until October.",
        "Thank you for applying. We will check your credit history and answer within five days.",
        "Our charity gives free advice to people in debt. Come to the town hall on Tuesday.",
    ],
)
def words_credit(mail: Mail) -> Iterable[str]:
    """Loans without a check are the bait for a fee; lenders under supervision do not speak like that."""
    return said(mail, "credit")


@rule(
    "words-pharmacy",
    title="The text sells medicines or cures in the words of spam",
    advice="Use the substance's proper name and link to the leaflet; promise no cure.",
    points=1.0,
    source=FOLKLORE,
    fires=["Buy Viagra and Cialis online: canadian pharmacy, no prescription needed."],
    quiet=[
        "Your prescription is ready at the pharmacy in Mill Lane. Please bring your card.",
        "New research on diabetes: how sleep changes blood sugar. Read the study.",
        "Free skin check with our dermatologist on Thursday, and vitamins at half price.",
    ],
)
def words_pharmacy(mail: Mail) -> Iterable[str]:
    """Pills without prescription are the subject of a large part of all spam ever sent; filters know the words."""
    return said(mail, "pharmacy")


@rule(
    "words-weight-loss",
    title="The text promises to lose weight without effort",
    advice="Describe what the product is; leave promised pounds and fat out.",
    points=0.8,
    source=FTC + "on weight loss advertising; the words themselves are folklore that filters count",
    fires=["Lose weight fast with keto gummies that melt belly fat without exercise."],
    quiet=[
        "Our spring running plan: three runs a week, and a recipe for each day.",
        "Low-fat yoghurt, now without added sugar. Find it in your shop.",
        "The clinic's weight loss programme starts in May. Talk to your doctor first.",
    ],
)
def words_weight_loss(mail: Mail) -> Iterable[str]:
    """Effortless weight loss is a claim that the FTC calls false on its face, and spam's evergreen."""
    return said(mail, "weight-loss")


@rule(
    "words-adult",
    title="The text uses words of adult or dating spam",
    advice="Send such mail only to readers who asked for it, and keep explicit words out of the mail itself.",
    points=1.0,
    source=FOLKLORE + "; CAN-SPAM asks for the label SEXUALLY-EXPLICIT",
    fires=["Hot singles and horny local singles are waiting for you: casual sex tonight."],
    quiet=[
        "Our reading group meets singles, couples and families every second Friday.",
        "Sex education at school: a survey among 2,000 parents.",
        "Mature cheddar and hot chutney: our single-farm hamper is back.",
    ],
)
def words_adult(mail: Mail) -> Iterable[str]:
    """Readers report such mail even where they asked for it, and many companies' filters refuse it outright."""
    return said(mail, "adult")


@rule(
    "words-gambling",
    title="The text uses words of casino spam",
    advice="Say which licensed operator offers the game, and keep bonus language for the site.",
    points=0.8,
    source=FOLKLORE,
    fires=["Online casino: 200 free spins, no deposit bonus, play and win real money."],
    quiet=[
        "Monte Carlo's casino square reopens after two years of works. See our city guide.",
        "The lottery fund supports our theatre. Tickets for the autumn season are on sale.",
    ],
)
def words_gambling(mail: Mail) -> Iterable[str]:
    """Casino bonuses are sent by the million through hacked accounts; few honest senders use the same words."""
    return said(mail, "gambling")


@rule(
    "words-business-pitch",
    title="The text reads like an unasked business offer",
    advice="Write to people who know you; say in the first line how, and which question of theirs you answer.",
    points=1.0,
    source="CAN-SPAM covers business to business mail too (FTC guide). " + FOLKLORE,
    fires=[
        "I came across your website. Our SEO company brings you to the first page of Google. May I send you a quote?"
    ],
    quiet=[
        "Your order from the factory has left. The manufacturer expects it at your door on Friday.",
        "In this issue: how search engines read pages, and what changed in May.",
        "Thank you for your request for a quote. You find our price list attached.",
    ],
)
def words_business_pitch(mail: Mail) -> Iterable[str]:
    """Search ranking, address lists and factory offers to strangers are most of today's commercial spam."""
    return said(mail, "business-pitch")


@rule(
    "words-miracle",
    title="The text makes claims that are too good to be true",
    advice=_SAY_LESS,
    points=0.8,
    source=FOLKLORE,
    fires=["100% free and risk-free: a shocking discovery they don't want you to know. Guaranteed results!"],
    quiet=[
        "Free delivery on all orders above 50 euros, and free returns within a month.",
        "Try it for a month. You can cancel at any time, and we refund what you paid.",
        "An amazing evening with the city orchestra: tickets from Monday.",
    ],
)
def words_miracle(mail: Mail) -> Iterable[str]:
    """Absolute promises cost trust with readers and points with filters, and gain neither."""
    return said(mail, "miracle")
