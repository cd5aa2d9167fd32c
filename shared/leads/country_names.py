"""More given names and surnames of single countries, which tell how many of the words are the surname. Folded."""

from typing import Final

from shared.leads.wordlist import words

ITALIAN_GIVEN: Final = words(
    """
    achille adamo adelasia adele adelmo adriano agnolo agostino alberico alderano alessandra alessia alessio alfio
    alina allegra amadeo amedeo amleto annalisa annamaria annetta annibale annunziata ansaldo antonello antonietta
    antonina antonino atenulf azeglio baccio baldassare bartolomeo beatrice benedetto benvenuto beppe berenice
    bettina biagio calcedonio calogero camilla camillo cassandra caterina cesare chiara cirillo clelia coluccio
    concetta coriolano corrado costantino costanzo damiano daniele daria delfino dino dionigi domenico donatella
    donatello edoardo eleanora elladio elmo ennio enzio eraldo ermanno ermenegildo ermes etta ettore evangelista
    ezio fabia fabrizia fedele federica federigo ferdinando fiamma filippa filippo fiorenzo fiorino fredo fulvio
    gabriele gabriella gaetano galasso gaspare gastone gelsomina gemma germana giacinto giacobbe giacomo giada
    giampaolo giampiero gianfrancesco gianluca gianluigi gianmarco gianna gianni gianpaolo gianpietro gioacchino
    gioachino gioele gioffre gionata giorgia giorgio giosue girolamo giulia giuliano giulietta giulio giuseppe
    giuseppina giustino goffredo graziano graziella greca guarino guglielmo ignazio ilaria iolanda ippazio jacopo
    jolanda lamberto lando laureano lauretta lazzaro leone letizia liana liberto licia lilla lisa livio lodovico
    lolita loredana loretta luchino lucrezia ludovica ludovico luigina marcantonio marcella marcello margherita
    marissa martino massimiliano massimo mattia maurilio maurizio michela michelangelo michele micheletto michelotto
    mirco nanni napoleone nedda niccolo nicola nicoletta nicolo ninetta nino orazio oreste ornella ottavio ottone
    paoletta paride pasqual pasquale patrizia patrizio pellegrino pier pierangelo piergiorgio piergiuseppe pierina
    pierluigi piermaria pierpaolo piersanti pina pompeo pomponio puccio raffaele raffaella raffaellino raffaello
    raimondo ranieri riccardo ricciotti rocco romana romeo romolo rosaria rosina ruggero ruggiero sabatino salvatore
    salvi sante saverio sebastiano serena sergius silvestro simone simonetta sole stefani stefania susanna telemaco
    temistocle tina tonia tonino torquato tullio ubaldo uberto ugo ugolino umberto venancio vincentio vincenza
    vincenzo viridiana vittoria vittorio
    """
)
HUNGARIAN_GIVEN: Final = words(
    """
    abel adrian adrienn albert alex alexandra andor andrea anett aniko annamaria antal aranka arnold balint barbara
    barna beatrix bendeguz benjamin bertalan bettina bianka borbala brigitta csongor dezso diana dominik dorina
    edina elemer emil emma endre erik erika ervin etelka gabriella gizella greta gusztav gyongyi gyorgyi gyozo hanna
    henrik hunor iren irma ivan jazmin jeno jolan julianna kalman kevin kitti klara klaudia kornel krisztofer laura
    lili magdolna marcell margit marianna martin matyas mihaly milan nandor noel patrik rebeka renata richard roza
    rozalia sara szilard szilveszter terez terezia valeria viktoria zalan zsanett zsigmond zsombor
    """
)
IBERIAN_GIVEN: Final = words(
    """
    abdon abilio adelardo adiela adora adoracion agapito agostina agueda agustina ainara ainoa aitana aladino
    alamiro albano albeiro albino alcides alcira aldair aldemar aldonza aleida aleix alejandrina alejo alfonsina
    alirio aliro almendra almudena alveiro amada amador amancio amando amarilis amaro amaru ambrosio amilcar amor
    anacleto anahis anastasio ancizar angelino anselma anselmo anunciacion anyelo anyi apolinar aquiles aranzazu
    arbey arcelia argemiro ariela aristides arlet aroa artemio asafe ascension asdrubal atilio aurea aureliano
    avelino ayelen aylla azahar azahara azeneth bairon baldomero balduino baltazar bartolome basilio baudelio bayron
    belarmino belisario benedicto benicio benigna benigno bento bernabe bernarda bernardino bernardita berto bibiana
    bienvenida bladimir bonifacio borja brigida brunilda buenaventura caetana calebe calisto calixta calixto
    candelaria candelario candelas caridad carlito carmenza carminho casemiro caue cayetana cayetano cebrian cecilio
    ceferino celestina celinda chelo chema chucho chus chuy cinthya ciriaco cirino claudina clemencia cleto climaco
    clodomiro clorinda colomba conchita conrado constanca constantino cornelio cosme crescencia cristhian cristhofer
    curro custodia custodio dagoberto dahiana dairo danitza deiby deicy deisy delfin demetrio derly desiderio digna
    dimas dionisia dionisio domitila doralisa dorita dorotea duban duilio duvan edelmira edelmiro eder edier
    edilberto edilma edilson edinson edisson edmundo edu eduar edwar eithan eladio elcira elcy eleazar eleodoro
    eleuterio eliecer eligia eligio elkin eloa eloah elpidio elver emanuella emanuelly emigdio emilce emiliana
    emilse emiro emperatriz encarna encarnita enith esneider espartaco espiridion estiven etelvina eufemia eulogio
    eustaquio eutimio eutropio evelia evelio exequiel eydan feliciana feliciano felicidad felisa ferney fidela
    fiorella fito floridor florinda fortunato franchesca francy frederico fresia froilan fulgencio gabino gabrielly
    gala galo galvarino gema geovanny gerson gertrudis gervasio gildardo gilma glauco godofredo goyo graciana
    graciano gricelda guillermina guiomar gumercindo hadassa harol haroldo haydee heliodoro hellena heraclio heraldo
    herberto hermelinda hermenegildo herminda hernando herney hipolito homero iara iban ibeth ignacia ildefonso
    inaki inocencio isabelly isaque isaura isidora isidoro isolina italo jader jafet jaider janneth javiera jeferson
    jeison jeisson jenaro jerman jerson jesusa jhan jhoan jhoana jhon jhonatan jhonny jhony juanito julieth justo
    juvenal kaique kamilly katalina katerine katherinne kike lais lalo lautaro leider leidy leocadia leocadio
    leoncio leydi leyre libardo libia liceth liseth loida lope loreto lourenco luara lucca lucho lucila luisana
    luisina lunna lupita luzmira macaria macario magaly maicol maikol makarena mamen manola manuella marciano
    margoth mariane marianela maricel maricruz mariluz marisel maristela marleny marly martirio massiel maxi
    maximiano maximino mayerly maykol maysa mayte melchor merche mery miguela millaray milovan mirian mirta mirtha
    miryam mitzy modesta modesto nacio nahiara nahuel naiara nair narciso natalio natividad nayara nayaret nayareth
    nayibe nazaret nazario neftali neider nel nelcy nelida nelsy nerea nibaldo nicanor nicodemo nicol nilo nilson
    ninoska nohora nolberto norbey nubia nury nydia obdulia ocampo olalla olegario omaira onofre orfelina oriana
    ovidio pabla paca pacifica palmira pascual pascuala pastor pastora paulino paz pelayo pepita pepito perlita
    petrona petronila piedad pietra pili pio placido plinio poncio primitiva primitivo prudencia prudencio quique
    quirino rafa rafaella raimundo ravy rayen regulo reinel remigio rhavi roldan roque rosalina rosalva rosamel
    rosaura rosenda rubiela rudecindo rufina rufino ruperta ruperto ruy sabas salud samu sancho sandalio saturnina
    saturnino scarleth sebastiao segismundo segundo serafin sessa seve severiano sigfrido silvestre simao sindy
    sixto sneider soraia sosimo stiven susanita tabita tadeo tecla telmo teobaldo teodosio teofila teofilo tere
    thales theodoro thiare tiburcio timoteo tome tono toribio transito trini tulia tulio uberlinda uma urbano
    valentim valero vasco venceslas vicenta victorino vinicio visitacion wenceslao wendolin wilder wilfrido wilman
    wilmar yago yaiza yamid yamile yan yanara yanet yaneth yanina yanira yasna yecid yeferson yeimy yeison yeni
    yenifer yenny yeny yerko yerson yesica yesid yessica yina yineth yocelyn yohana yolima yonatan yonathan yordan
    yudy yuli yulieth yuly yurani yurany zeferino zoila zoraida zulma zunilda
    """
)
IBERIAN_SURNAMES: Final = words(
    """
    abad abarca abascal abella abellan abrego aburto acedo acero acuna adadia adame adasme aedo aguayo agudo aguila
    aguilera aguilo agullo agurto agusti ahumada alamo alberdi albero alberola albornoz alcala alcalde alcantar
    alcantara alcazar alcolea alegre alegria aleman alemany aliaga allende allendes aller almagro almansa almanza
    almaraz almazan almonacid almonte alonzo altamirano alva alvear alzate amat amo amores amoros ampuero andreu
    angarita anglada anguiano anguita angulo antunez apablaza aparecida apodaca aponte aracena aragao aragones
    aramburu arana arancibia araneda aranguiz aravena araya archuleta arco arcos ardila arguello arino ariza arjona
    armas armendariz armengol armenta armijo arnaiz arnal aroca aros arranz arredondo arregui arreola arriaga
    arriagada arribas arrieta arteaga artigas asenjo asensio astete astorga astudillo atienza avendano aviles ayllon
    ayuso azcona azocar azorin badia badilla badillo baena baez bahamonde bahamondes bahena balaguer balderas
    ballester ballesteros banos banuelos baquero barba barbera barbero barcelo barcena barco barela baro barra
    barragan barral barranco barraza barreda barrena barria barriga barrio bas bascunan bastias bastida bastidas
    batalla batlle bauza bayo bayon bayona bedoya bejarano belda bellido belmar belmonte benavent benavente
    benavidez benet berenguer bernad bernat berrios berrocal bertran bilbao blanes blasco blazquez boada bobadilla
    bohorquez boix bolanos bonet borquez borras borrego borrell botella botello bou branco briceno briseno bru
    buendia bueno bugueno buitrago burbano burgos busquets caban cabanas cabanillas cabeza cabezas cabo cabrero
    cadena cadenas caicedo calatayud caldera calleja calvet calvillo calzada camarillo camino campillo campoy
    canales canals canas cancino candia canellas canet canete canizares canovas cantero cantillo canton caparros
    capdevila caraballo carbajal carbajo carbo carbonell carcamo cares carnero caro carpio carreno carreon carrera
    carrero carretero carrion carrizo carro cartes carvajal casal casanova casanovas casares casarez casas casillas
    cassiano castano castejon castell castellanos castello castells castilla castrillo castrillon catala catalan
    cavalcante cavazos cavieres cazares cazorla cea cedillo ceja centeno cerda cerdan cerezo ceron cerro cervantez
    cervera cespedes chamorro chandia chapa chaparro chavarria checa chico cid cintron cisterna cisternas clavero
    cobo cobos coca codina coello cofre collado collao collazo colom coloma colomer colunga comas company conesa
    corbacho corominas coronel corrales corredor cortina corvalan costela cotto cozar criado cruces cuadrado
    cubillos cuenca cuervo cuesta cueto dalmau daza delgadillo dieguez dinamarca domenech donaire droguett duenas
    duque echevarria egea elgueta elorza encina erazo erices escalona escamilla escolano escribano escriva escudero
    espada espana espanol espejo espinal espino espinosa espitia esquibel estay esteve fabra fabregas fabregat falco
    falcon farre faundez feijoo feliu ferrada ferrandez ferrandiz ferrando ferrera ferreras ferrero fica figueras
    figuerola fiol florez fogaca folch font forero fortuny franch fredes frias frutos fuente fuentealba fuenzalida
    fuertes fuster gabaldon gaete gajardo galaz galdames galiano gallart galleguillos galvez galvis gamez garate
    garces garibay garica garmendia garriga garzon gascon gastelum gatica gaviria gaya gaytan gelabert gibert
    gilabert gimeno giner giralt girona gisbert goicoechea gomila gomis goni gordillo granado grande gras grau
    grijalva guajardo gual guardado guardia guardiola guijarro guillen guitart gurule haro henao henriquez heras
    hermosilla hernadez hernandes herranz hervas hervia hierro higueras holguin hormazabal hoz huertas huguet
    ibacache iborra iglesia infante iniesta iniguez inostroza inzunza irizarry isern iturra izaguirre izquierdo jaen
    jaque jaquez jara jasso jaume jauregui jerez jiminez jodar jofre jorda jorquera jove jover laboy labra lago
    laguna larranaga lasa laureano lazo lebron lerma letelier leyton lillo lizama lizana llabres llado llano llanos
    lledo llobet llopis lloret lluch lobato lobos lomeli longoria losa losada loya loyola lozada lucena luengo
    luevano lujan lumbreras machuca madariaga madera madrid maestas magana maidana malave malo mancebo mancilla
    manjon manriquez manso mantilla manzanares marambio marchant mardones mari marmol martorell mas mascarenas
    mascaro matamala mateu maturana matus maureira mayol mayoral medel melero melgar mella mellado mena menchaca
    mendizabal meraz mercader milla millan minguez mir miramontes mireles mojica molano moles moliner molins moll
    moncada mondaca mondragon monreal monsalve montalban montana montanez montecino montecinos montemayor montesinos
    montez moraga moraleda morante morata morcillo morell moyano mugica mulet munguia muniz mur murcia nava nebot
    negrete nevado nevarez nicolau noguera nogues norambuena obando ocasio olate olave olaya olea olguin olivarez
    olivas olive oliveras oller olmo olvera opazo oquendo ordenes orjuela ormeno orosco orrego orta ortuno ospino
    ossandon osses osuna ovalle oyarce oyarzo ozuna pabon padron paez palacio palau pallares palomar palomares
    palomo paniagua pantoja parada pardo pareja parejo parraguez pasten pavez pavon pazos pedrero pedrosa peinado
    peiro pelaez pellicer penaloza penalver penas pera peral perales perdomo perea perello perera pichardo pina
    pincheira pineiro pinilla pino pinol pintor pinzon piquer pla plana planas poblete polanco polo pomares pombo
    pont porcel porras porta portero portilla pou poza pozuelo prat prats preciado priego puentes puerta puga
    pujadas quero querol quijada quinones quinonez quinteros ramis rascon raya razo real rebolledo reguera reig
    rengifo resendez retamal retamales reynoso riascos riba ribera ribes ricart riera riffo riojas ripoll rius
    rivero riveros roa rocamora roda rodarte rodenas rodrigez rodriquez rolon romeu ropero ros rosell rosello rosero
    rossello roura roybal royo rozas ruano rubilar ruz sabater sacristan saiz salamanca salcido saldias saldivar
    saldivia salom salva sanches sanhueza sanjuan sanmartin sanmiguel sans santander santibanez sarabia sauceda
    saucedo saura seco sedano segarra seguel segui simo sisneros sobarzo sobrino sola solera soliz solsona soriano
    suazo sureda taboada tafoya tamarit tamez tejedor tejera tellez tena teran terron teruel tijerina tolosa toloza
    tormo torralba torre torrecilla torrent torrents torrez torrijos triana troncoso tudela tur ugarte ulibarri
    urena uria urias urra urzua vaca valbuena valcarcel valdebenito valderrama valenciano vall valladares valles
    vanegas varas veas vejar veliz vendrell venegas verdu verduzco vicencio vicens videla viera vilalta vilanova
    vilaplana villablanca villagomez villagra villagran villalonga villalpando villamil villamizar villar villareal
    villarroel villaverde vina vivanco viveros vizcaino ybarra zabaleta zamorano zaragoza zayas zedillo zenteno
    """
)

# The most frequent ones that nobody is called by: such a word alone is no given name.
SURNAMES: Final = words(
    """
    muller mueller schmidt schneider fischer weber meyer wagner becker schulz hoffmann schafer koch bauer richter klein
    schroder neumann schwarz zimmermann braun kruger hofmann hartmann lange schmitt krause meier lehmann schmid schulze
    maier kohler herrmann konig mayer huber kaiser fuchs scholz moller weiss hahn schubert vogel keller berger winkler
    roth baumann schuster bohm kraus kramer vogt schumacher brandt haas schreiber schulte ziegler kuhn kuehn pohl
    busch bergmann voigt sauer wolff pfeiffer gruber steiner moser egger bachmann zimmerli
    smith johnson williams brown jones miller davis wilson anderson thompson robinson wright campbell phillips evans
    edwards collins stewart morris murphy cooper peterson bailey richardson watson hughes sanders simpson henderson
    patterson jenkins roberts harris
    dubois moreau lefebvre leroy roux bertrand morel fournier girard bonnet dupont lambert rousseau faure mercier
    garcia rodriguez gonzalez fernandez lopez martinez sanchez perez gomez hernandez ramirez gutierrez alvarez
    rossi russo ferrari esposito bianchi ricci marino conti mancini costa giordano rizzo lombardi moretti
    silva santos oliveira pereira ferreira rodrigues almeida carvalho gomes ribeiro
    jansen janssen bakker visser smit meijer mulder bos vos peters hendriks dekker
    nowak kowalski kowalska wisniewski wojcik kaminski lewandowski zielinski szymanski
    hansen johansen olsen larsen andersen pedersen nilsen kristiansen jensen nielsen andersson johansson karlsson
    nilsson eriksson larsson olsson persson svensson gustafsson korhonen virtanen makinen nieminen
    """
)
