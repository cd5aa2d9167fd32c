"""Words of many languages that mark a firm, a shop or an office, folded. None of them is a surname or a given name."""

from typing import Final

from shared.leads.wordlist import words

_ENGLISH: Final = """
    academies accessories advertising agricultural agronomics antique apiaries apiary arboretum archdiocese
    authority automobile bagel bagels bakehouse bakers barbecue barbeque barbering bathhouse bathroom bazaar bedding
    bicycle bicycles bookmaker bookmakers borough brewing brickwork brigade butchery cakes carwashes catalog
    cateringco chemist chemists chimney chocolate cinemas climbing clothes clubhouse cobblers coffeehouse
    collectibles collection collections commerce commission communications composites computer computers
    conservatory constabulary consultancy convenience coolers copy copyshop corporate cosmetics courthouse coworking
    cuisine culinary cultural cupcakes cutlery dealer dealers decoration delicatessen dentalcare dentures developers
    diocese directorate discount dispensary distillers district diving division donut drapery drinks driving
    drugstore dwellings eateries ecology ecommerce electronic elementary embassy employment emporium enamel engines
    exercise exhibitions facility fashions federal fertility fertilizers festival fireplace fireplaces fisheries
    fishing fixings flavours flights food forestry forwarders foundations freighters frozen furnishing gadgets
    gaming gastropub gifts gourmet gourmets graphic grocers groomers guesthouse gymnasium haberdashery haircare
    haircuts hairdressers hairdressing hardscapes hardware hatchery haulage hireage homewares horticulture hostels
    hotels housewares housing imaging independent infirmary infrastructure innovation innovations inns insulation
    interactive interior investors ironmongers jewellers jewellery juice juicery junction karaoke karting kickboxing
    kindergartens kiosk knitwear laboratories laboratory launderers launderette laundering learning lettings
    lifestyle linens lingerie liquor liquors livery livestock logistic lottery lounge luggage makers malls
    mechanical mechanicals memorabilia merchandise merchants metropolitan micro midwives mobile mortgages motorcycle
    motorcycles municipal municipality musical mutual national newsagents newspaper newspapers nightlife
    nutritionals nutritionists organic outdoor outdoors outlet paediatrics paint paints parcels parking parlour
    pasta pastries pastry patios pawnbrokers payments performance perfume perfumery pharmaceutical phone phones
    photo photos piercing pipelines planners planning plastic pottery poultry powersports precinct precision
    preschools primary prints produce programming programs project projects property provisioners publishers pubs
    quilting racing racquet radio readymix realtors recording recordings recovery recyclers refinery refinishing
    refuse removals renewables renovators republic resale research residential resourcing restorations retailer
    retreat retreats safety sandwich satellite sauna sawmills scaffold scaffolds scuba sealants seating secondary
    secondhand secure servicemaster servicing settlement shippers shipyard shooting shopping sign skating skincare
    smokehouse smokery snacks souvenir souvenirs specialty spirits sportswear stationery storefront storehouse
    strategic strategies strategy supermarket supermarkets supplier suppliers surfaces surfacing surgeons surplus
    sustainability swimming tableware tackle takeaway takeout tanning taverns taxidermy technical telecommunications
    telecoms terminals textile theatres ticket tickets tinting tobacconist toys transit translation translations
    transmission treats tuition turf turfs tuxedos underwear unified unit utilities utility vacuum vape vapes
    vehicles vending ventilation video videography vintage vision waste watches waterproofing watersports wellbeing
    wholesalers wigs windscreens windshield wineshop woodcraft woodshop woodwork workforce workshop workshops
    workspace workwear
"""
_GERMAN: Final = """
    akupunktur altenpflege amtsgericht anlagen anlagenbau antiquariat antiquitaten apotheken arbeitsamt autoglas
    autowasche bademoden bauamt bauhof baumarkt baumschulen bauprojekt bauprojekte baustoffe bautrager bedachung
    bedachungen bedarf behorde bekleidung beleuchtung beratung beratungsstelle bergbahnen bergwacht berufskleidung
    beschriftung beschriftungen bestattung bestattungsinstitut betonwerk betten bezirksamt bildungswerk biomarkt
    blaskapelle blasorchester blechbearbeitung bootsbau botschaft brandschutz brauhaus brennstoffe brillen
    brockenhaus bucherstube bundesamt burgerhaus busreisen caritas confiserie dachbau dampfbad dekoration
    delikatessen dentallabor diakonie dienstleister dienstleistung dienstleistungen diskothek drogerie druckhaus
    einrichtung einrichtungen einrichtungshaus eisdiele eisenwaren elektroanlagen elektrogerate elektroinstallation
    elektroinstallationen elektronik entrumpelung erdbau erdbewegung erlebnispark estriche fahrradhaus farben
    fassaden fassadenbau ferienhaus ferienhauser ferienhof fertigbau fertigung fewo filiale filmproduktion finanzamt
    finanzen fischhaus fleischwaren forstamt fotoatelier fotografie freiwillige friedhof friseure friseurin
    friseurteam fruchte fussballclub fusspflege gartengestaltung gartenpflege gastehaus gaststube gastwirtschaft
    geburtshaus geflugelhof gemuse geratebau gerustbau geschaft geschenke gesundheitsamt getrankeshop gewerbe
    gewerkschaft goldankauf grafikdesign grillhaus haarmode haarmoden haarschnitt haarwerk hafenamt handwerkskammer
    hausbau hausgerate haushaltswaren hausmeister hautpflege heimwerkermarkt heizungsbau herberge hochzeitsmode
    horakustik hospiz hufbeschlag ingenieure innenarchitektur innenausbau innung installationen jugendamt
    jugendherberge kaffeehaus kalte kaminbau karosseriebau kassenarzt kaufhaus keramik kieferorthopadie kieswerk
    kinderbetreuung kinderkrippe kino kneipe kommunikation kosmetikinstitut kraftwerk krankengymnastik
    krankenhausverbund krankenkasse krankenpflege kreishandwerkerschaft kulturamt kunsthandwerk kunststoffe
    lackierungen laden ladenbau lagerhaus lamperie landbau landgericht landgut landhaus landhotel landmaschinen
    landwirtschaft lebenshilfe lebensmittel lederwaren leuchten lohnunternehmen luftungsbau manufaktur markisenbau
    markthalle maschinen massivhaus matratzen medien mediendesign mediengestaltung messebau metallverarbeitung
    mietwagen mineralole mobelbau modeatelier moden motorgerate motorrad motorrader musikhaus musikkapelle
    nachhilfeinstitut nahmaschinen nahrungsmittel naturkost naturstein obstbau ofen ofenhaus onlineshop optikhaus
    ordnungsamt orthopadie parfumerie pfandhaus pflege pflegeteam pizzahaus polizei privatbank produktion
    produktions projektentwicklung projektmanagement prufstelle psychotherapeutische raumgestaltung reformhaus
    reithof reitstall reparaturen restaurierung rolladenbau sagewerk sanierung sanierungen schadlingsbekampfung
    schaltanlagen schankwirtschaft schlachthof schmiede schmuckatelier schnellimbiss schreibwaren schuhe
    seniorenresidenz sonnenschutz sozialamt speisen spielhalle spielothek spielzeug sportclub sportgerate sporthaus
    staatsanwaltschaft stadtarchiv stadthalle stadtmarketing standesamt steinbruch strassenbau systemhaus tabakwaren
    tagesmutter tagespflege tankstelle taxiunternehmen teehaus telekommunikation tennisclub teppichhaus textilien
    textilpflege tierfutter tierheim tourismus touristinfo trauerhilfe treppen treuhand turnerbund uhren uhrenhaus
    umzug unternehmen verlag verlagshaus verleih vermessung vermietung vermietungen verpackungen versand versandhaus
    vertretung vertretungen videothek vinothek waffen wasserwacht wasserwerk weinbau weinhaus weinstube werbung
    werft werke werkzeugbau werkzeuge wirtschaftsprufung wirtshaus wohnbau wohnungsbau wohnwagen wollstube zaunbau
    zeitung ziegelei
"""
_FRENCH: Final = """
    accessoires agriculture alimentation ambassade animalerie antiquaires architecture armurerie artisanat artisans
    associes assurance auberge audition autocar automatisme automobiles aventures banque bateaux batiment batiments
    beaute bijoux boissons boucheries boulangeries bouquiniste boutiques brasseries bricolage bureautique cadeaux
    cafes camion carrossiers champignonniere charcuteries charpentes charpentiers chocolats climatisation cliniques
    coiffeurs coiffures communaute commune communication composants comptables conciergerie confection conseil
    conseils constructeurs constructions copieurs cosmetique cosmetiques coutellerie couverts couvertures creations
    cremerie cuir debarras decorations demenagements dentaire dentaires depannage depot diagnostic diffusion disques
    distillerie domaines droguerie ebenisterie echafaudages eclairage ecurie ecuries editions electronique elevage
    emballages encadrement energie energies enseignes entreprise entreprises entretien epices equipement equipements
    equitation etancheite etude etudes evenementiel evenements expertise experts facades ferme fermes finances
    fleuristes fonderie forage formation formations fournitures fourrure funeraire funerarium glaces graines
    graphisme gravure habitat herboristerie horloge horlogers hotellerie immobiliers impression imprimerie
    infirmiers informatique ingenierie jardinage jardins jeux joaillerie laboratoires laiterie langues laverie
    levage librairies linge literie livraison location locations logistique loisirs lunetterie lunettes lycees
    magasins maisons maraichage marbrerie mariage materiaux materiel mecanique medias medicale menage menuiseries
    metallerie metaux meuble meubles miellerie mobilier modes montres motoculture motos musique mutuelle nautique
    nettoyages notarial notariale onglerie opticiens optique optiques orfevrerie outillage paillote papeteries
    parapharmacie parc parfums parquets patisseries patrimoine paysage pediatrie peintures pensions pepiniere
    pepinieres pharmacies photographie piscine plage platrerie plomberies plongee pneus poele poeles poissonneries
    pompage pompes poterie prefecture presse pressings prevention produits promotion proprete propriete publicite
    quincailleries ramonage realisations recyclage relais reliure reparation reparations residence residences
    restaurants restauration retouche retouches revetements sanitaire sanitaires sciage scierie securite sellerie
    semences serrureries societes soins soudure spectacle spectacles stockage surgeles syndic syndicats tabac tapis
    tatouage techniques telephonie terrasse terrassements thermique tissus toilettage toitures tolerie torrefaction
    tourisme tourneur traductions traitement transports travaux tricots troc truffes usinage vaisselle vehicules
    viandes vignoble vignobles vins viticole vitrage vitrages voilerie voyage voyages yaourterie zinguerie
"""
_SPANISH: Final = """
    academias accesorios aceites agencias agricultura agropecuaria alarmas albergue alimentos almacenes alquiler
    alquileres aluminio ambulancias antiguedades arquitectos arquitectura artesania artesanias articulos aseguradora
    aserraderos asistencia autolavado automocion automotores automotriz automoviles autopartes autorepuestos
    autoservicio ayuntamientos azulejos banquetes barberia bebidas belleza bicicletas bienes bodegon brasas brico
    caja calefaccion camaras camiones campamento carnicerias carpinterias casinos cauchos celulares centro centros
    ceramica ceramicas cerrajerias cervezas churrascos cines climatizacion cocinas cofradia colchones colegios
    colonias combustibles comedor comercializadora comercio comercios comidas compania comunicacion comunicaciones
    comunidad condimentos congelados constructora constructoras consultores consultorio contadores contratistas
    cooperativa corporativo correduria cosmetica cosmeticos cuidados culinaria dentales deportivo deportivos
    derribos desguace desguaces despachos destileria dietetica discoteca diseno disenos distribuidor distribuidora
    distribuidoras divisas droguerias dulces ediciones edificios editores editorial electrica electricas
    electromecanica electronica embutidos empaques empresas encuadernacion energia energias ensenanza envases
    equipamientos equipos especias estanco estudio estudios excursiones exportadora fabrica fabricacion
    fabricaciones farmacias filial financiera fisioterapia floristerias fontanerias formacion fotocopias
    frigorificos frutas fruterias fumigaciones fundicion galeria ganados gasoleos gasolinera gastronomia gestorias
    graficas granja granjas gremio guarderias habitaciones hamburgueseria heladerias helados herramientas hidraulica
    hosteleria hoteles iluminacion importaciones importadora imprentas impresiones impresos industria industrial
    industriales infantil ingenieria ingenieros inmobiliarias inmuebles instalacion instalador instaladores
    interiores interiorismo inversiones jabones jamones jardines joyas joyerias juridica juridico kiosco
    laboratorios lacteos lavado lavados librerias liceo licores limpieza llaves locutorio loteria loterias
    mantenimiento mantenimientos maquinarias mariscos marmoles masajes mascotas materias mecanicas mecanizados
    medicina mercados mercerias metales metalicas metalurgica mobiliario moda modas molinos montajes motocicletas
    motores mudanza muebleria mueblerias multiservicios museo musica neumatica neumaticos obras oficinas opticas
    ortodoncia ortopedia panaderias panificadora papeles parador paradores parque parqueadero parrillada pasteles
    pensiones perforaciones perfumeria perfumes pescaderias pescados plasticos plazas policia policlinica polleria
    pollerias pollos prefectura prensa produccion producciones productos promociones propiedades proyectos
    psicologos publicidad pulperia quesos quimica quimicos quiosco radiadores recambios reciclaje reciclajes
    refrigeracion regalos relojeria remates rent reparacion residencia residencial restaurantes ropa sabores
    sanitarios seguridad semillas senaletica servicios sindicato sistema soldadura soluciones suministros tapas
    tatuajes tecnica tecnicos telas telefonia tiendas tlapaleria tornilleria transportista trofeos turismos
    turistica uniformes universitaria vacacional vehiculos veladas venta ventanas verduleria verduras vestidos
    veterinarios viaje vidrieria vidrios vinos vinoteca viveres vulcanizadora vulcanizados yerberia yeseria zapatos
"""
_ITALIAN: Final = """
    abbigliamento accessori acconciature acqua agenzia agenzie agraria agricole agricolo agrumi alberghi albergo
    alimentare allevamento alluminio ambulanze amministrazioni antichita antincendio apicoltura architetti
    architettura arredi arredo arte articoli artigiana artigianato artigiano assicuratori associati associato
    attrezzature audioprotesi autodemolizioni autolavaggio automazione automazioni automobili autonoleggi
    autonoleggio autoricambi autorimessa autosalone autoservizi avvocati azienda aziende bagno barche batterie
    bellezze bevande bici biciclette birra birrificio bottega botteghe caffe calcestruzzi calzature calzolai
    calzoleria camini campeggio cantiere cantieri caramelle carni cartiera cartotecnica casalinghi caseificio
    cemento chimica climatizzazione colorificio comune comunicazione concessionaria confezioni consorzio consulenti
    contabile cornici cosmetici costruzione cucina cucine cuoio decorazioni dentale dentistico diagnostica
    disinfestazione distilleria distribuzione dolci dolciaria dolciumi drogheria ecologia ecologica edili edilizie
    editore editoria editrice elettriche elettrici elettrico elettrodomestici elettromeccanica elettronica emporio
    erboristerie espurghi estetiche estetico eventi fattoria finanziaria finestre fioristi formaggi formazione
    fornaci fornitura forniture foto fotografici frantoio frutta funebri galleria gelaterie gelati geometri gestione
    gestioni giocattoli gioielli gommisti grafiche grigliata gruppo idraulici idrotermica idrotermosanitaria igiene
    illuminazione imballaggi imbottiti immobili impianto importazioni impresa imprese industrie ingrosso
    installazioni intimo investigazioni isolamenti laboratori lampadari latticini lavaggio lavanderie lavorazione
    lavorazioni legatoria legname legnami librerie locanda locande macchine magazzini maglieria maneggio manifattura
    manutenzioni marittima massaggi materassi materiale materiali meccanica meccaniche metalli metalmeccanica mobili
    mobilificio montaggi monumenti motocicli motori multiservizi musei negozio oleificio olio onoranza orologeria
    orologi ortofrutticola ottici palestre panetterie panificazione parafarmacia parrucchieri pelletterie pellicce
    piante piastrelle pinseria pittura pitture pizzerie plastica plastiche podere poliambulatorio pollame
    prefabbricati pressofusione prodotti produzioni profumerie progettazione progetti progetto proloco pubblicita
    pulitura pulizia ricami ricevimenti rifiuti riparazioni ristoro ristrutturazioni rubinetterie salumi salumificio
    sanitari sanitaria sartorie scarpe scavi segheria segnaletica serrande servizi servizio sicurezza sistemi
    smaltimento soccorso societa soluzioni spedizioni spettacoli stampa stamperia stampi stoffe strumenti studi
    supermercati surgelati tecnici tecnologie telecomunicazioni tende terme termica termoidraulici termosanitari
    tessile tessuti timbri tinteggiature tintoria tipografica torrefazione traduzioni trafileria trasporti trasporto
    tratturia turistico utensileria utensili vendita verniciatura verniciature vestiti vetrerie vetro viaggio
    videogiochi vigilanza vini vinicola vivai
"""
_PORTUGUESE: Final = """
    acabamentos acessorios acougues aluguel andaimes aquecimento arquitetos arquitetura artesanato artigos
    assessoria assistencia atacadista atacado atelie autocentro automotivo automoveis aviamentos banca barbearias
    beleza bicicletaria bijuterias bolos borracharia borracheiro boteco brindes buffet buteco cabeleireiros
    caixilharia calcado camisaria canalizacoes carpintaria cartorio cerveja cervejaria choperia climatizacao
    colchoes combustiveis comunicacao condominio confeccao confeccoes construcao construtora contabilistas
    corretagem costura cozinha cozinhas cursos decoracao decoracoes dedetizadora dentaria depilacao deposito
    despachante docaria doces drogarias edificacoes editora educacao eletronica eletronicos embalagens
    empreendimentos empreiteira encanamento engenheiros ensino esquadrias estacao estacionamento estofados estofos
    fazenda ferragens ferramentas festas financeira floricultura fornecedora freguesia frigorifico frutaria
    funilaria garagem gelados gesso gestao ginasio granitos hortifruti hospedagem hotelaria iluminacao imobiliarias
    imoveis impressoes instalacoes investimentos jardinagem joalharia joalheria joias lajes lanches laticinios
    lavandaria limpeza livraria livros locacao locadora lojas lotaria loterica loucas madeiras madeireira malhas
    manutencao marcenarias marisqueira marmoraria marmores massagem materiais mercadinho mercearias metais mineracao
    minimercado moagem mobilidade montagens mudancas negocios notas odontologica oticas panificacao papelaria
    papelarias paroquia pastelaria pecas pecuaria peixaria perfumaria petiscaria petiscos planejados prefeituras
    prestadora producoes produtora produtos propaganda propriedades publicidade quinta quiosque quitanda racoes
    refeicoes refrigeracao relojoaria remodelacoes reparacoes reparos representacoes retifica revenda roupa roupas
    rural salao salgados sapataria saude seguradora seguranca serralheria servico servicos sociedade solucoes
    sonorizacao sorvetes suplementos tabacaria talho talhos tapecaria tecelagem tecidos telhados terraplanagem
    tintas tintos usinagem utilidades variedades vestuario viaturas vidracarias vidros vigilancia vinhos
"""
_DUTCH: Final = """
    aannemers afbouw afvalverwerking agrarisch allround antiek architecten automaterialen autorijschool autoverhuur
    autowas bakkers banden bandencentrale begrafenis begrafenisonderneming beheer beleggingen belettering bestrating
    betonbouw beveiliging bewindvoering bibliotheek bloemenhuis boetiek bouwkundig bouwmarkt bouwmaterialen
    bouwonderneming brandstoffen broodjes buurthuis buurtzorg cateraars communicatie constructie constructies
    containerverhuur dagbesteding dakbedekking dakbedekkingen damesmode dansschool diensten drukwerk
    elektrotechnisch evenementen fietsen financieel financiele garagedeuren gemeenten gereedschappen glaszetter
    glaszetters grafisch grondverzet handelsonderneming herenkapper herenmode hondenschool hoveniers huisartsen
    hypotheekadvies ijzerwaren inrichting interieur interieurbouw interieurs isolatie juweliers kapsalons
    kinderdagverblijf kinderkleding kleding klusbedrijven koffie koffiehuis kringloop kunststof kwekerijen
    levensmiddelen loonwerk lunchroom manege mechanisatie metaalbewerking metaalbewerkings meubelen meubels modehuis
    mondhygiene motoren muziekschool natuursteen natuurvoeding onderneming ontwerp opleidingen optiek organisatie
    orthodontie paardensport pannenkoekenhuis parket parketvloeren pluimvee projecten reclame recreatie reizen
    rijwielen sanitair schilders schildersbedrijven schoenen scholengemeenschap schoonheidsinstituut slagerijen
    slagers speelgoed sportschool steigerbouw stoffering systemen tandheelkunde tapijten tegelwerk telecommunicatie
    textiel theehuis timmerfabriek timmerwerk tuinaanleg tuinen tuinmeubelen tuinonderhoud uitvaart
    uitvaartverzorging uitvaartzorg vastgoed verf verhuur verkeersschool verloskundigen vermogensbeheer verpakkingen
    vervoer verzekering visspecialist vleeswaren vloerbedekking vloerverwarming voeding vrachtwagens warenhuis
    wasserette wijnen wijngaard woninginrichting zeilschool ziekenhuis zonnepanelen zuivel zwembad
"""
_POLISH: Final = """
    agencja agroturystyka akademia akcesoria aluminium antyki apteki architekci architektura artykuly autoczesci
    autokomis automyjnia budowa budowlana budowlane budowlano budowlany bukiety butik cegielnia centrum chemia
    chlodnicze cukiernie czesci dachowe dekoracje delikatesy dentystyczna dentystyczne dentystyczny detaliczny
    deweloper domki drewno drogeria drukarnie edukacja ekspert elektroinstalacje elektroniczny elektronika
    elektryczne elektryczny energetyka fabryka farby ferma finanse finansowe firmowy fizjoterapia florystyka
    fotograficzny garaze geodezja geodezyjne grafika handlowa hurtownie hydrauliczne hydraulika informatyka
    instalacje instalacyjne instytut inwestycje izolacje jezykowa kancelarie karczma kasy katering kemping klinika
    klub kompleksowe komputerowe komputery konserwacja konstrukcje kosmetologia kosmetyczne kosmetyka krawiecki
    kredyty ksero ksiegarnie ksiegowe kuchnie kwiatowa laboratorium lakiery lazienki lecznica liceum lody malarskie
    masaz maszyny materialy meblowy mechaniczne mechaniczny mechaniki medycyna medyczna medyczne medyczny mieszkania
    mlyn montaz motocykle motoryzacja motoryzacyjne muzeum naprawa naprawy narzedzia nauka noclegi notarialna nuda
    obiekty obrobka obuwie ochrona odnawialne odziez odziezowy ogrodniczy ogrody ogrzewanie opakowania opony
    oprogramowanie optyka oswietlenie owoce paliwa parafialny parkiety pasieka pedagogiczne pensjonat pogrzebowe
    pogrzebowy pokoje politechnika pomoc poradnia porcelana posadzki praktyka pralnia prawna prawne prawo produkcja
    produkcyjne projektowanie projekty promocja przewozy przychodnia przyroda psychologiczna psychologiczny
    psychoterapia rehabilitacja reklama rekreacja remontowe remontowo remonty roboty rolnicze rolno rowery ryby
    rzemioslo serwis sklad sklepy solarium spoldzielnia sportowe sportowy spozywcze spozywczy sprzet stacja stadnina
    stolarskie stomatologia stomatologiczna stomatologiczny szkolenia szkolka szkolny sztuka szycie tapicerski targi
    techniczne technologie terapia tkaniny tlumaczenia transportowa transportowe turystyczne turystyka ubezpieczenia
    ubrania urzedu usluga uslugowe uslugowo uslugowy warzywa wedliny wentylacja weterynaryjna weterynaryjny
    wiercenie wina windykacja wnetrza wspolnota wulkanizacja wynajem wyposazenie zabawki zajazd zdrowie zegarki
    zieleni zlom zoologiczny zwierzeta zywnosc
"""
_CZECH: Final = """
    agentura akademie antik antikvariat architektonicka ateliery autobazary autodily autodoplnky autolakovna automyc
    autopujcovna autoskla autosklo balirny banka benzinka bydleni bytovy cerpaci cestovni chata chovatelske cukrarna
    cukrovinky cyklo dentalni detska detske developerska divadlo domov doprava dopravni drevo drevovyroba drubezarna
    elektroinstalace elektromontaze elektroservis farma farnost finacni florbal geodeticka geodezie gymnazium herna
    hospudka hostinec hotely hracky hutni hypoteky instalace investice izolace jatka jazykova jidelna kavarna
    klimatizace knihovna kolonial komunikace kosmeticke kosmeticky kosmetika kovovyroba krby kuchyne kvetiny lahudky
    lakovna lazne lecebna lekarny lekarska lyzarsky masaze materska mestska mestske mestsky mlekarna modni nabytek
    nastrojarna nehty nemocnice nemovitosti notarska obcanske obchod obchody obec obecni obuv oceneni ochranka odevy
    oprava opravna opravy optika ordinace penziony pivnice pivovar plynari plynoservis pohrebni pojisteni
    pojistovaci pojistovna posilovna posta potraviny prackovny pradelna prodejna projekce projekcni pronajem
    pujcovna realitni reklamni rekonstrukce restauracni revize sachy sbor skladovani skolka sladkosti sluzby soudni
    spedice spolecnost statek stavba stavebnik stavebniny stomatologie strechy strojirna strojirny svarovani
    svatebni svetla taborak tanecni technicke technika telocvicna tepelna textilie tiskarna tiskarny topeni trafika
    trhovy turistika ubytovani ubytovna udrzba uklid uklidove urad ustav velkoobchod veterinarni vinarna vinoteka
    vodarna vyroba vyrobni vzdelavaci vzdelavani zahrada zahrady zamecnicka zapujcky zbozi zbrojirna zdravotni
    zdravotnicke zelenina zemedelske zemni zubni zverimex
"""
_HUNGARIAN: Final = """
    agrar alapitvany allatorvosi altalanos antikvarium aruhaz ausztria autoalkatresz autobonto autohaz automoso
    autosbolt baratok bisztro biztositas borasz boraszat borozo burkolas butorbolt cipobolt cukraszat cukraszda
    divat divataru dohanybolt elektromos elelmiszer epiteszet epitkezes epitoanyag epitoipari epuletgepeszet
    ertekesites erteksites etkezde etkezo fagyizo faipari fatelep fenykepeszet festek fodraszat fogaszati fogorvosi
    furdo futesszereles fuvarozas gazdabolt gazdasagi gazszereles gepesz gepjarmu gimnazium gyar gyermek gyogyfurdo
    gyogyszertar hazhoz haziorvosi hentesaru informatika ingatlan intezet ipari iskola jatekbolt javito kavehaz
    kavezo kekbolt kerekpar kereskedes kereskedohaz kertepites kerteszet kiado konyveles konyvesbolt konyvtar korhaz
    kozmetika kozossegi kozpont kulturhaz kutya lakberendezes logisztika malom manikur mediaugynokseg mezogazdasagi
    mobelhaz mobil muanyag muhely muszaki muszer muvelodesi nyomda olcso onkormanyzat orvosi ovoda papirbolt pekaru
    pekseg penzvalto piac pinceszet pizzazo polgarmesteri presszo presszoja program reklam rendelo rendezveny ruha
    ruhabolt ruhazat sarok soroz sorozo sportbolt sportegyesulet szabadido szallas szallitas szallitmanyozas
    szalloda szaloda szamitastechnika szamitogep szerszam szerszambolt szerviz szinhaz szolarium szolgaltatas
    szovetkezet takaritas taksi tanacsado tancsport tarsasag tavkozles temetkezes tervezo textil trafik turkalo
    ugynokseg utazasi uzemeltetes uzlet uzlethaz vallalat vallalkozas varroda vegyesbolt vendeghaz vendeglato
    vendeglo villamossagi villanyszereles viragbolt vizszereles zenebolt zoldseg zoldseges
"""
_TURKISH: Final = """
    acente acentesi ajans ajansi aksesuar aluminyum ambalaj anaokulu apart atolye atolyesi avukatlik baharat bahcesi
    bakim bakkal bayi bayii belediye bilgisayar bilisim boya bufe burosu butigi cafesi camasirhane ciftligi ciftlik
    cikolata danismanlik dekorasyon depo depolama dersanesi dershane dogalgaz dogaltas dondurma dugun dukkani eczane
    egitim endustri enerji eviniz fabrikasi finans firin firini galeri galerisi gayrimenkul giyim grup guvenlik
    guzellik hafriyat haliyikama hamami hastane hediyelik hekimligi hirdavat hukuk icgiyim ihracat ilac imalat
    isitma ithalat jenerator kablo kafe kagit kahvalti kahvesi kalip kargo kasabi kaynak kebap kebapcisi kirtasiye
    kitabevi klinigi kozmetik kresi kultur kulubu kumas kundura kuruyemis kurye laboratuvari lastik lisesi lojistik
    lokanta magaza magazasi makina makine manav mandira marketi matbaa medikal mensucat merkezi mermer metal
    metalurji motorlu musavirlik mutfak muzik nakliye nalburiye ofisi okullari organizasyon otel oteli oteller
    otoparki oyuncak pansiyon parfumeri pastane pastanesi pazarlama perde peyzaj pide pidecisi plastik poliklinigi
    proje radyo restoran saglik salonu sanat servisi seyahat sirketi sogutma spor studyo sucuklari tadilat tarim
    tarimsal tasarim teknik teknoloji temizlik tesisat tesisleri ticareti uluslararasi urunleri yapi yatirim
    yayinevi yayinlari yemek yikama zirai zuccaciye
"""
_NORDIC: Final = """
    advokater affar affaren akademi anlaggning anleggsgartner antikvitet arkitekter autohus automatik automester
    badrum bageriet bakeriet barnehage barnepark begravning bemanning bensin betong bibliotek bilar bilglas
    bilteknik blomsterbinderi bokhandeln boligbyg bostad bostader brandskydd brugs bryggeri bryggeriet butiken
    butikk byggentreprenor byggeri byggnads byggvarehus byggvaror cafeen cykel cykler dagligvarer dagpleje
    damfrisering datakonsult delikatesser distribusjon djursjukhus dyrehospital dyrlaegerne eiendommer
    ejendomsadministration elektriske elinstallation elinstallationer elservis elteknik energi enterprise
    entreprenad entreprenor fabrik fabrikk fastigheten ferie film fiskeri forlaget forlaggning forretning forsamling
    forsamlingen forsikringer fotograferna fotvard frakt frisoren frisorer fritid frukt fyrverkeri fysioterapi
    gartneri gatukok glasmasteri godis golfklubb grafisk gronsaker grossist guldsmedie gulv gummi halsa halsohem
    halsokost handelshus helse hjem hjemmepleje hotell hotellet hudpleje hudvard hundeklipper huset husflid
    hushallning hytter idrett idrettslag industri inkasso installation installationer investering isenkram jarn
    jernvare jordbruk juridik kafeet kaffe kafferosteri kantine karosseri kemi kiosken klader klinikken klubb
    klubben kommun kommune konditoriet konfektyr konferens konsulent konsult konsulter kontor kontorshotell
    kulturhus kurbad kurs kurser kvarterets kyrka kyrkan laegehus laegerne lakeri landtbruk lantbruk lantgard
    ledelse livsmedel logistikk lokaler lysdesign maeglere maleriet malermesteren malervirksomhed maling maskin
    maskiner maskinstation matsal mekanisk mekaniska mekano menighet mentorskap metall miljo mobler montage
    montering motell motor motorklubb motorsport musik mynt nattklubb negle nyheter offset optikk papper pizzabud
    plast pleje plejehjem polisen pris produkter projekt prosjekt psykologpraksis rederiet reklame rekruttering
    renhallning renhold renovering reparationer restaurang restaurangen restauranten rorteknik salong salongen
    samfund samvirkelag sanering selskabet serviceteam sikkerhet sjukgymnastik skadedjur skadedyr skogsbruk skolan
    skolen skonhed skotsel skradderi skraedderi slagteri slakteri slakthus slotte smede smedie smedja smedjan
    smycken smykker snedkeri snekkeri sparbank sparebank sparekasse speiseri spel sportklubb stadning stadsmission
    stal stugor stuteri sushibar svets svetsteknik svommehal symaskiner takst tandlaegehus tandlaegerne tandvard
    tannlegene taxa teknikk terapi tjanster tjenester tobak tradgard tragardsdesign trahus traning transporter
    trevare tryckeri trykkeri turist tvatt tvatteri udlejning ungdom ungdomsgard urmageri utbildning utemiljo
    uthyrning vaerft vaerksted vaerkstedet vardcentral vardhem varer varme varmeteknik vaskeriet verkstad verktyg
    vertshus vindue vinduespolering virksomhed vognmand zoneterapi
"""
_FINNISH: Final = """
    apteekit asennus asunnot autokoulu automaalaamo autopesu autopurkamo autotalo baari betoni elintarvike
    fysikaalinen fysioterapia hieronta hius hiusmuotoilu hotelli huoneistot huonekalu ikkuna ilmastointi isannointi
    kahvio kaivinkone kalatukku kalusteet kalusto katsastus kattoremontti kaupungin kaupunki keittiot kenka
    kiinteistot kirjanpito kirjapaino konditoria konepaja konsultointi korjaamo koti koulutus kukka kuljetus kulta
    kuntosali kustannus kylpyla lehti leikkuu leipa leipomot liike logistiikka lomamokit maalaus maansiirto maatila
    mainos majoitus makkara matkailu matkat metsa metsastys mokit moottori motelli muotoilu musiikki myymala nuohous
    ohjelmisto oppilaitos optiikka painotalo paivakoti palvelut parketti perunkirjoitus pesula pikaruoka puhelin
    puisto putki putkiasennus putkityo puutarha puutavara rahoitus rakentaminen raksa ravintolat remontit remontti
    rengas ruoka sahko sahkoasennus sairaala saneeraus seura seurakunta siivous sisustukset sisustus suunnittelu
    taimisto takuu talli talo talotekniikka teatteri tekniikka teollisuus terassi terveys terveystalo tila tukku
    tuotanto tuote tuotteet turvallisuus tyohuone tyonvalitys urheilu urheiluseura vaate vaatetus valaisin valimo
    valokuvaamo valokuvaus varaosa varasto veneveistamo verhoomo verkko verstas vesi viini viljelma virasto vuokraus
    yhtyma yliopisto yritys
"""
_INDONESIAN: Final = """
    barokah berkah cetak dekorasi dinas fotokopi furnitur gudang handphone internasional jasa juragan kaos kecamatan
    kedai kedokteran kelompok kelurahan kerajinan keuangan kios komputer konstruksi konsultan kontraktor konveksi
    kuliner lembaga logistik makanan masakan masjid mebel medika minimarket nasi pabrik paket panti pariwisata pasar
    pegadaian pelatihan pelayaran pemerintah pendidikan penerbit penginapan pengrajin percetakan perdagangan
    perhiasan perkebunan perkumpulan persero pertanian perumahan perusahaan pesantren peternakan pondok properti
    puskesmas roti sablon sate sembako sentra sewa stasiun swalayan telekomunikasi ternak tokobuku transportasi
    umroh usaha wisata
"""
_ROMANIAN: Final = """
    agentie alimentara amanet ambulatoriu anvelope apartamente arhitectura asigurari asociatia avocatura birou
    biroul biserica brutarie bucatarie cabinetele cabinetul cafenea calculatoare cazare cladiri coafor cofetarie
    colegiul comert constructii consultanta contabilitate croitorie cursuri depozit distributie drogherie edificii
    editura electrocasnice electronice expertiza farmacii federatia finantari florarie fructe fundatia gradinita
    grupul gustari hanul imobiliare incaltaminte inchirieri instalatii institutul investitii laborator lactate lemn
    librarie liceul macelarie magazin masaj mobila muzeul panificatie papetarie parchet patiserie pensiune pensiunea
    piese producatie productie protectie publicitate reparatii restaurantul salonul scoala servicii serviciul sistem
    societatea spalatorie spitalul statia stomatologic stomatologica supermarketul tabacarie tamplarie terasa
    termopane tipografie transporturi turistic universitatea utilaje vanzari vinarie vinuri vopsele vulcanizare
"""
_PUBLIC: Final = """
    agglomeration ajuntament bakanligi bausparkasse betriebskrankenkasse bikeshare bombeiros bomberos carshare
    centres comuni concello consolidated cookies corrections distrito dlrg drugs energieversorgung espresso
    fylkeskommune generalitat gmina gyms hypermarche hypermarket kantonalbank kantonspolizei katasteramt kementerian
    kreiskrankenhaus kreissparkasse landesamt landesbank landeshauptstadt landeskriminalamt landkreis
    lohnsteuerhilfe markets metropole mieszkaniowa ministerstvo mudurlugu municipalidad municipio nadacia
    oberlandesgericht osnovna parkolas powiat roadhouse savings scouts shoprite smoothie sparda stadtmobil
    stadtsparkasse steak superstore tacos technische tribunal universitatsklinikum universities verkehrsverbund
    veterinaramt wasserversorgung
"""
_HEADS: Final = """
    adviseurs alnia arnia asema bakeri bedrijf bolag butikken ceria cerie cheria chirurgie cilik culuk deria dienste
    evleri fachmarkt foretag galabau gemeinschaft gymmet hallen handlung hanesi hoitola iterie kauppa keskus kliniek
    klinikka kontoret landschaftsbau medizin mottagning nerie ngeria nterie optik ownia palvelu panzio parfymeri
    puoti rakentajat redaktion rengoring renseri reria schule selskab selskap sentral sserie stasjon systeme
    techniek teria therapie tjanst tjeneste touristik uperie urakointi uterie utleie varuhus verband vermittlung
    vuokraamo werken yhtio zentrum zeria zubehor
"""
TRADES: Final = words(
    " ".join(
        (
            _ENGLISH,
            _GERMAN,
            _FRENCH,
            _SPANISH,
            _ITALIAN,
            _PORTUGUESE,
            _DUTCH,
            _POLISH,
            _CZECH,
            _HUNGARIAN,
            _TURKISH,
            _NORDIC,
            _FINNISH,
            _INDONESIAN,
            _ROMANIAN,
            _PUBLIC,
            _HEADS,
        )
    )
)
