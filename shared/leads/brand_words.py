"""Words that make a firm in company: crafts in front of a family name, and what brands are made of. Folded."""

from typing import Final

from shared.leads.wordlist import words

# Whoever is called by a craft and one name is a firm; with a given name besides, a person: "Elektriker Jan Holm".
CRAFTS: Final = words(
    """
    acupuncturist auctioneer beautician bookseller bricklayer cardiologist caterer chiropractor decorator
    dermatologist dressmaker florist greengrocer hairdresser handyman jeweler jeweller landscaper locksmith optician
    optometrist osteopath pawnbroker physician physiotherapist plasterer podiatrist psychologist psychotherapist
    roofer seamstress stonemason surveyor tiler undertaker upholsterer veterinarian watchmaker
    anstreicher architekt architektin arztin augenarzt augenoptiker bauschlosser bauunternehmer bestatter bildhauer
    bodenleger buchhandler dachdecker dachdeckermeister dolmetscher elektriker elektroinstallateur elektromeister
    elektromonteur ergotherapeut ergotherapeutin fahrlehrer fensterbauer fliesenleger floristin fotograf fotografin
    frauenarzt friseurmeister friseurmeisterin frisor gartenbauer gartnermeister gastwirt geigenbauer gerustbauer
    glasermeister goldschmied goldschmiedin greissler hausarzt hausverwalter hautarzt hebamme heilpraktikerin
    heizungsbauer hufschmied hundetrainer imker immobilienmakler installateur internist kaminbauer kieferorthopade
    kinderarzt klavierbauer klempner klempnermeister konditormeister kosmetikerin krankengymnast landschaftsgartner
    logopade logopadin malermeister masseur maurermeister mechaniker mechanikermeister mediator metallbauer
    metzgermeister mobelbauer musiklehrer ofenbauer ofensetzer optikermeister orthopade parkettleger personaltrainer
    physiotherapeut physiotherapeutin podologin polsterer psychotherapeut psychotherapeutin rauchfangkehrer
    raumausstatter restaurator sachverstandiger sattlermeister schlossermeister schneidermeister schornsteinfeger
    schornsteinfegermeister schreinermeister schuhmachermeister spenglermeister statiker steinmetzmeister stuckateur
    tapezierer tatowierer taxiunternehmer tierarzt tischlermeister ubersetzer ubersetzerin uhrmachermeister
    vermessungsingenieur vermogensberater versicherungsmakler viehhandler werbetechniker wirtschaftsprufer zahnarzt
    zahnarztin zahntechniker zimmerermeister zimmermeister zweiradmechaniker
    acupuncteur agriculteur antiquaire apiculteur architecte artisan bijoutier carreleur carrossier charcutier
    chauffagiste chiropracteur chirurgien chocolatier coiffeur coiffeuse comptable couturiere cuisiniste dentiste
    dermatologue ebeniste electricien encadreur ergotherapeute estheticienne ferronnier fleuriste fromager garagiste
    geometre graphiste horloger huissier imprimeur infirmier infirmiere jardinier kinesitherapeute libraire luthier
    maraicher marbrier maroquinier medecin miroitier naturopathe notaire opticien orthodontiste orthophoniste
    osteopathe patissier paysagiste pediatre peintre pharmacien photographe platrier plombier podologue primeur
    psychologue psychotherapeute ramoneur relieur restaurateur serrurier sophrologue tailleur tapissier tatoueur
    taxi terrassier toiletteur traiteur vannier veterinaire viticulteur volailler zingueur
    afinador albanil alergologo arquitecta asesor carnicero carpintero cerrajero cirujana cirujano dentista
    dermatologa dermatologo ebanista electricista escultor farmaceutico fisioterapeuta florista fontanero fotografa
    fotografo frutero gestor ginecologa ginecologo jardinero joyero logopeda masajista mecanico modista notario
    odontologa odontologo oftalmologo optico ortodoncista osteopata panadero pastelero pediatra peluquera peluquero
    pescadero plomero podologa podologo procurador psicologa psicologo psiquiatra quiropractico relojero soldador
    tapicero tatuador taxista traumatologo urologo veterinario
    agronomo antiquario apicoltore arrotino assicuratore calzolaio carpentiere carrozziere commercialista decoratore
    elettricista erborista estetista fabbro falegname fioraia fioraio fisioterapista fornaio fruttivendolo gelataio
    giardiniere gioielliere gommista grafico idraulico imbianchino logopedista macellaio marmista meccanico
    naturopata nutrizionista oculista odontoiatra odontotecnico orafo orologiaio ottico panettiere parrucchiera
    parrucchiere pasticcere pavimentista pescivendolo piastrellista pittore psicoterapeuta restauratore salumiere
    sarta sarto serramentista tabaccaio tappezziere tassista tatuatore tipografo vetraio vivaista
    advogado alfaiate barbeiro cabeleireira cabeleireiro canalizador carpinteiro chaveiro contabilista costureira
    dermatologista eletricista encanador estofador ginecologista jardineiro manicure marceneiro nutricionista
    odontologista ortodontista padeiro pedreiro relojoeiro sapateiro serralheiro solicitador
    aannemer behanger bloemist boekhouder dakdekker dierenarts dietist elektricien fietsenmaker fotograaf
    fysiotherapeut glazenwasser goudsmid hoefsmid hovenier huisarts kapster kleermaker klusjesman logopedist
    loodgieter makelaar metselaar meubelmaker mondhygienist notaris orthodontist osteopaat pottenbakker psycholoog
    rietdekker rijinstructeur schoorsteenveger slotenmaker stoffeerder stratenmaker stukadoor tandarts tegelzetter
    tuinman verloskundige visboer
    advokat arkitekt bager bagermester billedhugger bilmekaniker blikkenslager bogholder byggmastare dyrlaege
    eiendomsmegler ejendomsmaegler elektroniker elinstallator fastighetsmaklare fiskehandler fodterapeut
    frisormester fysioterapeut gartnermester glarmester glasmastare glassmester guldsmed gullsmed hudlege hudplejer
    hudterapeut isoleringsmester kakelsattare kiropraktor kirurg klokkemaker kosmetiker kosmetolog kunsthandler
    laege lakare lasesmed logoped maklare malare malarmastare malermester massor mekaniker mobelsnickare murare
    murarmastare murer murermester murmester naprapat optiker ortopad platslagare psykolog psykoterapeut radgiver
    regnskapsforer revisor rorlaggare rorlegger sadelmagare skomager skomakare skomaker skorstensfejer skraedder
    skreddar skredder slagtermester slakter smedemester snedker snedkermester snekker snekkermester snickare sotare
    stadare stenhugger taklaggare taktekker tandlaege tandlakare tannlege tapetserare tatuerare terapeut tomrer
    tomrermester tradgardsmastare trafikkskolelarer urmager urmakare veterinaer veterinar zoneterapeut
    arkkitehti asianajaja elainlaakari fysioterapeutti hammaslaakari hieroja kampaaja kirjanpitaja kiropraktikko
    kosmetologi kultaseppa laakari lakimies maalari muurari optikko osteopaatti parturi psykologi putkimies puuseppa
    sahkoasentaja suutari taksiautoilija tilintarkastaja valokuvaaja verhoilija
    adwokat blacharz chirurg cukiernik dekarz dentysta dermatolog elektryk fizjoterapeuta fryzjer fryzjerka geodeta
    ginekolog glazurnik hydraulik introligator jubiler kamieniarz komornik kosmetyczka krawcowa lekarz mechanik
    neurolog notariusz okulista ortodonta ortopeda piekarz podolog psycholog psychoterapeuta rzemieslnik slusarz
    stomatolog taksowkarz tapicer tlumacz weterynarz zegarmistrz
    automechanik autoopravar cukrar elektrikar gynekolog hodinar instalater kadernice kadernik kaminik klempir
    kominik kosmeticka kvetinarka lekar malir masazista masir notar obkladac optik ortoped pediatr podlahar pokryvac
    topenar truhlar ucetni vodoinstalater zamecnik zednik zubar
    asztalosmester autoszerelo badogos burkolo cukrasz epitesz fenykepesz festo fodrasz fogasz fogorvos fotos
    gazszerelo gyogyszeresz gyogytornasz hentes klimaszerelo komuves konyvelo kozjegyzo kozmetikus masszor optikus
    orvos szerelo szobafesto tetofedo ugyved villanyszerelo viragkoto vizszerelo
    diyetisyen elektrikci fotografci kaportaci kasap kebapci kuafor marangoz muhasebeci nakliyeci noter psikolog
    tamirci tesisatci veteriner
    """
)
# Trades that are surnames somewhere: they count in front of what is no given name.
FIRST_OF_A_FIRM: Final = words(
    """
    acres aguas baby bagni bakery banco bank bares bazar biro bois bolig borsa brood bucher builders butor caisse
    calzado carnes cave caves centers chez club clubs contractor couvreur craft crafts credit cristales dagis ditta
    druck elektra estacion fabbri ferro fiere flavors foods forni forno forst fresh fruits garage garten giardini
    giardino greenhouse grilli grupa gutter hage haine handwerk harvest heritage homestead huerta immo ingegneri
    jardin juwelier kaas kantor kapper kappers kello kirke klima komis kone koret kunst kunta leather levering linen
    liquori loft lofts loja machine maderas market marmo masna maso medicine menuisier mercati merchant mode motors
    moulin muhle museum mutua naradi nursery obst opera paino pane panini parlor parrilla parts patika piano pies
    pila pince plants plaster plater plaza politi pompa posto printers reisen remedies rentas resto rideaux salvage
    sberna schilder schmuck schools senter serres shack shelter sheriff skog solares spa sport stalling stampe
    station stolarski stores tabak tailor tax taxi teater tenuta thrift timbers tobacco toko trae trucks vetri vigne
    villas vineyard vino voice wares wedding wine wines winkels zoo
    """
)
# Nobody is called so.
PLAIN: Final = words(
    """
    absolute action active advanced adventure advice alpine anchor angels anvil apex applied aqua arctic arrows
    atlantic attic audio avenue bags balance baltic bamboo bargain bargains barrel bases baskets bayou beacon beats
    beyond birds bites bits blocks boat boost bottle boulder boulevard boxes breakfast brewers brews bricks bronze
    brows brunch builder burrito butterfly byte bytes cabin cactus canoe cask catalyst cats celebration central
    chains chair chairs chicken chips choices cider circuit circuits classic clean closet cloudy coastal comet
    compass concept concepts connect connection connections continental cookie cosmic cosy cottage country
    countryside cows cozy crab crafters crates crazy cream crossing crust cuts deals delight delights delivered
    delivery desert dinner dirty docks doers dogs dough dragonfly dream dreams drive driven drums dual dune dunes
    dynamic earth easy eggs elephant elite empire engine escape exchange expedition explorers express fable factory
    farmers fishes flame floors flows focus forever fork frequency frontier funds funky fusion future galaxy gears
    giants glitter goat goats goose great grid growth guaranteed guardians healthy hearts heavenly hedgehog heroes
    highlands hillside hive hogs horizon houses hubs hunters hyper ideas image images impact indigo inner innovative
    inside integrated intelligent journeys keeper lakeside lantern launch layers leaves lens letter lift lighthouse
    lobster local logic looks lotus lowland lunar macro matrix mesh milk mind minds mirror modern momentum monkey
    monkeys motion mountains multi mustang mystic naked nano natural nebula neighborhood nets next ninjas node nodes
    noise nordic note notes oasis option options orbit orchid outer outside oysters paddle paper parties passive
    path pathway patriot paws pebble petal picture pigs pinnacle pioneer pioneers pirates piston pixel pixels places
    planet pledge pocket pony premier professional puppies puppy pups pure purse quantum rabbit racket rainy rangers
    rapid reliable relief remedy retro rhino rhythm ribbon riders riverside road roast rocket runners rustic sacred
    sail sapphire seaside seasonal secret seekers select shakers sheep ships shops shots shrimp sigma signal silent
    skate skin skyline smooth snack snowy sofa soft songs soul sound sounds spaces spices spiral spirit spot spots
    sprint squad stations stellar stories summit sunrise sunset superior supreme surf sync synergy table taco
    tactical tails tale tales thinkers third thread threads thunder tide titans toast today tomorrow torch total
    track trade trades trails tree trends triple truck trusted turbo turkey tusk twig twin ultimate ultra unicorn
    united universal upper value values valve vault vector velocity vertex vertical vibe vibes village voices volt
    wagons wardrobe waves whale wheel wheels window yards zenith zones
    """
)
# Surnames as well: two of them are a brand, unless the first is a given name.
OF_A_BRAND: Final = words(
    """
    about above across aid ale ales all alliance alpha always amber answers apple arch arena around arrow ash autumn
    badger ball balls bank bar barn bars base basket bay beach beam bean beans bear beat beaver bee beer beers bell
    bells bench berry best beta better between big birch bird bison bite black blessed bliss block bloom blossom
    blue board boards bold book books bow bowl box brain branch brass brave bread brew brewer brick bridge bridges
    bright buffalo bull burrow butter button cable cables cake camp candy canyon care cargo cart cash cast castle
    cave cedar cellar chain cheese cherry chick chip choice circle city claw clear cliff cloud clover club code coin
    coins comfort cool copper coral corner couch courier court courts couture crane crate creek crest crew crimson
    crisp crown crystal cure current dash data deal delta den diamond direct divine dock dolphin door double dragon
    drum dry duck eagle ear ears east eastern ebony echo eden edge eight elm ember emerald every eye eyes falcon
    falls fancy fang farmer fast feast feather feathers feet fern field fields fine fire first fish five flash floor
    flow foot force forest forge fountain four fox frame frames free freedom fresh fund gamma gang garden gate gear
    glass glow gold golden good grand gray green grey grill grove guard guild guitar hair hammer hand hands happy
    harbor harbour hard hare harmony haven hawk heart heaven heritage heron hidden highland hill hills holy home
    homes homestead honey hook hooks horn horse house hunter ice imperial ink iron island ivory jade jet journey joy
    jump keepers kettle key keys kitchen kitty knife lab labs lair lake lamb lamp lane layer leaf leap legacy lemon
    letters liberty life light lightning lights lily lime line lines link links lion little lives living lock locks
    lodge look loop loud lower lucky lunch mad magic magnolia mail majestic maker maple market mart meadow mega
    melody memories mesa meta metro mighty mill mills moments money moon moss mountain nails needle nest net never
    new nine noble north northern nova oak oar ocean old olive omega open orange otter oven over oyster pacific page
    pages pan panther paradise parcel party paw peach peak pearl pen pencil pepper perfect phoenix piano pies pine
    pipe pipes place plate pleasure point points pond pool port ports post power prairie prime profit promise proud
    public pulse pump purple quest quick quiet racer rail rails rainbow raven raw red reef reel regal rice rider
    ridge ring rings river roads rock rocks roof root roots rose rough royal ruby rudder run runner safe sails salsa
    salt sand sauce save saver scale scarlet sea second seed seeds seven shade shadow shark sharp shed shield shine
    ship shore shores show shows side silver simple single six sky smart smoker solar solo song south southern space
    spark sparkle spear speedy spice spoon spring square stable stack stacks stage star stars station steel stitch
    stone stones store stores storm story stove stream streams street strength strong style styles sugar summer sun
    sunny sunshine super swan sweet sweets swift sword tables tail talk tea ten tent terminal terra thistle three
    tiger tiny tone tower town trail train treat trees trend tribe true trust tune turtle under union urban valley
    van venture vine vines violet voice wagon wall walls warm waterfall watt watts wave wear well west western white
    wild willow wine wines wing wings winter wire wires wolf woodland word works wrench yard zone
    """
)
ALSO_CALLED: Final = words(
    """
    ale alpha amber arch autumn beat bee bell berry beta bird bliss blossom brain branch candy canyon cash cherry
    chip cliff comfort coral crystal delta diamond dock ebony echo eden ember emerald fancy fern floor forest golden
    gray green grove harmony haven heaven hill honey hunter ivory jade jet journey joy kitty lane lemon liberty lily
    line link little lucky mad magnolia maple mart meadow melody meta metro mills moon noble north nova olive omega
    orange page paw pearl pepper phoenix raven red rice ridge river rock rose royal ruby scarlet shade silver sky
    song sparkle spring star stone storm summer sun sunny sunshine tea terra tiny tone true urban van violet watt
    west willow wing winter wolf
    """
)
