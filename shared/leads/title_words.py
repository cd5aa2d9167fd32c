"""Titles, ranks, credentials and roles: folded (lower case, no accents), without dots."""

from typing import Final

from shared.core.text import fold
from shared.leads.wordlist import words

_OF_OTHER_SCRIPTS: Final = words(
    "श्री श्रीमती सुश्री डॉ कुमारी господин госпожа г-н г-жа пан пани пані доктор профессор доц проф др κύριος κυρία δρ"
    ' السيد السيدة الآنسة دكتور الدكتور الدكتورة المهندس الأستاذ الشيخ คุณ นาย นาง นางสาว מר גב ד"ר פרופ'
)
TITLES: Final = words(
    """
    betriebswirt betriebswirtin volkswirt kaufmann kauffrau kfm informatiker ingenieur ingenieurin mr mrs ms
    miss mx mister dr dres doctor doktor drs prof professor professeur profesor profa dra sir dame lord lady rev
    reverend revd fr father hon honorable judge justice capt captain cpt col colonel lt sgt sergeant maj major
    gen general adm admiral cmdr herr frau hr fraulein dipl ing mag dott dottssa dottore dottoressa dotssa sr
    sra srta srita senor senora senorita don dona m mme mlle monsieur madame mademoiselle maitre sig sigra
    signor signora avv arch geom rag dhr mevr mevrouw meneer ir mgr mudr judr phdr paeddr rndr pan pani shri smt
    sri sheikh sheik eng engr adv atty rabbi imam pastor sister brother bischof bishop lic licda lcda lcdo dna
    rechtsanwalt rechtsanwaltin notar steuerberater steuerberaterin sen senator rep gov governor ambassador hrh
    madam ma'am kand bsc univ habil arq ustadz ustaz ustad freiherr freifrau familie family kommr pd docteur inz
    hab datuk dato tan haji hajji hajah tuan puan exmo exma ilmo mrs. sig.ra dr.a prof.a vod licdo ldo dkfm kfr
    kffr abogado abogada arquitecto the d eng.o lektor dozent gouverneur commander lieutenant ltcol deacon bro
    canon cllr councillor mep baron baroness graf grafin count duke prince princess me ra stb wp rain msgr pr
    pfr pfarrer schwester bruder soeur frere me. mgst mtro mtra maestro maestra cp cpn qfb ms. rt ddr herrn mw
    sheikha shaikh sayyid syed-dr er kapt kpt hptm oblt mjr brig wg cdr pvt cpl spc msgt ssgt tsgt patriarch
    abbot abbess pater padre mons monsignor reverendo pastora presbitero hno hna ven swami guru-ji sardar begum
    mevlana hoca bay bayan sayin uzm doc-dr doç yrd av kand-mag cand stud siv siving fil tekn pol-mag drs-ing
    mr-dr prof-ing profdr profdring docent univ-prof privatdozent oa oarzt primar primarius hofrat hofratin
    kommerzialrat komm-rat dipl-kfm bakk betriebsw oberarzt chefarzt staatssekretar minister burgermeister bgm
    lkw-dr lt-col ltgen rear vice-admiral air commodore wing squadron hochw dott-ing notaio onorevole egr spett
    gent geom-dott perito per cav comm uff gr arqto arqta ingo inga psic odont enf fisio cont contador contadora
    economista vet-dr eng-a engo enga des desembargador deputado vereador cel ten sgto cap-mor maitre-dr
    bâtonnier batonnier vve veuve mlles mmes mm dres-med mudrcsc ing-arch phmr rsdr thdr thlic mga bca dis ks
    m-elle gospodin gospodja g-dja dipl-oec tov pan-dr poseł posel honourable honble profin drin maga ingin
    magin mago right most very cardinal archbishop chancellor provost dean-dr vicar deacon-dr chaplain comdr
    lcdr ltjg ens po cpo sfc ssg 1sg csm-sgt lcpl gysgt wo cwo flt sqn maharaj pandit ustadh mullah maulana
    sayyed syeda begum. tengku raja-dr puan-sri seri lek stb/wp emeritus emerita emer bc mvdr paedr doc dsp hab.
    prim univprof hptl hauptmann oberst stabsfeldwebel datin toh pehin dayang chief-dr alhaji alhaja hajia
    avukat dt mimar muhendis ogretmen hemsire ifj ozv ozvegy dnus univprof magister kmdt brigadier
    brigadegeneraal generaal kolonel ritmeester meester weleerwaarde eerwaarde zuster pastoor dominee ds
    esimo ilma ilustre dom frei monsenhor soldado sargento tenente coronel cmte comandante capitan
    capitao teniente sargto subteniente almirante brigadeiro maresciallo brigadiere
    carabiniere colonnello ammiraglio capitano fra chanoine commandant adjudant
    capitaine marechal vicomte vicomtesse comte comtesse otunba oba fru froken frk herra rouva neiti slecna bapak
    bpk ibu khun domnul doamna gospoda gospodja
    kyria kyrios barr barrister surv arc pharm-dr pst apostle bishop-dr evang
    gentma gentmo gentile tec tecnico ar excmo excma chief asst assoc associate egregio haj hadj hajj vrouw jonkheer
    jhr pfarrerin diakon dekan superintendent studienrat oberstudienrat regierungsrat ministerialrat justizrat
    medizinalrat kammersanger tierarzt zahnarzt sor revmo rvdo rvda rvd reverenda pbro fray snr snra chiarmo chiarma
    onle ppłk pplk płk plk mec mecenas red inzynier rtn cmsgt csgt smsgt 1lt 2lt ltc mgen bgen rdml vadm radm bhai
    acharya sant mahant kumari thiru thirumathi tmt hjh ts kyai raden drh rev'd fil.mag sn oberarztin chefarztin
    facharztin oberstudienratin studienratin amtsratin dozentin professorin privatdozentin stadtratin
    oberburgermeister oberburgermeisterin burgermeisterin landrat landratin stadtrat gemeinderat
    ustadza acharn ajarn muhterem dyt ecz psk
    onb shaykh sayyida ustaza mzee mwalimu bwana ogbeni mallam malam oloye nze lolo ichie igwe eze nana togbe qs esv
    tpl pharm profssa engº δρ κος κα καθ гн гжа г-н г-жа д-р др проф акад доц инж د م أد اد دكتور دكتورة السيد
    السيدة الشيخ الدكتور الدكتورة المهندس المهندسة الاستاذ ד"ר ד״ר דר פרופ פרופ׳ עו"ד עו״ד מר גב גב׳ הרב นาย นาง
    นางสาว คุณ ดร ผศ รศ ostr str. stdir okr stud-rat studr lfm mvz
    1sgt 1stlt 2ndlt 1stsgt a1c acolyte archdeacon archduke archduchess attache ayatollah binibini briggen csm cwo2
    cwo3 cwo4 dcn domnisoara duchesse encik effendi erzbischof excellency furstin gefreiter generalissimo
    generalleutnant generalmajor generaloberst ginang ginoo gospodzica grevinna hauptfeldwebel hauptgefreiter
    feldwebel oberfeldwebel unteroffizier stabsunteroffizier leutnant oberleutnant oberstleutnant oberstlt olt hptfw
    ofw fregattenkapitan korvettenkapitan kapitanleutnant konteradmiral majgen maharani maharajah marchioness mcpo
    scpo mgysgt monseigneur mufti mevrouwe juffrouw mejuffrouw pfc pv2 preili proua harra ponas ponia rebbe
    rebbetzin sgm sgtmaj signorina siddha shaik shayk subedar havildar sysselmann tsarina undersecretary viscount
    viscountess vizier vrouwe mlord warrant ungfru fruken hrabia kreivi reichsgraf grossfurst studiendirektor
    studiendirektorin oberstudiendirektor oberstudiendirektorin schulrat schulratin regierungsdirektor
    ministerialdirigent ministerialdirektor oberregierungsrat kreisrat stadtdirektor oberkirchenrat kirchenrat
    domkapitular domherr pralat generalvikar weihbischof landesbischof superintendentin prasidentin bundesrat
    nationalrat nationalratin regierungsratin landammann gemeindeprasident kantonsrat kantonsratin grossrat
    standerat oarin oberamtsrat amtsrat wirkl geheimrat kommerzialratin okonomierat obermedizinalrat sanitatsrat
    veterinarrat vetrat medrat primaria primararzt assistenzarzt assistenzarztin stationsarzt stationsarztin
    leitender ltd apl tit bacc mmag ddres dddr mmst mmd citoyen conseiller conseillere deputee prefet prefete
    procureur procureure substitut huissier batonniere duc gouverneure colonelle lieutenante caporal chanoinesse
    rabbin cheikha hadja emira ilustrisimo ilustrisima excelentisimo excelentisima magistrado magistrada diputado
    diputada concejal concejala alcaldesa procuradora mayordomo almte cnel gral gra vicealmirante contralmirante
    brigada subinspector comisario comisaria hermano hermana sacerdote parroco obispo arzobispo bachiller licenciado
    licenciada ingeniera doctora mgtr mgter prfa prfr catedratico catedratica abg abog abogda odontolga odonto bioq
    biol biolg econ economis psicol psico fisiot trab topog agr tlgo tlga tecnol tcnl tnlgo chiarissimo chiarissima
    egregia spettabile grand'ufficiale ragioniere ragioniera dottoranda ingegner architetto avvocato avvocata notaia
    senatrice assessore sindaco prefetto questore vescovo arcivescovo monsignore suora fratello sottotenente
    appuntato luogotenente vicebrigadiere meritissimo desembargadora vereadora deputada ministra conselheiro
    conselheira promotor promotora juiza juiz arcebispo irmao comendador comendadora excelentissimo senhor senhora
    senhorita mestra enfa enfo nutri arqo arqa biom wethouder raadslid burgemeester luitenant kapitein korporaal
    majoor kapelaan deken bisschop kardinaal rabbijn barones jonkvrouw jkvr jkhr hooggeleerde weledelgeleerde
    weledelgestrenge edelachtbare excellentie sedzia prokurator radca wojt burmistrz ksiadz kanonik siostra ojciec
    abp sierzant sierz plut mlodszy por ppor podporucznik porucznik pulkownik podpulkownik bryg insp nadkom podkom
    mlasp adwokat radczyni doktorant licencjat rektor prorektor prodziekan rcdr pharmdr paedmgr thmgr artd akad npor
    nprap prap rtm doktorka ifjabb idosebb nemzetes grofno ezredes alezredes ornagy szazados hadnagy fohadnagy
    foorvos adjunktus docens foiskolai egyetemi albay yarbay binbasi yuzbasi tegmen ustegmen yzb bnb alb ytb muftu
    savci kaymakam ogr gor uyesi mim muh mali musavir smmm ymm arsgor ars kommendorkaptajn kommandorkaptajn
    oberstlojtnant oberstloytnant lojtnant loytnant premierlojtnant sersjant overlaege overlege biskop provst
    domprost kyrkoherde sogneprest sogneprast kapellan byraad radmann borgmester borgarrad kommunalrad landshovding
    landshovdingen amanuensis adjunkt dosent forsteamanuensis professorinde teknd ekd fild medd lantm varatuomari
    kenraali eversti everstiluutnantti kapteeni majuri luutnantti yliluutnantti rovasti kirkkoherra dosentti
    professori tohtori ftm maisteri hallituksen ylilaakari apulaisprofessori tkt drd lect conf asist parinte preot
    arhimandrit episcop mitropolit plt datoseri datosri dato' tunku tansri yab berhormat mulia tuanku ust kiai drg
    ners irs smti swamini sadguru maulvi induna mfundisi umfundisi moruti prophetess deaconess bldr alh alhj
    erelu iyaloja
    eheleute ehepaar ehel doutor doutora kr mr-dr omr
    dre pre mtre fam heer gral bmstr baumstr zimm apotheker apothekerin richter richterin staatsanwalt staatsanwaltin
    notarin amtsrichter amtsrichterin meisterin pastorin diakonin kaplan prior priorin abt abtissin
    """
) | frozenset(map(fold, _OF_OTHER_SCRIPTS))
TITLE_TAILS: Final = words(
    """
    med dent vet jur rer nat phil hc h c ing oec pol theol habil psych pharm techn dipl mult univ fh hab inz rer.nat
    em ssa ret apl hon ra
    """
)
ONLY_IN_FRONT_DOTTED: Final = words(
    """
    dom frei fra comte soldado toh cs m d fr gen hon ma me don dona major lord lady father sister brother sri pan
    justice the tan haji count duke
    prince princess baron graf grafin canon bro bishop mep col commander officer sergeant pr cp rt er on per cav
    comm uff gr tit ill egr gent des ten cel cont vet-dr av bay hoca tov ks o s kapt mm air wing rear squadron
    commodore begum sardar minister docent primar dis guru-ji psic nut enf oa ven padre pater abbot ingo inga
    stud cand fil vve bca mons primarius hno hna right most very cardinal chancellor provost vicar chaplain ens
    po cpo wo sfc raja-dr archbishop bc doc arc barr surv evang pst prim emer apostle oba
    tec ar chief asst assoc associate rtn mec red eze nana igwe ts mzee thiru د م qs lolo tierarzt zahnarzt
    superintendent sant kumari acharya bhai raden pharm dekan diakon gentile hajah
    1sgt a1c csm cwo2 cwo3 cwo4 dcn olt ofw mcpo scpo pfc pv2 sgm ltd apl tit bacc mmag dddr mmst mmd duc cnel gral
    gra mgtr prfa prfr abg abog bioq biol econ trab agr tlgo tlga tcnl juiz enfa enfo arqo arqa biom jkvr jkhr wojt
    abp plut por ppor bryg insp rcdr artd akad npor prap rtm yzb bnb alb ytb ogr gor mim muh mali smmm ymm ars ekd
    fild medd ftm tkt drd lect conf plt yab ust kiai drg ners irs smti bldr alh alhj
    fam dre pre richter kaplan prior abt apotheker zimm
    """
)
CREDENTIALS: Final = words(
    """
    phd mphil md mba emba imba cpa cfa cfp pmp jd esq esquire dds dmd rn bsn msn np lcsw lmft lmt pe phr sphr
    shrm-cp shrm-scp cissp csm cspo msc bsc ba bs ma ms meng beng mph edd dba llm llb fca aca acca fcca frics mrics
    cipd mcipd fcipd obe mbe cbe kbe qc kc rd rdn lpc lpcc do dvm pharmd dc od pt dpt otr otr/l cscs itil cssbb
    cssgb mcse gri crs abr realtor sra clu chfc cebs aif ea cma cia cisa cism ria mim mst mfa msw med mdiv dmin psyd
    scd dsc dphil cphr cec pcc acc mcc icf pgdip jr sr snr jnr ii iii iv v vi 2nd 3rd 4th filho neto junior senior
    fils pere mpa mha faia aia leed ap cap apc clc cbap crna aprn fnp fnp-c arnp faan facp facs faap dacvim dabr
    ccc-slp lac dipac ncarb ccim cdfa cpcc cpc sior cipp cfre cae pmi-acp safe ccna ccie aws mcp ceng cphys fhea
    frsa mrcp frcp mrcs frcs frcpc dnb mbbs mbchb bds mds cs ca cwa hons mtech btech mca bca bcom mcom cgma ccrn
    bd+c id+c miet mice assoc frm gphr aphr crisc cgeit fnp-bc pmhnp-bc anp-bc dnp bcba lmhc lcdc ladc cadc lpn cna
    emt nrp facog faafp cta atii att ctp cams cfe cva cpim cscp cltd lssgb lssbb cqe cqa pgmp pfmp acp safe-agilist
    m.ed ma.ed mlis mls mpp ms.c mt(ascp) rrt rt aud ccc-a otd msot atc pes ces cpt nasm ace acsm lmp cmt nd
    bsc.hons ba.hons dip pgce qts cmgr mcmi fcmi mciob riba fciob cenv csci rsci frsc frs fba fraes maicd gaicd fcpa
    cpa(aust) jp am ao oam bcl bba bbm bfa bsw barch march mdes mres phdc drph dsw psyd.d certified cne e-pro srs
    psa rene sres cips crb epro civing civilingenjor civilekonom jurkand filkand filmag polmag ekonmag ekonkand
    msocsci candmerc candscient candjur cand.merc cand.jur siv.ing dipl-ing lcpc lmsw lisw lsw rdh cda cnm cns acnp
    agnp whnp dcp bcps bcacp magd fagd facc facg fasco facep ffa mai gaa cpm crpc ricp wmcp cima caia-r cpwa cmfc
    ceb clcs aai aam cpcu arm aic ains ais crm cic cisr shrm cphq rhia rhit ccs cpc-a crcr nha fache fhfma chfp cpp
    cpo cps pspo psm psmii safe-spc spc icp-acc aigpe cssyb cssmbb togaf cobit cdmp ceh oscp comptia mcsa mcsd vcp
    rhce ccnp ccde pgp pgdm pgdba pgdbm capm msp mor apmp cimap msyst eit aicp asla nciqd ncidq cdt csi breeam wel
    wellap gpcp hers bpi tesol tefl celta qtls ma-ed edm eds mot motr otrl pta cota mpt scs ocs fafs atc-l lmbt rmt
    ryt e-ryt rcst mtcm dacm dom lcat bcc lpc-s lcsw-s lcsw-r lcsw-c lmft-s mspt mspas pa-c dmsc crnp acnp-bc
    agacnp-bc cnor rnfa rnc cen ccns ocn chpn cwocn rac-ct cdces cde cdn cso csg psyd-c hspp abpp nbcc-ncc ncc
    bcba-d rbt slp ccc-slp/l mhs mha-a mhsa mphil-r mlitt mst-ed mtech-r mca-r mcs mas mim-r fcma acma gcma fcs acs
    fcis acis icsa icwa llm-r bl dcl sjd jsd jcd om ch kt cb kcb gcb cmg kcmg gcmg cvo mvo lvo kcvo dcvo gbe dl usn
    usmc usaf usar uscg usa-ret raf rnzn mp mla mna mep qgm ktm kauppatieteiden fil.mag dmus dlitt dlit littd lld
    dtech deng dba-r msci mpharm mbiochem mchem mphys mmath mast mfin mps mup murp murb mlarch mid mdipl phb bpharm
    bed bsed bscn bhsc bphty bmus bjourn blaw bdes barts badmin bagr csc drsc dis phdr-h arch.dipl mbs bbs ace-cpt
    cbp chrp chrl gcgi aifp citp cpacga cpaca fcpa-r pgce-r pgdce msn-ed bsn-rn jun sen sj ofm osb ocd sdb cssp cssr
    osa omi mimeche fimeche miee miosh cmiosh gradiosh micheme ficheme mistructe fistructe mcsp mcipr mcim fcim
    mrpharms mciat frgs mrtpi mcips fcips mciht mbacp mbcs fbcs flpi assocrics frsb econ hsg fmva caia cfrm pgcert
    gradcert cmilt fcilt mcilt acim dipm fpc cemap apfs dipfa bsocsc bsocsci llmr mjur bcomm mcomm bbus mbus mecon
    msw-rsw rsw rpn cpn rmn rgn rsn rncm nmp aprn-bc ccht rcdd pfpm cipm cipt fip ieng engtech mrsc crss ceo-cert
    cmaa ccp chpc chc chda cdip lnha lnfa ot cht clt dpm facfas dabom fahs frcophth frcog mrcog mrcpch mrcpsych
    frcpsych mrcgp frcgp frca frcr bchir bvsc bvms bvetmed mrcvs dipacvim dipecvim ingcsc drhc mudr rndr habil
    habilitat eur-ing ds mdphd mbachb bsee msee bsme msme bsba bsit mba-hrm llmtax meng-r crcst cwcn abd edsc nbct
    ncsp lssp lpa lba lpca lmhca lcmhc lcmhca cpsychol cbiol cchem cmath cstat cgeog afbpss cfbpss acsw adn aicpa
    alc ancc anp apnp artd ats-c awma bcd bcen bch bchd bcsc bda bdent beco befa bhons blib bnurs bpd bpharmacy
    bphys bpsych bpth bsci bscs bse bsie bsla bsocial bsph bsps bssw bst btec bth caadc cbcs cbis ccds ccep ccfp
    ccmp ccrc ccrp ccs-p ccsp cdce cdir ceca ced cedp cegs cenp ceoe cepa cesga cfds cfei cfi cfii cfmp cfs cfsp
    cgms chcio chds chfm chie chrs chsp cics ciip cipt-p cism-a ckm clcp cltm cmae cmb cmcp cmfp cmi cmkt cmlt cmm
    cmnp cmpe cmqoe cmr cnc cnhp cnsc coem cpan cpc-i cpcs cpfm cpft cpia cpmc cpmr cpna cpni cpnp cppb cppo cpps
    cprs cpsm cpsp cptd cpti cpxp crat cre crfa crna-ap crpp crvpm csac csbs cscmp csdp cse csie csmp csol cspo-a
    csrp css cssc cssgb-a csst cstj csw ctaba ctdp ctl ctle ctrs cut cvpm cvt cwi cwm cwms cwpa cwts daam dabt daca
    dacbr damt dcg dcnp dcs dds-ms deug dha dhed dhsc diplarch dipsw dls dmft dnap dnsc dpa dph dpt-ocs dptech drs
    dscg dsocsci dssc dut dvsc ebd edac edsp edt eidm emba-x emt-i emt-p epc esmp faca facaai facm facmg facmpe facn
    faco facoem facpm facr facsm facsw facvim fadm faha faip fapa faphaa fapta fasa fasce fasn faspe fasrt fawm fcam
    fccm fccp fcgp fcilex fcipr fcns fcps fcrp fcsi fds fdsrcps fdsrcs feani febu fesc ffom ffph fgds fgs fhims
    fhimss fiaa fics fieaust fiet fihe fima finstp fioa fiod fisp flmi fmaa fmcc fmli fnasm fpga fpmi fracgp fracp
    fracs franzca franzcog franzcp frcem frcpath frcpe frcped frcpi frcsed frcsi frds frenvmh frics-d frmets frsm
    frsph fscmp fsma fsoa fsse fssr ftcl gcds gchq gciob gdba gdpm gicsp gmice gpen gstr hbsc hdr hrpa iaccm iapp
    iccp icpm idsa iema igcse imca inbde ingp ipma isp-a issap issep jaunaka jaunakais kcl kpm laadc lcadc lcce lcdp
    lcmft lcp lcswr ldm leed-ap leed-ga lgpc lgsw lics licsw licsw-s limhp lisac llp llpc lmch lmhp lnc lpc-i lpcc-s
    lpcmh lphi lpn-c lrcp lrps lscsw maaa maacc maat maba mabr macc maed mahm mait mams manm maom mappfin masc masw
    matesol mbc mbda mbed mbi mcap mcd mcep mciarb mcif mcilip mcips-f mcirp mcit mcmp mcomms mconst mcp-s mcpp mcrp
    mcse-d mdd mdent mdiet mecd mei-t mem-l memba menv meteo mfc mfca mfct mfds mfsrh mgis mhm mhrm mhscn miaa miam
    miba miciob midas mieaust miema mietmn mifa mifl mihe miie mijs milt mim-p mime mimmm min-e mipa mipem misa misl
    mism misp mistr mite mla-c mlada mladi mladsi mladsia mlajsa mlajsi mlaw mlis-a mllm mma mmc mme mmgt mmin mmktg
    mmt mmus mnas mngt mnr mosh mpac mpacc mpaff mpas mped mph-c mphe mphty mplan mpls mpm mpps mproj mprs mpsy
    mpsych mqip mrad mras mrcpi mrcpsych-d mrin mrpi mrsb mrsph mrss mscd msce mscfe mscip mscs msds msecd mseng
    msfs msft mshr mshs msie msit mslis msls msmt msnr msocial msom msors mspa msph mspo mspp mspsy mssa mssc msse
    mssw mstat mstom msud msurg msw-l mta mteach mtesol mth mtp mtrp mttm mtx murpl mvm mvsc mwrt napt nbc-hwc nbcc
    nbcot ncac nccap ncmhc ncpt ncrs nebosh ngcp nlp nmcc nncc nnp npc npp nppa nrcme ocpd ocularist orise paac pacs
    pccn pce pcn pcnse pctm pdmm pdu pgc pgcap pgd pgdl pgdms pgdpm pgna phcns phmr phn phr-ca phri plc pmac pmba
    pmhc pmhnp pmo-cp pmp-acp pnp ppl ppr pqs prof-eng psat psm-i psych qcp qfp qidp qmhp qpa qsa rac racs raho
    ranzcr rbca rbp rcc rce rcep rcis rcm rcsi rds rehs relo ret retd rfc rhu rla rlt rma rmhn rms rn-bsn rnc-ob
    rncs rnp rpft rphs rpp rpr rpsgt rrm rsap rsp rtr rtsc rwcs sbb scca scps scrp sctp sfi sft sge shrm-c siia
    six-sigma slpa slpd snhs spe sphri ssbb ssgb ssyb starejsa starejsi starsi starsia stb std sthm syd tdr tefl-c
    thlic tqfe trp ukaf uscga utc vecaka vecakais vmd vts wcc wcs wfr wso uczelni nadzw zwycz
    """
)
ROLES: Final = words(
    """
    ceo cto cfo coo cmo cio cro cpo chro vp svp evp founder co-founder cofounder owner co-owner president
    chairman director manager partner realtor broker agent consultant coach developer engineer designer
    entrepreneur speaker author investor inhaber geschaftsfuhrer grunder directeur gerant gerente dueno
    propietario fondatore titolare recruiter strategist advisor adviser assistant executive officer chief head
    lead specialist analyst accountant attorney lawyer marketer freelancer trainer therapist photographer
    principal supervisor administrator coordinator representative geschaftsfuhrerin grunderin inhaberin vorstand
    prokurist leiter leiterin fondateur fondatrice presidente directora gerenta fundador fundadora socio socia
    titular amministratore responsabile zakelijk eigenaar oprichter vlasnik wlasciciel prezes dyrektor hiring
    purchasing operator payable receivable buyer controller treasurer secretary bookkeeper receptionist
    operations managing acting interim deputy vice regional associate senior junior trainee intern apprentice
    foreman dispatcher editor publisher producer architect teacher lecturer scientist researcher technician
    mechanic electrician plumber nurse doctor dentist pharmacist chef waiter cashier clerk driver pilot writer
    blogger influencer model actor actress musician dj podcaster student retired unemployed self-employed
    freelance podcast host keynote mentor evangelist enthusiast expert guru ninja closer setter copywriter
    ghostwriter videographer filmmaker illustrator stylist planner organizer facilitator globally worldwide ugc
    creator vlogger youtuber streamer tiktoker hiring! opentowork techie geek nerd foodie traveler traveller
    husband wife father-of founder/ceo founder+ceo ex-google ex-meta ex-amazon cxo ciso cdo cgo cco cso clo
    ceo/founder solopreneur bootstrapper operator-investor vc advisor/investor rechtsanwalt steuerberater makler
    vertriebsleiter marketingleiter geschaftsleiter gesellschafter gesellschafterin unternehmer unternehmerin
    berater beraterin redner autor autorin conferencier conferenciere consultante formateur formatrice
    entrepreneure emprendedor emprendedora conferencista asesor asesora consultora empresario empresaria
    empreendedor empreendedora palestrante consultor corretor corretora imprenditore imprenditrice consulente
    relatore formatore ondernemer spreker adviseur zzp przedsiebiorca trener foretagare grundare forelasare
    selvstaendig gründer gründerin
    """
)
ALSO_GIVEN: Final = words(
    """
    head chief author principal
    """
)
