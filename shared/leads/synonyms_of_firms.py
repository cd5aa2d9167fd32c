"""Names of columns that hold a firm: its name, trade, size and pages. A new word is one more entry."""

from collections.abc import Mapping
from typing import Final

# One entry a line or language, entries parted by commas, in the form that `column_key` gives.
FIRMS: Final[Mapping[str, str]] = {
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
        categoria merceologica, settore merceologico categoria, warengruppe
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
        ftes, ft es, fte count, taille
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
        fatturato annuale, entrate annuali, omzet eur
        jaarlijkse omzet, bruto omzet, obroty, przychod roczny, przychody ze sprzedazy
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
}
