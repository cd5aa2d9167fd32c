"""Column names as people write them, by the field that they mean. Data: a new word is one more entry."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from shared.core.text import fold
from shared.leads.wordlist import entries

# One entry a line or language, entries parted by commas, in the form that `column_key` gives.
SYNONYMS: Final[Mapping[str, str]] = {
    "company_name": """
        company, company name, organization, organisation, organization name, organisation name, business
        business name,
        account, account name, firm, firm name, employer, current company, current employer, company legal name, org,
        store name, shop name, brand, client, client name, customer, customer name, company or organization
        practice name
        firma, firmenname, unternehmen, unternehmensname, organisation, arbeitgeber, betrieb, kunde, kundenname
        gesellschaft
        entreprise, societe, nom de l entreprise, nom de la societe, raison sociale, nom entreprise, nom societe
        etablissement
        empresa, compania, nombre de la empresa, nombre empresa, razon social, organizacion, negocio, nome da empresa
        nome empresa, razao social, organizacao, companhia, azienda, ragione sociale, nome azienda, societa, ditta
        impresa
        bedrijf, bedrijfsnaam, organisatie, onderneming, naam bedrijf, firmanaam
        nazwa firmy, przedsiebiorstwo, organizacja, spolka
        foretag, foretagsnamn, bolag, firmanavn, virksomhed, virksomhet, selskap, bedrift, yritys, yrityksen nimi
        organisaatio
        会社名, 会社, 企業名, 法人名, 社名, 勤務先, 公司, 公司名称, 企业名称, 회사명, 회사
        компания, организация, название компании
        """,
    "first_name": """
        first name, firstname, first, given name, givenname, forename, fname, f name, prename, name first
        christian name
        vorname, rufname, prenom, nombre, nombres, nombre de pila, primer nombre, nome, primeiro nome, nome proprio
        voornaam, imie, fornamn, fornavn, tilltalsnamn, etunimi, krestni jmeno, keresztnev, prenume
        名, 名前 名, 名字, 이름, имя
        """,
    "last_name": """
        last name, lastname, last, surname, family name, familyname, lname, l name, name last, second name
        nachname, familienname, zuname, nom, nom de famille, apellido, apellidos, primer apellido
        sobrenome, apelido, ultimo nome, cognome, achternaam, nazwisko
        efternamn, efternavn, etternavn, sukunimi, prijmeni, vezeteknev, nume de familie
        姓, 苗字, 名字 姓, 성, фамилия
        """,
    "full_name": """
        full name, fullname, name, contact name, contact, person, person name, lead name, lead, contact person
        prospect
        prospect name, attendee, attendee name, display name, displayname, your name, complete name, contact full name
        decision maker, owner name, business owner, guest name, member name, profile name, registrant, participant
        ansprechpartner, kontakt, kontaktperson, vollstandiger name, vor und nachname, name vorname, ansprechperson
        nom complet, nom et prenom, prenom et nom, nom prenom, prenom nom, contact principal, interlocuteur
        nombre completo, nombre y apellidos, nombre y apellido, contacto, persona de contacto
        nome completo, nome e cognome, cognome e nome, nominativo, contato, nome do contato, contatto, referente
        volledige naam, naam, contactpersoon, imie i nazwisko, nazwisko i imie, osoba kontaktowa
        namn, fullstandigt namn, hela namnet, kontaktnamn, navn, fulde navn, fullt navn, kontaktperson, nimi
        koko nimi
        氏名, 名前, お名前, 担当者名, 担当者, ご担当者名, 姓名, 联系人, 성명, 담당자, фио, полное имя, контактное лицо
        """,
    "website_url": """
        website, website url, web site, site, web, homepage, home page, url, domain, company website, company url
        company domain, company domain name, domain name, web address, site url, website address, webpage, web page
        company web site, corporate website, organization website, business website, company site, store url, shop url
        webseite, internetseite, internet, webadresse, internetadresse, firmenwebseite, homepage url
        site web, site internet, page web, url du site, sitio web, pagina web, web de la empresa, url del sitio web
        site da empresa, pagina da web, sito, sito web, sito internet, website bedrijf, webadres, strona www
        strona internetowa
        www, webbplats, hemsida, webbsida, webside, hjemmeside, nettside, nettsted, verkkosivu, kotisivu
        verkkosivusto
        ウェブサイト, ホームページ, サイト url, 会社 url, 网站, 官网, 网址, 홈페이지, 웹사이트, сайт, веб сайт
        """,
    "ads_url": """
        ads url, ad url, ads, ads link, ad link, ad library, ads library, ad library url, ads library url
        facebook ad library
        facebook ads library, meta ad library, facebook ads, fb ads, fb ad library, ad library link, ads library link
        google ads url, ads transparency, google ads transparency, ads transparency url, meta ads, meta ads url
        facebook ads url
        anzeigenbibliothek, werbebibliothek, bibliotheque publicitaire, biblioteca de anuncios, libreria inserzioni
        advertentiebibliotheek, biblioteka reklam, annonsbibliotek, annoncebibliotek
        """,
    "niche_category": """
        niche, niche category, category, categories, business category, main category, primary category, vertical
        segment
        business type, type of business, google category, category name, company category, sub category, subcategory
        nische, kategorie, kategorien, rubrik, categorie, categories, secteur niche, categoria, categorias, nicho
        rubro, giro, nicchia, categorieen, kategoria, kategori, kategorier, toimiala kategoria
        カテゴリ, カテゴリー, 类别, 카테고리, категория, ниша, рубрика
        """,
    "email": """
        email, e mail, mail, email address, e mail address, mail address, work email, business email, emails
        contact email
        primary email, email 1, e mail 1 value, personal email, company email, professional email, corporate email
        email id
        lead email, person email, your email, email work, email adress, emailaddress, work e mail, contact e mail
        mailing address email
        verified email, direct email, most likely email, recipient, recipient email, subscriber, subscriber email
        user email
        email adresse, e mail adresse, mailadresse, geschaftliche e mail, emailadresse, adresse e mail, adresse email
        courriel, adresse mail, adresse electronique, mel, email professionnel, correo, correo electronico, correo e
        direccion de correo, direccion de correo electronico, email corporativo, e mail corporativo, endereco de email
        endereco de e mail, indirizzo email, indirizzo e mail, posta elettronica, e mailadres, emailadres, mailadres
        adres e mail, adres email, poczta, e post, epost, e postadress, epostadress, mejl, mejladress, mailadress
        e postadresse, epostadresse, sahkoposti, sahkopostiosoite, メール, メールアドレス, e メール, 電子メール
        邮箱, 电子邮件
        电子邮箱, 이메일, почта, электронная почта, эл почта
        """,
    "phone": """
        phone, phone number, telephone, telephone number, tel, tel no, mobile, mobile phone, mobile number, cell
        cell phone
        cellphone, direct phone, work phone, business phone, phone 1, phone 1 value, contact number, contact phone
        phones
        work direct phone, corporate phone, company phone, main phone, office phone, direct dial, direct number
        phone no
        primary phone, whatsapp, whatsapp number, home phone, other phone, company phone number, mobile phone number
        phone work, phone mobile, full phone number, hq phone, company hq phone, number
        telefon, telefonnummer, telefonnr, tel nr, rufnummer, handy, handynummer, mobil, mobilnummer, mobiltelefon
        festnetz
        telephone portable, portable, numero de telephone, mobile phone, tel portable, telephone mobile
        telephone fixe
        telefono, telefono movil, movil, celular, numero de telefono, telefono celular, telefono fijo
        telefone, telemovel, numero de telefone, telefone celular, cellulare, numero di telefono
        recapito telefonico, telefono cellulare
        telefoon, telefoonnummer, mobiel, mobiele nummer, gsm, telefon komorkowy, komorka, numer telefonu, nr telefonu
        mobilnr, telefonnr, puhelin, puhelinnumero, matkapuhelin
        電話, 電話番号, 携帯, 携帯電話, tel 番号, 电话, 手机, 手机号, 联系电话, 전화번호, 휴대폰
        телефон, номер телефона, мобильный
        """,
    "linkedin_url": """
        linkedin, linkedin url, linkedin profile, linkedin profile url, person linkedin url, linkedin link
        linkedin account
        li url, li profile, profile url, linkedin contact profile url, contact linkedin, contact linkedin url
        lead linkedin
        personal linkedin, personal linkedin url, prospect linkedin, linkedin person, linkedin member url
        person linkedin
        linkedin public profile, public profile url, linkedin public url, default profile url, lead linkedin url
        linkedin bio
        linkedin profil, linkedin konto, profil linkedin, url linkedin, lien linkedin, perfil de linkedin
        perfil linkedin
        profilo linkedin, linkedin profiel, linkedinprofil, linkedin sales nav, linkedin profile link, linkedin com
        """,
    "title": """
        title, job title, jobtitle, position, role, job, job role, occupation, designation, current title
        current position
        person title, lead title, contact title, headline, job position, professional title, function
        job function title
        positionsbezeichnung, stelle, funktion, berufsbezeichnung, jobtitel, titel, stellung, beruf
        stellenbezeichnung
        poste, fonction, intitule du poste, titre, titre du poste, profession, metier
        cargo, puesto, puesto de trabajo, titulo, funcion, profesion, ocupacion, funcao, posicao, ruolo, posizione
        qualifica
        mansione, professione, functie, functietitel, rol, stanowisko, tytul, funkcja, befattning, roll, yrkestitel
        stilling
        stillingsbetegnelse, tittel, rolle, ammattinimike, tehtavanimike, titteli, asema
        役職, 職種, 肩書, 肩書き, 職位, 职位, 职务, 직책, 직함, должность, позиция
        """,
    "location": """
        location, address, full address, street address full, complete address, formatted address, person location
        geo
        contact location, company location, company address, business address, hq location, headquarters
        headquarters location
        mailing address, office address, lead location, where, geography, place, company hq, hq
        adresse, anschrift, standort, ort und land, adresse complete, lieu, localisation, emplacement, siege
        direccion, ubicacion, direccion completa, domicilio, localizacion, endereco, localizacao, endereco completo
        indirizzo, posizione geografica, indirizzo completo, localita, adres, locatie, vestiging, lokalizacja
        adress, fullstandig adress, plats, lokation, beliggenhed, sted, osoite, sijainti
        住所, 所在地, 地址, 位置, 주소, адрес, местоположение
        """,
    "city": """
        city, town, locality, person city, contact city, company city, billing city, mailing city, shipping city
        hq city
        business city, home city, work city, lead city, city name, suburb, municipality, city town
        stadt, ort, wohnort, gemeinde, ville, commune, localite, ciudad, poblacion, municipio, localidad
        cidade, citta, comune, stad, plaats, woonplaats, miasto, miejscowosc, postort, kommun, by, poststed
        kaupunki, paikkakunta
        市区町村, 都市, 市, 城市, 도시, город
        """,
    "state": """
        state, province, region, state province, state region, person state, contact state, company state
        billing state
        mailing state, shipping state, hq state, county, us state, state code, company region, state or province
        prefecture
        billing state province, mailing state province, region state
        bundesland, kanton, land region, departement, etat, estado, provincia, comunidad autonoma, departamento, uf
        distrito, regione, provincie, provincja, wojewodztwo, lan, landskap, region lan, fylke, maakunta, laani
        都道府県, 州, 省, 省份, 시 도, регион, область, штат
        """,
    "country": """
        country, country region, nation, person country, contact country, company country, billing country
        country name
        mailing country, shipping country, hq country, country code, company country region, country territory
        country iso
        land, staat, pays, pais, paese, nazione, stato paese, kraj, panstwo, maa, land navn
        国, 国名, 国家, 국가, страна
        """,
    "industry": """
        industry, sector, company industry, industries, primary industry, industry name, line of business
        main industry
        linkedin industry, organization industry, business industry, account industry, industry sector
        branche, industrie, wirtschaftszweig, branchen, secteur, secteur d activite, activite, domaine d activite
        industria, sector de actividad, sector industrial, ramo, setor, ramo de atividade, settore
        settore di attivita
        bedrijfstak, sector bedrijf, branza, sektor, przemysl, bransch, toimiala
        業種, 業界, 行业, 업종, 산업, отрасль, сфера деятельности
        """,
    "employees": """
        employees, employee count, number of employees, no of employees, num employees, company size, headcount
        head count
        company headcount, employee range, employees range, staff, staff count, team size, employee size
        company employees
        size, company employee count, employees count, organization size, number of staff, linkedin employees
        employee headcount
        company size range, estimated num employees, total employees, fte, of employees, company employee range
        mitarbeiter, mitarbeiterzahl, anzahl mitarbeiter, beschaftigte, unternehmensgrosse, firmengrosse
        mitarbeiteranzahl
        effectif, effectifs, nombre d employes, nombre de salaries, taille de l entreprise, salaries, nb employes
        empleados, numero de empleados, tamano de la empresa, n de empleados, plantilla, trabajadores
        funcionarios, numero de funcionarios, tamanho da empresa, colaboradores, dipendenti, numero di dipendenti
        numero dipendenti
        dimensione azienda, addetti, werknemers, aantal werknemers, aantal medewerkers, medewerkers, bedrijfsgrootte
        liczba pracownikow, pracownicy, zatrudnienie, wielkosc firmy, anstallda, antal anstallda, ansatte
        antal ansatte
        antall ansatte, antal medarbejdere, medarbejdere, henkilosto, tyontekijat, henkilostomaara
        従業員数, 社員数, 员工人数, 公司规模, 직원수, количество сотрудников, сотрудники
        """,
    "revenue": """
        revenue, annual revenue, company revenue, yearly revenue, revenue range, turnover, annual turnover
        sales volume
        estimated revenue, annual sales, revenue usd, company annual revenue, revenues, company revenue range
        annual revenue range
        revenue in 000s usd, estimated annual revenue, total revenue, revenue estimate, gross revenue, arr
        umsatz, jahresumsatz, umsatzerlose, chiffre d affaires, ca annuel, ca, facturacion, facturacion anual
        ingresos, ingresos anuales, faturamento, faturamento anual, receita, receita anual, volume de negocios
        fatturato
        fatturato annuo, ricavi, omzet, jaaromzet, przychod, przychody, obrot, roczny przychod
        omsattning, arsomsattning, omsaetning, omsetning, liikevaihto
        売上, 売上高, 年商, 年收入, 营业额, 매출, 매출액, выручка, оборот
        """,
    "status": """
        status, lead status, lifecycle stage, stage, lead stage, contact status, prospect status, contact stage
        pipeline stage
        account stage, crm status, lead state, deal stage, sales stage, outreach status, lead rating, rating status
        leadstatus, kontaktstatus, phase, statut, statut du lead, statut du prospect, etape, estado del lead
        estado de lead
        estatus, situacion, etapa, fase, stato, stato lead, stato del lead, stato contatto, stadium, etap
        status leada
        tila, vaihe, ステータス, リードステータス, 状态, 상태, статус
        """,
    "source": """
        source, lead source, origin, original source, contact source, acquisition source, channel, lead origin
        referral source
        how did you hear about us, utm source, data source, source name, acquisition channel, traffic source
        marketing source
        quelle, leadquelle, herkunft, lead quelle, kanal, source du lead, origine, provenance, fuente, origen
        fuente del lead
        fuente de lead, canal, origen del lead, fonte, origem, fonte do lead, origem do lead, fonte lead
        provenienza, bron, leadbron
        herkomst, zrodlo, zrodlo leada, zrodlo pozyskania, kalla, leadkalla, kilde, leadkilde, lahde
        ソース, リードソース, 流入元, 獲得元, 来源, 출처, 유입경로, источник
        """,
    "notes": """
        notes, note, comment, comments, remarks, remark, description, memo, about, additional information
        additional info
        internal notes, message, details, misc, other information, lead notes, contact notes, observations, free text
        notizen, notiz, bemerkung, bemerkungen, anmerkung, anmerkungen, kommentar, kommentare, beschreibung, hinweis
        hinweise
        remarques, remarque, commentaire, commentaires, note interne, notas, nota, comentarios, comentario
        observaciones
        observacion, observacoes, observacao, appunti, commenti, osservazioni, opmerking, opmerkingen, notities
        toelichting
        uwagi, notatki, komentarz, komentarze, opis, anteckning, anteckningar, kommentarer, noteringar
        bemaerkninger, notat
        notater, merknad, huomautukset, muistiinpanot, lisatiedot
        備考, メモ, コメント, 备注, 说明, 비고, 메모, примечание, примечания, комментарий, заметки
        """,
    "video": "video url, video, video link, personalised video, personalized video, video path",
}

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GAP = re.compile(r"[\W_]+")


@cache
def column_key(header: str) -> str:
    """A column name as it is compared: case, accents, camel case and punctuation gone.

    >>> column_key("Person_LinkedIn-URL"), column_key("emailAddress"), column_key("Prénom *")
    ('person linkedin url', 'email address', 'prenom')
    """
    text = header[:200].replace("LinkedIn", "Linkedin").replace("WhatsApp", "Whatsapp").replace("HubSpot", "Hubspot")
    if not text.isupper():
        text = _CAMEL.sub(" ", text)
    return " ".join(_GAP.sub(" ", fold(text)).split())


@cache
def meanings() -> Mapping[str, tuple[str, ...]]:
    """Fields by column key; several where a word means different things in different tables."""
    found: dict[str, list[str]] = {}
    for field, text in SYNONYMS.items():
        for entry in (field, *re.split(r",|\n", text)):
            key = column_key(entry.strip())
            if key and field not in (fields := found.setdefault(key, [])):
                fields.append(field)
    return {key: tuple(fields) for key, fields in found.items()}


_OTHER_NAMES: Final = entries(
    """
    id, created, created at, created time, updated, tags, tag, list, owner, date, birthday, zip, zip code
    postal code, plz, strasse, street, gender, language, salutation, anrede, prefix, suffix, timezone, email status
    lead id, record id, key, linkedin company url, twitter, facebook, instagram, seniority, department, keywords
    latitude, longitude, rating, reviews, gruppe, group, groupe, grupo, value, amount, price, type, connected on
    company id, score
    """
)


@cache
def _other_keys() -> frozenset[str]:
    return frozenset(column_key(name.strip()) for name in _OTHER_NAMES)


def is_column_name(text: str) -> bool:
    """Whether a text is a usual name of a column, of one of our fields or of another."""
    if len(text) > 60:
        return False
    key = column_key(text)
    return key in meanings() or key in _other_keys()


def known_share(header: Iterable[str]) -> float:
    """Share of the names that are usual ones."""
    names = list(header)
    return sum(map(is_column_name, names)) / len(names) if names else 0.0
