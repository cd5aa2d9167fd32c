"""Names of columns that hold a person: names, what they do, how they are reached. A new word is one more entry."""

from collections.abc import Mapping
from typing import Final

# One entry a line or language, entries parted by commas, in the form that `column_key` gives.
PEOPLE: Final[Mapping[str, str]] = {
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
        vd, adm dir, adm direktor, ordforande
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
        direct, contact direct
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
}
