"""Code lists of the field: purposes, threats, coarse profiles, reasons. Codes stand on the log, words on pages.

Purposes and threats after the lists that ProtectDefenders.eu and Front Line Defenders publish.
"""

from __future__ import annotations

from ledger.errors import N_

PURPOSES = {
    "PHY": N_("Physical security"),
    "DIG": N_("Digital security"),
    "COM": N_("Communications"),
    "CAP": N_("Security training"),
    "TRA": N_("Secure transport"),
    "REL": N_("Urgent relocation"),
    "LEG": N_("Legal support"),
    "MED": N_("Medical care"),
    "PSY": N_("Psychosocial support, rest and respite"),
    "HUM": N_("Subsistence, food, rent"),
    "FAM": N_("Family of a detained or killed defender"),
    "EDU": N_("Education of the family"),
    "HEA": N_("Health care of the family"),
    "EMP": N_("Employment of the family"),
    "CHI": N_("Child care"),
    "LIV": N_("Livelihood and equipment"),
    "STI": N_("Stipend or fellowship"),
    "ADV": N_("Urgent monitoring and advocacy"),
    "ORG": N_("Emergency support to an organisation"),
    "OTH": N_("Other"),
}

THREATS = {
    "arrest": N_("Arrest or detention"),
    "legal_action": N_("Legal action"),
    "attack": N_("Physical attack"),
    "death_threat": N_("Death threats"),
    "surveillance": N_("Surveillance"),
    "harassment": N_("Other threats or harassment"),
    "smear": N_("Smear campaign"),
    "raid": N_("Raid or break-in"),
    "travel_ban": N_("Travel ban"),
    "digital_attack": N_("Digital attack"),
    "dismissal": N_("Dismissal or loss of income"),
    "disappearance": N_("Enforced disappearance"),
    "torture": N_("Torture"),
    "sexual_violence": N_("Sexual violence"),
    "eviction": N_("Eviction"),
    "family_threat": N_("Threats to the family"),
    "transnational": N_("Transnational repression"),
    "killing": N_("Killing of a relative"),
    "not_stated": N_("Not stated"),
}

GROUPS = {
    "journalists": N_("Journalists"),
    "lawyers": N_("Lawyers"),
    "women": N_("Women's rights"),
    "lgbti": N_("LGBTI+ rights"),
    "land": N_("Land and environment"),
    "indigenous": N_("Indigenous rights"),
    "labour": N_("Labour rights"),
    "minority": N_("Minority rights"),
    "anticorruption": N_("Anti-corruption"),
    "students": N_("Students"),
    "other": N_("Other field"),
    "not_stated": N_("Not stated"),
}

GENDERS = {
    "woman": N_("Woman"),
    "man": N_("Man"),
    "other": N_("Non-binary or other"),
    "mixed": N_("Mixed group"),
    "not_stated": N_("Not stated"),
}

AGES = {
    "under_18": N_("Under 18"),
    "18_29": N_("18 to 29"),
    "30_44": N_("30 to 44"),
    "45_59": N_("45 to 59"),
    "60_plus": N_("60 and over"),
    "not_stated": N_("Not stated"),
}

REASONS = {
    "risk_and_need": N_("At risk for the work, and in need with no other source"),
    "follow_up": N_("Follow-up of earlier support"),
    "family_in_need": N_("Family left without its support"),
    "recovery": N_("Recovery after an attack or detention"),
    "resumption": N_("Resuming the work"),
    "past_award": N_("Taken in from a file of past awards"),
}

OVERLAPS = {
    "other_need": N_("It meets another need than the other award"),
    "other_person": N_("It is for another person of the household"),
    "not_enough": N_("The need is greater than the other award, which was known"),
    "instead": N_("The other award is to be given up instead"),
    "not_received": N_("What was paid by the other award did not reach them"),
}
"""Why something is promised although another award of the household overlaps with it."""

SUSPENSIONS = {
    "detained": N_("Detained"),
    "unreachable": N_("Cannot be reached"),
    "unsafe": N_("Not safe to ask"),
}

CANCELLATIONS = {
    "no_longer_needed": N_("No longer needed"),
    "unsafe": N_("Not safe to pay"),
    "unreachable": N_("Cannot be reached"),
    "double_funding": N_("Supported by another organisation"),
    "ineligible": N_("Found not eligible"),
}

STOPS = {
    "detained": N_("Detained"),
    "unreachable": N_("Cannot be reached"),
    "unsafe": N_("Not safe to pay"),
    "need_unclear": N_("The need has to be looked at again"),
    "doubt": N_("Something about the payment is in doubt"),
}

REVIEW_REASONS = {
    "unreachable": N_("Cannot be reached"),
    "unsafe": N_("Not safe to pay"),
    "need_unclear": N_("The need has to be looked at again"),
    "need_ended": N_("The need is over"),
    "other_source": N_("Supported by another organisation"),
    "asked": N_("Asked us not to pay now"),
}

LOSSES_OF_MONEY = {
    "theft": N_("Stolen"),
    "seizure": N_("Seized"),
    "fraud": N_("Embezzled"),
    "disaster": N_("Destroyed"),
    "unreachable": N_("Cannot be reached"),
}
