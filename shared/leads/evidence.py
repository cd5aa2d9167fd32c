"""What the values of a column look like: shares of its filled cells, 0 to 1."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Final

from shared.core.text import fold
from shared.leads.value_kinds import counted
from shared.leads.wordlist import entries, words

_EMAIL = re.compile(r"\S+@[^\s@]+\.[^\s@]{2,}")
_URL = re.compile(r"(?:https?://|www\.)\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}(?:/\S*)?", re.IGNORECASE)
_PERSON_PAGE = re.compile(r"linkedin\.[a-z.]+/(?:mwlite/|m/)?(?:in|pub)/", re.IGNORECASE)
_SALES_PAGE = re.compile(r"linkedin\.[a-z.]+/sales/(?:lead|people)/", re.IGNORECASE)
_ROOT = re.compile(r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}/?", re.IGNORECASE)
_DIALLED = re.compile(r"(?:p:|tel:)?\s?(?:\+|00|\(\d|0\d+[ /-])[\d()\s./\u00a0-]{6,}", re.IGNORECASE)
_FIRM_PAGE = re.compile(r"linkedin\.[a-z.]+/(?:company|school|showcase|sales/company)", re.IGNORECASE)
_ADS = re.compile(r"/ads/library|adstransparency|ad_library|library\.tiktok\.com/ads|/ad-library", re.IGNORECASE)
_SOCIAL = re.compile(
    r"//(?:[\w-]+\.)*(?:google\.[a-z.]+/maps|maps\.google|goo\.gl|maps\.app|facebook\.com|fb\.com|instagram\.com"
    r"|twitter\.com|x\.com|tiktok\.com|youtube\.com|crunchbase\.com|angel\.co|yelp\.|github\.com|pinterest\.|t\.me)",
    re.IGNORECASE,
)
_TOOL = re.compile(
    r"//(?:app|crm|dashboard)\.|\.lightning\.force\.com|/(?:contacts?|leads?|deals?|people)/\d+", re.IGNORECASE
)
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|ico)(?:\?|$)|/avatar|/photo|media\.licdn", re.IGNORECASE)
_PHONE = re.compile(r"(?:p:|tel:)?\+?\(?\d[\d()\s./\u00a0-]{5,}(?:\s?(?:x|ext\.?)\s?\d+)?", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,\s]\d+)*")
_RANGE = re.compile(r"\d[\d.,\s]*\s?(?:-|–|to|bis|a|à)\s?\d[\d.,\s]*\+?|\d[\d.,]*\s?\+|[<>]\s?\d[\d.,]*", re.IGNORECASE)
_MONEY = re.compile(
    r"[$€£¥]|\b(?:USD|EUR|GBP|CHF|SEK|NOK|DKK|PLN|BRL|JPY)\b|R\$|\d\s?(?:mio|mil|mn|bn|mrd|million|billion|[mkb])\b",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"(?:^|[\s,])(?:inc|llc|ltd|limited|corp|corporation|co|company|gmbh|ag|kg|ug|ohg|e\.?k|mbh|s\.?a\.?|s\.?a\.?s|sarl"
    r"|s\.?l\.?u?|s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|ab|as|aps|a/s|oy|oyj|sp\.? z o\.?o|ltda|me|eireli|plc|llp|lp|pty|pte"
    r"|group|holding|holdings"
    r"|kk|k\.k|株式会社|有限会社|有限公司)\.?(?:$|[\s,&])|株式会社|有限会社|有限公司",
    re.IGNORECASE,
)
_TRADES: Final = words(
    """
    roofing dental media group studio studios agency consulting consultants solutions services clinic clinica
    restaurant bakery garage hotel salon gym fitness law legal partners lab labs systems software technologies
    technology marketing construction plumbing immobilien bau praxis shop store cafe bar school academy center centre
    institute foundation church associates ventures capital industries enterprises logistics realty properties
    insurance bank brewery pharmacy landscaping electric heating contractors advisors advisory collective digital
    robotics foods motors motor airlines energy health healthcare medical university college society association
    orthodontics chiropractic spa nursery boutique bistro pizzeria diner grill kitchen catering interiors
    architects engineering manufacturing freight trucking cleaning security networks analytics brothers bros
    maschinenbau gebaudetechnik elektrotechnik elektro sanitar heizung tischlerei schreinerei metzgerei backerei
    gartnerei autohaus kanzlei steuerberatung versicherung versicherungen apotheke zahnarztpraxis verlag werbeagentur
    bauunternehmen baugesellschaft verwaltung werke sohne gebruder hausverwaltung reisen spedition logistik technik
    gasthof gasthaus druckerei fahrschule physiotherapie friseur verein stiftung klinik
    boulangerie patisserie boucherie atelier ateliers cabinet avocats avocat fils freres conseil pharmacie ecole
    menuiserie plomberie electricite batiment groupe editions imprimerie librairie auberge traiteur transports
    fondation clinique jardins brasserie immobilier maison etablissements ets
    reformas gestoria asesoria asesores abogados tecnologia tecnologias grupo panaderia farmacia talleres taller
    construcciones inmobiliaria peluqueria ferreteria hermanos hnos hijos colegio escuela instituto fundacion
    soluciones servicios consultoria consultores comercial distribuidora constructora restaurante clinicas
    padaria engenharia advocacia advogados imobiliaria construtora solucoes servicos industria comercio farmacias
    academia odontologia oficina officine costruzioni panificio farmacia ristorante trattoria edilizia impianti
    immobiliare gruppo servizi fratelli figli autofficina consulenza azienda cooperativa albergo tecnologie
    bouw bakkerij groep logistiek advocaten notaris makelaardij installatietechniek aannemersbedrijf garagebedrijf
    slagerij schilderwerken zonen budownictwo transport piekarnia uslugi hurtownia kancelaria przychodnia zaklad
    bygg tak konsult konsulter fastigheter bilverkstad frisor redovisning stadservice byra elektriker snickeri
    ооо ао ип пао зао оао студия компания завод
    """
)
_JOBS: Final = words(
    """
    ceo cto cfo coo cmo cio chro cro president founder cofounder owner partner director manager head vp svp evp vice
    chief lead engineer developer designer architect consultant analyst specialist coordinator associate assistant
    administrator executive officer supervisor representative recruiter accountant attorney lawyer dentist physician
    buyer strategist planner producer editor teacher professor nurse technician salesperson marketer advisor
    principal chairman freelancer student intern geschaftsfuhrer geschaftsfuhrerin leiter leiterin inhaber inhaberin
    mitarbeiter vertriebsleiter marketingleiter projektleiter berater beraterin referent assistentin vorstand
    prokurist einkaufer entwickler ingenieur directeur directrice gerant gerante responsable chef charge chargee
    dirigeant fondateur fondatrice ingenieur comptable directora gerente jefe jefa responsable dueno fundador
    fundadora ingeniero administrador socio diretor diretora socia fundador coordenador coordenadora analista
    direttore direttrice titolare responsabile amministratore fondatore commerciale impiegato directeur eigenaar
    oprichter bestuurder medewerker adviseur zaakvoerder dyrektor kierownik wlasciciel prezes specjalista ksiegowa
    vd agare chef saljare grundare saljchef direktor leder daglig eier selger johtaja toimitusjohtaja omistaja
    """
)
_PARTICLE = "de|da|van|von|der|den|di|la|le|el|y|bin|al"
_CAPITALISED = r"[A-ZÀ-ÝŁŚŻŹĆŠČŽ][\w'’.-]*"
_PERSON = re.compile(rf"(?:{_CAPITALISED}|{_PARTICLE})(?:[ ,]+(?:{_CAPITALISED}|{_PARTICLE})){{1,4}}")
_BETWEEN = re.compile(r"[,;&|/]| (?:and|und|et|y|e|en|och|og|ja|i) ")
_HONORIFIC: Final = words(
    """
    mr mrs ms miss mx dr prof professor herr frau hr fr m mme mlle monsieur madame sr sra srta don dona dhr mevr mw
    sig sigra dott dottssa ing dipl dipl-ing mag med bay bayan pan pani rev hon sir
    """
)
_OPENING = re.compile(
    r"(?:open|closed|opens|closes|closing|opening|geöffnet|geschlossen|ouvert|fermé|ferme|abierto|cerrado|aperto|chiuso"
    r"|aberto|fechado|otwarte|zamknięte|öppet|stängt|åben|åbent|lukket|åpent|stengt|avoinna|suljettu|gesloten|geopend"
    r"|営業)\b.*\d|open 24|temporarily closed|permanently closed|operational$|closed[_ ](?:temporarily|permanently)",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z]{2,3}")
_COUNTRIES: Final = entries(
    """
    united states, usa, us, u s a, united states of america, united kingdom, uk, gb, great britain, england, scotland
    germany, deutschland, de, france, fr, spain, espana, es, italy, italia, it, portugal, pt, brazil, brasil, br
    netherlands, the netherlands, nederland, nl, belgium, belgie, belgique, be, austria, osterreich, at, switzerland
    schweiz, suisse, svizzera, ch, sweden, sverige, se, norway, norge, no, denmark, danmark, dk, finland, suomi, fi
    poland, polska, pl, ireland, ie, canada, ca, mexico, mx, australia, au, new zealand, nz, japan, jp, 日本, china
    cn, 中国, india, in, singapore, sg, argentina, ar, chile, cl, colombia, co, peru, pe, israel, il, south africa, za
    united arab emirates, uae, ae, czechia, czech republic, cz, hungary, hu, romania, ro, greece, gr, turkey, turkiye
    tr, ukraine, ua, south korea, korea, kr, luxembourg, lu, estonia, ee, latvia, lv, lithuania, lt, slovakia, sk
    slovenia, si, croatia, hr, bulgaria, bg, serbia, rs, philippines, ph, indonesia, id, malaysia, my, thailand, th
    vietnam, vn, nigeria, ng, kenya, ke, egypt, eg, morocco, ma, pakistan, pk, bangladesh, bd, saudi arabia, sa, qatar
    qa, hong kong, hk, taiwan, tw, iceland, island, is, frankreich, spanien, italien, niederlande, espagne, allemagne
    royaume uni, etats unis, estados unidos, eeuu, reino unido, alemania, francia, alemanha, inghilterra, stati uniti
    germania, spagna, frankrike, tyskland
    """
)


def is_country(text: str) -> bool:
    """Whether a text names a country, in one of the usual languages or by its code."""
    return fold(text).replace(".", "") in _COUNTRIES


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares of the filled cells; `filled` itself is the share of all cells."""

    count: int = 0  # filled cells seen
    filled: float = 0.0
    email: float = 0.0
    url: float = 0.0
    root: float = 0.0  # addresses of whole sites, without a path
    person_page: float = 0.0
    sales_page: float = 0.0  # a person's page inside the sales tool
    firm_page: float = 0.0
    linkedin: float = 0.0  # any page there
    ads: float = 0.0
    social: float = 0.0  # maps, social networks: no site of the firm's own
    tool: float = 0.0
    image: float = 0.0
    phone: float = 0.0
    dialled: float = 0.0  # numbers that are written as none but phone numbers are
    date: float = 0.0
    number: float = 0.0
    range: float = 0.0
    money: float = 0.0
    firm: float = 0.0
    job: float = 0.0  # a word of what people do: "Director", "Inhaberin"
    person: float = 0.0
    several: float = 0.0  # several people in one cell
    honorific: float = 0.0
    country: float = 0.0
    outcome: float = 0.0  # how far a sale or a campaign has come: "Contacted", "replied"
    subscription: float = 0.0  # whether one receives a newsletter: "subscribed", "active"
    opening: float = 0.0  # whether a shop is open: "Closed ⋅ Opens 9 AM"
    legal: float = 0.0  # what a firm is in law: "GmbH", "Private Limited Company"
    channel: float = 0.0  # by what way one came: "fb", "Instagram", "Google"
    meeting: float = 0.0  # "Zoom", "Phone call"
    arranged: float = 0.0  # a ticket's, an order's or a subscription's state
    booking: float = 0.0  # how a ticket or an order stands: "Checked in", "Refunded"
    flag: float = 0.0  # yes or no
    department: float = 0.0  # "Sales", "Human resources"
    code: float = 0.0  # two or three capitals
    structured: float = 0.0  # JSON
    digits: float = 0.0  # cells with a digit in them
    commas: float = 0.0  # several parts with commas: an address, "City, State"
    distinct: float = 0.0
    words: float = 0.0  # mean number of words


_SIGNS: Final = str.maketrans(",;:/|()-&.'’", " " * 12)
_NOTHING = frozenset(
    ("", "-", "--", "n/a", "na", "null", "none", "nan", "#n/a", "unknown", "not available", "undefined")
)


def is_nothing(text: str) -> bool:
    """Whether a cell only says that there is no value."""
    return text.strip().lower() in _NOTHING


def beginnings_of_nothing() -> frozenset[str]:
    """The characters with which such a cell may begin."""
    return frozenset(letter for text in _NOTHING if text for letter in (text[0], text[0].upper()))


def of_column(cells: Sequence[str]) -> Evidence:
    """The evidence of a sample of cells."""
    filled = Counter(cell.strip() for cell in cells if not is_nothing(cell))
    if not filled:
        return Evidence()

    values, times = list(filled), list(filled.values())  # many columns say the same again and again
    count = sum(times)
    folded = [fold(value) for value in values]
    spoken = [text.translate(_SIGNS).split() for text in folded]

    def share(hits: Iterable[object]) -> float:
        return sum(compress(times, hits)) / count

    return Evidence(
        count=count,
        filled=count / len(cells),
        email=share(map(_EMAIL.fullmatch, (value.split(",")[0].split(";")[0].strip() for value in values))),
        url=share(map(_URL.fullmatch, values)),
        root=share(map(_ROOT.fullmatch, values)),
        person_page=share(map(_PERSON_PAGE.search, values)),
        sales_page=share(map(_SALES_PAGE.search, values)),
        firm_page=share(map(_FIRM_PAGE.search, values)),
        linkedin=share("linkedin." in text for text in folded),
        ads=share(map(_ADS.search, values)),
        social=share(map(_SOCIAL.search, values)),
        tool=share(map(_TOOL.search, values)),
        image=share(map(_IMAGE.search, values)),
        phone=share(map(_is_phone, values)),
        dialled=share(_DIALLED.fullmatch(value) and _is_phone(value) for value in values),
        date=share(map(_DATE.fullmatch, values)),
        number=share(map(_NUMBER.fullmatch, values)),
        range=share(map(_RANGE.fullmatch, values)),
        money=share(map(_MONEY.search, values)),
        firm=share(
            " & " in v or not _TRADES.isdisjoint(t) or _FIRM.search(v) for v, t in zip(values, spoken, strict=True)
        ),
        job=share(not _JOBS.isdisjoint(text) for text in spoken),
        person=share(map(_PERSON.fullmatch, values)),
        several=share(map(_are_several, values)),
        honorific=share(map(_HONORIFIC.issuperset, spoken)),
        country=share(text.replace(".", "") in _COUNTRIES for text in folded),
        opening=share(map(_OPENING.match, values)),
        **{kind: number / count for kind, number in counted(zip(folded, times, strict=True)).items()},
        code=share(map(_CODE.fullmatch, values)),
        structured=share(value[0] in "{[" and value[-1] in "}]" for value in values),
        digits=share(any(map(str.isdigit, value)) for value in values),
        commas=share("," in value and not _NUMBER.fullmatch(value) for value in values),
        distinct=len(values) / count,
        words=sum(len(value.split()) * number for value, number in filled.items()) / count,
    )


def _are_several(value: str) -> bool:
    """Whether a cell names several people, each in full: not "Müller, Anna"."""
    parts = _BETWEEN.split(value) if " " in value and _BETWEEN.search(value) else ()
    return len(parts) > 1 and sum(bool(_PERSON.fullmatch(part.strip())) for part in parts) > 1


def _is_phone(value: str) -> bool:
    if not _PHONE.fullmatch(value) or _DATE.fullmatch(value):
        return False
    digits = sum(ch.isdigit() for ch in value)
    return 7 <= digits <= 17 and (value[0] in "+(p0t" or not value.isdigit() or digits <= 12)
