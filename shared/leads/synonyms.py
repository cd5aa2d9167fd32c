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
        afiliacion, affiliazione, afiliacao, affiliatie, affilierung, affilijering
        acct name, geschaftspartner, kundenfirma, handelsname, rs, organismo, ente, instelling, kontrahent
        nazwa kontrahenta, kundnamn, bedriftens navn, organisaation nimi, denumire companie, название организации
        klient firma
        取引先名, 取引先, 取引先会社名
        organizzazione, nome organizzazione, nome dell organizzazione, konten, kontoname, kontonamn, kontonavn
        company, company name, organization, organisation, organization name, organisation name, business
        business name, account, account name, firm, firm name, employer, current company, current employer
        company legal name, org, store name, shop name, brand, client, client name, customer, customer name
        company or organization, practice name, firma, firmenname, unternehmen, unternehmensname, arbeitgeber
        betrieb, kunde, kundenname, gesellschaft, entreprise, societe, nom de l entreprise, nom de la societe
        raison sociale, nom entreprise, nom societe, etablissement, empresa, compania, nombre de la empresa
        nombre empresa, razon social, organizacion, negocio, nome da empresa, nome empresa, razao social
        organizacao, companhia, azienda, ragione sociale, nome azienda, societa, ditta, impresa, bedrijf
        bedrijfsnaam, organisatie, onderneming, naam bedrijf, firmanaam, nazwa firmy, przedsiebiorstwo, organizacja
        spolka, foretag, foretagsnamn, bolag, firmanavn, virksomhed, virksomhet, selskap, bedrift, yritys
        yrityksen nimi, organisaatio, 会社名, 会社, 企業名, 法人名, 社名, 勤務先, 公司, 公司名称, 企业名称, 회사명
        회사, компания, организация, название компании, lead display name, associated company, company account
        account company, name of company, name of business, name of organization, registered name, trading name
        trade name, legal name, legal entity name, entity name, page name, place name, listing name, venue name
        restaurant name, clinic name, agency name, agency, school name, companyname, member company, exhibitor
        exhibitor name, vendor name, supplier, name der firma, firma name, name des unternehmens, auftraggeber
        geschaftsname, firma organisation, nom commercial, denomination, denomination sociale, enseigne
        nom de la structure, structure, nombre comercial, empresa organizacion, nombre de la compania
        nombre del negocio, nome fantasia, nome comercial, nome dell azienda, nome attivita, nome della societa
        denominazione, handelsnaam, pelna nazwa firmy, nazwa, firma nazwa, namn pa foretag, selskabsnavn
        bedriftsnavn, yritysnimi, 貴社名, 御社名, 所属, 勤務先名, 屋号, 企業名 会社名, 单位, 单位名称, 客户名称
        公司名, 업체명, 기업명, 상호, 소속, организация компания, наименование, наименование организации
        юридическое название, место работы, sirket, sirket adi, firma adi, kurum, isyeri, الشركة, اسم الشركة
        المؤسسة, الجهة, spolecnost, nazev firmy, nazev spolecnosti, firma spolecnost, cegnev, ceg, vallalat
        cegnev neve, denumire firma, companie, nume firma, επωνυμια, εταιρεια, חברה, शंकर, บริษัท, cong ty
        ten cong ty, nama perusahaan, perusahaan, co, cmpny, comp name, brokerage, fund name, fund, merchant name
        hotel name, legal company name, virksomhedsnavn, virksomhetsnavn, selskapsnavn, bolagsnamn, firma account
        office name, work place, workplace, ansaettelsessted, arbejdssted, arbejdsplads, arbeidssted, arbeidsplass
        arbetsplats, place of work, lugar de trabajo, local de trabalho, luogo di lavoro, miejsce pracy
        arbeitsstatte, nome empresa cliente, имя компании, azienda cliente
        nazwa przedsiebiorcy, nazwa dzialalnosci, trading as, trades as, affiliation, institution, dba
        doing business as
        employeur, datore di lavoro, werkgever, pracodawca, arbetsgivare, arbejdsgiver, arbeidsgiver, tyonantaja
        nome ditta, nome impresa, denominazione sociale, denominazione azienda, nome societa, nom de l organisation
        nom de l etablissement, nom de l organisme, organisme, nom organisation, nombre de empresa
        nombre de la organizacion
        nombre organizacion, entidad, nome da organizacao, nome organizacao, entidade, instituicao, institucion
        istituto
        naam organisatie, naam onderneming, nazwa organizacji, nazwa spolki, nazwa podmiotu, organisationsnamn
        organisasjon, organisasjonsnavn, name unternehmen, name des betriebs, betriebsname, organisationsname
        firmierung
        firmenbezeichnung, kanzlei, praxisname, verein, 会社 団体名, 団体名, 組織名, 貴社, 企業名称, 店舗名, 商号
        机构名称
        单位全称, 公司全称, 企业全称, name of employer, current employer name, current company name
        current organization
        company official name, company common name, company name cleaned, cleaned company name, normalized company
        company display name, casual company name, short company name, company short name, doing business as name
        business legal name, registered company name, company registered name, parent organization name, practice
        company or brand, brand name, brand company, agency company, organization company, company organization
        """,
    "first_name": """
        fore name, vname, v name, prenome, vnaam, kutsumanimi, first nm
        first name, firstname, first, given name, givenname, forename, fname, f name, prename, name first
        christian name, vorname, rufname, prenom, nombre, nombres, nombre de pila, primer nombre, nome
        primeiro nome, nome proprio, voornaam, imie, fornamn, fornavn, tilltalsnamn, etunimi, krestni jmeno
        keresztnev, prenume, 名, 名前 名, 名字, 이름, имя, first names, contact first name, given names
        first name s, your first name, 1st name, firstnames, preferred name, rufname vorname, vornamen, prenoms
        prenom du contact, nombre s, nombre de contacto, nome di battesimo, tilltalsnamn fornamn, 名 めい, 下の名前
        名前 下, 名字 名, имя контакта, ad, adi, isim, on ad, الاسم الأول, الاسم الاول, jmeno, krestni, utonev
        ονομα, שם פרטי, ten, nama depan
        roepnaam, 名 漢字, 名 姓名, im я, imya, ім я, first name given, vorname n, prenom s, nome do contato primeiro
        voornaam contactpersoon, imie kontaktu, vorname ansprechpartner, ansprechpartner vorname
        vorname des ansprechpartners
        prenom contact, prenom du dirigeant, prenom dirigeant, nombre del contacto principal nombre
        nome contatto nome
        nome referente nome, voorletters naam, first name legal, first name preferred, customer first name, fist name
        """,
    "last_name": """
        sur name, nname, n name, anaam, last nm
        familienaam, apellido paterno, primer apellido
        last name, lastname, last, surname, family name, familyname, lname, l name, name last, second name, nachname
        familienname, zuname, nom, nom de famille, apellido, apellidos, primer apellido, sobrenome, apelido
        ultimo nome, cognome, achternaam, nazwisko, efternamn, efternavn, etternavn, sukunimi, prijmeni, vezeteknev
        nume de familie, 姓, 苗字, 名字 姓, 성, фамилия, last names, surnames, contact last name, your last name
        lastnames, second surname name, nachnamen, nom du contact nom, nom famille, apellido s, apellido paterno
        apelidos, cognomi, sobrenomes, slaktnamn, 氏, 姓氏, 性, фамилия контакта, soyad, soyadi, soyisim
        اسم العائلة, اللقب, الاسم الأخير, csaladnev, nume, επωνυμο, שם משפחה, ho, nama belakang
        姓 漢字, nachname ansprechpartner, ansprechpartner nachname, nachname des ansprechpartners, nom contact
        nom dirigeant, nom de naissance, nom d usage, achternaam contactpersoon, nazwisko kontaktu
        apellidos del contacto
        apellidos contacto, apellidos de contacto, cognome referente, cognome contatto, sobrenome do contato
        last name legal
        customer last name, last name family
        """,
    "full_name": """
        vd, ceo, md, managing director, general manager, president, chairman, adm dir, adm direktor, ordforande
        styreleder, daglig leder navn
        dm name, nachname vorname, gf, persona di riferimento, navn pa kontaktperson, kontaktpersonens navn
        kapcsolattarto neve
        yhteyshenkilon nimi, klient
        参加者名, フルネーム
        primaer kontakt, primaerkontakt, primar kontakt, primarkontakt, hovedkontakt, hauptkontakt
        hauptansprechpartner
        hoofdcontact, primaire contactpersoon, glowny kontakt, contatto primario, contato principal, paayhteyshenkilo
        owner manager, manager owner, owner operator, owner ceo, owner founder
        attn, att, att person, att name, attention, attention to, for the attention of, a l attention de
        zu handen, zu handen von, z hd, z hd von, t a v, tav, ter attentie van, alla c a, alla cortese attenzione
        a la atencion de, a atencion de, attentie
        full name, fullname, name, contact name, contact, person, person name, lead name, lead, contact person
        prospect, prospect name, attendee, attendee name, display name, displayname, your name, complete name
        contact full name, decision maker, business owner, guest name, member name, profile name, registrant
        participant, ansprechpartner, kontakt, kontaktperson, vollstandiger name, vor und nachname, name vorname
        ansprechperson, nom complet, nom et prenom, prenom et nom, nom prenom, prenom nom, contact principal
        interlocuteur, nombre completo, nombre y apellidos, nombre y apellido, contacto, persona de contacto
        nome completo, nome e cognome, cognome e nome, nominativo, contato, nome do contato, contatto, referente
        volledige naam, naam, contactpersoon, imie i nazwisko, nazwisko i imie, osoba kontaktowa, namn
        fullstandigt namn, hela namnet, kontaktnamn, navn, fulde navn, fullt navn, nimi, koko nimi, 氏名, 名前
        お名前, 担当者名, 担当者, ご担当者名, 姓名, 联系人, 성명, 담당자, фио, полное имя, контактное лицо
        name of contact, contact s name, attendee full name, invitee name, guest full name, name surname, full names
        first and last name, first name last name, first last name, name first last, customer full name, founder
        founders, founder name, founder names, ceo name, principal name, primary contact, main contact
        primary contact name, key contact, recipient name, member full name, subscriber name, candidate name
        user full name, geschaftsfuhrer, inhaber, name des ansprechpartners, vorname nachname, vorname und nachname
        kontaktname, kundenname kontakt, name und vorname, teilnehmer, teilnehmername, geschaftsfuhrung
        nom du contact, nom et prenoms, prenoms et nom, nom du client, nom du dirigeant, dirigeant
        nom prenom contact, nombre del contacto, nombre del cliente, nombre contacto, nombre completo del contacto
        apellidos y nombre, nombre apellidos, contacto principal, nome do cliente, nome e sobrenome, nome sobrenome
        responsavel contato, nome cognome, cognome nome, nome referente, contatto principale, nome contatto
        naam contactpersoon, naam deelnemer, volledige naam contact, nazwisko imie, imie nazwisko, osoba do kontaktu
        imie i nazwisko klienta, for och efternamn, fornamn efternamn, kontakt namn, kontaktpersons namn
        for og efternavn, for og etternavn, etu ja sukunimi, yhteyshenkilo, 氏名 漢字, ご氏名, ご担当者, 担当者氏名
        代表者, 代表者名, 代表者氏名, お客様名, 顧客名, 联系人姓名, 姓名 联系人, 客户姓名, 负责人姓名, 담당자명
        이름 성명, 성함, ф и о, имя и фамилия, имя фамилия, контакт, контактное лицо фио, adi soyadi, ad soyad
        isim soyisim, yetkili, yetkili kisi, الاسم الكامل, الاسم, jmeno a prijmeni, kontaktni osoba, cele jmeno
        teljes nev, nev, kapcsolattarto, nume complet, nume si prenume, persoana de contact, ονοματεπωνυμο, שם מלא
        ho va ten, ho ten, nama lengkap, nama, dr name, doctor name, doctor, provider name
        vor und zuname, name und vorname, vor zuname, nom prenoms, nom du responsable, nom responsable
        nom du gerant, gerant, nom du referent, nombre del responsable, nombre del titular, titular
        nome do responsavel
        nome responsavel, nome do socio, nome del referente, nome del contatto, nome titolare, titolare
        legale rappresentante
        naam contact, contact naam, contactnaam, naam en voornaam, osoba, nazwa kontaktu, kontakt imie i nazwisko
        kontaktpersonens namn, name kontaktperson, name ansprechpartner, name der kontaktperson, name inhaber
        inhaber geschaftsfuhrer, 担当者 氏名, 担当者名 漢字, 連絡先氏名, 収件人, 收件人, 收货人姓名
        contact persons name
        name of contact person, name of person, name of the contact, primary contact full name, main contact name
        billing name, billing full name, bill to name, cardholder name, purchaser name, buyer name
        customer contact name
        account contact, contact name full, lead full name, people name, profile full name, applicant name
        daglig leder, verkstallande direktor, vd namn, administrerende direktor, toimitusjohtaja, prezes zarzadu
        zaakvoerder, bestuurder, legal representative, representante legal, socio administrador, rappresentante legale
        representant legal, 代表取締役, 法人代表, 法定代表人, 대표자, 대표이사, генеральныи директор, владелец компании
        """,
    "website_url": """
        www sivut
        webprasenz, adres url witryny, webbplatsens url, websted, websteds url, webstedets url
        website, website url, web site, site, web, homepage, home page, url, domain, company website, company url
        company domain, company domain name, domain name, web address, site url, website address, webpage, web page
        company web site, corporate website, organization website, business website, company site, store url
        shop url, webseite, internetseite, internet, webadresse, internetadresse, firmenwebseite, homepage url
        site web, site internet, page web, url du site, sitio web, pagina web, web de la empresa, url del sitio web
        site da empresa, pagina da web, sito, sito web, sito internet, website bedrijf, webadres, strona www
        strona internetowa, www, webbplats, hemsida, webbsida, webside, hjemmeside, nettside, nettsted, verkkosivu
        kotisivu, verkkosivusto, ウェブサイト, ホームページ, サイト url, 会社 url, 网站, 官网, 网址, 홈페이지
        웹사이트, сайт, веб сайт, company website url, company website link, website link, website links, websites
        web site url, main website, landing page, blog, web url, website domain, email domain website
        primary domain, root domain, company website domain, employer website, personal website, your website
        link to website, web sitesi, web adresi, internet sitesi, internetauftritt, webauftritt, firmenwebsite
        unternehmenswebsite, url site web, lien site, site de l entreprise, site entreprise, adresse web
        direccion web, url web, pagina, endereco web, sitio, sito dell azienda, sito aziendale, url sito
        bedrijfswebsite, webpagina, strona, adres www, adres strony, foretagets hemsida, webbadress, hjemmeside url
        kotisivut, verkkosivut, www sivu, 会社hp, hp, ホームページurl, 会社url, サイトurl, ウェブサイトurl, 企業url
        公司网站, 公司网址, 홈페이지 주소, вебсайт, веб саит, адрес саита, саит компании, الموقع الإلكتروني, الموقع
        webova stranka, webove stranky, web stranky, weboldal, honlap, site web firma, ιστοσελιδα, אתר, เว็บไซต์
        trang web
        strona sieci web, firmenhomepage, firmen homepage, firmenwebsite url, company homepage, website homepage
        domaine, nom de domaine, dominio, dominio web, domena, doman, domane, domein, web firmy, site web entreprise
        site web de l entreprise, url entreprise, sitio web empresa, web empresa, website empresa, site empresa
        company web, company web address, company internet, website company, domain company, url company, companysite
        website link url, store domain, shop domain, shop website, web page url, hemsideadress, 会社サイト
        会社ホームページ
        コーポレートサイト, hpurl, 公司官网, 公司主页, сайт компании
        """,
    "ads_url": """
        ads url, ad url, ads, ads link, ad link, ad library, ads library, ad library url, ads library url
        facebook ad library, facebook ads library, meta ad library, facebook ads, fb ads, fb ad library
        ad library link, ads library link, google ads url, ads transparency, google ads transparency
        ads transparency url, meta ads, meta ads url, facebook ads url, anzeigenbibliothek, werbebibliothek
        bibliotheque publicitaire, biblioteca de anuncios, libreria inserzioni, advertentiebibliotheek
        biblioteka reklam, annonsbibliotek, annoncebibliotek, fb ads link, facebook ads link, meta ads link
        link to ads, meta ad library url, ads transparency link, active ads link, ad snapshot url, ads page
        fb ads library link, facebook ad library link, facebook ads library link, meta ads library link
        meta ad library link, meta ads library url, facebook ad library url, facebook ads library url
        fb ad library url
        fb ads library url, ad library page, ads library page, meta ads bibliothek, meta werbebibliothek
        facebook werbebibliothek, google ads transparency link, google ads transparency center
        ads transparency center
        ads transparency center url, google transparency url, google ads library, tiktok ad library
        tiktok ads library
        linkedin ad library, linkedin ad library url, bibliotheque publicitaire meta, biblioteca de anuncios de meta
        biblioteca de anuncios meta, libreria inserzioni meta, meta advertentiebibliotheek
        link biblioteca de anuncios
        ad preview link, ad preview url, active ads, active ads url, running ads url, ad url link, current ads link
        """,
    "niche_category": """
        tipologia, specialty, 业态, tipo de cocina, tipo de cozinha, tipo di cucina, type de cuisine, kuche
        soort keuken
        type principal, tipo principal, tipo principale, main type, primary type, haupttyp, hoofdtype
        niche, niche category, category, categories, business category, main category, primary category, vertical
        segment, business type, type of business, google category, category name, company category, sub category
        subcategory, nische, kategorie, kategorien, rubrik, categorie, secteur niche, categoria, categorias, nicho
        rubro, giro, nicchia, categorieen, kategoria, kategori, kategorier, toimiala kategoria, カテゴリ, カテゴリー
        类别, 카테고리, категория, ниша, рубрика, business niche, business categories, industry niche, market niche
        specialisation, type of practice, place type, gmb category, yelp category, listing category, primary type
        categoryname, sub industry, company sub industry, gewerk, branche kategorie, tatigkeit, tatigkeitsfeld
        metier activite, rubrique, type d activite, tipo de negocio, tipo de empresa actividad, giro comercial
        tipo di attivita, categoria attivita, tipo de negocio categoria, kategoria dzialalnosci, verksamhet, 業態
        ジャンル, trade, trades, line of work, type of trade, profession trade
        market segment, marktsegment, segment de marche, marketsegment, specialty area, practice area, practice type
        clinic type, store category, shop category, shop type, listing type, venue type, restaurant type, cuisine
        cuisine type, fachgebiet, fachrichtung, specialite, especialidad, especialidade, specialita, specialisatie
        specjalizacja, business vertical, vertical market, verticals, main business category, google business category
        google maps category, primary business category, agency type, creator niche, content category, niches
        industry vertical niche, sub niche, geschaftskategorie, unternehmenskategorie, unternehmensart
        """,
    "email": """
        eml, s posti, adres poczty elektronicznej, poczta elektroniczna, reply to
        email, e mail, mail, email address, e mail address, mail address, work email, business email, emails
        contact email, primary email, email 1, e mail 1 value, personal email, company email, professional email
        corporate email, email id, lead email, person email, your email, email work, email adress, emailaddress
        work e mail, contact e mail, mailing address email, verified email, direct email, most likely email
        recipient, recipient email, subscriber, subscriber email, user email, email adresse, e mail adresse
        mailadresse, geschaftliche e mail, emailadresse, adresse e mail, adresse email, courriel, adresse mail
        adresse electronique, mel, email professionnel, correo, correo electronico, correo e, direccion de correo
        direccion de correo electronico, email corporativo, e mail corporativo, endereco de email
        endereco de e mail, indirizzo email, indirizzo e mail, posta elettronica, e mailadres, emailadres, mailadres
        adres e mail, adres email, poczta, e post, epost, e postadress, epostadress, mejl, mejladress, mailadress
        e postadresse, epostadresse, sahkoposti, sahkopostiosoite, メール, メールアドレス, e メール, 電子メール
        邮箱, 电子邮件, 电子邮箱, 이메일, почта, электронная почта, эл почта, email addresses, e mails, mail id
        email contact, e mail id, workemail, email business, email professional, email 1 value, owner email address
        best email, found email, email found, email s, corporate email address, business email address
        work email address, company email address, general email, enriched email, final email, e mail business
        email1, mail address 1, invitee email, attendee email, guest email, prospect email, customer email
        client email, member email, participant email, candidate email, official email, e mail kontakt
        kontakt e mail, berufliche e mail, geschaftliche email, email geschaftlich, e mail geschaftlich
        dienstliche e mail, e mail 1, firmen e mail, e mail zentrale, allgemeine e mail, mail pro, email pro
        e mail pro, adresse de messagerie, adresse courriel, courriel professionnel, adresse email professionnelle
        mail professionnel, correo 1, email de contacto, correo corporativo, correo de contacto, e mail de contato
        correio eletronico, email corporativo empresa, email profissional, mail aziendale, email aziendale, posta
        e mail zakelijk, zakelijke e mail, zakelijk e mailadres, email sluzbowy, mail sluzbowy, e mail sluzbowy
        e post arbete, jobbmail, tyosahkoposti, eメール, e-メール, emailアドレス, メアド, 連絡先メール, 邮箱地址
        公司邮箱, 工作邮箱, 이메일 주소, 메일, рабочии email, имеил, е мэил, адрес электроннои почты, e posta
        eposta, e posta adresi, البريد الإلكتروني, البريد الالكتروني, الايميل, البريد, e mailova adresa, e mail cim
        email cim, adresa de email, adresa email, ηλεκτρονικη διευθυνση, דואל, אימייל, อีเมล, thu dien tu, em
        e mail addr, email addr, mail addr, e mail direct, email direct, generic email, info email
        email address 1, email address 2, e mail address 1, indirizzo posta elettronica, indirizzo di posta
        indirizzo di posta elettronica, endereco de correio eletronico, direccion de e mail, direccion email
        correo empresa, correo laboral, mail de contact, adresse mail pro, email entreprise, e mail firmowy
        email firmowy
        e mail praca, email praca, e post jobb, arbetsmail, arbeidsepost, arbejdsmail, 会社メール, 会社メールアドレス
        仕事用メール, 公司邮件, 工作邮件, business e mail, primary work email, main email, current email
        current work email
        """,
    "phone": """
        rufnr, telf, contacto telefonico, telefoonnr, mobiele nr, tfn, mobiltlf, mobiltfn
        hovednr, hovednummer, direkte nr, direct nr, direktnr, natel, natelnummer, 06 nummer, puh, puh nro, tel g
        tel p
        gsm nummer, gsm, tel komorkowy, nr telefonu, nr tel, numer tel, nr tel komorkowego
        phone, phone number, telephone, telephone number, tel, tel no, mobile, mobile phone, mobile number, cell
        cell phone, cellphone, direct phone, work phone, business phone, phone 1, phone 1 value, contact number
        contact phone, phones, work direct phone, corporate phone, company phone, main phone, office phone
        direct dial, direct number, phone no, primary phone, whatsapp, whatsapp number, home phone, other phone
        company phone number, mobile phone number, phone work, phone mobile, full phone number, hq phone
        company hq phone, number, telefon, telefonnummer, telefonnr, tel nr, rufnummer, handy, handynummer, mobil
        mobilnummer, mobiltelefon, festnetz, telephone portable, portable, numero de telephone, tel portable
        telephone mobile, telephone fixe, telefono, telefono movil, movil, celular, numero de telefono
        telefono celular, telefono fijo, telefone, telemovel, numero de telefone, telefone celular, cellulare
        numero di telefono, recapito telefonico, telefono cellulare, telefoon, telefoonnummer, mobiel
        mobiele nummer, gsm, telefon komorkowy, komorka, numer telefonu, nr telefonu, mobilnr, puhelin
        puhelinnumero, matkapuhelin, 電話, 電話番号, 携帯, 携帯電話, tel 番号, 电话, 手机, 手机号, 联系电话
        전화번호, 휴대폰, телефон, номер телефона, мобильный, phone numbers, phone s, phone number s, telephones
        contact no, contact phone number, contact tel, tel number, telephone no, mobile no, mobile phones, mobiles
        mob, mob no, cell number, cell no, cell phone number, ph, ph no, phone nbr, direct line, direct phone number
        direct telephone, work number, work telephone, office number, office tel, landline, landline number, sms
        sms phone, sms number, text number, text reminder number, day phone, daytime phone, evening phone
        best phone, best phone number, phone1, tel1, tel mobile, mobile 1, whatsapp no, mobile whatsapp
        phone or whatsapp, company hq phone number, hq phone number, switchboard, main number, main line
        business telephone, business number, international phone, telefon geschaftlich, telefon dienstlich
        telefon mobil, telefon zentrale, zentrale telefonnummer, durchwahl, mobilfunk, mobilfunknummer, telefon 1
        tel mobil, tel geschaftlich, rufnummer mobil, telefon privat, handy nr, tel fixe, telephone bureau
        telephone mobile pro, telephone direct, ligne directe, standard, telephone professionnel, numero mobile
        num tel, n de telephone, n telephone, gsm mobile, telephone 1, tel oficina, telefono de contacto
        telefono oficina, telefono principal, numero de celular, numero celular, tfno, tlf, movil telefono
        telefono whatsapp, numero movil, telefone fixo, celular whatsapp, contato telefonico, telefone comercial
        fone, telemovel numero, numero cellulare, cell numero, numero di cellulare, tel cellulare, telefono fisso
        telefono ufficio, telefono aziendale, mobiel nummer, telefoon werk, vast telefoonnummer, telefoon zakelijk
        tel nr zakelijk, telefon kontaktowy, numer kontaktowy, telefon stacjonarny, nr tel, tel kom, kom
        telefon vaxel, direkttelefon, telefon arbete, telefon direkt, vaxel, direktnummer, mobilnummer privat
        telefon direkte, mobil nr, direkte telefon, tlf nr, tlf mobil, puhelin nro, gsm numero, お電話番号
        連絡先電話番号, 携帯番号, 携帯電話番号, 代表電話, 直通電話, 電話番号 代表, 手机号码, 联系方式, 电话号码
        移动电话, 座机, 固定电话, 手机 电话, 휴대전화, 휴대폰번호, 연락처, 핸드폰, рабочии телефон
        мобильныи телефон, моб телефон, тел, контактныи телефон, номер, телефон мобильныи, сотовыи, cep telefonu
        telefon numarasi, cep tel, gsm no, is telefonu, telefon no, رقم الهاتف, الهاتف, الجوال, رقم الجوال, هاتف
        الموبايل, telefonni cislo, mobilni telefon, telefonszam, mobilszam, numar de telefon, numar telefon
        τηλεφωνο, κινητο, טלפון, โทรศัพท์, so dien thoai, nomor telepon, no hp, no telepon, mob number, mobile nbr
        phn, work mobile phone, telefon arbeit, arbeit telefon, sabit tel, sabit telefon, 会社電話, 直通, tel会社
        ddi, kontakttelefon, kontakt telefon, kontaktnummer, phone e164, phone formatted, sanitized phone
        mobile phone e164, numero di telefono cellulare, telefone para contato, telefone de contato, telefono contacto
        telefone whatsapp, fone whatsapp, tel mobile pro, tel pro, no telephone, telefon sluzbowy, telefon praca
        telefon komorkowy sluzbowy, direktwahl, tel direkt, phone contact, tel contact, 連絡先 電話, 办公电话
        公司电话
        mobil arbete, mobil arbejde, arbeidstelefon, arbejdstelefon, work cell, cell phone 1, contact cell
        best number, best contact number, best number to reach you, phone number to reach you
        """,
    "linkedin_url": """
        linkedin, linkedin url, linkedin profile, linkedin profile url, person linkedin url, linkedin link
        linkedin account, li url, li profile, profile url, linkedin contact profile url, contact linkedin
        contact linkedin url, lead linkedin, personal linkedin, personal linkedin url, prospect linkedin
        linkedin person, linkedin member url, person linkedin, linkedin public profile, public profile url
        linkedin public url, default profile url, lead linkedin url, linkedin bio, linkedin profil, linkedin konto
        profil linkedin, url linkedin, lien linkedin, perfil de linkedin, perfil linkedin, profilo linkedin
        linkedin profiel, linkedinprofil, linkedin sales nav, linkedin profile link, linkedin com
        linkedin profile link url, linked in, linked in url, linked in profile, linkedin address
        linkedin page personal, linkedin url public, linkedin public identifier url, li link, li profile url
        contact li profile url, contact linkedin profile, social, founder linkedin, owner linkedin, ceo linkedin
        decision maker linkedin, decision maker linkedin url, linkedin contact url, your linkedin
        linkedin handle url, link to linkedin profile, link to your linkedin profile, linkedin profile of contact
        person linkedin profile url, linkedin sales navigator url, linkedin profil url, linkedin url profil
        url linkedin profil, profil url linkedin, url profilu linkedin, linkedin perfil, url del perfil de linkedin
        url perfil linkedin, url do linkedin, link linkedin, profilo linkedin url, linkedinprofiel url
        profil linkedina, linkedin profili, person li url, 领英链接, 领英, li, linkedin proflie, linkdin
        default linkedin url, linkedin vanity url, linkedin clean url, clean linkedin url, linkedin profile clean
        linkedin profile public url, linkedin short url, person li profile url, url du profil linkedin
        lien profil linkedin
        profil linkedin url, lien linkedin du contact, perfil linkedin url, enlace linkedin, enlace de linkedin
        enlace perfil linkedin, link do linkedin, link perfil linkedin, link profilo linkedin, linkedin profielurl
        linkedin link profiel, link do profilu linkedin, profil na linkedin, linkedin lank, linkedin ansprechpartner
        linkedin kontakt, linkedin inhaber, linkedin ceo, linkedin founder, linkedin owner, linkedin dirigeant
        リンクトイン, 领英主页, 领英个人主页
        """,
    "title": """
        fct, ttl
        functieomschrijving, yrkesroll
        nazwa stanowiska, nazwa stanowiska pracy
        titolo, titel der organisation, organisationstitel, titre de l organisation, titre organisation
        titulo de la organizacion, cargo en la organizacion, titulo da organizacao, cargo na organizacao
        titolo dell organizzazione, titel van organisatie, titel organisatie
        title, job title, jobtitle, position, role, job, job role, occupation, designation, current title
        current position, person title, lead title, contact title, headline, job position, professional title
        function, job function title, positionsbezeichnung, stelle, funktion, berufsbezeichnung, jobtitel, titel
        stellung, beruf, stellenbezeichnung, poste, fonction, intitule du poste, titre, titre du poste, profession
        metier, cargo, puesto, puesto de trabajo, titulo, funcion, profesion, ocupacion, funcao, posicao, ruolo
        posizione, qualifica, mansione, professione, functie, functietitel, rol, stanowisko, tytul, funkcja
        befattning, roll, yrkestitel, stilling, stillingsbetegnelse, tittel, rolle, ammattinimike, tehtavanimike
        titteli, asema, 役職, 職種, 肩書, 肩書き, 職位, 职位, 职务, 직책, 직함, должность, позиция, titles
        job titles, current job, current job title, current role, position title, title position, position held
        job title position, role title, role in company, your role, your title, your position, contact job title
        work title, latest job title, linkedin headline, profile headline, linkedin job title, linkedin title
        organization title, executive title, professional headline, experience title, job position title, job name
        aktuelle position, akt position, position im unternehmen, position funktion, rolle im unternehmen
        funktionsbezeichnung, funktion position, tatigkeitsbezeichnung, karrierestufe position, intitule de poste
        poste occupe, poste actuel, fonction occupee, titre professionnel, role titre, fonction poste
        cargo que desempena, cargo actual, puesto actual, cargo puesto, posicion, cargo ocupado, cargo atual
        funcao cargo, posicao atual, ruolo aziendale, posizione lavorativa, posizione aziendale, incarico, carica
        ruolo in azienda, functie titel, huidige functie, stanowisko pracy, pozycja, aktualne stanowisko
        befattning titel, yrke, titel befattning, jobtitel stilling, stilling titel, yrkestittel, stillingstittel
        tehtava, rooli, tyotehtava, ご役職, 役職名, 肩書 役職, お役職, 職業, 岗位, 联系人职务, 职称, 头衔, 직급
        직위, должность контакта, профессия, unvan, unvani, pozisyon, gorev, gorevi, meslek, المسمى الوظيفي, الوظيفة
        المنصب, pozice, funkce, pracovni pozice, beosztas, munkakor, pozitie, functie post, θεση, תפקיד, ตำแหน่ง
        chuc vu, chuc danh, jabatan, pos, jobbezeichnung, job bezeichnung, qualifica professionale
        stellenbezeichnung titel, ocupacao, unvani gorevi
        職務, 職務内容, current positions title, positions title, job title english, fonction dans l entreprise
        poste dans l entreprise, puesto en la empresa, cargo en la empresa, cargo na empresa, posizione in azienda
        functie binnen bedrijf, roll i foretaget, position in company, job title position, position role
        role position
        title role, job role title, job designation, employment title, job title 1, person job title, working as
        official title, business title, stellenbezeichnung position, position bezeichnung, funktion im unternehmen
        betreff funktion, jobposition, arbeitsposition, poste fonction, fonction titre, libelle du poste, cargo puesto
        puesto cargo, cargo funcao, ruolo posizione, ruolo mansione, funkcja stanowisko, stanowisko funkcja
        roll titel
        titel roll, titel funktion, stillingsbeskrivelse, 役職 職位, 職位 役職, 职务 职位, 职位名称, должность роль
        """,
    "location": """
        volledig adres, pelny adres, plassering
        addresses, adressen, direcciones, enderecos, indirizzi, adresy, adresse formatiert, adresse formatee
        adresse mise en forme, direccion con formato, direccion formateada, indirizzo formattato, endereco formatado
        location, address, full address, street address full, complete address, formatted address, person location
        geo, contact location, company location, company address, business address, hq location, headquarters
        headquarters location, mailing address, office address, lead location, where, geography, place, company hq
        hq, adresse, anschrift, standort, ort und land, adresse complete, lieu, localisation, emplacement, siege
        direccion, ubicacion, direccion completa, domicilio, localizacion, endereco, localizacao, endereco completo
        indirizzo, posizione geografica, indirizzo completo, localita, adres, locatie, vestiging, lokalizacja
        adress, fullstandig adress, plats, lokation, beliggenhed, sted, osoite, sijainti, 住所, 所在地, 地址, 位置
        주소, адрес, местоположение, locations, address full, full postal address, contact address, postal address
        main address, physical address, billing address, shipping address, business location, headquarters address
        hq address, company headquarters, company full address, address formatted, google address, current location
        based in, where based, city state, city country, city state country, city and country, person address
        geographic area, area, region country, linkedin location, profile location, fulladdress, location name
        country city, firmenadresse, adresse komplett, vollstandige adresse, firmensitz, sitz, hauptsitz
        wohnort land, postanschrift, geschaftsadresse, standort ort, adresse postale, adresse du siege
        adresse siege, adresse de l entreprise, lieu de travail, siege social, ville pays, adresse postale complete
        direccion fiscal, direccion postal, direccion de la empresa, donde, ciudad pais, residencia
        endereco comercial, morada, cidade estado, cidade uf, indirizzo sede, sede, sede legale, dove
        indirizzo aziendale, adres bedrijf, bezoekadres, woonplaats land, postadres, adres firmy
        siedziba, adres siedziby, besoksadress, postadress, besoksadresse, postadresse, firmaadresse, kayntiosoite
        postiosoite, ご住所, 会社住所, 本社所在地, 勤務先住所, 所在地 住所, 详细地址, 公司地址, 联系地址, 所在地区
        地区, 회사주소, 소재지, 지역, адрес компании, юридическии адрес, фактическии адрес, adresi, konum, lokasyon
        العنوان, الموقع الجغرافي, adresa, sidlo, cim, szekhely, διευθυνση, כתובת, ที่อยู่, dia chi, alamat
        cidade pais, endereco cidade, city region, city region country, company headquarter, person based in
        localizacao atual, ubicacion actual, localisation actuelle, aktueller standort, wohnort region, 勤務地, 居住地
        location city state, location text, location full, location raw, raw address, raw location, lead address
        adresse du siege social, ort bundesland, standort firma, firmenstandort, standort unternehmen, addr, full addr
        """,
    "city": """
        gemeente, kunta
        postitmp, ptp, post town city
        postitoimipaikka
        sted, 市区郡
        city, town, locality, person city, contact city, company city, billing city, mailing city, shipping city
        hq city, business city, home city, work city, lead city, city name, suburb, municipality, city town, stadt
        ort, wohnort, gemeinde, ville, commune, localite, ciudad, poblacion, municipio, localidad, cidade, citta
        comune, stad, plaats, woonplaats, miasto, miejscowosc, postort, kommun, by, poststed, kaupunki, paikkakunta
        市区町村, 都市, 市, 城市, 도시, город, city of residence, post town, posttown, reg address post town
        city name person, town city, work location city, headquarters city, location city, default address city
        metro, metro area, ort geschaftlich, ort der firma, stadt ort, ort stadt, firmenort, sitz stadt
        wohnort stadt, ort privat, ville du siege, ville entreprise, ville bureau, ville pro, ciudad de residencia
        ciudad empresa, cidade da empresa, citta azienda, comune di residenza, citta sede, vestigingsplaats stad
        plaatsnaam, miasto siedziby, stad ort, bynavn, postnummer ort, 市区町村名, 市町村, 所在城市, 城市名称
        区市町村, 시, 군구, город компании, населенныи пункт, sehir, il, المدينة, mesto, obec, varos, telepules
        oras, localitate, πολη, עיר, เมือง, thanh pho, kota, lieu, ort lieu, localite ville, vestigingsplaats
        siege ville, ort postanschrift
        localidade, kommune, plz ort, ort plz, zip city, city zip, cidade do endereco comercial, cidade comercial
        cp ville, code postal ville, cap citta, postnr ort, postnummer stad, adres sluzbowy miejscowosc, gorod
        """,
    "state": """
        stat
        kraj
        県, 県名, 都道府県名
        state, province, region, state province, state region, person state, contact state, company state
        billing state, mailing state, shipping state, hq state, county, us state, state code, company region
        state or province, prefecture, billing state province, mailing state province, region state, bundesland
        kanton, departement, etat, estado, provincia, comunidad autonoma, departamento, uf, distrito, regione
        provincie, provincja, wojewodztwo, lan, landskap, region lan, fylke, maakunta, laani, 都道府県, 州, 省, 省份
        시 도, регион, область, штат, states, state name, state or region, state region province, province state
        region name, provinces, state county, location state, default address province
        default address province code, reg address county, administrative area, st, prov, region geschaftlich
        bundesland kanton, region bundesland, bundesland region, region entreprise, estado provincia
        provincia estado, estado uf, estado da empresa, provincia region, region provincia, ccaa, regiao, uf estado
        sigla uf, provincia regione, regione sede, prov residenza, woj, region wojewodztwo, 都道府県名, 所在省份
        省市, 도, область регион, краи, республика, bolge, المنطقة, المحافظة, kraj cz, megye, judet, νομος, tinh
        provinsi, state cd, st prov, st province, state prov, region po, estado region, stato regione
        provincia uff, provincia ufficio, estado do endereco comercial, werkadres provincie, dep region, dept region
        departement region, dep, administrative area level 1, state territory, provincia o estado
        distretto
        adres sluzbowy wojewodztwo, voivodeship, oblast, canton, bundesstaat, delstat, emirate, governorate
        """,
    "country": """
        stat
        pais regiao
        country, country region, nation, person country, contact country, company country, billing country
        country name, mailing country, shipping country, hq country, country code, company country region
        country territory, country iso, land, staat, pays, pais, paese, nazione, stato paese, kraj, panstwo, maa
        land navn, 国, 国名, 国家, 국가, страна, countries, country of residence, nationality country
        country or region, country region name, location country, headquarters country, default address country
        default address country code, reg address country, company country code, country territory area, cc, ctry
        countrycode, land geschaftlich, land der firma, land region, staat land, land privat, landercode
        landerkennzeichen, pays region, pays du siege, pays entreprise, pays pro, code pays, pais empresa
        pais region, pais de residencia, codigo pais, pais da empresa, nazione azienda, paese regione, stato nazione
        land regio, kraj region, kod kraju, landskod, landekode, maakoodi, kotimaa, 国 地域, 国籍, 所在国家
        国家地区, 국가명, страна регион, ulke, الدولة, البلد, zeme, stat zeme, orszag, tara, χωρα, מדינה, ประเทศ
        quoc gia, negara, country cd, land omrade, land område, paese area geografica, country area
        adres sluzbowy kraj region, land omrade arbete, pais o region, paese uff, pais regiao do endereco comercial
        country iso code, iso country code, country iso2, country of company, company s country, стана
        """,
    "industry": """
        wz text, wz beschreibung, naics text, sic text, sni text, nace beschreibung, nace text
        industriezweig, 産業, 産業分類
        mercado, mercado de atuacao, segmento de mercado, mercato, settore di mercato, marktsegment, market segment
        industry, sector, company industry, industries, primary industry, industry name, line of business
        main industry, linkedin industry, organization industry, business industry, account industry
        industry sector, branche, industrie, wirtschaftszweig, branchen, secteur, secteur d activite, activite
        domaine d activite, industria, sector de actividad, sector industrial, ramo, setor, ramo de atividade
        settore, settore di attivita, bedrijfstak, sector bedrijf, branza, sektor, przemysl, bransch, toimiala, 業種
        業界, 行业, 업종, 산업, отрасль, сфера деятельности, industry vertical, industry type, business sector
        sectors, company sector, main sector, primary sector, linkedin company industry, company main industry
        sic description, primary sic description, sic code description, naics description, primary naics description
        us 8 digit sic description, employer industry, sector of activity, economic sector, field, business field
        industry category, branche wz 2008, hauptbranche, branche industrie, wirtschaftsbranche, branche sektor
        branchenbezeichnung, branchenbeschreibung, unternehmensbranche, geschaftsfeld, secteur activite, secteurs
        domaine, domaine activite, secteur entreprise, libelle naf, activite principale, libelle ape, actividad
        actividad economica, rubro industria, sector empresa, sector actividad, setor de atuacao, ramo atividade
        segmento, segmento de mercado, area de atuacao, atividade, settore attivita, settore azienda
        settore merceologico, comparto, sector branche, bedrijfssector, sbi omschrijving, branza firmy
        sektor branza, obszar dzialalnosci, verksamhetsomrade, naringsgren, sni beskrivning, branchekode tekst
        bransje, naering, toimialakuvaus, 業種 業界, 事業内容, 所属行业, 行业类型, 산업분야, 업종명
        вид деятельности, отрасль компании, сфера, sektoru, faaliyet alani, القطاع, المجال, obor, odvetvi, iparag
        tevekenyseg, industrie domeniu, domeniu, κλαδος, תחום, nganh, industri, ind, indus, libelle activite
        libelle de l activite, libelle activite principale, sector focus
        branche wz, sectoromschrijving, sector omschrijving, bedrijfstak sector, secteur d activites
        secteur professionnel, branche d activite, domaine professionnel, ramo de actividad, ramo de negocio
        giro empresarial
        giro de la empresa, sector profesional, segmento de atuacao, area de negocio, area di attivita
        campo di attivita
        industry classification, industry group, industry segment, company industries, industry focus
        industrial sector
        wz bezeichnung, wz klartext, branche bezeichnung, branchetekst, branchebeskrivelse, pkd opis, opis pkd
        業種名, 業種分類, 所属业界, 行业分类, 行业类别, industry label, sector label
        """,
    "employees": """
        ftes, ft es, taille
        ma klasse, mitarbeiter klasse, aantal mw, antal ans, ansatte i alt
        anzahl der beschaftigten, foretagsstorlek, virksomhedsstorrelse, bedriftsstorrelse, tyontekijoiden maara
        会社規模, 企業規模
        ma, ma anzahl, anzahl ma, 従業員規模, nb employees, nbr employees, nb of employees, mitarbeitende
        anzahl mitarbeitende, anzahl der mitarbeitenden
        zahl der mitarbeitenden, mitarbeitendenzahl, anzahl beschaftigte, nb de salaries, nbre de salaries
        employees, employee count, number of employees, no of employees, num employees, company size, headcount
        head count, company headcount, employee range, employees range, staff, staff count, team size, employee size
        company employees, size, company employee count, employees count, organization size, number of staff
        linkedin employees, employee headcount, company size range, estimated num employees, total employees, fte
        of employees, company employee range, mitarbeiter, mitarbeiterzahl, anzahl mitarbeiter, beschaftigte
        unternehmensgrosse, firmengrosse, mitarbeiteranzahl, effectif, effectifs, nombre d employes
        nombre de salaries, taille de l entreprise, salaries, nb employes, empleados, numero de empleados
        tamano de la empresa, n de empleados, plantilla, trabajadores, funcionarios, numero de funcionarios
        tamanho da empresa, colaboradores, dipendenti, numero di dipendenti, numero dipendenti, dimensione azienda
        addetti, werknemers, aantal werknemers, aantal medewerkers, medewerkers, bedrijfsgrootte, liczba pracownikow
        pracownicy, zatrudnienie, wielkosc firmy, anstallda, antal anstallda, ansatte, antal ansatte, antall ansatte
        antal medarbejdere, medarbejdere, henkilosto, tyontekijat, henkilostomaara, 従業員数, 社員数, 员工人数
        公司规模, 직원수, количество сотрудников, сотрудники, nb of employees, nr of employees, employees number
        number employees, no employees, company employee size, employee number, employees all sites
        employees single site, total headcount, company employee exact count, exact employee count, staff size
        workforce, personnel, company headcount range, people count, employees linkedin, employee band
        staff count range, company staff count, company staff count range, organization estimated num employees
        num of employees, size of company, estimated employees, location employee size actual
        location employee size range, location number of employees, size employees, employees approx
        mitarbeiter anzahl, anzahl der mitarbeiter, zahl der mitarbeiter, ma anzahl, anzahl ma, mitarbeitende
        anzahl mitarbeitende, mitarbeitergrosse, unternehmensgrosse mitarbeiter, mitarbeiterklasse
        beschaftigtenzahl, personal, nb salaries, nb de salaries, nombre employes, tranche d effectif
        tranche effectif, effectif entreprise, effectif total, taille entreprise, taille d entreprise, nb d employes
        n empleados, no empleados, num empleados, numero empleados, cantidad de empleados, tamano empresa
        tamano de empresa, tamano, no de empleados, numero de trabajadores, n de trabajadores, n de funcionarios
        no de trabalhadores, n de trabalhadores, n trabalhadores, porte, porte da empresa, numero de colaboradores
        quantidade de funcionarios, qtd funcionarios, faixa de funcionarios, n dipendenti, num dipendenti
        n di dipendenti, organico, numero addetti, n addetti, dimensione, fascia dipendenti, numero collaboratori
        aantal fte, aantal personeelsleden, bedrijfsomvang, grootte bedrijf, ilosc pracownikow, liczba zatrudnionych
        wielkosc zatrudnienia, antal medarbetare, medarbetare, antall medarbeidere, medarbeidere
        antal fuldtidsansatte, arsverk, henkilokunta, tyontekijamaara, 従業員数 人, 社員数 人, 従業員規模, 人员规模
        员工数, 员工人数 规模, 企业规模, 임직원수, 종업원수, 사원수, 회사규모, число сотрудников, кол во сотрудников
        штат, численность, calisan sayisi, personel sayisi, calisan, عدد الموظفين, pocet zamestnancu, zamestnanci
        alkalmazottak szama, letszam, numar angajati, nr angajati, αριθμος εργαζομενων, emp, empl, emps, emp count
        employee cnt, emp size, no of emp, 员工规模, 公司人数, 规模, 人数, 社員規模, werkzame personen
        aantal werkzame personen, pracujacych, numero trabajadores
        number of employees linkedin, employees count linkedin, employees linkedin count, headcount linkedin
        company employees linkedin, n salaries, nombre de collaborateurs, collaborateurs, effectif salarie
        nbre de salaries
        nbre salaries, nbre d employes, numero de empleados en la empresa, rango de empleados, tramo de empleados
        faixa de colaboradores, porte empresa, fascia di dipendenti, classe dipendenti, aantal personen
        medewerkersaantal
        przedzial zatrudnienia, storleksklass, storlek, antal ansatte i alt, company employees range, business size
        firm size, org size, employees total, total staff, staff number, employee estimate, estimated employees count
        number of fte, people in company, company people
        """,
    "revenue": """
        ricavi annuali, jaarlijkse inkomsten, arlig intakt, arliga intakter
        roczny obrot, obrot roczny, roczne obroty
        revenue, annual revenue, company revenue, yearly revenue, revenue range, turnover, annual turnover
        sales volume, estimated revenue, annual sales, revenue usd, company annual revenue, revenues
        company revenue range, annual revenue range, revenue in 000s usd, estimated annual revenue, total revenue
        revenue estimate, gross revenue, arr, umsatz, jahresumsatz, umsatzerlose, chiffre d affaires, ca annuel, ca
        facturacion, facturacion anual, ingresos, ingresos anuales, faturamento, faturamento anual, receita
        receita anual, volume de negocios, fatturato, fatturato annuo, ricavi, omzet, jaaromzet, przychod, przychody
        obrot, roczny przychod, omsattning, arsomsattning, omsaetning, omsetning, liikevaihto, 売上, 売上高, 年商
        年收入, 营业额, 매출, 매출액, выручка, оборот, revenue in usd, revenue range in usd, revenue m, revenue eur
        company revenue usd, annual revenue usd, annual revenue in usd, est annual revenue, est revenue
        company revenue min, sales revenue, annual turnover range, company turnover, sales, gross sales
        location sales volume actual, location sales volume range, location sales volume, net sales, net revenue
        yearly turnover, turnover range, yearly sales, mrr, income, umsatz in mio eur, umsatz mio eur, umsatz in eur
        umsatz eur, umsatz in tsd eur, umsatzgrosse, umsatzklasse, umsatz p a, umsatz jahr, jahresumsatz eur
        umsatz letztes jahr, ca en euros, ca en k, ca k, ca m, c a, chiffre affaires, chiffre d affaires annuel
        tranche de ca, ca estime, facturacion eur, ventas, ventas anuales, volumen de negocio, volumen de ventas
        volumen de facturacion, cifra de negocio, cifra de negocios, faturacao, faturamento estimado, receita bruta
        volume de negocios anual, vendas anuais, fatturato eur, fatturato in euro, volume d affari, giro d affari
        fatturato annuale, omzet eur, jaarlijkse omzet, bruto omzet, obroty, przychod roczny, przychody ze sprzedazy
        obrot roczny, omsattning tkr, omsattning kr, omsattning msek, nettoomsattning, arsomsatning, omsaetning dkk
        omsetning nok, driftsinntekter, liikevaihto eur, liikevaihto teur, 売上規模, 年間売上, 売上高 百万円
        年营业额, 年销售额, 销售额, 营收, 연매출, 매출규모, оборот компании, годовои оборот, доход, ciro
        yillik ciro, الإيرادات, trzby, obrat, rocni obrat, arbevetel, cifra de afaceri, κυκλος εργασιων, rev
        annual rev, rev usd, annual rev usd, 年营收, 营业收入, 年商 売上
        annual revenue printed, revenue printed, revenue usd m, revenue in m, annual revenue eur, revenue in eur
        umsatz in mio, umsatz in tausend, umsatz teur, umsatz in t, umsatzspanne, umsatzgrossenklasse, ca en m
        ca annuel ht
        ca ht, tranche de chiffre d affaires, chiffre d affaires en, rango de facturacion, tramo de facturacion
        facturacion estimada, ingresos estimados, faixa de faturamento, fascia di fatturato, classe di fatturato
        fatturato stimato, omzetklasse, jaaromzet eur, przedzial przychodow, omsattningsklass, omsattning mkr
        omsattning ksek, revenue bracket, revenue band, revenue class, annual revenue band, company annual sales
        business revenue, organization revenue, gross annual revenue, annual gross revenue, last year revenue
        """,
    "status": """
        bearbeitungsstatus, stat, statusgrund, 状況, 進捗状況
        cycle de vie, estado de la oportunidad, livscykelstadium, livscyklusfase, livssyklusfase, フェーズ
        ライフサイクルステージ
        liidin tila, liidin status, elinkaaren vaihe, journeysteg, journey step, journey stage
        customer journey stage, kundresa
        stand, aktueller stand, bearbeitungsstand
        status, lead status, lifecycle stage, stage, lead stage, contact status, prospect status, contact stage
        pipeline stage, account stage, crm status, lead state, deal stage, sales stage, outreach status,
        leadstatus, kontaktstatus, phase, statut, statut du lead, statut du prospect, etape
        estado del lead, estado de lead, estatus, situacion, etapa, fase, stato, stato lead, stato del lead
        stato contatto, stadium, etap, status leada, tila, vaihe, ステータス, リードステータス, 状态, 상태, статус
        status label, lead status label, status reason, current status, prospect stage, person stage, sales status
        follow up status, followup status, status of lead, campaign status, sending status, contact lead status
        crm stage, funnel stage, stage name, lifecycle, customer status, deal status, opportunity stage
        account status, lead phase, kundenstatus, bearbeitungsstand, lebenszyklusphase, statut contact
        statut client, etape du pipeline, phase du cycle de vie, statut commercial, estado lead, estado del contacto
        estado comercial, estado, fase del ciclo de vida, etapa del ciclo de vida, etapa del embudo, estagio
        estagio no funil, etapa do funil, status do lead, situacao, situacao do lead, fase do ciclo de vida
        stato trattativa, stato avanzamento, fase vendita, status lead, leadfase, levenscyclusfase, status klanta
        etap sprzedazy, etap lejka, saljstatus, livscykelfas, salgsstatus, myyntivaihe, elinkaarivaihe, リード状況
        進捗, 対応状況, 商談フェーズ, 客户状态, 跟进状态, 线索状态, 阶段, 진행상태, 리드상태, 단계, этап сделки
        статус лида, этап, стадия, durum, asama, الحالة, stav, faze, allapot, statusz, stare, etapa vanzare
        lead status name, crm lead status, prospect lifecycle stage, contact lifecycle stage, hs lead status
        hubspot lead status, pipeline status, pipeline, sales funnel stage, outreach stage, engagement status
        reply status
        akquisestatus, vertriebsstatus, vertriebsphase, leadphase, etat du lead, etat du prospect, etape commerciale
        avancement, estado de contacto, estado del prospecto, estado del cliente, estado prospecto, fase de venta
        fase comercial, status do contato, status do cliente, etapa de venda, stato cliente, stato commerciale
        fase lead
        status prospect, status kontaktu, etap kontaktu, kontaktstatus lead, lead stadie, kundstatus
        見込み度 ステータス
        対応ステータス, 营销状态, 客户阶段, 线索阶段, disposition, call disposition, lead disposition
        """,
    "source": """
        skad, where did the lead come from, where lead came from
        情報源, 参照元
        何で知りましたか, どこで知りましたか, どのように知りましたか, お知りになりましたか
        source, lead source, origin, original source, contact source, acquisition source, channel, lead origin
        referral source, how did you hear about us, utm source, data source, source name, acquisition channel
        traffic source, marketing source, quelle, leadquelle, herkunft, lead quelle, kanal, source du lead, origine
        provenance, fuente, origen, fuente del lead, fuente de lead, canal, origen del lead, fonte, origem
        fonte do lead, origem do lead, fonte lead, provenienza, bron, leadbron, herkomst, zrodlo, zrodlo leada
        zrodlo pozyskania, kalla, leadkalla, kilde, leadkilde, lahde, ソース, リードソース, 流入元, 獲得元, 来源
        출처, 유입경로, источник, original traffic source, first source, first touch source, source of lead
        lead source name, lead source detail, initial source, lead src, src, contact origin, source channel
        sourced from, heard about us, referral, referred by, where did you hear about us, how did you find us
        came from, platform, found via, herkunftsquelle, quelle des leads, ursprung, akquisekanal, leadherkunft
        kontaktquelle, wie haben sie von uns erfahren, kontakt quelle, source du lead contact, source du contact
        source d acquisition, canal d acquisition, origine du lead, origine contact, origine du contact
        fuente original, fuente de origen, canal de captacion, medio, procedencia, como nos conocio
        fuente de contacto, origen del contacto, origem da primeira conversao, origem da ultima conversao
        fonte original, canal de origem, fonte contatto, fonte di acquisizione, origine lead, canale, herkomst lead
        bron lead, kanaal, zrodlo kontaktu, skad o nas wiesz, kanal pozyskania, ursprunglig kalla, leadkalla kanal
        oprindelse, kilde til lead, liidin lahde, alkupera, 流入経路, 獲得経路, 問い合わせ経路, リード獲得元, 経路
        客户来源, 线索来源, 渠道, 渠道来源, 유입채널, 유입 경로, источник лида, канал, откуда узнали, kaynak, المصدر
        مصدر العميل, zdroj, forras, sursa, πηγη, lead src cd, oprindelig kilde, opprinnelig kilde
        ursprungliche quelle, alkuperainen lahde, source d origine, origine contatto, fonte originale
        oorspronkelijke bron, oryginalne zrodlo, where from, 来源渠道, 元のソース
        canal de adquisicion, canal de aquisicao, canale di acquisizione, canal de venta, list source, source list
        source type name, lead channel, lead acquisition channel, marketing channel, contact channel, inbound source
        origination, originating source, latest source, latest traffic source, first conversion source
        customer source, where found, how found, where met, how met, where we met, how we met, where i found them
        prospect source, source of contact, source of inquiry, enquiry source, inquiry source, sourced by channel
        wie sind sie auf uns aufmerksam geworden, comment nous avez vous connu, como nos conociste
        come ci hai conosciuto
        como nos conheceu, hoe heeft u ons gevonden, hur hittade du oss, ルート, 知ったきっかけ, きっかけ, 信息来源
        数据来源
        """,
    "notes": """
        note varie, note generali, notes diverses, notas varias, note libere, notas generales, notas gerais
        vrije notities
        besked, その他, 摘要
        beschrijving, omschrijving, beskrivelse, beskrivning, descrizione, descripcion, descricao, kuvaus, 説明, 詳細
        описание, popis, leiras, descriere
        background, background info, background information, hintergrund, hintergrundinfo, hintergrundinformation
        hintergrundinformationen, achtergrond, achtergrondinfo, achtergrondinformatie, bakgrund, bakgrundsinformation
        bakgrunn, baggrund, contexte, contexto, contesto, informacje dodatkowe, tlo, note extra, notas extra
        notes supplementaires, extra notes, extra notities
        merknader, merknad
        notes, note, comment, comments, remarks, remark, description, memo, about, additional information
        additional info, internal notes, message, details, misc, other information, lead notes, contact notes
        observations, free text, notizen, notiz, bemerkung, bemerkungen, anmerkung, anmerkungen, kommentar
        kommentare, beschreibung, hinweis, hinweise, remarques, remarque, commentaire, commentaires, note interne
        notas, nota, comentarios, comentario, observaciones, observacion, observacoes, observacao, appunti, commenti
        osservazioni, opmerking, opmerkingen, notities, toelichting, uwagi, notatki, komentarz, komentarze, opis
        anteckning, anteckningar, kommentarer, noteringar, bemaerkninger, notat, notater, merknad, huomautukset
        muistiinpanot, lisatiedot, 備考, メモ, コメント, 备注, 说明, 비고, 메모, примечание, примечания, комментарий
        заметки, my notes, sales notes, call notes, misc notes, general notes, personal notes, special notes
        contact note, lead note, customer note, lead comments, your message, questions comments
        questions and comments, anything else, other notes, additional comments, additional notes, extra info
        extra information, bemerkung intern, sonstiges, infotext, freitext, zusatzinfo, zusatzliche informationen
        weitere informationen, ihre nachricht, nachricht, anliegen, mitteilung, gesprachsnotiz, commentaire interne
        observation, infos complementaires, informations complementaires, infos, note contact, votre message
        precisions, divers, comentarios adicionales, mensaje, detalles, anotaciones, apuntes, informacion adicional
        su mensaje, nota interna, anotacoes, anotacao, mensagem, obs, informacoes adicionais, observacoes gerais
        annotazioni, messaggio, annotazione, commento, informazioni aggiuntive, osservazione, bijzonderheden
        aantekeningen, bericht, aantekening, extra informatie, uw bericht, komentarze notatki, notatka, wiadomosc
        dodatkowe informacje, notering, ovrig information, meddelande, ovrigt, meddelelse, bemaerkning
        kommentar fri tekst, melding, ovrige opplysninger, huomiot, huomio, kommentit, viesti, muistiinpano
        お問い合わせ内容, ご質問, ご要望, 特記事項, 補足, 自由記述, 留言, 备注信息, 跟进记录, 특이사항, 문의내용
        비고 메모, заметка, комментарии, дополнительно, сообщение, примечания комментарии, notlar, aciklama, yorum
        mesaj, ملاحظات, ملاحظة, تعليقات, poznamka, poznamky, komentar, megjegyzes, megjegyzesek, observatii
        comentarii, σημειωσεις, σχολια, הערות, หมายเหตุ, ghi chu, catatan, remarks notes, bio, biography, not
        follow up notes, followup notes, meeting notes, outreach notes, prospect notes, client notes, research notes
        notes comments, notes and comments, comments notes, notes from call, notes about lead, notes du commercial
        notes internes, compte rendu, commentaires internes, notas internas, notas de ventas, comentario interno
        observacoes internas, note aggiuntive, note commerciali, note cliente, interne opmerking, interne notities
        notatki wewnetrzne, interna anteckningar, interne noter, noter, interne notizen, notizen zum lead
        gesprachsnotizen
        備考欄, 自由記入欄, 社内メモ, 备注说明, 内部备注, заметки менеджера, what would you like to discuss
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
