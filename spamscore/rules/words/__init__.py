"""Rules about the words of the text: themes of spam by several phrases at once, never by one, and how it is written."""

from spamscore.rules.words.answering import words_bill_by_telephone, words_messenger_number
from spamscore.rules.words.asking import (
    words_click_here,
    words_credentials,
    words_generic_greeting,
    words_reader_address,
    words_secrecy,
)
from spamscore.rules.words.pressure import (
    words_account_threat,
    words_extortion,
    words_fake_renewal,
    words_parcel_fee,
    words_payment_lure,
    words_scareware,
    words_trigger_density,
    words_urgency,
)
from spamscore.rules.words.promises import (
    words_adult,
    words_advance_fee,
    words_business_pitch,
    words_credit,
    words_easy_money,
    words_gambling,
    words_investment,
    words_miracle,
    words_pharmacy,
    words_prize,
    words_weight_loss,
)
from spamscore.rules.words.writing import (
    words_fortune,
    words_many_sums,
    words_punctuation_run,
    words_shouting,
)

__all__ = [
    "words_account_threat",
    "words_adult",
    "words_advance_fee",
    "words_bill_by_telephone",
    "words_business_pitch",
    "words_click_here",
    "words_credentials",
    "words_credit",
    "words_easy_money",
    "words_extortion",
    "words_fake_renewal",
    "words_fortune",
    "words_gambling",
    "words_generic_greeting",
    "words_investment",
    "words_many_sums",
    "words_messenger_number",
    "words_miracle",
    "words_parcel_fee",
    "words_payment_lure",
    "words_pharmacy",
    "words_prize",
    "words_punctuation_run",
    "words_reader_address",
    "words_scareware",
    "words_secrecy",
    "words_shouting",
    "words_trigger_density",
    "words_urgency",
    "words_weight_loss",
]
