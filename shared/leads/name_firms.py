"""Whether words speak of a firm that writes no legal form: a trade, a craft and a family name, a brand."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from shared.leads import name_words as known
from shared.leads.brand_words import ALSO_CALLED, CRAFTS, FIRST_OF_A_FIRM, OF_A_BRAND, PLAIN
from shared.leads.called_names import CALLED
from shared.leads.trade_words import TRADES
from shared.leads.wordlist import by_tail
from shared.leads.wordlist import words as listed

_ENDS: Final = listed(  # of one word: "Hausarztpraxis", "Kulturbutiken", "Konyhastudio"
    """
    stwo ctwo stvi ctvi erei erij praxis apotheke technik techniek gesellschaft verwaltung werkstatt handlung
    vertrieb bedrijf praktijk zentrum centrum klinik kliniek verein verband vereniging genossenschaft stiftung stichting
    kanzlei agentur beratung versicherung reinigung byra forening foretag verkstad verksted selskab selskap bolag yhtio
    palvelu services schule akademie gemeinschaft gemeinde gymnasium handel winkel
    geschaft laden betrieb studio salon buro bedarf zubehor zentrale restaurant redaktion vermietung verleih vermittlung
    therapie medizin chirurgie einrichtung fabrik manufaktur galerie boutique systeme logistik transporte touristik
    immobilien werke fachmarkt supermarkt baumarkt service dienst dienste dienstleistungen kiosk museum theater
    bibliothek pension gaststatte kaffeehaus autohaus modehaus mobelhaus pflegeheim sanitar heizungsbau anlagenbau
    fensterbau holzbau metallbau strassenbau messebau innenausbau trockenbau landschaftsbau maschinenbau
    butik butikk butiken butikken affar forretning kontor kontoret firma sentral center senter klinikk vaerksted bageri
    bakeri bryggeri snickeri tryckeri maleri konditori gartneri renseri parfymeri salong mottagning laboratorium
    restaurang skola skole skolen uthyrning udlejning utleie stasjon tjanst tjeneste entreprenad hallen huset varuhus
    gymmet apotek optik optikk stadning rengoring transport
    liike kauppa myymala toimisto huolto ravintola palvelut yritys keskus klinikka asema kahvila verstas korjaamo puoti
    hoitola vuokraamo apteekki leipomo kampaamo pesula puutarha rakentajat urakointi kuljetus
    zaak bureau kantoor diensten werken ijssalon bakkerij slagerij boetiek opleidingen adviseurs
    uzlet szerviz muhely iroda szalon etterem kozpont kereskedes aruhaz cukraszda vendeglo javito patika klinika rendelo
    panzio szalloda hanesi cilik culuk evleri insaat arnia alnia ownia
    teria deria ceria reria neria ngeria cheria zeria sserie cerie nerie uperie cherie iterie uterie nterie
    works soft tech media stack labs
    verkstan verkstaden verkstedet vaerkstedet kliniken klinikken salongen studion bageriet bakeriet konditoriet
    restaurangen restauranten byran hotellet kafeet apoteket centret senteret bryggeriet forlaget
    """
)
_NAMES_WITH_AN_END: Final = listed(
    "burwinkel rosenwinkel heuwinkel maaswinkel wolfswinkel sinstack kleindienst beccheria vojtech vanhandel valerij"
    " tamburo renteria hausladen schlabs"
)
_LEAST: Final = 3  # letters in front of an end
_BY_TAIL: Final = by_tail(_ENDS, 4)
_CLUBS: Final = listed(
    "nhs bbc bmw usps nasa unicef unesco dhl rwe ibm ymca ywca basf zdf ard orf sbb oebb db sncf rai tui kfw aok dak"
    " tsv tus vfb vfl fsv ssv djk fc thw drk dlrg awo ifk mks gks afc"
)
_LETTERS_AT_THE_END: Final = frozenset({"AI", "HQ", "TV", "FM", "IT"})
_HUMP: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NAME_HUMPS: Final = listed("mc mac de di la le da du van von fitz o st del des lo san jo an")
_NO_VOWEL: Final = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{3,6}")
_SMALL: Final = listed("the and of und et y e i & + n")
_ALSO_FIRST_NAMES: Final = frozenset({"marina", "charity"})
_ALSO_LAST_NAMES: Final = listed(
    "flores posada camara chevrolet curry bowling messenger showers holding guild league fiori winzer uhrmacher"
    " kitchens"
)


@lru_cache(maxsize=8192)
def is_trade_word(word: str) -> bool:
    """Whether a folded word marks a firm by itself, whole or by its end."""
    if word in TRADES:
        return True
    if "-" in word:
        return any(part in TRADES for part in word.split("-"))
    ends = _BY_TAIL.get(word[-4:])
    if ends is None or word in _NAMES_WITH_AN_END:
        return False
    return any(word.endswith(end) and len(word) - len(end) >= _LEAST for end in ends)


def may_be_a_firm(first: str, last: str) -> bool:
    """Whether two folded words need a closer look; few persons' names do."""
    return (
        first in _IN_FRONT
        or (first.endswith("ing") and last in OF_A_BRAND)
        or first in _ANYWHERE
        or last in _ANYWHERE
        or (first[-4:] in _BY_TAIL and is_trade_word(first))
        or (last[-4:] in _BY_TAIL and is_trade_word(last))
    )


_BRAND_FIRST: Final = (OF_A_BRAND | PLAIN) - ALSO_CALLED
_IN_FRONT: Final = CRAFTS | FIRST_OF_A_FIRM | _BRAND_FIRST | _CLUBS
_ANYWHERE: Final = TRADES | PLAIN


def is_weak_trade(word: str, at: int, keys: Sequence[str]) -> bool:
    """Whether a trade's word is a name where it stands: "Marina Koch", "Julián Flores"."""
    if word in _ALSO_FIRST_NAMES:
        return at == 0 or keys[0] in CALLED or (len(keys) == 2 and keys[0] not in OF_A_BRAND)
    return word in _ALSO_LAST_NAMES and (at > 0 or any(one in CALLED for one in keys))


def is_firm_alone(word: str, folded: str) -> bool:
    """Whether one word is a firm: "Reinigungsservice", "SalesPilot", "KPMG"."""
    return is_trade_word(folded) or bool(_NO_VOWEL.fullmatch(word)) or _has_a_firms_hump(word)


def is_firm_by_its_words(words: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether several words are a firm, going by what trades, crafts and brands are called."""
    return (
        any(map(is_trade_word, keys))
        or _starts_like_a_firm(words, keys)
        or _is_brand(keys)
        or (words[-1] in _LETTERS_AT_THE_END and not all(map(str.isupper, words)))
        or any(map(_has_a_firms_hump, words))
    )


def _starts_like_a_firm(words: Sequence[str], keys: Sequence[str]) -> bool:
    first, last = keys[0], keys[-1]
    if first == "chez" or (first in _CLUBS and words[0].isupper()):
        return True
    if first in FIRST_OF_A_FIRM:
        return CALLED.isdisjoint(keys[1:]) or first in _SURELY_FIRST
    if first in CRAFTS or last in CRAFTS:
        return _is_craft_and_family(keys)
    if first == "bar":
        return last in FIRST_OF_A_FIRM or last in OF_A_BRAND
    articled = first in _ARTICLES and len(keys) > 3 and keys[1] not in CALLED
    return articled and not _OF_THE.isdisjoint(keys[2:-1])  # "La Casa del Pan"


def _is_craft_and_family(keys: Sequence[str]) -> bool:
    """ "Elektriker Holm", "Holm Elektriker", "Bakker van Dijk"; not "Elektriker Jan Holm"."""
    if keys[0] in CRAFTS:
        return len(keys) == 2 or (CALLED.isdisjoint(keys[1:]) and not known.PARTICLES.isdisjoint(keys[1:]))
    if keys[1] == "oto":  # "Güven Oto Kuaför"
        return True
    return len(keys) < 4 and CALLED.isdisjoint(keys) and (len(keys) == 2 or "-" not in keys[0])


_ARTICLES: Final = listed("la el los las il lo le les o a os as")
_OF_THE: Final = listed("del de du des della dei delle degli di do da dos das")
_SURELY_FIRST: Final = frozenset({"salon", "loja", "bazar", "club"})


def _is_brand(keys: Sequence[str]) -> bool:
    """Two words of which nobody's name is made, or one in a short text."""
    told = [one for one in keys if one not in _SMALL]
    if len(told) > 3 or not told:
        return False
    plain = sum(one in PLAIN for one in told)
    if plain and (plain == len(told) or told[0] not in CALLED):
        return True
    leads = told[0] in _BRAND_FIRST or (told[0].endswith("ing") and len(told[0]) > 5 and told[0] not in CALLED)
    return len(told) > 1 and leads and all(one in OF_A_BRAND or one in PLAIN for one in told[1:])


def _has_a_firms_hump(word: str) -> bool:
    """ "CloudNine", "DataForge": a word in a word that no name is made of."""
    if word[1:].islower() or word.isupper() or not word.isalpha() or not word.isascii():
        return False
    humps = [hump.lower() for hump in _HUMP.findall(word)]
    if len(humps) < 2 or humps[0] in _NAME_HUMPS:
        return False
    return any(
        one in PLAIN or one in TRADES or one in known.TRADE or one in known.NO_PERSON or one in _TECHNICAL
        for one in humps
        if len(one) > 2
    ) or (humps[0] not in CALLED and all(one in OF_A_BRAND for one in humps))


_TECHNICAL: Final = listed(
    "cloud data soft tech stack byte code web app bot net pay fin med bio eco geo agro cyber crypto block forge hub lab"
    " base flow desk mail chat pilot cast sync grid works ware logic metrics insights market markets trade"
)
