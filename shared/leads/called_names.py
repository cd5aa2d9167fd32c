"""Given names of many countries beyond those that are compared with their short forms. Folded."""

from typing import Final

from shared.leads import name_words as known
from shared.leads.country_names import ITALIAN_GIVEN
from shared.leads.given_names import GIVEN
from shared.leads.wordlist import words

_MORE: Final = words(
    """
    aachal aada aadhya aadi aage aahana aaliyah aapo aarav aarini aarna aarnav aarne aaro aarush aashi aatos aayush
    abbi abdul abdullah abeer abelardo abelone abha abhimanyu abhiram abjorn abram abril ada adalberto adela
    adelaida adelbert adelheid adelia adelina adeline adem adina aditya adnan adolf adolfo adonis adriane adrianna
    adrienne advaith advay advik advika adweta adya aedan africa agastya agatha agathe age agne agneta agnete ahti
    aida aidan aideen aiden aila aileen aili ailis aime aimee aimo aina aine aino airi aisha aishani aisling aislinn
    ake aki aksel akseli akshay alana alanis alanna alannah alastair alban alberta alberte albertina albertine albin
    albina aleksandar aleksanteri aleksi alen alena alexa alexandr alexandria alexandrie alexandru alexej alexia
    alexis alfredo algot alida alisa alisha alistair alister alix alka alla allana alois aloisia alondra aloys
    alphons alva alvar alvin alwin alwina alwine alyssa alzbeta amadeus amado amaira amalia amalie amara ambar
    america americo amico amie amin amina amira amol amrita amruta anabela anais anamika anas anastasie anastazie
    anastazja anay anda andela andra andree andreia andrija anel aneta anette anezka angeles angelica angelika
    angelique angelita angus ani anica aniela anika anirudh anjali anka anke ankica anmol annabel annalise anneke
    anneli annelie annelies anneliese annelise annemarie annemette annemie anni annica anniina annika annikki annita
    annukka anny anouk ansh anssi ante antero anto antoin antoinette antoni antonie antonija antonius antti antun
    anu anusha anvi aodhan aoibheann aoibhin aoibhinn aoife apolena apollo apolonia aradhana ari aria ariadna arian
    ariane arianne arie arif arild arin aristide arja arjun arkadiusz arley armida armin arnaldo arnaude arno arnost
    arnulfo arran arron arsenio arto arttu artturi arunima arvid arvo aryan arzu asa asbjorn ase asger ashlee
    ashleigh ashlene ashling asko assar asta aston atena atharv ati atte aud auguste augustin augustina aukusti
    aulikki aulis aurel aurelia aurore avni axel aya ayaan ayden ayesha ayla aynur ayoub ayush ayushman azaan azad
    aziz babette bachittar baghyawati bahadurjit bailie bakhshi baldur balendra balhaar baljiwan balthasar balvan
    balveer banjeet barbora barbro barica barkha bartek bayram beate beau bebe bedrich belinda benedicte benedikt
    benedikte bengt benita benito benn benno bent bente benthe berat berend berit bernadette bernd berndt bernt
    berta bertha bertil bertram bethan bethany betina beverley bhanumati bhavani bhavika bhavini bhavna bhavya bilal
    biljana bimala bina birger birgitta birgitte birte birthe biserka bishakha bitten bjarne bjorg blahoslav blaine
    blanaid blanka blas blazena bodil boel bohumil bohumila bohumir bohuslav boje boleslav bonnie borge borivoj
    borje borris borys bozena bozica bozo brandi brandy branka branko brayan breandan breanna brendan brent
    bretislav briana brianna brigid brijesh brinda brit brita britta brittany brittney brogan bronach bronagh brooke
    brooklyn bror bryce bryony cacilia cahal cailin cailum caitlin caitlyn caitriona cajsa caleb calista callum
    calum camilo candace candida candido caoilfhionn caoimhe caoimhin caolain caolan caomhan capucine cara caragh
    caren carita carly carmel carmela carmelita carmelo carmina carmine carola carole carolin carsten cas casandra
    cathal catharina cathleen cathrine catrin catrina catrine catriona cecile cecilie celestino celina cezary chaaya
    chad chaitaly chaitanya chakradev chakradhar chakrika chaman chameli champak chanakya chanchal chandani
    chandresh chantel chantelle charan charis charita charlene charlott charlotta charo charvi chasmum chatresh
    chatura chavvi che chelsea chelsey cherie cherith chita chloe christel christelle christer christiana christiane
    christin christof christofer christoffer christos cianan ciara ciaran ciarrai cielo cillian cipriano cirkeline
    ciro citlali clare clarence clarisa clarissa clas claudine claudius clavs clemence clemente clementina cliodhna
    cliona clive clodagh cloe clotilde codie colette colleen collette colm conal conall conan concha conchur conny
    conor constance constantin constanze consuela cora cordula corina corinne cormac cornel cornelia corrie cortney
    cory cosima cosimo courteney cristal cristiano ctibor ctirad curt cyprian daan dafina dafne dag dagmar dagmara
    dagny daire dairine daksh daksha dakshesh dalaja dalbir dalibor damaris damini damir damon damyanti danica
    daniella danijel danijela danna dante danuse dany daphne dara darcy dariana darika darin darius dariusz darko
    darlene darpan darragh darrell darryl darsh darwin dary daryl davor dayamai dayana dayita dayna deaglan deane
    deanna dearbhail dearbhaile dearbhla declan deepa deirbhile dejan delfina demetra demi denisa dermot dervla
    desmond destiny detlef dev devansh devika devin devon dewi deyanira dhriti dhruv diarmuid dietmar dina dipta
    dita ditte divya diya dobroslav dolly domagoj domhnall dominga donal donato doreen dorian dorota dorothee dorte
    dorthe draga dragan dragica drago dragutin drahomira drahoslav drahoslava drazen duane duje dunja durdica dusan
    dustin dwayne eadaoin eamon eamonn ebba ebbe edda edel edgardo edhitha edison edita edna edvin eelis eemeli
    eemil eerik eero eesha eetu eeva efren egbert eggert egil egon eider eija eila eilis eilish eimear eimer eimhear
    einar einari einer eino eira eiravati eirik eivind eivor ekaja ekalinga ekani ekansh ekanta ekantika ekapad
    ekaraj ekavir ekbal ekiya ekrem ekta elba elenore eleonor eleonore elfie elfriede eliisa elin elina eline eliseo
    elisha eliska elizabeta elli ellinor elly elma elmar elmer elmeri elna elodia elodie elof eloisa eloise eloy
    else elsebeth elsie elsy elton elvia elvin elvis elvy elzbieta ema emanuela emelie emelina emile emilian emilly
    emin emmanuelle emmet emmett emmi enar enda engla ensio enver enya eoghan eoin epifanio erasmo erdogan erhard
    erica erick erin erkan erkki erland erling erna ernestine erol eryk eryn esa esben eshana eskil esko esmarelda
    esmeralda esparta espen essi estella estelle ester estera esteri estrella eta ethel euan eugenie eulalia eunan
    eusebia eusebio evald evangelina eve evelien eveliina evelin evelina eveline evelyne ever evert evi evie evita
    evy ewald ewan ewelina fabienne fabiola fabrizio fainche faith falak falan falguni fanny faqid faraj faras
    farhan farid fariq faris faruk faustino faye feargal fearghal febe felicia felicitas felipa femke fergal fergus
    fidel fien filomena finbar fintan fionntan fionnuala fitan fiyaz flemming fleur flor florencio florentin
    florentina florentine florentino florin florina floris folke fortunata forum frado franca francia franciska
    francoise franjo frans frantiska frazer frede frederik frederikke frederique fredric fredrik fredrika fredy
    freja freya fridolin frieda frode fuma gagan gaja galina ganga gareth garima garry gaurang gaurangi gaurav gauri
    gaurika gautam gautami gayathri gebhard geert geetika geir genaro genevieve genoveva georgiana georgine georgios
    geraldine gerda gerhardt gerlinde gerold geronimo gerrit gian giancarlo gianfranco gilda gillian gino giovanny
    girik girindra girish gisela gitte giuliana gladis gladys glen glenda goran gordana gorm gosta gote gottfrid
    gottlieb graeme grainne greger grethe gro gudrun gun gunbir gunborg gunda gundhild guneet gunhild gunilla gunnar
    gunnel gunner gunvor gurli gustaf gustav gustaw gwendolyn gyda hailey hakon hamid hamish hampus hamsini hana
    hanife hanne hannele hannelore hannes hannu hansjorg hanspeter hardik harinakshi harini harish harita harm harri
    harsh harshil hartmut hassan havard hayleigh hayley heather hedda hedvig hedvika hedwig hedy hege heidy heikki
    heiko helge heli helina hella helle hellevi helma helmer helmi helmut helvi hema hemal hemang hemangini hemani
    henna henric henrieta henriette henrikki herdis heriberto herma hermanni hermes hermine herminia hernan herta
    hertha hilario hilary hilding hilkka hillevi hilma hilmar hiral hitesh hjalmar hjalte hjordis hollie horacio
    horst hortense hortensia horymir hredhaan hritik hrvoje hugues hulda hynek iain iben ica idika idun ignac ignacy
    ignatz iida iiris iisakki ijaya ika ikbal ikshita ilari ileana ilias ilija ilkka ilmari ilse imaran imke imran
    ina inaya indali india indira indrajit inez ingalill ingeborg ingegard ingegerd ingela ingelise ingemar inger
    ingmar ingvar inkeri inna ioannis iona ira irena irja irmeli irmgard irya isabell isac isaiah isaias isak isha
    ishaan ishani ishanvi ishita ishwar isidor isidro isis ismet ismo itzel iva ivanka ivar iver iveta ivica ivka
    ivona iwan iwo izabela jaakko jaana jackeline jaclyn jacobine jadranka jagat jagdish jagrati jagvi jai jair
    jairaj jairo jakov jalmari jalsa jamal janaki janani janeth janette jani janice janja janko jann janna janne
    janni jannie januja janus janya jared jari jarkko jarl jarlath jarmila jarmo jarno jaromir jaroslav jaroslava
    jasmina jasminka jasmit jasna jatin jayda jayde jayden jayne jayson jeana jeannine jedrzej jeet jeevika jelena
    jelle jemma jena jenni jennie jeppe jere jeremi jerker jermaine jesper jesse jessika jhalak jillian jimmie
    jindrich jindriska jiri jirina jitka joacim joakim joann joanne job jocelyn jodi jodie jody joelle johana
    johanne johnathan johnnie jolana jolanta jolene jolie joline jonatan joni jonna joona joonas joonatan joost
    jordana jordy jorgen joris jorma jorunn jos josefiina josefin josette josipa josko joso josue jouko jouni jovan
    jovita jozo juanita judita juha juhana juhani juho jukka julieta julijana julita julius juliusz juni junior
    juraj jure juri jussi justina justine justus justyna juul juulia juuso jyoti jyrki jytte kaarina kaarlo kacper
    kaija kaisa kaitlin kaitlyn kaj kaja kajetan kajsa kalervo kalevi kalina kalle kalpit kamala kamil kamila kamya
    karan kare kari karina karley karlo karol karoliina karoline karsten kashish kashvi kaspar kasper kata katariina
    katarzyna katcha katelyn katerina katharine kathe katherin katherina kathi kati katica katja katri katriina
    katrina katrine katy kauko kavya kayla kaylee kayleigh kazimierz kealan keely keeva keijo keld kelli kellie
    kelvin kenan kendra kenn kennet kenth keri kerri kerrie kerry kerttu kevim khaled khalid kiaan kian kiera kieran
    kilian kimberley kimberly kimmo kirsi kirsti kirstie kirstin kirstine kirsty kjeld kjell kjersti kjetil klas
    klaudie klavs klemens klement knut koen konstantinos konstanty kori kornelia krish krisha krishna krista kristen
    krister kristi kristie kristiina kristijan kristine kristofer kristoffer kristopher kristy kristyna kritika
    krystal krystian krystof ksawery kullervo kuno kurtis kustaa kveta kvetoslava kyan kyara kylie kyllikki kyra
    laban lada ladislav ladislava ladli laerke laetitia laila lajita laksh lakshit lakshmi lana laoise larisa lasse
    lassi latasha latoya laure laurenz lauri laurie laurits laus laust lavanya lavinia lazaro leana leander leandra
    leanne leela leena leevi leia leif lekha lelia lene leni lenka lenn lennart lennarth leona leonore leontina
    lesley levi lex liane libni libor libuse lida lidija liesbeth lieve ligia liisa lila lilia lilian liliane lilija
    lillemor lilli linde linnea lipika lisbet lisbeth lise liselott liselotte lisette liva liwia lize lizeth
    ljiljana ljubica ljudmila loes lohit lois lona lone loni lonnie lopa lorcan lore lorelei lori lorin lorna lothar
    lotta lotti loui louie lova lovis lovisa lovre lovro luan lubomir lubos lucian lucija lucinda ludek ludvig
    ludvik luiza lukasz lumir lupe luz lydie lykke lyndon lyndsay lyndsey lynne lynsey maaike maanas maanav maaria
    maarit mabel maciej madelene madhav madhavi mads maeve magdalene magne magnus mahdi mahika mahmoud mahulena maia
    maija maik maiken maira maire mairead majken majvor maks malachy malena malene malin malou malte malthe malva
    malvina malwina manan manbir manda manon manthan manu manuelita manus manya mar marcelina marcelino marcelle
    maren marga margareta margaretha margarida margaud margaux margita margret margrethe margrit mari mariah mariam
    marian marianne marica mariela marietta marijan marijana marika marilena marilyn marine marisela marit marita
    maritta marius mariusz marja marjaana marjan marjatta marjo marjukka marjut marketa marketta markku marleen
    marlen marlies marlis marlon marten marthe martta martti maryse matea matej matheo mathijs mathilda matija mato
    matous matti matts maud mauno maura mauri maurits mauritz maurycy maxima mayra meabh meagan meaghan meera megha
    meghan meghana mehdi meibh meike meinrad meja mekhala melania melba melina melisa melita melker melwin merel
    merete merethe merja merle mervi mette micha michaele michala micheal micheala mie mieszko mihael mihaela miia
    miika mijo mik mika mikko mikolaj mikulas mila milada milica milka mille milo miloslav miloslava milosz miluse
    mimi mimmi mindy minna mio miodrag mirela mirella mirja mirjam mirjami mirjana miron miroslava misael mislav
    mitali mitchel mitesh mladen moa mogens mohini moises mojmir mollie morena morten mugdha myriam nachiket nadezda
    nadin nadja naja naksh nakul nandini nanna naoimh naoise naomh narcisa natali natalija natalja nataly natan
    natanael nataniel natasa natasja natasza nathalia naveen nayeli neel neelima neha nela nelli nellie nelly nenad
    neo nereida nete netra nevenka niall niamh nichola nichole nicklas niclas nicolai nicolaj nicoline nidhi nidia
    nidra nigel nihal niharika niilo niina nika nikita niko nikodem nikol nikola nikolaj nikolaos nikolas nikolina
    niksa nilda nilima nimrat nirja nisa nisha nitara nitesh noelle noor noora norah nour nuala oceane octavia oda
    odalis odalys odeline odette odhran odika oeshi oisin oiva oivind ojas ojasvi ojvind ola olav olavi oldrich
    olena olfert olgierd olimpia olivie oliwer oliwier olle olli olof olov omaja omisha omkaar omya ondrej oni onkar
    onni onveer oona oonagh oran orfhlaith orinder orjan orla orlagh orlaigh orlaith orni orvokki osha oskari osmo
    ossian osten osvald oswaldo otakar othmar otilia oto ottilia ottilie otylie outi ove oviya ovli owe oxana
    oystein oyvind paavo padraic padraig padraigin pahal paivi paivikki pallavi palle panfilo panini par parth pasi
    patric patricie patryk paulette pauli pauliina pauric pavani pavao pavla pavlina peadar pearse peder pekka pelle
    pentti pernilla pernille pero pertti petri petronela petter petteri philippine philomena phoebe piaras piero
    pieter piia pippa pirjo pirkko pirmin pius pontus pooja porfirio pranav praneel pranit pratyush preben premysl
    prisha priska priya przemyslaw pushti qabil qadim qarin qasim quincy quinten qushi raagini rachael rachana
    rachelle rachit rachita radek radha radhika radim radka radmila radomir radoslav radoslaw radovan rael raf rafal
    raghav ragna ragnar ragner ragnhild raija raili raimo raisa rajeshri raksha ranbir randi randolf ranveer
    raphaela rasmus rauno ravi rayaan rayan rebeca rebecka rebekah regitse regitze rehaan reidun reijo reimar reine
    reinhart reinhilde reino rembrandt remo remy rena renee renzo reuben reva reyansh reynaldo reza rhian rhianna
    rhianne rhiannon rhonda rhys ria rian ricarda richardt rickey ridhi rigmor riikka riitta rik rikard riku rishi
    risto ritt ritva riya roar robby robyn rogelio roise roisin roko roksana romuald ronal ronaldo ronan ronith
    ronja ronni ronny roope roosa rory rosalba rosalinda roseanna rosemarie rosendo rosita rosmarie rossana
    rostislav roswitha rouven rozalija ruairi ruari rudiger rudra rune rushil rut ruza ruzena ruzica saanvi saara
    sabri sacha sachi saga sai said sakari saksham saleh salomon samaksh samanta samar samarth samesh sami samir
    samira samuli sanaya sanja sanna sanne sanni santeri santino sanya saoirse sari sarina sarita sarka sarthak sasa
    saskia sathvik satu saumya scot seamus seana seanan seaneen seanna sebastiaan seija selim selina sem seona sepp
    seppo serafina seth severin severino severo shane shania shanice shanna shannan shannen shari shauna shauneen
    shaurya shawna sheena shelia sheree sheri sherri sherry sheryl shivani shivansh shona shravya sian siddharth
    siegfried sigfrid sigge sigmar signe sigurd sigvard siiri silas silja silje sille silvana silvano silvester
    silvie sime simen simion sina sindre sine sinead sini sinikka sinisa siobhan siofra siri sirkka sirpa sisko
    sissel sivert sixten siya slavena slavica slavko slavomir slobodan sneha snjezana sofi sofie solveig solvej sona
    sondre sonny soraya sorcha sorine sos stacie staffan stana stanislaus stanislava stef stefanija stefica steinar
    stela stellan sten stepanka stephany stian stig stijn stina stjepan sture sudiksha suhani sune susann susannah
    susi sussanne sussie suzana svante svatopluk svatoslav svea svein svenning sverre swen sybilla sybille sydney
    sylwia synnove sys tabea tabitha tadeas tage taina taisto tamanna tammie tammy tanay taneli tanish tanmayi
    tanveer tanvi tapani tapio tarak tarja taru tasha tatjana tauno teemu teerth teija tejas tejs tellervo teodor
    teodora terese teresia tereza terezija terhi terje tero terrance terri terttu teuvo theda thekla theodora
    theophile theres theresia thi thijs thor thore thure tia tiarna tiarnan tiegan tiia tiina tijs tilde tilman
    timothee tindra tine tino tito tiziana tiziano tobiasz toivo tola toma tomasa tomi tomislav tommi tomo tonicha
    tonje tonny tonya topias tor tora torben torbjorn tord tore torgny torill tory tove tracey traci tracie trine
    tripti triveni triya troels trond trudi tuija tuomas tuomo ture turid turkan turvi tuukka tuula tuuli tuulia
    tuulikki tuva tymon tymoteusz tyra tyrone ubika ucchal udant udarsh udyati uffe ulf ulrica ulrika umang una
    unnati unni uno uolevi upadhriti upasna upkaar upma urishilla urmi urs urszula urvashi urvi utkarsh vaclav vagn
    vaishnavi valborg valdemar valeri valerio valeska valtteri vamakshi vanda vanesa vanja vansha vanya varenya
    varsha vasana vasatika vasudha vasyl veda vedant vedhika vedika vedran veer veera veerle veeti vegard veijo
    veikko vendela vendula venla verner verneri veronique vesa vesna veta vickie victoire victoriano vidar vide
    vidhi viggo vihaan viivi viking viktorie vilde vilem vilgot vilhelm vilhelmiina vilhelmina vilho viljami viljo
    villads ville vilma vilmer vinaya vinzenz violeta violetta viraj virgilio virginie virpi vit vitezslav vito
    vivaan viveka viviane vivianne vjekoslav vladimira vlado vlasta vlastimil vojtech vratislav vrinda vrishti
    vritti vuokko vyanjana wahab waida wakeeta waldemar waltraud warda warhi warinder warjas watika wazir weena
    wenche wendelin widisha wiktor wilber wilhelmine willian willie wilma wilmer winni winnie wishi witold wojciech
    wout wouter wriddhish wridesh xalak xaver xenia xiti yachana yadavi yadira yagnesh yahvi yamini yara yash
    yashasvi yashawini yashica yashoda yashodhara yashvi yasmine yassin yasti yatan yatin yauvani yazmin yda ylva
    yngve yochana yoshita yousef youssef yrjo yrsa yug yuliana yuridia yutika yuvraj yvette zac zacharie zahra zaid
    zaida zaira zaitra zakaria zaneta zansi zarna zashil zayan zayyan zbynek zdenek zdenka zdislava zdravko zehaan
    zehnia zeljka zeljko zelma zenia zeno zenobia zenta ziggy zikmund zilmil zina zinal zlatko zoey zofie zora zoran
    zorka zuzana zvonko
    """
)
CALLED: Final = (
    GIVEN
    | ITALIAN_GIVEN
    | known.TURKISH_GIVEN
    | known.FRENCH_GIVEN
    | known.IBERIAN_GIVEN
    | known.HUNGARIAN_GIVEN
    | known.HEBREW_GIVEN
    | _MORE
)
