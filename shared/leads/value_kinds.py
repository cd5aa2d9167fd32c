"""Values that are words of a small closed set, by what they tell: how a sale stands, or a ticket, a department."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from shared.leads.wordlist import entries, words

# How far a sale or a campaign has come.
OUTCOMES: Final = entries(
    """
    new, open, contacted, not contacted, qualified, unqualified, disqualified, nurture, nurturing, working, interested
    not interested, replied, no reply, bounced, unsubscribed, completed, active, inactive, paused, in progress
    in sequence, finished, won, lost, closed won, closed lost, converted, customer, client, lead, prospect
    opportunity, mql, sql, subscriber, meeting booked, meeting request, out of office, do not contact, bad timing
    attempted, attempted to contact, connected, cold, warm, hot, follow up, hold, pending, dead, wrong person
    proposal, negotiation, neu, offen, kontaktiert, qualifiziert, kunde, interessent, gewonnen, verloren
    in bearbeitung, aktiv, inaktiv, nouveau, nouvelle, a contacter, contacte, qualifie, gagne, perdu, en cours
    relance, nuevo, nueva, contactado, calificado, cualificado, cliente, ganado, perdido, en proceso, en curso
    interesado, novo, em andamento, qualificado, ganho, contatado, em negociacao, nuovo, contattato, qualificato
    vinto, perso, in corso, in trattativa, nieuw, benaderd, gekwalificeerd, klant, nowy, w trakcie, klient, wygrany
    przegrany, ny, kontaktad, kontaktet, kvalificerad, kund, uusi, asiakas, 新規, 対応中, 商談中, 失注, 受注, 新客户
    跟进中, 已成交, новыи, в работе, клиент, отказ, yeni, aktif
    """
)
# Whether one receives a newsletter.
SUBSCRIPTIONS: Final = entries(
    """
    subscribed, unsubscribed, non subscribed, nonsubscribed, never subscribed, cleaned, bounced, active, inactive
    pending, confirmed, unconfirmed, opted in, opted out, deleted, junk, suppressed, abonniert, abgemeldet, aktiv
    inaktiv, bestatigt, abonne, desabonne, actif, inactif, suscrito, activo, inactivo, inscrito, ativo, inativo
    iscritto, disiscritto, attivo, disattivo, geabonneerd, uitgeschreven, actief, aktywny, nieaktywny, wypisany
    zapisany, niepotwierdzony, prenumererar, avslutad, avregistrerad, tilmeldt, afmeldt, pameldt, avmeldt, tilaaja
    desuscrito, dado de baja, cancelado, inscrit, desinscrit, 登録済み, 購読中, 配信停止, 解除済み
    """
)
# How a ticket, a seat or an order stands.
BOOKINGS: Final = entries(
    """
    attending, attended, not attending, not attended, checked in, not checked in, no show, did not attend
    waitlist, waitlisted, waiting list, on waitlist, cancelled, canceled
    refunded, partially refunded, paid, unpaid, fulfilled, unfulfilled, shipped, delivered, processing, voided
    authorized, approved, pending approval, pending approved, angemeldet, abgesagt, erschienen, bezahlt
    unbezahlt, offen bezahlt, storniert, versendet, zugesagt, warteliste, teilgenommen, nicht erschienen, inscrit
    present, absent, annule, paye, rembourse, confirme, en attente, expediee, livree, asistio, no asistio, cancelado
    cancelada, pagado, confirmado, confirmada, enviado, entregado, reembolsado, lista de espera, pago, presente
    ausente, compareceu, nao compareceu, annullato, pagato, confermato, rimborsato, spedito, in attesa, aangemeld
    afgemeld, geannuleerd, betaald, bevestigd, wachtlijst, aanwezig, afwezig, oplacone, oplacony, anulowane
    anulowany, potwierdzony, obecny, nieobecny, zrealizowane, anmald, avanmald, betald, avbokad, narvarande, avbestilt
    betalt, aflyst, tilmeldt, pameldt, avmeldt, afmeldt, ilmoittautunut, peruttu, peruutettu, maksettu, osallistunut
    vahvistettu, jonossa, 参加, 不参加, 欠席, 出席, 受付済み, キャンセル, 支払済み, 発送済み
    """
)
# Yes or no.
FLAGS: Final = words(
    "yes no true false y n ja nein oui non si sim nao tak nie nee nej nei kylla ei はい いいえ 是 否 да нет evet hayir"
)
# Parts of a firm.
DEPARTMENTS: Final = entries(
    """
    marketing, sales, c suite, engineering, operations, finance, hr, human resources, it, legal, support, product
    design, executive, management, consulting, customer success, customer service, information technology
    business development, procurement, purchasing, administration, accounting, research, r&d, education, medical
    vertrieb, einkauf, personal, buchhaltung, geschaftsleitung, produktion, verwaltung, ventas, compras
    recursos humanos, finanzas, administracion, direccion, tecnologia, vendite, acquisti, amministrazione
    direzione, ventes, achats, comptabilite, ressources humaines, direction, commercial, vendas, financeiro
    operacoes, verkoop, inkoop, directie, sprzedaz, zakupy, ksiegowosc, forsaljning, inkop, ekonomi
    master information technology, master sales, master marketing, master operations, 営業部, 総務部, 人事部
    開発部, 経理部, 企画部, マーケティング部
    """
)
# What a firm is in law.
LEGAL_FORMS: Final = entries(
    """
    private limited company, public limited company, limited company, limited liability company, limited partnership
    limited liability partnership, sole proprietorship, sole proprietor, sole trader, partnership, corporation
    c corporation, s corporation, llc, ltd, inc, plc, for profit, non profit, nonprofit, privately held, public company
    private company, public, private, self employed, self owned, government agency, educational institution, gmbh, ag
    ug, ohg, kg, gbr, e k, ek, gmbh & co kg, einzelunternehmen, eingetragener kaufmann, verein, genossenschaft
    sarl, sas, sasu, eurl, sa, sci, snc, scop, auto entrepreneur, micro entreprise, entrepreneur individuel
    entreprise individuelle, association, sl, slu, sociedad limitada, sociedad anonima, autonomo, cooperativa, ltda
    eireli, me, epp, mei, sociedade limitada, srl, srls, spa, ditta individuale, bv, nv, vof, eenmanszaak, maatschap
    stichting, sp z o o, spolka z o o, jednoosobowa dzialalnosc gospodarcza, spolka akcyjna, spolka cywilna, aktiebolag
    enskild firma, handelsbolag, aktieselskab, anpartsselskab, enkeltmandsvirksomhed, enkeltpersonforetak, aksjeselskap
    osakeyhtio, toiminimi, s r o, a s, osvc, kft, 株式会社, 有限会社, 合同会社, 個人事業主, 有限责任公司
    """
)
# Where people meet who do not meet in a place.
MEETINGS: Final = entries(
    """
    zoom, google meet, google hangouts, microsoft teams, ms teams, teams, webex, skype, phone, phone call, telefon
    inbound call, outbound call, online, remote, virtual, web conference, gotomeeting, whereby, jitsi, en ligne
    en linea, オンライン, 会場
    """
)
# By what way people come.
CHANNELS: Final = entries(
    """
    fb, ig, an, msg, facebook, instagram, messenger, audience network, meta, google, google ads, linkedin, tiktok
    youtube, bing, twitter, x, snapchat, pinterest, whatsapp, reddit, web, website, email, e mail, newsletter
    organic, organic search, paid search, direct, direct traffic, referral, social, paid social, offline, phone
    """
)


@cache
def _kinds() -> Mapping[str, tuple[str, ...]]:
    lists = {
        "outcome": OUTCOMES,
        "subscription": SUBSCRIPTIONS,
        "booking": BOOKINGS,
        "arranged": BOOKINGS | SUBSCRIPTIONS,
        "flag": FLAGS,
        "department": DEPARTMENTS,
        "legal": LEGAL_FORMS,
        "meeting": MEETINGS,
        "channel": CHANNELS,
    }
    texts = frozenset().union(*lists.values())
    return {text: tuple(kind for kind, held in lists.items() if text in held) for text in texts}


def counted(folded: Iterable[tuple[str, int]]) -> Counter[str]:
    """How many of the values, each with how often it stands there, are of each kind; one may be of several.

    >>> sorted(counted([("active", 2), ("canceled", 1), ("austin", 5)]).items())
    [('arranged', 3), ('booking', 1), ('outcome', 2), ('subscription', 2)]
    """
    kinds, found = _kinds(), Counter[str]()
    for text, times in folded:
        for kind in kinds.get(text, ()):
            found[kind] += times
    return found
