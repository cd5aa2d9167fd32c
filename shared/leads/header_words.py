"""Words of column names that are no field themselves: whose it is, which of several, or that it is not the lead's."""

from typing import Final

from shared.leads.wordlist import entries, words

# To whom a column belongs. Longer entries are tried first; `fold`ed, without punctuation.
PERSON: Final = entries(
    """
    investor, adherent, de l adherent, membre, du membre, abonne, donateur, inscrit, de l inscrit, stagiaire, socio
    del socio
    iscritto, abbonato, suscriptor, suscriptora, assinante, associado, lid, abonnee, czlonek, uczestnika, medlem
    medlems
    jasen, jasenen, program officer, programme officer, loan officer, contact officer
    yhteyshenkilon, henkilon, asiakkaan, editor, journalist, journaliste, redakteur, redakteur in, redacteur
    redactrice, giornalista, periodista, redator, jornalista, dziennikarz, reporter, toimittaja
    employe, collaborateur, empleado, personne, pessoa, persoon, henkilo, candidato, del candidato, de candidato
    entscheider, entscheiderin, entscheidungstrager, decideur, decisor, decisore, beslisser, beslutsfattare, decydent
    決裁者, badge, posible cliente, de posible cliente, del posible cliente, cliente potencial, potencial cliente,
    prospecto del prospecto, del lead, du lead, do lead, de la piste, du prospect, des leads, des kontakts, latest
    experience, current experience, current job, current role, latest job, latest position, current position
    primary contact, main contact, key contact, contact person, person, personal, contact, contacts, lead
    prospect, people, profile, decision maker, executive, founder, individual, member, customer, client, buyer
    applicant, candidate, guest, attendee, attendees, invitee, participant, registrant, delegate, subscriber
    recipient, user, billing contact, point of contact, poc, your, my, lead custom, ansprechpartner
    ansprechpartners, ansprechperson, kontakt, kontakts, kontaktperson, teilnehmer, teilnehmerin, kunde, kunden
    person des, mitglied, inhaber, geschaftsfuhrer, ihr, ihre, dein, deine, contact principal, interlocuteur
    dirigeant, du contact, du participant, votre, contacto, persona, cliente, del cliente, del contacto, asistente
    participante, tu, su, contato, do contato, seu, contatto, del contatto, partecipante, referente, deelnemer
    contactpersoon, klant, relatie, uw, je, osoba, klienta, uczestnik, uczestnika, osoby kontaktowej, deltagare
    kund, deltager, yhteyshenkilo, asiakas, osallistuja, din, ditt, 連絡先, 担当者, ご担当者, 個人, 联系人, 客户
    контакта, контактного лица, клиента, участника, kisi, musteri, katilimci, yetkili, 담당자, 고객
    """
)
FIRM: Final = entries(
    """
    restaurante, ristorante, gasthof, gasthaus, pousada, scuola, scuole, ecole, escuela, escola, schule, skola, skole
    szkola, szkoly, koulu, vereniging, verein, forening, yhdistys, seura, buro, praxis, kanzlei
    klinik
    clinica, clinique, ospedale, hospital, cabinet, agence, agencia, agenzia, agentur, urzad, urzedu, gminy, apotheke
    pharmacie, farmacia, laden, winkel, magasin, boutique, gym, firm name, university, college, church, podcast
    newspaper
    publication, outlet, 学校, 学校名, 病院, 施設, 施設名, 団体, 店舗
    la structure, de la structure, structure, organisme, de l organisme, konto, startup, trading as, affiliation
    studio, dealer name, trading name, club, nonprofit, charity, foundation
    hotel, merchant, restaurant, clinic, vendor, supplier, brokerage, school, venue, salon, dealer, dealership
    institution, office, fund, current company, company, companies, organization, organisation, organizations
    estabelecimento, do estabelecimento, establecimiento, del establecimiento, del negocio, loja, da loja, tienda
    de la tienda, comercio, esercizio, attivita, dell attivita, lokal, zaak, butik, account, accounts, cuenta
    de cuenta, de la cuenta, compte, du compte, conta, da conta, dell account
    business, biz, firm, employer, current employer, org, corporate, company hq, hq, headquarters
    headquarter, headoffice, head office, lead, associated company, work company, place, store, shop, practice
    agency, brand, enterprise, person company, firma, firmen, firmensitz, unternehmen, unternehmens
    des unternehmens, betrieb, zentrale, allgemeine, hauptsitz, entreprise, de l entreprise, l entreprise
    d entreprise, societe, de la societe, etablissement, siege, du siege, empresa, de la empresa, da empresa
    compania, negocio, organizacion, azienda, aziendale, dell azienda, societa, bedrijf, bedrijfs, van het bedrijf
    organisatie, firmy, spolki, foretag, foretagets, foretags, bolag, virksomhed, virksomhedens, virksomhet
    firmaets, yritys, yrityksen, 会社, 企業, 法人, 貴社, 公司, 企业, 회사, компании, организации, компания, sirket
    sirketin, 기업
    """
)
# Words beside a field that change nothing about it.
PLAIN: Final = words(
    """
    correspondencia correspondance korrespondenz korespondencyjny korespondencyjna corrispondenza correspondentie
    detailed hs analytics dr generic arbeit arbeits professionale ursprungliche original originale oprindelig
    ursprunglig legal cd formatted primary main current associated official valid verified recommended best the a an
    of for in at on to your my our their his her is are what which whats please enter full complete exact actual
    cleaned
    clean raw normalized given listed known found all any other additional latest public work working business
    office professional direct directly daytime billing mailing shipping physical postal based residential
    residence home local general optional required custom estimated est approx approximate approximately total
    alpha usd eur gbp us mio mil million millions thousand thousands tkr tsd 000s min max low high geschaftlich
    geschaftliche beruflich berufliche dienstlich dienstliche dienst privat akt aktuelle aktueller derzeitige
    haupt zentrale allgemeine des der die das den und oder im am von vom zur ihre ihr deine dein bitte geschaft
    buro trabajo oficina despacho uff ufficio escritorio kantoor werk werkadres praca pracy sluzbowy sluzbowe
    postale from bureau pro professionnel professionnelle dans chez de du la le les l d et ou au votre vos travail
    actuel actuelle
    occupe
    profesional laboral corporativo empresarial del el los las y o tu su en que desempena principal comercial
    profissional do da dos e seu sua na atual aziendale lavoro di dello della degli il lo gli ed un una zakelijk
    zakelijke werk van het een uw je sluzbowy sluzbowa glowny i lub w z jobb arbete arbejde arbeid och og eller
    din ditt tyo ja ご 御 貴 お の рабочии рабочая основнои ve
    """
)
# Addresses of a shop's customer: who pays is the lead, where the parcel goes is the lesser one.
BILLING: Final = words(
    """
    billing invoice rechnung rechnungs rechnungsadresse rechnungsanschrift facturation facturacion cobranca
    faturamento fatturazione fatturaz facturatie facturen factuur rozliczeniowe rozliczeniowy platnosci faktura
    fakturering fakturerings faktureringsadresse laskutus laskutusosoite 請求先 fatura оплаты 청구
    """
)
SHIPPING: Final = words(
    """
    shipping delivery ship lieferung liefer versand lieferadresse lieferanschrift livraison expedition envio entrega
    spedizione consegna verzending verzend bezorging levering wysylki wysylka dostawy dostawa leverans leverans
    leveransadress levering leveringsadresse frakt toimitus toimitusosoite 配送先 お届け先 送付先 teslimat доставки 배송
    """
)
# Things that are beside many a field, and a thing of their own when they stand alone.
THINGS: Final = words(
    """
    value values field text default standard location locations info information details data item name string str
    txt entry column attribute prop property properties metadata url link links href http https www address addr
    no nr num number numbers nbr line contact method range band bracket class code iso k m currency
    """
)
# Whose column this is: not the lead's. A name with one of these means no field, unless the whole name is a known one.
OTHERS: Final = words(
    """
    owner owners rep reps manager managers assigned assignee assignedto creator created createdby agent agents
    salesperson salesrep seller sdr bdr ae csm handler responsible reviewer recruiter coordinator host organizer
    besitzer eigentumer zustandig zustandiger betreuer sachbearbeiter vertriebler verkaufer vertriebsmitarbeiter
    vorgesetzten vorgesetzter erstellt geandert bearbeiter proprietaire responsable charge cree commercial
    propietario vendedor agente asignado creado encargado proprietario atribuido criado consultor assegnato
    eigenaar verantwoordelijke verkoper accountmanager opiekun handlowiec wlasciciel przypisany saljare ansvarig
    agare saelger ansvarlig selger eier vastuuhenkilo myyja ответственныи менеджер создан кем владелец 担当営業
    営業担当 登録者 负责人 跟进人 创建人 所有者 담당영업 temsilci sorumlu assistant assistants assistente
    assistentin spouse ehepartner partner sibling emergency supervisor boss reports reportsto superior referrer
    referred referral inviter invited sender mailbox kundenberater kundenbetreuer vertreter aussendienst gestionnaire
    conseiller gestor asesor ejecutivo corretor atendente behandelaar relatiebeheerder doradca przedstawiciel
    handlaggare kundansvarig kontoansvarig kundeansvarlig saksbehandler myyntiedustaja sprzedawca obchodnik
    """
)
# Those of them who are the lead where a table names no other person.
AGENTS: Final = words(
    "agent provider recruiter organizer host coordinator realtor broker seller consultant speaker sponsor author owner"
    " manager"
)
# What a column may belong to beside persons and firms, and which of the lead's fields may follow it.
MATTERS: Final = words("deal opportunity enquiry inquiry booking request ticket application")
OF_MATTERS: Final = words("full_name company_name email phone source notes")
# A measure, a state, a time, a number beside the lead: not one of its fields.
ABOUT: Final = words(
    """
    referring referrer referer
    status statuses verification validation validity verdict quality confidence accuracy grade score scores
    scoring type types typ kind label labels format sources catchall deliverability bounced bounce bounces
    bouncing opens open opened sent clicks clicked replies reply replied count counts counter provider gateway
    security id ids uuid guid uid guids vmid cid fid urn key hash checksum token slug reference ref serial sku
    date dates time times datetime timestamp day days week month months year years age since until when ago datum
    zeit zeitstempel jahr monat fecha hora ano mes ora anno mese dato dag tid aar data dzien rok czas paiva vuosi
    heure annee mois tijd jaar marca дата время год 日時 日付 年月日 登録日 作成日 更新日 時間 时间 日期 날짜
    등록일 tarih tarihi saat yil attended attending created updated modified changed added removed deleted
    contacted imported exported synced refreshed registered joined signed submitted started ended founded
    established incorporated incorporation anniversary birthday birth dob birthdate geburtstag geburtsdatum
    naissance anniversaire nacimiento cumpleanos nascimento nascita geboortedatum urodzenia fodelsedag fodselsdag
    syntymaaika 生年月日 生日 생일 dogum erstellt geandert hinzugefugt grundung grundungsjahr creation
    modification alta baja creacion registro conversion criacao inserimento inscrizione aanmaakdatum dodania
    utworzenia skapad oprettet opprettet luotu создания добавления growth rate ratio percent percentage share rank
    ranking rating ratings stars review reviews likes followers follower following connections connection
    subscribers posts views visits traffic alexa tranco campaign campaigns kampagne campagne campana campanha
    campagna kampania kampanj sequence cadence step list lists liste lista lijst listing ad ads adset adgroup
    creative form forms formular formulaire formulario modulo event events veranstaltung evenement evento ticket
    tickets ticketart tickettyp biljett biljettyp billet billetter order orders bestellung bestellnummer commande
    pedido ordine ordernummer invoice rechnung facture factura quantity qty menge currency wahrung devise moneda
    valuta price preis prix precio preco prezzo prijs cena pris amount betrag montant importe importo bedrag kwota
    belopp belob fee fees tax vat ust ustid ustidnr mwst steuer steuernummer tva iva nif cif nip regon pesel rfc
    cuit cnpj cpf siren siret kvk cvr orgnr organisationsnummer orgnummer tunnus инн кпп огрн vkn duns paid spent
    spend spending ltv aov lifetime deal deals opportunity opportunities budget budgets salary funding raised
    round investor investors valuation ipo ticker stock sic naics naf nace ateco cnae ape wz nogacode consent
    optin opt optout unsubscribed subscribed subscription gdpr dsgvo einwilligung consentement consentimiento
    privacy policy dnc donotcall dnd gender sex geschlecht genre sexo genero sesso geslacht plec kon kjonn
    sukupuoli 性別 性别 cinsiyet пол language languages locale sprache langue idioma lingua taal jezyk sprak kieli
    言語 timezone tz gmtoff dstoff lat lng lon latitude longitude coordinates altitude image images img photo
    photos picture avatar logo icon banner thumbnail foto bild gravatar screenshot facebook fb twitter instagram
    ig insta youtube tiktok pinterest crunchbase angellist github xing snapchat telegram discord wechat 微信
    微信号 skype slack viber tumblr reddit vimeo yelp trustpilot glassdoor fax telefax telecopie faks faksi
    ファックス fax番号 传真 факс zip zipcode postcode postcodes postleitzahl plz cap cep cp psc postnr postnummer
    postinumero kodpocztowy kod 郵便番号 邮编 우편번호 индекс street streets strasse str hausnummer rue calle via
    rua logradouro
    straat ulica gata gatuadress vej vejnavn gate katuosoite colonia sokak улица 番地 department departments
    abteilung dipartimento reparto afdeling dzial avdelning osasto 部署 部署名 部门 부서 отдел departman service
    seniority level hierarchy education degree degrees school university skills skill experience duration tenure
    keyword keywords technologies technology tech stack specialities specialties specialty seo tags tag group
    groups gruppe groupe grupo gruppo groep grupa grupp ryhma question frage salutation anrede civilite
    tratamiento tratamento aanhef tilltal prefix suffix honorific zwrot hitap обращение middle second nickname
    maiden yomi phonetic initials furigana フリガナ ふりがな カナ kana отчество 二 tussenvoegsel segundo weitere
    deuxieme parent previous past former old prior alternate subsidiary ultimate ownership legalform rechtsform
    recherche recherchee recherches searched gesucht gesuchte buscado buscada cercato cercata zoekterm zoekopdracht
    sokt
    query search searchstring industrycode device browser ip utm medium term content coupon payment card iban bic
    bank password username login extension ext areacode dialcode ceremony dieetwensen diet allergies shirt tshirt
    error errors result results response retail
    """
)
# Codes of what a firm does, and what tells that a column has them in words.
TRADE_CODES: Final = words(
    """
    sic naics naf nace ateco ape wz pkd sni sbi cnae ciiu cae tol naeringskode branchekode branchenschlussel
    branchencode naringsgren naringskod toimialakoodi nogacode noga sics gics
    """
)
IN_WORDS: Final = words(
    """
    activite activites actividad attivita atividade branche sector secteur settore setor industry industries bransch
    bransje branza toimiala des text texte description desc descr name names label title beschreibung bezeichnung
    klartext libelle intitule
    descrizione descripcion descricao designacao designation denominacion omschrijving opis beskrivelse beskrivning
    tekst nazwa denominazione kuvaus
    selite
    """
)
# Whole names that mean none of our fields, though a part of them would.
NEVER: Final = entries(
    """
    参加ステータス, 出席ステータス, 申込ステータス, 注文ステータス, 決済ステータス, 支払ステータス
    kontaktinhaber, kontakt inhaber, referred by email, st address, str address, org nr, org nummer
    orgnummer, organisationsnr, account executive, account exec, account rep, account lead
    business status, buying role, persona, buyer persona, job function, job functions, first line, last line
    custom first line, country code phone, phone country code, email domain, website title, website description
    website generator, website keywords, number of locations, number of offices, company name history, time in role
    time at company, owner id, job description, role description, title description, page title, meta title
    order name, product name, item name, file name, user name, username, screen name, template name, plan name
    price level, company logo, company founded, custom intro, opening line, ps line, subject, subject line
    email subject, email body, best time to call, preferred contact method, contact method, preferred language
    company age, market cap, stock exchange, founded, linkedin public identifier, linkedin id, linkedin username
    linkedin handle, linkedin member id, linkedin company id, linkedin followers, public identifier, profile id
    job level, title level, contact level, company status, employment status, marital status, subscription status
    membership status, payment status, financial status, fulfillment status, order status, approval status
    estado del asistente, estado de la entrada, estado del pedido, estado del pago, estado de la suscripcion
    statut du participant, statut du billet, statut de la commande, teilnehmerstatus, ticketstatus, bestellstatus
    zahlungsstatus, stato del partecipante, stato partecipante, stato ordine, stato del pagamento
    status do participante, status do ingresso, status do pedido, estado do participante, status van deelnemer
    deelnemerstatus, check in status, attendee status, rsvp status, guest status, ticket status, website status
    phone status, opt in status, consent status, subscriber status, marketing status, marketing contact status
    source url, source link, source page, page url, medio de contacto, medio de pago, account type, account number
    account no, acct no, account nr
    nom du fichier, nom du formulaire, nom de la campagne, nombre del formulario, nombre de la campana
    nome do formulario, nome da campanha, nome modulo, nome campagna, naam formulier, formularname, kampagnenname
    ansprechpartner id, kunden nr, kundennr, kunden id, debitorennummer, momsnummer, numero de client
    numero cliente, codice cliente, klantnummer, numer klienta, kundnummer, kundenummer, asiakasnumero, 顧客番号
    客户编号, 会員番号, 社員番号, 従業員番号, номер клиента, musteri no
    """
)
# Sites and tools that stand in a name beside the field whose value they told.
TOOLS: Final = words(
    """
    linkedin apollo zoominfo hubspot salesforce sfdc clearbit hunter lusha cognism clay google maps gmb snov
    crunchbase kaspr rocketreach dropcontact prospeo findymail icypeas datagma wiza leadmagic pdl enriched scraped
    xing
    """
)
# Names of columns that hold something of the lead's which is no field of ours: sure to be kept as they are.
OF_THE_TABLE: Final = entries(
    """
    id, tags, tag, labels, list, owner, created, updated, date, zip, gender, language, birthday, anrede
    department, seniority, keywords, rating, reviews, score, logo, photo, picture
    """
)
# Parts of an address: what follows them is the place.
PLACE: Final = words(
    """
    postanschrift geschaftsadresse rechnungsadresse lieferadresse po loc address default billing mailing shipping
    physical postal home work business hq headquarters primary regaddress location residence adresse anschrift
    direccion endereco indirizzo adres adress osoite job
    """
)
