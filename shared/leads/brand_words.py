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
    acres aguas bagni bakery banco bank barbiere bares baumeister bazar biro blacksmith bois bolig borsa brood
    buchbinder bucher builders butor caisse calzado carnes cave caves centers chez club clubs contractor couvreur
    craft crafts credit cristales dagis ditta druck drucker estacion fabbri ferro fiere flavors foods forno forst
    fresh fruits garage garten gartner giardini giardino glazier greenhouse grilli grupa gutter hage haine handwerk
    harvest heritage homestead huerta ingegneri jardin joiner juwelier kaas kantor kapper kappers kello kirke klima
    komis kone koret kunst leather levering linen liquori loft lofts loja machine maderas maler market marmo masna
    maso medicine menuisier mercati merchant mode motors moulin muhle muratore museum nursery obst opera paino pane
    parlor parrilla parts patika piano pies pila pince plants plaster plater plaza politi pompa posto printers
    reisen remedies rentas resto rideaux salvage sberna schilder schmuck schools schuhmacher senter serres shack
    shelter sheriff skog slagter solares spa sport stalling stampe station steinmetz stolarski stores szewc tabak
    tailor tax taxi teater tenuta thrift timbers tischler tobacco toko trucks vetri vigne villas vineyard voice
    wares wedding weinbauer welder wine wines winkels winzer zoo
    """
)
# Nobody is called so.
PLAIN: Final = words(
    """
    absolute acorn acorns action active advanced adventure advice alchemy almonds alpine ambition anchor angels
    anthem anvil apex apples applied aqua arctic aroma array arrows artisan artisanal artistry atlantic attic audio
    auras avenue axis backpack bags balance baltic bamboo banjo bargain bargains barrel bases baskets bayou beacon
    beads beats beet beyond birds bites bits blanket blankets blends blocks blooms blossoms blueprint boat bonfire
    boost bottle bottles boulder boulevard bounce bows boxes bracelet brains branches breakfast breezy brewers brews
    bricks bridle bronze brows brunch brushes bubble bubbles bucket buds build builder builds bundle burrito
    butterfly buttons buzz byte bytes cabin cactus candles canoe canvas caramel caravan cards carousel carrot
    carrots cascade cask casting catalyst cats cauldron celebration central chains chair chairs charming cheerful
    cherries chicken chilli chips choices chop chops cider circuit circuits circus citrus classic clean climbs clip
    clips clocks closet clouds cloudy coastal coat cobbler coconut color colors colour colours comb comet compass
    compost concept concepts confetti connect connection connections continental cookie cornerstone cosmic cosmos
    cosy cottage counters country countryside cows cozy crab crafters crafty crates crazy cream create creates
    crescent crib crossing crumbs crust crystals cube cubes cubs cups curious curtains cushion cuts dances dandelion
    daylight dazzling deals decks delight delights delivered delivery denim desert dinner dinosaur dirty disco dish
    dishes dive dives docks doers dogs dough doves downtown dragonfly dragons drawer dream dreams dreamy drift drip
    drive driven drops drums dual dune dunes dusk dynamic earns earth eastside easy eats echoes eclipse edges eggs
    elegant elements elephant elephants elevation elite embers emblem empire empires enchanted endless engine enigma
    envelope epic equator escape essential essentials ethical ethos evergreen everlasting everyday exchange
    experience explorers explores express exquisite fable fabulous factory fairies faithful falcons famous fans
    farmers fathom fearless feels fiddle fierce fireflies firefly fishes flag flags flame flamingo flavor flip
    floors floral flour flourishing flows fluffy foam focus fold footprint footprints footsteps forever fork
    fortress foxes fragments fragrant frequency fringe frog frogs frontier frosty fruity funds funky fusion future
    galaxies galaxy gateway gazelle gears gecko gems genius geometry ghost giants gifted giraffe glacier gleam
    gleaming glitter globe glorious gnome goat goats goose graceful grains grape grasshopper grassy gravity great
    greens grid grin groove groundwork grows growth grub guaranteed guardians guide guides gulls habits handmade
    happiness hats haze headquarters heals healthy heartbeat hearth heartland hearts heavenly hedgehog heights
    helmet helps herbs heroes hexagon hideaway hideout highlands highway hillside hilltop hinge hive hogs homegrown
    hometown homeward hops horizon hornet hounds hour hours houses hubs hues hungry hunters hyper iceberg icon icons
    ideas iglu image images imagine immersion impact imprint index indigo inferno infinite infusion ingredients
    inlet inner innovative insects inside insight insights inspire inspires instinct integrated intelligent inter
    invisible inward jacket jars jelly jigsaw journeys joyful juicy jungle keeper kettles kiln kites kittens kiwi
    knot knots label labels ladder ladybug lagoon lakeshore lakeside lantern lanterns larder latitude latte launch
    layers leaders learns leaves legends lemonade lens letter leverage lift lighthouse lilac lining listens lizard
    loaf lobster local logic logs longitude looks loom loops lotion lotus loves lowland lullaby luminous lunar
    luxurious lynx macro magnet make makes maps margin marigold marmalade masks matrix meal medallion mermaid mesh
    message meteor method methods midtown midwest milestone milk milkshake mind mindful minds mint mints mirage
    mirror modern module mojo momentum monkey monkeys mosaic mossy moth motion mountains move movement moves muffin
    muffins multi mushroom mushrooms mustang mystery mystic naked nano natural nature navigator nebula necklace
    nectar neighborhood neon nets next nexus nifty nights nimble ninjas node nodes noise nook nordic northeast
    northside northwest note notes nugget nutmeg nuts oasis oceanside oceanview octopus odyssey offers omen onion
    onward opportunity option options oranges orbit orchid origin original origins otters outer outfit outlook
    outpost outside outward owls oysters packs paddle palette pandas panorama papaya paper papers parachute parade
    parasol parkside parties passage passive passport path pathway patio patriot pavilion paws pays peaceful peanut
    pebble pedal pedals pelican pendulum penguin penguins peony perk permit perspective petal petals phantom physics
    picks picnic picture pigs pillars pillows pineapple pinnacle pioneer pioneers pipeline pirates pistachio piston
    pits pivot pixel pixels places plains planet planks plans platform platinum play playful playground plays pledge
    plot plots plow plucky plums plus pocket podium pods poem poets polish polished pony portfolio portrait
    portraits posh posts potato potion pots powder premier presence pressure prestige prism prize process product
    professional promenade prop propeller prowess puddle puddles puffin pumpkin pumpkins puppet puppies puppy pups
    pure purse pursuit puzzle pyramid quantum quarters quartz queens quilt quirky rabbit raccoon races racket
    radiant raft raindrop rainforest rainy rangers ranges rapid rare ravine rays reaction reads realm recipe recipes
    redwoods refined reflection reflections refuge region relax relaxed relay reliable relics relief remedy resource
    restless rests result results retro revival reward rewards rhino rhythm ribbon ribbons riders rind ripples
    risers rises ritual rituals riverside road roadside roams roast robots robust rocket rockets rods rooster rope
    routes rows rubies rugs ruler runners runs rustic sacred saddle saddles saffron sail salad salty sandals sandbox
    sapling sapphire sash satin saves savvy sawdust scarf scarves scene scenes scenic scent scents scholar scholars
    scoop scoops scope screens screw scribe scroll seaside seasonal seasons secret sector seedling seedlings seekers
    select senses sentinel sequence sequoia serpent sets shadows shakers shamrock shapes shares shavings sheep shelf
    shelves shift shiny ships shirt shoot shops shoreline shots shovel shower shrimp shrub shuttle sight sights
    sigma signal signature silent silks silo simplicity sips skate sketch skies skillet skills skin skull skyline
    sleep sleeps sleeve slices slide slides slope slopes slow smile smooth snack snail snap snowflake snowy snug
    soap soaps soars social sock sofa soft soil solstice songs soul sound sounds soup southeast southside southwest
    spaces spades sparkling spectrum sphere spices spicy spider spin spiral spirit spirited splash splendid spokes
    sponge spoons spot spotless spots sprint sprouts spur spurs squad squash squid squirrel stag stairway starfish
    starter statement stations statue steam steeple stellar stems steps stewards sticks stitches stony stories
    stoves strands strides strings stripe stripes structure stunning sublime success sugarcane summit summits sundae
    sundial sunflower sunflowers sunrise sunrises sunset superior supreme surf surge swans sweater sweeps swings
    switch switches sycamore symbol sync synergy syrup table taco tactical tails tale talents tales tangerine
    tangled tapestry target targets tarts taste tastes tasty teacup teams teapot tears telescope tender tents
    terrain territory texture thicket thimble thing things think thinkers thinks third thirsty thread threads
    thriving thumb thunder thyme tide tides tidy tigers tile time timeless tint tips titans toad toast today toffee
    together tomato tomorrow tooth topaz torch torches tortoise total totem tour towel track traction tractor trade
    trades tradition trails trains trans trap trapeze travelers treasures tree treetop trek trellis tremor trends
    trendy triangle tribune trident triple trolley trophy tropical truck truffle truffles trumpet trunks trusted
    truth tube tubes tulips tundra tunes tunnel turbine turbo turkey turn turquoise turtles tusk twig twilight twin
    twisted twists twisty type typewriter ultimate ultra umbrella umbrellas uncorked undone unicorn united units
    universal universe unleashed unlimited unplugged untamed unwind upper uptown upward urgent useful vacation
    valleys value values valve vanilla vault vector veggie velocity vendor venue veranda verse vertex vertical vibe
    vibes vibrant views village violin visions vista vistas vitality vivid voices volt voltage vortex vows voyager
    waffles wagons walnut walnuts wanderer wanderers wandering wardrobe warriors watch waterfront waves weave webs
    weekend westside whale whales wharf wheel wheels whimsy whirl whisk whiskers whisper whispers wholesome wicked
    widget wildflower wildflowers wildlife willows window winds wizard wizards wolves woman wonderland woodpecker
    workbench wrap wraps writes yacht yards yarns yield zebra zenith zest zesty zing zipper zippy zones
    """
)
# Surnames as well: two of them are a brand, unless the first is a given name.
OF_A_BRAND: Final = words(
    """
    about above across aid ale ales all alliance almond alpha always amber answers apple arch arena around arrow ash
    aspen aura autumn badger bakes ball balloon balls banana bank banner bar barley barn bars base basil basket bay
    beach beam beams bean beans bear beat beaver bee beer beers bell bellows bells bench berry best beta better
    between big birch bird bison bite black blade blades blaze blend blessed bliss block bloom blossom blue board
    boards bold book books boots borders bouquet bow bowl box brain branch brass brave bread breeze brew brewer
    brick bridge bridges bright broom brush bud buffalo bull burger burrow butter button buys cable cables cake
    camel camp candle candy canyon cape card care cargo cart cash cast castle cave cedar cellar chain cheese cherry
    chestnut chick chime chimes chip choice cinnamon circle city clan claw clay clear clever cliff clock cloud
    clover club cluster coast coats code coin coins collar comfort console cooks cool copper coral corner cotton
    couch counter courier court courts couture cradle craft crafts crane crate creek crest crew crimson crisp cross
    crown crumb crystal cue cure curl curls current curry curtain daisy daring dash data dawn deal deer delta den
    dial diamond direct divine dock dolphin dome door double draft dragon dress drop drum dry duck dust eager eagle
    ear ears east eastern ebony echo eden edge eight elks elm ember emerald essence everest every eye eyes fairy
    falcon falls fan fancy fang fare farmer fast feast feather feathers feet fern field fields fine fire first fish
    five flair flake flakes flash flavors fleet flies flight flint flock floor flora flow flower flowers foods foot
    force forest forge fort fortune forward fountain four fox frame frames free freedom fresh friendly frost fruit
    fruits fuel fund fury fuse gains gallery gallop gamma gang garden gate gates gear gentle ginger glade glass
    glimpse glory glow gold golden good grain grand grapes gravel gray green grey grill grip ground grounds grove
    grow guard guild guitar gull gust hair halo hammer hammers hamper hand hands happy harbor harbour hard hare
    harmony harvest hatch haven hawk hawks hay hazel heart hearty heaven helm herb herd heritage hero heron hidden
    highland hikes hill hills hobby hollow holy home homes homestead honey hoof hook hooks hope horn horse house
    huddle hue humble hunt hunter husky ice imperial ink iris iron island isle ivory jacks jade jeans jet jewel
    jewels jolly journey joy jump juniper keepers kettle key keys kick kind kingdom kitchen kite kitten kitty knife
    knights lab labs lair lake lamb lamp landing landmark lane lanes latch laurel lava lavender lawn layer leader
    leaf leafy league leap learn ledger legacy lemon lemons leopard letters liberty life light lightning lights
    likes lily lime line linen lines link links lion lions little lively lives living lock locks lodge look loop
    loud love lovely lower luck lucky lunch lush machine mad magic magnolia mail majestic maker mango manor maple
    marble mare marina mark market marks marsh mart martini mask mast mat matters maze meadow meadows meals medley
    mega mellow melody memories merry mesa meta metro mighty mile miles mill mills minty mist misty mix mocha mode
    moments monarch money moon moose morning moss motto mound mountain mouse mule muse mustard nails nap nation neat
    needle nest net nettle never new nightingale nine noble noon north northern nova nursery oak oaks oar oats ocean
    odd old olive olives omega opal open opera orange orchard otter oven over oyster pace pacific pack paddock page
    pages palm palms pan panda pansy panther paradise parcel park parks parlor parrot parsley party pastures patch
    patches paw peach peaches peacock peak peaks pear pearl pears pebbles pen pencil penny people pepper peppers
    perch perfect perks petite phoenix piano pier pies pilgrim pillar pillow pine pines pipe pipes pitch pizza place
    plan plant plants plate platter plaza pleasure plum plumb point points pond pool poppy porch port portal ports
    post pouch power prairie precious press pretty pride prime profit promise proper prosper proud public puff pulse
    pump punch purity purple quail quarry quay queen quest quick quiet quill quiver race racer rack rail rails rain
    rainbow raisin ranch range raven raw ray reach reader record records red redwood reeds reef reel regal reveal
    rhyme rice rider rides ridge ridges ring rings ripple rise rising river rivers roads robe robin rock rocks rocky
    rod rogue roll rolling rolls romance roof root roots ropes rose roses rosy rough route row royal ruby rudder run
    runner rush rye safari safe sage sails salmon salon salsa salt sand sandal sandy satchel sauce savannah save
    saver scale scarlet score screen sea seal seals season seat seats second section seed seeds sees sells serene
    service setting seven shade shadow shady share shark sharp shear shears shed sheets shell shells shelter
    shepherd shield shine shines ship shirts shoe shore shores show shows side signs silk silver simple single sings
    siren six skill sky slate sleek slice slick smart smiles smoker snow socks solar solo sonata song south southern
    space spade span spark sparkle sparks sparrow speaks spear speed speedy spice spike spikes spindle spire spoon
    sports spray spring springs sprinkle sprout spruce square stable stack stacks stage stairs stake stakes stall
    stamp stamps star stars start station steady steel stem steward stick stitch stone stones store stores storm
    storms stormy story stove strand strawberry stream streams street streets strength stride strike string stroll
    strong stump sturdy style styles sugar suit suite suits sum summer sun sunny sunshine super swan sweep sweet
    sweets swift swim swims swing sword swords tables tag tags tail tailor talent talk tango tank tanks tape tart
    tea teach temple ten tent terminal terra terrace thistle three throne ties tiger timber timbers times tin tiny
    tone tonic tools top touch tours towels tower towers town trader trail train treasure treat trees trend tri
    tribe trio trout trowel true trunk trust trusty tulip tune turns turtle twine twist under uni union unique urban
    usher valley van veil velvet venture vessel vessels vest view villa villas vine vinegar vines viola violet vital
    voice waffle wagon walk walks wall walls wander wanders want warm warrior wash water waterfall waters watt watts
    wave wax way ways wear weather weavers wedge well wells west western wheat whisker whistle white wild willow win
    wind windy wine wines wing wings wins winter wire wires wise wit wolf women wonder wonders wooden woodland woods
    wool word works world worlds wreath wren wrench yard yarn yeast yoga zone zoo
    """
)
ALSO_CALLED: Final = words(
    """
    ale almond alpha amber arch aspen aura autumn basil beat bee bell berry beta bird blaze bliss blossom brain
    branch bud candy canyon cash cherry chip cinnamon clay cliff comfort coral crystal daisy dawn delta diamond dock
    ebony echo eden ember emerald essence fairy fancy fern fleet flint floor flora forest ginger glory golden gray
    green grove gust harmony haven hazel heaven herb hill honey hope hue hunt hunter iris ivory jade jet jewel
    journey joy kick kitty lane laurel lavender leafy lemon liberty lily line link little love lucky mad magnolia
    maple mare marina mark marsh mart mat meadow melody merry meta metro mile miles mills mist misty moon noble
    north nova odd olive omega opal orange page pansy park paw pearl penny pepper phoenix pier poppy precious press
    prosper purity queen raven ray red rice ridge river robin rock rocky rod roll rose rosy royal ruby rush safari
    sage sandy savannah scarlet season shade shepherd silver sky sonata song sparkle spring star steward stone storm
    stormy summer sun sunny sunshine tea temple terra ties tiny tone treasure tri true uni unique urban van velvet
    villa viola violet wash watt wells west willow windy wing winter wolf yoga
    """
)
