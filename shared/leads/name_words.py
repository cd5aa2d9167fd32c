"""Words that tell the parts of a name apart: folded (lower case, no accents), without dots."""

from typing import Final

from shared.leads import country_names, title_words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES: Final = title_words.TITLES
TITLE_TAILS: Final = title_words.TITLE_TAILS
ONLY_IN_FRONT_DOTTED: Final = title_words.ONLY_IN_FRONT_DOTTED
CREDENTIALS: Final = title_words.CREDENTIALS
ROLES: Final = title_words.ROLES
ALSO_GIVEN: Final = title_words.ALSO_GIVEN
NO_PERSON: Final = _words(
    """
    firstname lastname fname lname fullname nachname prenom apellido apellidos cognome imie nazwisko voornaam
    achternaam fornamn efternamn fornavn etternavn efternavn sobrenome etunimi sukunimi n/a na none null nil unknown
    linkedin mitglied member medlem membre miembro membro medewerker decision
    unbekannt inconnu desconocido test tester testing tbd tba admin administrator
    info office contact kontakt contacto reception sales support team service services customer billing hr
    marketing user guest anonymous member owner manager webmaster postmaster noreply no-reply hello mail email
    staff department dept vacant x xx xxx - -- . ? linkedin private account name vorname nachname nombre nom
    prenom first last full sin keine kein angabe leer empty blank undefined nan not available applicable
    provided the company firma empresa inquiry enquiries general dear sir madam abteilung vertrieb buchhaltung
    sekretariat zentrale empfang verwaltung desk help front accounts payable receivable geschaftsfuhrung
    geschaftsleitung no call do reply facebook instagram twitter google human resources it asdf asdfgh qwerty
    foo bar dummy sample example deleted removed gast anonym anonimo anonyme privat purchasing einkauf personal
    personalabteilung al cliente atencion clientes client clients einkaufsabteilung rezeption direktion
    direction accueil comptabilite compta ventas vendas compras recepcion administracion administration
    administracao secretaria ufficio commerciale amministrazione segreteria verkoop inkoop administratie
    sprzedaz biuro ksiegowosc salg kundtjanst kundeservice to whom may concern multiple various several tenant
    resident occupant homeowner operations operator dpto departamento servicio of and & leitung main commercial
    your shop store n/k tbc public relations warehouse dispatch logistics legal compliance procurement quality
    production export import orders bookings reservations events press media pr newsletter subscriber webshop
    online app bot system root hostmaster abuse security privacy gdpr demo temp default other misc anyone
    everyone nobody somebody person people individual business owner/operator co-owner titular responsable
    encargado inhaber betrieb werkstatt büro buro lager kasse ersatzteile assistenz direccion gerencia recursos
    humanos rrhh rh achats ressources humaines secretariat standard standardiste financeiro diretoria acquisti
    vendite produzione magazzino inkoopafdeling personeelszaken kantoor zaklad kadry dzial handlowy sprzedazy
    ekonomi inkop växel vaxel hr-abteilung tester1 lead leads prospect contact1 rep reps inquiries enquiry info@
    mailroom helpdesk kundenservice kundendienst telefonzentrale hotline use ignore duplicate duplicated delete
    donotuse do-not-use unassigned unnamed untitled pending nobody@ hidden redacted confidential visitor buyer
    seller walk-in walkin walk cust unregistered unsubscribed subscriber: bereich ansprechpartner kundin kunde
    unbekannter nicht vorhanden bekannt keiner niemand aucun aucune inconnue nada nadie ninguno ninguna nenhum
    nenhuma nessuno nessuna geen onbekend nieznany nieznana brak okand okänd ukendt ukjent tuntematon anoniem
    nimeton namnlos nameless
    innen mitarbeiter mitarbeiterin sachbearbeiter sachbearbeitung geschaftsstelle buchhaltungsabteilung
    vertriebsteam marketingabteilung rechnungswesen rechnungen rechnung technik kundenberatung kundenbetreuung
    pressestelle poststelle guests attendee participant speaker delegate registrant contributor newsteam tech
    invoices invoice payroll hello@ here insert given surname forename initials unspecified undisclosed withheld
    closed inactive obsolete archived old new lost invalid error missing unverified verified web form chat wholesale
    retail returns shipping receiving facilities maintenance board secretary postfach boite generale generico
    generica equipe equipo equipa squadra zespol tiimi asiakaspalvelu toimisto myynti kundesenter salgsavdeling
    okonomi regnskab bogholderi kundesupport forsaljning innkjop inkopsavdelningen receptionen expeditionen
    informatie klantenservice verkoopafdeling boekhouding receptie directie bestuur telefoniste obsluga klienta
    sekretariatu recepcja ksiegowa zakupy kancelar prodej uctarna podpora ugyfelszolgalat penzugy titkarsag musteri
    hizmetleri satis muhasebe yonetim destek danisma iletisim not-provided passwort webmaster1 fornecedor
    fornecedores atendimento suporte comercial vendedor cobranca contabilidad contabil facturacion facturas
    proveedores compradores informacion soporte tecnico recepcionista gerente clientela fornitori fatturazione
    contabilita assistenza portineria achat ventes vente jefe jefa encargada charge chargee referent referentin
    ansprechpartnerin departement bureau poste empleado trabajador collaborateur collaboratrice medewerker pracownik
    kierownik
    angegeben renseigne precise especificado informado specificato opgegeven podano neuvedeno megadva belirtilmemis
    angivet oppgitt oplyst tiedossa techniczny techniczna serwis magazyn logistyka skladka fakturace fakturering
    fakturoita laskutus lonn lonekontor inkasso reklamationen retouren disposition fuhrpark empfangssekretariat
    geschaftszimmer vorzimmer betriebsleitung werksleitung projektleitung bauleitung auftragsannahme bestellannahme
    facturation comptabilite logistique expedition approvisionnement marketingteam communication informatique juridique
    contencioso tesoreria almacen recepcionistas pedidos reservas taquilla conserjeria fatturazioni magazziniere
    prenotazioni biglietteria orders-desk afspraken planning balie magazijn debiteuren crediteuren zamowienia
    ksiegowi reklamacje objednavky fakturacni beszerzes ertekesites konyveles szamlazas siparis fatura resepsiyon
    bestilling bokning ordre ostot hankinta talous nieobecny nezadano
    kontaktperson kontaktpersonen kontaktpersoon buchungen buchung reservierung reservierungen bestellungen bestellung
    anfragen anfrage contactpersoon yhteyshenkilo kapcsolattarto persona personne osoba kontaktowa kontaktni referente
    bewerbungen bewerbung ausbildung terminvergabe anmeldung patientenaufnahme notaufnahme rendezvous rdv citas turnos
    pedido encomendas marcacoes agendamento rezerwacja rezerwacje rezervace rezervasyon foglalas varaukset bokningar
    """
)
LEGAL: Final = _words(
    """
    inc incorporated llc ltd limited corp corporation gmbh mbh ohg ug gbr kgaa sarl sas sasu eurl srl srls spa
    sl slu slp bv nv ab aps oy oyj ltda eireli plc llp pty pte kk pllc kft zrt doo sro as/a a/s sp.zo.o spzoo
    coop ev ek gesmbh keg scs snc sca scop asbl vzw cvba vof eirl selarl scp sci gie sae saoc jsc pjsc ojsc cjsc
    zao pvt bhd sdn tbk oü uab sia eood d.o.o kd kda sac saic srlu scarl scrl lda unipessoal sgps epp
    aktiengesellschaft limitada sociedad societe gesellschaft anonyme kabushiki kaisha kommanditgesellschaft
    gmbh&co gmbhco stichting lllp pllp sdnbhd sp-zoo sp-k spk as. egen sarlu spol sro. jdoo scs. bvba ead
    nyrt kht aktiebolag aktieselskab osakeyhtio kommandiittiyhtio spolka akciova gmbh-co ehf hf sdn-bhd pte-ltd
    llc-fz fze fzc fzco wll w.l.l dmcc ltd-sti as-sti
    """
)
TRADE: Final = _words(
    """
    ayuntamiento mairie prefeitura gemeente stadtverwaltung landratsamt gemeindeverwaltung stadtwerke urzad
    szkola szkol zespol przedszkole kommunen ministerio ministere ministerium universidad universidade
    universite universita uniwersytet hochschule colegio college lycee escuela escola scuola skola skole hopital
    krankenhaus ospedale szpital sjukhus sykehus sygehus bibliothek bibliotheque biblioteca kindergarten kita
    creche diputacion consejeria camara chambre handelskammer fleurs flores fiori blumen bloemen kwiaty blommor
    blomster floristeria fleuriste blumenladen coiffure peluqueria parrucchiere kapsalon frisor panetteria
    pasticceria macelleria carniceria boucherie charcuterie fromagerie epicerie abarrotes mercearia supermercado
    supermercato supermarche supermarkt lavanderia pressing teinturerie reinigung schreinerei zimmerei
    dachdeckerei glaserei spenglerei klempnerei elektrik haustechnik serrurerie toiture couverture charpente
    peinture renovation renovations reformas construcciones construccion construcoes costruzioni edilizia edile
    budownictwo uslugi handlowe bygg bygge maleri maalaamo rakennus rakennuspalvelu huolto fahrzeuge autohandel
    autocenter autoservis autoservice warsztat taller officina oficina-mecanica carrosserie carrozzeria
    concessionnaire concesionario inmobiliaria imobiliaria immobiliare nieruchomosci makelaars makelaardij
    maklarbyra ejendomme eiendom kiinteisto
    roofing dental media group groupe gruppe studio studios agency agencia agentur agence consulting consultants
    solutions services clinic clinica klinik restaurant ristorante restaurante bakery garage hotel salon gym
    fitness yoga pilates law legal partners labs lab systems software technologies technology tech marketing
    construction plumbing immobilien praxis shop store cafe bar school academy center centre institute
    foundation church associates holdings holding industries international enterprises ventures capital
    properties realty insurance financial finance logistics transport trucking landscaping cleaning electric
    electrical heating cooling hvac painting flooring motors auto automotive tire tires pharmacy hospital
    medical health healthcare wellness spa beauty barbershop boutique design designs digital creative
    productions pictures entertainment records publishing press news magazine network networks community
    association society council university college department ministry city county township farm farms winery
    brewery distillery vineyards foods catering pizza pizzeria grill bistro kitchen coffee tea market supply
    supplies wholesale trading imports exports global worldwide company companies sons bros brothers daughters
    sohne soehne sohn hijos hermanos fils freres figli fratelli irmaos filhos tochter cie compagnie
    gebaudetechnik bau bauunternehmen autohaus werkstatt metzgerei backerei apotheke steuerberatung kanzlei
    zahnarztpraxis reformas construcciones talleres asesoria despacho abogados peluqueria farmacia panaderia
    inmobiliaria escuela colegio team crew committee board family household estate trust fund charity mission
    ministries chapter league federation union tools equipment machinery manufacturing products security guard
    photography films videos events weddings travel tours handyman remodeling contractors contracting builders
    homes renovations repair repairs dentistry orthodontics chiropractic veterinary vet pets grooming kennels
    daycare preschool tutoring bookkeeping accounting tax cpas attorneys traders bygg sonn sonner malerbetrieb
    ferreteria kwiaciarnia pharmacie boulangerie patisserie boucherie coiffure fleuriste immobilier immobiliere
    notaires avocats legale kancelaria bakkerij slagerij kapsalon makelaardij makelaars bouw bouwbedrijf
    installatie schilder tandarts tandartspraktijk praktijk gartenbau elektro elektrotechnik sanitar heizung
    dachdecker schreinerei tischlerei zimmerei friseur friseursalon physiotherapie hausverwaltung
    immobilienverwaltung spedition maschinenbau bestattungen brauerei weingut gasthof gasthaus pension
    versicherung versicherungen rechtsanwalte steuerberater architekten ingenieurburo architektur werbeagentur
    druckerei buchhandlung ristoranti trattoria osteria enoteca parrucchiere farmacie officina officine
    carrozzeria edile costruzioni impianti arredamenti panificio gelateria pasticceria immobiliare taller
    ferreterias carniceria floristeria tienda almacen distribuciones transportes gestoria construcoes
    imobiliaria padaria mercado oficina advocacia advogados contabilidade engenharia consultoria corretora
    pousada academia escola fysioterapie advocaten notaris notarissen accountants administratiekantoor zorg
    groothandel winkel frisor frisorsalong bageri rorlaggare fastigheter fastighet advokat advokatbyra
    redovisning byggservice tomrer malerfirma vvs eiendom regnskap radgivning kiropraktor tannlege kosmetik
    piekarnia sklep hurtownia zaklad uslugi budownictwo przedsiebiorstwo biuro apteka gabinet szkola hotele
    restauracja agro warsztat banking saloon diner eatery tavern deli creamery donuts burgers sushi bbq
    steakhouse nails nail salons lashes tattoo barber barbers massage acupuncture physiotherapy physio optometry
    optical eyecare orthopedics pediatrics oncology cardiology dermatology surgery surgical hospice nursing
    apartments rentals leasing mortgage lending loans lenders wealth advisors advisory investments securities
    staffing recruiting recruitment talent careers training coaching education educational childcare montessori
    universitat universite universidad universita institut instituto istituto stiftung verein fundacion
    asociacion associazione fondazione parish temple mosque synagogue cathedral chapel rotary ymca charities
    nonprofit trader distributors distribution distributing warehouse storage moving movers towing auto-body
    bodyshop dealership toyota chevrolet roofers plumbers electricians exteriors interiors kitchens cabinets
    carpet gutters siding fencing fence paving asphalt concrete masonry excavation demolition drilling welding
    fabrication machining printing graphics seo saas analytics cyber telecom wireless electronics robotics
    aerospace biotech pharma pharmaceuticals chemical chemicals energy solar petroleum mining metals plastics
    packaging textiles apparel clothing fashion jewelry jewelers shoes furniture antiques gallery galleries
    museum theatre theater cinema broadcasting television tv marina yachts boats resort resorts motel suites
    hostel cruises airlines aviation airport railway limousine taxi autofficina library libraries notariat labor
    laboratoire laboratorio ateliers domaine chateau ecole lycee mairie syndicat cooperative genossenschaft
    gemeinde stadtwerke rathaus kindergarten kita tierarztpraxis augenoptik sanitätshaus sanitatshaus
    haustechnik metallbau holzbau stahlbau tiefbau hochbau trockenbau landtechnik fahrschule reiseburo
    catering-service getranke backhaus cafe-bar eiscafe gaststatte landgasthof weinhandlung winzer obsthof
    reiterhof biohof pflegedienst seniorenheim altenheim klinikum krankenhaus ambulatorium labormedizin
    carpinteria fontaneria electricidad instalaciones pinturas reparaciones muebles deportes zapateria joyeria
    libreria papeleria estetica optica odontologia veterinaria guarderia hostal posada bodega bodegas finca
    ganaderia agricola fruteria pescaderia supermercado autoescuela serralharia marcenaria mecanica eletrica
    grafica lanchonete churrascaria confeitaria drogaria otica barbearia pizzaria hamburgueria sorveteria
    acougue supermercados transportadora falegnameria idraulica elettrica lavanderia tipografia ottica
    erboristeria macelleria salumeria pescheria ferramenta agriturismo cantine gioielleria sartoria palestra
    drukarnia kwiaty fryzjerski kosmetyczny meble dachy stolarnia piekarnie restauracje verksted rorlegger
    snekker murer taxi-service byggmastare snickeri maleri elservice cabinet atelier maison stichting fundacja
    stowarzyszenie vereniging forening yhdistys saatio nadace spolek refrigeration locksmith locksmiths
    pestcontrol janitorial windows doors tiling drywall stucco carpentry cabinetry millwork woodworks
    woodworking upholstery draperies awnings irrigation nurseries florist florists equestrian aquarium cycling
    skateboards surfshop sporting sports athletics crossfit dojo karate orchestra philharmonic quartet arcade
    esports bowling billiards raceway speedway motorsports boatworks outfitters charters excursions expeditions
    safaris adventures vacations getaways cottages chalets campground rv vaults archives document documents
    shredding courier couriers messenger freight forwarding brokers brokerage escrow appraisal appraisals
    surveying surveyors engineering engineers architects decor staging upholsterers framing signage promotions
    promotional embroidery screenprinting trophies engraving stationers bookstore bookshop hobbies quilts yarn
    fabrics fabric sewing alterations tailors tailoring drycleaners cleaners laundry laundromat carwash
    detailing collision transmissions brakes mufflers radiators alignment lube tyre tyres autoglass upfitters
    trailers tractors implements elevators fertilizer agronomy agri agribusiness dairy creameries seafood
    fishmonger grocery groceries provisions chocolates chocolatier confectionery confections sweets gelato
    icecream yogurt juices smoothies teahouse roasters roastery brewpub taproom alehouse nightclub cantina
    taqueria bodega-bar noodle ramen pho wok curry tandoori kebab gyros shawarma falafel dining banquets
    caterers foodtruck brasserie creperie rotisserie crepes pizzas sandwiches cafeteria canteen commissary
    hospitality innkeepers b&b obgyn urology gastroenterology neurology radiology pathology orthopaedics
    podiatry audiology endodontics periodontics prosthodontics implants dermatologists dentists chiropractors
    optometrists opticians veterinarians therapeutics counseling counselling psychology psychiatry psychotherapy
    rehab rehabilitation detox midwifery doula lactation homecare eldercare caregivers assisted senior-living
    memory-care dialysis transfusion diagnostics handels handelsgesellschaft vertriebs bauelemente fensterbau
    treppenbau ofenbau kuchen kuchenstudio mobelhaus mobel raumausstattung malermeister glaserei schlosserei
    spenglerei klempnerei elektrohaus gebaudereinigung reinigung reinigungsservice hausmeisterservice
    winterdienst transporte umzuge containerdienst entsorgung recycling schrotthandel autoteile autovermietung
    autolackiererei kfz kfz-werkstatt reifen zweirad fahrrad fahrradladen gartencenter blumen blumenhaus
    floristik konditorei feinkost getrankemarkt imbiss doner pizzaservice gastro gastronomie hotelbetriebe
    ferienwohnung ferienwohnungen kosmetikstudio nagelstudio tattoostudio sonnenstudio fitnessstudio tanzschule
    musikschule sprachschule nachhilfe kindertagesstatte pflegeheim sozialstation logopadie ergotherapie
    podologie heilpraktiker hebammenpraxis gemeinschaftspraxis tierklinik optiker horgerate garage-auto
    carrosserie menuiserie plomberie chauffage electricite maconnerie couverture charpente peinture carrelage
    serrurerie vitrerie paysagiste jardinerie terrassement demenagement nettoyage pressing blanchisserie
    traiteur epicerie fromagerie poissonnerie caviste brasseurs chocolaterie salon-de-coiffure
    institut-de-beaute esthetique opticien orthophoniste kinesitherapie osteopathie ambulances pompes-funebres
    cabinet-medical imprimeries edition librairie papeterie bijouterie horlogerie maroquinerie cordonnerie
    mercerie brocante antiquites galerie camping gite gites chambres-d'hotes cerrajeria persianas toldos
    cristaleria marmoleria jardineria mudanzas limpiezas lavanderias tintoreria fotografia imprenta rotulacion
    autoescuelas gimnasio podologia logopedia psicologia abogacia notaria procuradores administraciones fincas
    marisqueria asador cerveceria heladeria pasteleria churreria bar-restaurante autofficine gommista elettrauto
    termoidraulica serramenti infissi vetreria marmi traslochi pulizie giardinaggio vivaio fioreria bar-tabacchi
    tabaccheria edicola cartoleria profumeria estetista studio-legale studio-dentistico ambulatorio
    farmacia-comunale autoscuola assicurazioni loodgieter dakdekker hovenier hoveniersbedrijf tuincentrum
    bloemist groenteboer visboer cafetaria snackbar eetcafe autoschade autobedrijf garagebedrijf fietsenwinkel
    rijschool kinderopvang peuterspeelzaal thuiszorg huisartsenpraktijk fysiotherapie administratie
    belastingadviseurs verzekeringen hypotheken uitzendbureau schoonmaak schoonmaakbedrijf verhuizingen
    timmerbedrijf
    offices
    solicitors barristers chambers notaries conveyancing rental kayak bike bikes scooter cycles riverfront tiles
    installatietechniek installaties loodgietersbedrijf schilderwerken timmerwerken dakwerken tegelwerken
    klusbedrijf hausarztpraxis zahnarzte augenarzt tierarzt arztehaus physiozentrum badstudio bauservice
    baugesellschaft stadtbucherei volkshochschule feuerwehr sportverein turnverein musikverein schutzenverein
    kirchengemeinde pfarramt insaat sanayi ticaret turizm otomotiv gida tekstil nakliyat emlak eczanesi hastanesi
    lokantasi restorani kuafor okulu universitesi belediyesi vakfi dernegi sigorta muhendislik mimarlik mobilya toko
    warung bengkel apotek rumah yayasan sekolah universitas koperasi kft etterem szolgaltato epito kereskedelmi
    iroda ugyvedi fogaszat patika szalon stavebni autodoprava restaurace lekarna ucetnictvi reality kvetinarstvi
    pekarna truhlarstvi zamecnictvi instalaterstvi ravintola kampaamo leipomo apteekki tilitoimisto kahvila
    asianajotoimisto autokorjaamo koulu rederi tandlage tandlakare klinikk vaskeri bokhandel glassmester murmester
    byggmester elektriker regnskapsbyra revisjon revision forlag forsikring rejser kro magasin quincaillerie
    garagiste taxis ebeniste paysages cheminees piscines ascenseurs assurances agences autocares pintores piscinas
    tapiceria viajes seguros gestion asesores laboral logistica aluminios ebanisteria funeraria funerarias
    materiales ferreteros refacciones llantas tortilleria dulceria papelerias zapaterias vidracaria clinicas hoteis
    turismo viagens moveis transportadoras autopecas eventos auto-escola padarias lavagem informatica
    telecomunicacoes tecnologia tecnologias sistemas onoranze autotrasporti ceramiche pavimenti ponteggi tendaggi
    viaggi assicurazione commercialisti consulenza publications alumni booster boosters historical genealogical
    kiwanis lions elks vfw legion pta ptsa condominium condominiums condos townhomes villas estates ranch ranches
    stables orchard orchards greenhouse nursery preserve sanctuary shelter rescue pantry outreach initiative
    coalition alliance consortium collective guild co-op credit-union sisters washing hauling sealcoating plowing
    mowing glazing plating coating coatings sandblasting dredging drainage septic sprinkler sprinklers lawn lawncare
    landscape landscapes scaffolding plastering rendering joinery ironworks steel blinds shutters bathrooms showers
    pools spas saunas hottubs appliances appliance laundries mattress mattresses furnishings lighting lamps signs
    screenprint apparels uniforms footwear eyewear optics pawn bail bonds notary paralegal mediation arbitration
    payroll recruiters staffers hr-services outsourcing callcenter hosting webdesign software-haus datacenter fiber
    broadband wifi drones aerial surveillance alarms alarm bioscience biosciences genomics nutrition supplements
    herbal apothecary acupuncturists hearing mobility prosthetics ambulance paramedics crematory crematorium funeral
    funerals cemetery memorials monuments bridal florals balloons rentals-inc party amusements theme zoo aquatics
    swim gymnastics cheer ballet dance dancewear choir chorus symphony opera sawmill lumber timber quarry gravel
    aggregates concrete-works rebar crane cranes forklift forklifts rigging hydraulics pneumatics bearings gaskets
    valves pumps compressors boilers turbines foundry forging castings tooling plating-works machine machines
    instruments sensors semiconductors photonics batteries salone bellezza ottico pescherie tabacchi alimentari
    ortofrutta cartolibreria ristorazione ricambi noleggio osrodek kultury gminny gminna miejski miejska powiatowy
    powiatowa wojewodzki parafia hurt detal kawiarnia cukiernia ksiegarnia ogrodnictwo mechanika blacharstwo
    lakiernictwo okna drzwi kominki tartak ucetni reznictvi stavby podlahy zahradnictvi autobazar hospoda penzion
    badezimmer fliesen teppiche gardinen polsterei parkett bodenbelage fenster turen rolladen markisen zaune
    raumdesign kuchenwelt bettenhaus schuhhaus modehaus juwelier uhrmacher goldschmiede buchladen spielwaren
    hofladen molkerei kaserei imkerei forstbetrieb landhandel raiffeisen sparkasse volksbank sparkassen kwekerij
    boerderij slijterij drogist stukadoor schildersbedrijf keukens vloeren tegels zonwering snickerier golv fonster
    takservice elfirma bilverkstad dackservice stad trafikskola konditori autoskola kapper kappers apoteket
    bilverksted cristalerias tejidos confecciones calzados juguetes electrodomesticos repuestos maquinaria gruas
    excavaciones cantera canteras aserradero vivero viveros invernadero material calcados brinquedos
    eletrodomesticos maquinas guinchos pedreira serraria viveiro electromenager vetements chaussures jouets pieces
    occasions garages carrelages parquet cuisines stores fenetres volets isolation chauffagiste plombier electricien
    macon menuisier couvreur
    club
    """
)
STRONG_TRADE_ALONE: Final = _words(
    """
    marina law bank tech press tea bar vet city farm park fund trust lab studio coffee market hotel inn lodge
    ford temple chapel parish stiftung pension gallery art theater cinema radio solar energy cloud talent
    training coaching learning university school academy church gasthaus trader barber hair massage surgery
    cooling painting heating
    """
)
PARTICLES: Final = _words(
    """
    van von vom der den de del della dello degli dei di da do dos das du la le las los ten ter te t zu zum zur
    af av al el bin ni nic ui ibn bint ben abu abou ould st saint san santa santo vander vande vanden op ap mac
    e y i d' 't dal dalla lo ait ó mc graf freiherr grafin des binti ka wa
    بن ابن ابو أبو بنت آل ال
    """
)
LOWER_ONLY: Final = _words(
    """
    e y i te t do op ap av af das st saint san santa santo bin den zu in auf am im of ka wa
    """
)
JOINING: Final = _words(
    """
    e y i
    """
)
ABD: Final = _words(
    """
    abd abdul abdel abdal abdoul abu abou noor nur
    عبد
    """
)
IBERIAN_GIVEN: Final = country_names.IBERIAN_GIVEN | _words(
    """
    maria jose juan carlos luis antonio manuel miguel angel pedro francisco javier jesus pablo alejandro fernando
    rafael jorge alberto ramon enrique ignacio eduardo andres roberto ricardo raul sergio diego mario victor
    guillermo inigo gonzalo alvaro oscar ruben ivan adrian daniel david martin nicolas santiago mateo lucas hugo
    marcos felipe gabriel joaquin emilio ana lucia carmen isabel luisa teresa pilar elena cristina marta laura paula
    sofia rosa beatriz patricia silvia mercedes dolores concepcion josefa francisca antonia catalina raquel sara
    andrea claudia alba irene rocio eva julia alicia clara victoria gloria ines esther susana sonia monica veronica
    yolanda natalia camila valentina mariana gabriela adriana joao paulo joaquim tiago rui nuno vitor gustavo thiago
    rodrigo leonardo caio bruno marcelo fabio renato vinicius murilo fernanda juliana larissa leticia bruna amanda
    aline tatiana luciana bianca vitoria agustin alfonso armando arturo cesar cristian esteban facundo federico
    gerardo gilberto hector humberto julio lorenzo mauricio maximiliano octavio salvador samuel tomas xavier jaime
    iker aitor unai xabier jordi montserrat nuria consuelo dolors guadalupe ximena belen begona ana-maria graciela
    liliana lorena marisol noelia olga paola renata tamara viviana yesenia itziar ainhoa luiz henrique thais flavia
    flavio marcia marcio debora priscila vanessa simone rogerio sandro wagner edson wilson nelson milena isabela
    rafaela carolina daniela manuela matilde benedita afonso duarte goncalo baltasar nicolasa candela carla celia
    encarnacion rosario remedios milagros leire ane maite edurne koldo arnau pau oriol marc biel laia judit anna nil
    roger albert josep joan carles lluis pere pep xavi merce
    leandro joana martim salome lourdes amparo nieves asuncion purificacion inmaculada macarena estefania noemi
    miriam judith alejandra fabian emiliano ezequiel matias joaquina sebastian benjamin bautista ulises efrain
    evaristo fermin ferran gaspar german ismael jacinto jeronimo leonel leopoldo lisandro marcial mauro nestor
    norberto osvaldo patricio ramiro reinaldo rigoberto rolando romulo saul santos simon teodoro ubaldo valentin
    wilfredo zacarias anabel araceli azucena blanca brenda carlota catarina cecilia constanza dalia delia dulce
    elvira emilia esperanza estela eugenia fabiana fatima florencia georgina griselda hilda imelda ivonne jacinta
    jimena josefina leonor lidia lorenza lucrecia luzia magdalena maribel maricela maritza martina micaela minerva
    mireia mireya nadia norma ofelia paloma perla pia regina romina rosalia roxana sabrina selena socorro soledad
    trinidad ursula virginia viridiana xiomara zulema antonella aurora renan breno cauã caua davi diogo dinis
    eduarda elisa elaine elisabete fabiano fabricio filipa filipe geraldo gisele guilherme helena heitor helder
    heloisa henriqueta inacio isadora ivone jaqueline joelma jonas jorgina josiane jussara katia leila lia livia
    luana lurdes madalena marlene mateus mafalda micael miguelina moacir monique olivia osmar otavio rita regiane
    rosana rosangela sidnei solange sueli tania telma teresinha valdir valeria vera wanderley zelia anibal adelino
    adriano amadeu amelia antonieta artur augusta aurelio belmiro celeste celso cesario cintia clarice dalila dario
    deolinda edgar eliana elsa estevao eugenio fausto firmino florbela gracinda hermínio herminio idalina ilda
    leopoldina lucilia lino magno marilia marina matheus
    """
)
IBERIAN_SECOND: Final = _words(
    """
    maria jose juan carlos luis antonio manuel miguel angel pedro francisco javier jesus pablo alejandro fernando
    rafael jorge alberto ramon enrique ignacio eduardo andres felipe gabriel isabel luisa teresa pilar elena
    cristina carmen lucia beatriz clara paula sofia victoria rosa mercedes dolores paulo henrique augusto cesar
    david daniel laura julia eugenia fernanda alejandra guadalupe belen soledad mar luz esther ines alicia vitoria
    eduarda cecilia inacio gustavo ricardo roberto raul sergio diego mario victor guillermo inigo gonzalo alvaro oscar
    ruben ivan adrian nicolas mateo hugo marcos joaquin emilio ana marta patricia silvia concepcion josefa francisca
    antonia catalina raquel sara andrea claudia alba irene rocio eva gloria susana sonia monica veronica yolanda
    natalia camila valentina mariana gabriela adriana joao joaquim tiago rui nuno vitor thiago rodrigo leonardo caio
    bruno marcelo fabio renato vinicius murilo juliana larissa leticia bruna amanda aline tatiana luciana bianca
    agustin alfonso armando arturo cristian facundo federico gerardo gilberto hector humberto julio lorenzo mauricio
    maximiliano octavio salvador samuel tomas xavier jaime iker aitor unai xabier montserrat nuria consuelo dolors
    ximena begona ana-maria graciela liliana lorena marisol noelia olga paola renata tamara viviana yesenia itziar
    ainhoa luiz thais flavia flavio marcia marcio debora priscila vanessa simone rogerio sandro wagner edson wilson
    nelson milena isabela rafaela carolina daniela manuela matilde benedita afonso duarte goncalo baltasar nicolasa
    candela carla celia encarnacion rosario remedios milagros leire ane maite edurne koldo arnau pau oriol marc biel
    laia judit anna nil roger albert josep joan carles lluis pere pep xavi merce
    heitor davi enzo joana helena filipe guilherme ignacia sebastian matias benjamin josefina antonella florencia
    jimena martina agustina leonor rita madalena carlota salome constanca dinis diogo martim mateus bernardo fermin
    eugenio aurelio pia emilia elvira magdalena micaela celeste cruz lourdes fatima socorro graca conceicao amelia
    julieta valeria vera ivone regina otavio ronaldo heloisa livia lucas lara
    mari
    """
)
MARIAN: Final = _words(
    """
    carmen pilar mar angeles rosario dolores luz rocio carmo conceicao fatima lourdes graca socorro consuelo
    jesus soledad mercedes ceu gloria amparo nieves sagrado dios dores neves gracas graças merces prazeres
    remedios anjos
    """
)
IBERIAN_SURNAMES: Final = country_names.IBERIAN_SURNAMES | _words(
    """
    garcia lopez martinez sanchez perez gonzalez rodriguez fernandez gomez diaz ruiz hernandez jimenez moreno
    alvarez munoz romero alonso gutierrez navarro torres dominguez vazquez ramos gil ramirez serrano blanco
    molina morales suarez ortega delgado castro ortiz rubio marin sanz nunez iglesias medina garrido cortes
    castillo santos lozano guerrero cano prieto mendez cruz calvo gallego herrera marquez leon vidal pena flores
    cabrera campos vega fuentes carrasco diez reyes caballero nieto aguilar pascual santana herrero montero
    hidalgo gimenez ibanez ferrer duran santiago vicente benitez mora arias vargas carmona crespo roman pastor
    soto saez velasco moya soler parra esteban bravo gallardo rojas silva souza oliveira pereira ferreira
    rodrigues almeida costa gomes martins araujo melo barbosa ribeiro carvalho rocha lima alves monteiro mendes
    barros freitas cardoso teixeira correia nascimento moreira nunes marques machado dias fernandes goncalves
    lopes soares vieira salazar rios acosta aguirre sosa chavez guzman mendoza espinoza contreras valdez juarez
    estrada cardenas bolivar quispe orozco zapata cordoba valencia mejia osorio restrepo saenz sainz cavalcanti
    albuquerque jobim magalhaes queiroz rezende bezerra siqueira guimaraes macedo nogueira pacheco peixoto
    pinheiro pires ramalho sampaio sequeira tavares vasconcelos viana xavier aguiar amaral andrade antunes
    azevedo batista borges braga brito camargo cunha domingues esteves faria fonseca franca furtado godoy
    henriques leal leite lobo maciel matos medeiros meireles menezes mesquita miranda mota moura neves novaes
    pimenta pimentel pinto pontes prado queiros rangel reis sa salgado severino simoes toledo valente vaz
    ventura aguado alarcon alcaraz aldana alfaro amador anaya aparicio aragon aranda arce arellano arenas
    arevalo arroyo avalos avila ayala baeza barajas barrera barrientos barrios bautista becerra beltran
    benavides bermudez bernal bonilla briones bustamante bustos caceres calderon camacho camarena cantu cardona
    carranza carrillo cervantes cisneros colon cordero cornejo corona coronado corral cortez correa covarrubias
    cuellar cuevas davila delarosa elizondo enriquez escobar escobedo esparza esquivel estevez fajardo figueroa
    fierro franco galindo galvan gamboa gaona garay garza godinez granados guerra guevara hinojosa huerta
    hurtado ibarra jaime jaramillo jurado lara ledesma lemus leyva linares llamas lira loera lopera luna lugo
    macias madrigal maldonado marroquin mata mayorga medrano mejias melendez meza montalvo montano montes
    montoya mosquera murillo najera negron neira ocampo ochoa ojeda olivares olmos ontiveros oropeza oviedo
    padilla palacios palma palomino paredes partida paz pedraza pedroza peralta pinedo pineda pizarro plaza
    ponce portillo posada puente pulido quezada quintana quintanilla quintero quiroga rendon renteria resendiz
    revilla reyna rico rincon riquelme rivas rivera robledo robles rodas rosales rosario rosas rueda ruelas
    ruvalcaba saavedra salas salcedo saldana salinas samaniego sandoval santamaria santillan sarmiento sepulveda
    serna serrato sierra siles solano solis solorzano soria sotelo tapia tejada tejeda tello terrazas tobar
    tovar trejo trevino trujillo ulloa urbina uribe urrutia valadez valdes valdivia valenzuela valle vallejo
    varela vasquez velarde velazquez velez vera verdugo vergara vicario vigil villa villalobos villanueva
    villarreal villasenor villegas yanez zambrano zamora zamudio zarate zavala zepeda zuniga hoyos leiva mesa
    olivera cabello casado exposito galan bermejo conde vara lorca aznar echeverria etxeberria goikoetxea
    arrizabalaga zubizarreta iturralde agirre azpilicueta puig serra roca vila bosch sala casals pujol vives
    alvares peres guedes cabral coelho caldeira chaves farias figueiredo maia mello morais moraes paiva saraiva
    silveira sousa nadal parera
    otero villalba pozo cepeda redondo bermeo tinoco lencastre brandao falcao quiros quesada arguedas chacon solorio
    barahona banegas zelaya lainez funes menjivar alvarenga portela donoso errazuriz larrain undurraga irarrazaval
    edwards-bello cifuentes echeverri echeverry jaimes londono giraldo arango betancur betancourt botero hincapie
    ospina agudelo arboleda marulanda patino pineros rozo tafur urrego velandia yepes zuluaga alban andrango
    chiriboga cevallos guayasamin intriago loor moncayo pazmino quishpe sevilla viteri condori mamani huaman quiroz
    chipana choque apaza ccopa flores-ruiz ocana olmedo ordonez palencia parodi pereyra pintos piriz pulgar quevedo
    quijano rebollo recio regalado rey reina requena roig rojo roldan romo rosado rovira rua salmeron samper
    sanabria sanchis sancho sandin sangil santacruz sastre segovia segura sevillano solana somoza sorolla suso
    talavera tamayo tejero tirado toral tordesillas tornero trillo ubeda uriarte urquijo valera valero valls
    valverde vallejos vaquero velilla verdejo vilar vilches villena vinas vivas yuste zabala zaldivar zapatero
    zorrilla zurita aguero aldao alsina anchorena benegas bianco-ruiz bustillo carballo carreras cernadas ceballos
    escalante etchegaray ferreyra gaitan galarza galeano gallegos giron heredia insua irigoyen iriarte junco lamas
    lagos landa larrea lastra lazcano legarreta limon llorens llorente loaiza lucero luque maestre mancini-paz
    manrique mansilla manzano marchena mariscal marrero mateos maza menendez merino miralles miro monge monroy
    montenegro monzon morera morillo mujica nadales narvaez navarrete naranjo navas noriega novoa obregon olivo
    oliva oliver onate orellana oyarzun abreu afonso aleixo alencar almada amorim anjos areias arruda assis assuncao
    ataide avelar bandeira baptista barata barreto barroso bastos belem bento bettencourt bispo bittencourt boavida
    borba botelho cabrita caetano caldas calado camara campelo canario cardozo carneiro casimiro castanheira castelo
    catarino cerqueira chagas cordeiro couto coutinho damasceno dantas duarte egas feijo felix fidalgo figueira
    filgueiras fontes fortes fragoso galvao gama garcez gaspar gouveia gouvea graca guerreiro gusmao homem horta
    jardim jesus lacerda lage lamego leao leitao lins lisboa loureiro lourenco lucas luz madeira madureira magro
    malheiro marinho mascarenhas matias mattos maximo meira mendonca meneses moniz morgado naves nobre nobrega
    norton novais ornelas paes pais palhares parente passos patricio paulino peixe penteado pessoa picanco pinho
    portugal porto povoas quaresma quental quintao quintas ramires raposo rebelo rego resende ribas rolo romao roxo
    ruas sabino sales salvador sarmento seabra seixas serpa serrao silvestre simas soeiro tavora teles telles
    tenorio trigo trindade valadares valadao varejao veiga veloso viegas vilaca vilela
    """
)
CHINESE_LATIN: Final = _words(
    """
    wang zhang liu chen yang huang zhao zhou xu zhu guo lin gao luo zheng liang xie tang feng deng peng zeng xiao
    tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao cui zhong tan wu sun ma hu he song han
    li fan jin shi dai xia qin hou shao meng long duan lei qian yin kong wan bai cao xi mao sheng lim goh teo chua
    ong ng tsai hsu chang chou kuo hsieh lo
    ouyang sima zhuge shangguan situ huangfu murong linghu dongfang duanmu nangong zhuang pang gongsun xiahou ximen
    """
)
CHINESE_COMPOUND: Final = _words(
    """
    ouyang sima zhuge shangguan situ huangfu murong linghu dongfang duanmu nangong ximen gongsun xiahou
    """
)
SOUTHERN_LATIN: Final = _words(  # as Hong Kong, Singapore and Taiwan spell them
    """
    wong chan chow cheung leung lau lam ho yip kwok tse tsang tam mak ng lee lim tan goh teo chua ong koh yeo sim quek
    low toh seah heng loh foo fong fung hui ip kwan lai lui mok pang poon siu sze szeto tong tsui yau yeung yuen yung
    chiu chung chu choi chin hung kan kwong law tsai hsu chang chou kuo hsieh lo huang lin chen wu liu wang yang tsang
    """
)
NOT_GIVEN_FIRST: Final = _words(
    """
    li lu he ma long lin han tan jin wan song sun dong shi kong yin lei tang dai meng bai ren
    """
)
CHINESE_GIVEN: Final = _words(
    """
    wei fang lei na min jing jun ming hua tao chao ping gang bo bin yan juan jie ying hong ling xin hui mei jian
    feng xiang wen yong zhi lan kun nan qing rong yun yue
    ning qiang kai hao rui shan yi xue ting fei peng dan bing zhen
    """
)
KOREAN_LATIN: Final = _words(
    """
    baek paik pak rhee gim nam cha shim heo hur huh koo byun yeom eom chae pyo seok sohn woo joo min jo jeon
    kim lee park choi jung jeong kang cho yoon jang lim han shin seo kwon hwang ahn song yoo ryu hong moon bae
    noh oh
    nah paek yun ko koh goo gong bang cheon ham
    """
)
JAPANESE_LATIN: Final = _words(
    """
    sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki yamaguchi
    matsumoto inoue kimura shimizu yamazaki mori abe ikeda hashimoto yamashita ishikawa nakajima maeda fujita
    ogawa goto okada hasegawa murakami kondo ishii saito sakamoto endo aoki fujii nishimura fukuda ota miura
    fujiwara okamoto matsuda nakagawa nakano harada ono tamura takeuchi kaneko wada nakayama ishida ueda morita
    hara shibata sakai kudo yokoyama miyazaki miyamoto uchida takagi ando taniguchi ohno maruyama imai kojima
    fujimoto takeda murata ueno sugiyama masuda hirano otsuka
    kuroda hoshino kawaguchi kawasaki sugawara matsui matsuo nomura furukawa hirata honda iwasaki iwata kawakami
    kikuchi komatsu kubo mizuno nagai nakata nishida noguchi oshima otani oyama sano sekiguchi shimada sugimoto
    tsuchiya tsuda tsukamoto yano yasuda yokota yoshimura yoshioka akiyama amano arai aoyama asano chiba hamada
    hayashi higuchi hirose hosokawa iida iwamoto kamata katayama kawai kitamura koyama kumagai kuwahara matsubara
    matsumura miyake miyata mochizuki nagata nishikawa nishiyama okamura okazaki onishi shiraishi sakurai sugawa
    takano takayama tachibana terada tokuda toyama tsuji uemura yagi yamauchi yamane yamanaka yamamura
    """
)
VIETNAMESE_LATIN: Final = _words(
    """
    nguyen tran pham hoang huynh phan vu vo dang bui ngo duong ly le do ho dinh trinh dao truong
    """
)
HUNGARIAN_SURNAMES: Final = _words(
    """
    nagy kovacs toth szabo horvath varga kiss molnar nemeth farkas balogh papp takacs juhasz lakatos meszaros simon
    racz fekete olah gulyas hajdu orosz rozsa lukacs vincze halasz bodnar somogyi fodor pinter szucs vass kocsis
    fulop szilagyi hegedus veres torok illes deak katona borbely vida fazekas soos sipos kelemen pasztor
    barta bognar biro csonka dudas faragó farago hajnal hegyi jakab kaposi keleti kerekes kis koltai kovari lengyel
    mohacsi palotas pataki peto puskas sarkozi sebestyen szalai szekely szekeres szoke szollosi tamasi tasnadi
    vadasz varadi virag voros zentai bakos balla banyai barath benko berkes bolgar boros csizmadia dobos erdos erdei
    halmos jenei kadar
    """
)
HUNGARIAN_GIVEN: Final = country_names.HUNGARIAN_GIVEN | _words(
    """
    janos eva peter laszlo istvan jozsef zoltan attila gabor tamas katalin zsuzsanna agnes maria ferenc sandor
    andras balazs csaba gyorgy miklos imre lajos zsolt ilona erzsebet anna judit edit krisztina monika eszter reka
    timea dora norbert akos bence mate levente daniel david adam mark gergely viktor robert szilvia ildiko nora
    orsolya zsofia anita bea beata bernadett boglarka csilla dorottya emese eniko fanni gergo gyula henrietta
    hajnalka ibolya jozef julia katinka kinga laszlone lilla luca mariann marta melinda nikolett nikoletta noemi
    petra piroska rita roland szabolcs tibor tunde vera veronika vivien zita zoltanne arpad bela denes erno geza
    janka karoly kristof krisztian laci lorand marton oliver otto pal rudolf sebestyen tivadar vilmos aron barnabas
    benedek botond bulcsu
    """
)
HAN_TWO: Final = _words(
    """
    欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 夏侯 尉迟 皇甫 慕容 令狐 东方 東方 公孙 公孫 端木 独孤 南宫 西门
    轩辕 佐藤 鈴木 高橋 田中 渡辺 渡邊 渡邉 伊藤 山本 中村 小林 加藤 吉田 山田 山口 松本 井上 木村 清水 斎藤
    斉藤 齋藤 山崎 中島 池田 阿部 橋本 山下 石川 前田 藤田 小川 後藤 岡田 村上 近藤 石井 坂本 遠藤 青木 藤井
    西村 福田 太田 三浦 藤原 岡本 松田 中川 中野 原田 小野 田村 竹内 金子 和田 中山 石田 上田 森田 柴田 酒井
    工藤 横山 宮崎 宮本 内田 高木 安藤 谷口 大野 丸山 今井 河野 藤本 村田 武田 上野 杉山 増田 小島 平野 大塚
    千葉 久保 松井 岩崎 桜井 野口 松尾 木下 菊地 菊池 野村 新井 佐野 杉本 大西 古川 浜田 市川 小松 高田 水野
    吉川 山内 西田 西川 北村 安田 五島 平田 川口 飯田 中田 本田 松岡 岩田 中西 黒田 川上 大島 星野 永井 服部
    矢野 福島 小山 秋山 広瀬 吉村 辻本 樋口 熊谷 荒木 大橋 小池 片山 望月 松下 細川 内藤 菅原 川崎 三宅 関口
    富田 今村 浅野 菅野 成田 大谷 羽生 宇野 坂口 南野 久我 堂安 鎌田 三木
    """
)
HAN_THREE: Final = _words(
    """
    佐々木 長谷川 五十嵐 久保田 小笠原 大久保 佐久間 長谷部 宇都宮 日下部 小野寺 竹之内 勅使河 波多野 曽我部
    二階堂
    """
)
HANGUL_TWO: Final = _words(
    """
    남궁 황보 제갈 사공 선우 서문 독고 동방
    """
)
ALSO_SURNAMES: Final = _words(
    """
    law bank farm press tea bar vet city trust lab marsh bau sohn cie spa club market tax fund garage foods grill
    major design guard board estate college church school kitchen motors builders union barber temple chapel parish
    trader mercado bageri painter grimaldi steuerberater cooling bakery cooper turner museum schilder
    kro lions elks reality legion pta shelter nursery orchard ranch patika toko villas greenhouse chambers party
    theme zoo dance timber steel lumber quarry gravel crane cranes stad turen okna hurt fenster macon lawn swim
    cheer machine stores material pieces parquet signs lamps pools hearing memorials notary forging valves fiber
    pawn bail bonds juwelier kapper kappers drogist golv opera viveros vivero cantera canteras couvreur menuisier
    gruas
    """
)
CLEARLY_SPANISH: Final = _words(
    """
    inigo gonzalo alvaro inaki iker aitor unai xabier jordi nuria begona rocio lucia jesus joaquin guillermo
    javier pilar ines concepcion josefa mercedes montserrat itziar ainhoa jose juan joao hector agustin andres
    raul ramon ruben tomas nicolas maximiliano facundo ximena yolanda remedios milagros encarnacion consuelo
    guadalupe rafael luis luiz fernando pablo jorge alejandro rodrigo ignacio enrique esteban gerardo alfonso arturo
    mauricio humberto gilberto fernanda alejandra
    """
)

# Those of a name's particles that join a title of nobility to it: "Graf von Thun".
NOBILITY: Final = _words(
    """
    graf grafin freiherr freifrau prinz prinzessin baron furst herzog conde marques barao
    """
)
HEBREW_GIVEN: Final = _words(
    """
    yossi yosef moshe avi avraham shlomo shimon yitzhak yaakov itzik eli eliezer amir amit ariel asaf assaf boaz chaim
    haim dani dov dror doron efraim ehud eitan elad eran erez eyal gadi gal gideon gil gilad guy hagai idan ido ilan
    itai itamar liran lior matan meir menachem mordechai nadav naftali nir noam ofer ohad omer omri oren ori rami ran
    reuven roi ron ronen sagi shai shaul shay shmuel tal tomer tzvi zvi uri uriel yair yehuda yigal yoav yoni yotam
    yuval ziv adi anat avigail ayala ayelet chana dafna dalia dorit efrat einat galit hadas hadar hagit hila inbal
    inbar iris keren liat lilach limor liora maayan maya meirav michal miri miriam moran naama neta noa nurit ofra
    orit orly orna osnat rachel reut rinat rivka rotem sarit shani sharon shira shiran shirley shulamit sigal smadar
    tali tamar tami tova vered yael yaffa yardena zehava
    """
)
MAC_SURNAMES: Final = _words(
    """
    macleod macdonald macgregor macdougall macintyre macarthur maclean macmillan macneil macneill macpherson macfarlane
    macaulay mackay macrae maclaren macdonnell macmahon macnamara macinnes macphail macqueen maccallum maceachern
    """
)
FRENCH_GIVEN: Final = _words(
    """
    hugo jean pierre paul jacques michel philippe alain bernard andre luc marc louis nicolas thomas julien antoine
    francois christophe olivier laurent eric frederic stephane pascal sebastien david vincent guillaume mathieu maxime
    alexandre benoit arnaud thierry didier gilles gerard rene henri yves dominique bruno serge patrick denis claude
    xavier emmanuel fabrice jerome cedric ludovic romain kevin quentin clement florian valentin adrien damien gael
    yann mickael gregory franck joel daniel robert roger marcel georges raymond maurice lucien etienne remi tristan
    loic yohan johan bastien baptiste aurelien sylvain gregoire thibault thibaut mathis leo theo lucas nathan noe
    gabriel raphael arthur adam jules ethan maxence cyril fabien herve joseph jean-luc leon lionel martin norbert
    regis simon stephan tanguy victor vivien yannick claire sophie marie anne isabelle nathalie celine aurelie
    camille julie helene sylvie martine christine catherine valerie brigitte monique pauline amelie emilie charlotte
    """
)
TURKISH_GIVEN: Final = _words(
    """
    ayse fatma zeynep elif emine hatice merve esra busra kubra meryem nur zehra gul hanim naz su can ali mehmet
    ahmet mustafa huseyin hasan ibrahim ismail osman yusuf omer murat emre burak cem kemal halil suleyman salih
    bekir kaan eren enes furkan yunus recep tayyip nesrin sevgi deniz ece selin irem asli ebru pinar ozlem hande
    riza cihan serkan volkan orhan turan ilker tolga onur baris kerem arda berk emir yigit alp efe melis buse irmak
    defne ela asya nehir azra
    sebnem gokhan nilgun gulsen gulay songul ayten aysel aysun betul burcu cagla canan cansu caner cenk dilek eda
    emel erdem ertugrul esin esma ezgi fatih fikret filiz funda gamze gizem gokce guven hakan haluk hulya inci kadir
    kazim koray leyla levent mahmut mert metin muge muhammet nermin nihat nuray nuri okan onder ozan ozge ozgur
    pelin ramazan rana sedat sema seda serap serpil sevim sibel sinan suat sukru taner tarik tugba tulay tuncay ufuk
    umit vedat veli yasemin yasin yeliz zeki zerrin zekeriya
    """
)
RUSSIAN_GIVEN: Final = _words(
    """
    марина ирина екатерина галина полина валентина кристина алина регина карина ангелина дарина константин валентин
    мартин вениамин севастьян иоанна арина сабина эвелина марьяна анна ольга мария елена наталья татьяна светлана юлия
    дарья софья виктория людмила надежда вера любовь лариса оксана ксения яна алексей александр сергеи андреи дмитрии
    иван михаил николаи владимир евгении павел максим денис игорь олег роман антон артем кирилл юрии виктор борис
    григории петр илья никита егор тимур руслан станислав вадим вячеслав степан федор лев глеб марк богдан тарас
    """
)
