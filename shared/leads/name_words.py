"""Words that tell the parts of a name apart: folded (lower case, no accents), without dots."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES: Final = _words(
    """
    betriebswirt betriebswirtin volkswirt kaufmann kauffrau kfm informatiker ingenieur ingenieurin
    mr mrs ms miss mx mister dr dres doctor doktor drs prof professor professeur profesor profa dra sir dame
    lord lady rev reverend revd fr father hon honorable judge justice capt captain cpt col colonel lt sgt
    sergeant maj major gen general adm admiral cmdr herr frau hr fraulein dipl ing mag dott dottssa dottore
    dottoressa dotssa sr sra srta srita senor senora senorita don dona m mme mlle monsieur madame mademoiselle
    maitre sig sigra signor signora avv arch geom rag dhr mevr mevrouw meneer ir mgr mudr judr phdr paeddr rndr
    pan pani shri smt sri sheikh sheik eng engr adv atty rabbi imam pastor sister brother bischof bishop lic
    licda lcda lcdo dna rechtsanwalt rechtsanwaltin notar steuerberater steuerberaterin sen senator rep gov
    governor ambassador hrh madam ma'am kand bsc univ habil
    """
)
TITLE_TAILS: Final = _words(
    """
    med dent vet jur rer nat phil hc h c ing oec pol theol habil psych pharm techn dipl mult univ fh
    """
)
ONLY_IN_FRONT_DOTTED: Final = _words(
    """
    m d fr gen hon ma me don dona major lord lady father sister brother sri pan justice
    """
)
CREDENTIALS: Final = _words(
    """
    phd mphil md mba emba imba cpa cfa cfp pmp jd esq esquire dds dmd rn bsn msn np lcsw lmft lmt pe phr sphr
    shrm-cp shrm-scp cissp csm cspo msc bsc ba bs ma ms meng beng mph edd dba llm llb fca aca acca fcca frics
    mrics cipd mcipd fcipd obe mbe cbe kbe qc kc rd rdn lpc lpcc do dvm pharmd dc od pt dpt otr otr/l cscs itil
    cssbb cssgb mcse gri crs abr realtor sra clu chfc cebs aif ea cma cia cisa cism ria mim mst mfa msw med mdiv
    dmin psyd scd dsc dphil cphr cec pcc acc mcc icf pgdip jr sr snr jnr ii iii iv v vi 2nd 3rd 4th filho neto
    junior senior fils pere mpa mha faia aia leed ap cap apc clc cbap crna aprn fnp fnp-c arnp faan facp facs
    faap dacvim dabr ccc-slp lac dipac ncarb ccim cdfa cpcc cpc sior cipp cfre cae pmi-acp safe ccna ccie aws
    mcp ceng cphys fhea frsa mrcp frcp mrcs frcs frcpc dnb mbbs mbchb bds mds cs ca cwa hons mtech btech mca bca
    bcom mcom
    """
)
ROLES: Final = _words(
    """
    ceo cto cfo coo cmo cio cro cpo chro vp svp evp founder co-founder cofounder owner co-owner president
    chairman director manager partner realtor broker agent consultant coach developer engineer designer
    entrepreneur speaker author investor inhaber geschaftsfuhrer grunder directeur gerant gerente dueno
    propietario fondatore titolare recruiter strategist advisor adviser assistant executive officer chief head
    lead specialist analyst accountant attorney lawyer marketer freelancer trainer therapist photographer
    principal supervisor administrator coordinator representative
    """
)
ALSO_GIVEN: Final = _words(
    """
    head chief author principal
    """
)
NO_PERSON: Final = _words(
    """
    n/a na none null nil unknown unbekannt inconnu desconocido test tester testing tbd tba admin administrator
    info office contact kontakt contacto reception sales support team service services customer billing hr
    marketing user guest anonymous member owner manager webmaster postmaster noreply no-reply hello mail email
    staff department dept vacant x xx xxx - -- . ? linkedin private account name vorname nachname nombre nom
    prenom first last full sin keine kein angabe leer empty blank undefined nan not available applicable
    provided the company firma empresa inquiry enquiries general dear sir madam abteilung vertrieb buchhaltung
    sekretariat zentrale empfang verwaltung desk help front
    """
)
LEGAL: Final = _words(
    """
    inc incorporated llc ltd limited corp corporation gmbh mbh ohg ug gbr kgaa sarl sas sasu eurl srl srls spa
    sl slu slp bv nv ab aps oy oyj ltda eireli plc llp lp pty pte kk pllc kft zrt doo sro as/a a/s sp.zo.o spzoo
    coop ev ek
    """
)
TRADE: Final = _words(
    """
    roofing dental media group groupe gruppe studio studios agency agencia agentur agence consulting consultants
    solutions services clinic clinica klinik restaurant ristorante restaurante bakery garage hotel salon gym
    fitness yoga pilates law legal partners labs lab systems software technologies technology tech marketing
    construction plumbing immobilien praxis shop store cafe bar school academy center centre institute
    foundation church associates holdings holding industries international enterprises ventures capital
    properties realty insurance bank financial finance logistics transport trucking landscaping cleaning
    electric electrical heating cooling hvac painting flooring motors auto automotive tire tires pharmacy
    hospital medical health healthcare wellness spa beauty barbershop boutique design designs digital creative
    productions pictures entertainment records publishing press news magazine network networks community club
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
    daycare preschool tutoring bookkeeping accounting tax cpas attorneys
    """
)
STRONG_TRADE_ALONE: Final = _words(
    """
    law bank tech press tea bar vet city farm park fund trust lab studio coffee market
    """
)
PARTICLES: Final = _words(
    """
    van von vom der den de del della dello degli dei di da do dos das du la le las los ten ter te t zu zum zur
    af av al el bin ni nic ui ibn bint ben abu abou ould st saint san santa santo vander vande vanden op ap mac
    e y i d' 't dal dalla lo ait
    """
)
LOWER_ONLY: Final = _words(
    """
    e y i te t do op ap av af mac ben lo la le das st saint san santa santo abu al el bin den zu
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
    """
)
IBERIAN_GIVEN: Final = _words(
    """
    maria jose juan carlos luis antonio manuel miguel angel pedro francisco javier jesus pablo alejandro
    fernando rafael jorge alberto ramon enrique ignacio eduardo andres roberto ricardo raul sergio diego mario
    victor guillermo inigo gonzalo alvaro oscar ruben ivan adrian daniel david martin nicolas santiago mateo
    lucas hugo marcos felipe gabriel joaquin emilio ana lucia carmen isabel luisa teresa pilar elena cristina
    marta laura paula sofia rosa beatriz patricia silvia mercedes dolores concepcion josefa francisca antonia
    catalina raquel sara andrea claudia alba irene rocio eva julia alicia clara victoria gloria ines esther
    susana sonia monica veronica yolanda natalia camila valentina mariana gabriela adriana joao paulo joaquim
    tiago rui nuno vitor gustavo thiago rodrigo leonardo caio bruno marcelo fabio renato vinicius murilo
    fernanda juliana larissa leticia bruna amanda aline tatiana luciana bianca vitoria agustin alfonso armando
    arturo cesar cristian esteban facundo federico gerardo gilberto hector humberto julio lorenzo mauricio
    maximiliano octavio salvador samuel tomas xavier jaime iker aitor unai xabier jordi montserrat nuria
    consuelo dolors guadalupe ximena belen begona ana-maria graciela liliana lorena marisol noelia olga paola
    renata tamara viviana yesenia itziar ainhoa
    """
)
IBERIAN_SECOND: Final = _words(
    """
    maria jose juan carlos luis antonio manuel miguel angel pedro francisco javier jesus pablo alejandro
    fernando rafael jorge alberto ramon enrique ignacio eduardo andres felipe gabriel isabel luisa teresa pilar
    elena cristina carmen lucia beatriz clara paula sofia victoria rosa mercedes dolores paulo henrique augusto
    cesar david daniel laura julia eugenia fernanda alejandra guadalupe belen soledad mar luz esther ines alicia
    vitoria eduarda cecilia gustavo ricardo
    """
)
MARIAN: Final = _words(
    """
    carmen pilar mar angeles rosario dolores luz rocio carmo conceicao fatima lourdes graca socorro consuelo
    jesus soledad mercedes ceu gloria amparo nieves sagrado dios
    """
)
IBERIAN_SURNAMES: Final = _words(
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
    estrada cardenas bolivar quispe orozco zapata cordoba valencia mejia osorio restrepo
    """
)
CHINESE_LATIN: Final = _words(
    """
    wang zhang liu chen yang huang zhao zhou xu zhu guo lin gao luo zheng liang xie tang feng deng peng zeng
    xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao cui zhong tan wu sun ma hu he
    song han li fan jin shi dai xia qin hou shao meng long duan lei qian yin kong wan bai cao xi mao sheng
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
    ning qiang kai hao rui shan yi xue ting fei peng dan bing zhen
    """
)
KOREAN_LATIN: Final = _words(
    """
    kim lee park choi jung jeong kang cho yoon jang lim han shin seo kwon hwang ahn song yoo ryu hong moon bae
    noh oh
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
    """
)
VIETNAMESE_LATIN: Final = _words(
    """
    nguyen tran pham hoang huynh phan vu vo dang bui ngo duong ly le do ho dinh trinh dao truong
    """
)
HUNGARIAN_SURNAMES: Final = _words(
    """
    nagy kovacs toth szabo horvath varga kiss molnar nemeth farkas balogh papp takacs juhasz lakatos meszaros
    simon racz fekete
    """
)
HUNGARIAN_GIVEN: Final = _words(
    """
    janos eva peter laszlo istvan jozsef zoltan attila gabor tamas katalin zsuzsanna agnes maria ferenc sandor
    andras balazs csaba gyorgy miklos imre lajos zsolt ilona erzsebet anna judit edit krisztina monika eszter
    reka timea dora norbert akos bence mate levente daniel david adam mark gergely viktor robert szilvia ildiko
    nora orsolya
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
    law bank farm press tea bar vet city trust lab studio marsh bau sohn cie spa club market tax fund garage
    foods grill major design guard board estate college church school kitchen motors builders union
    """
)
CLEARLY_SPANISH: Final = _words(
    """
    inigo gonzalo alvaro inaki iker aitor unai xabier jordi nuria begona rocio lucia jesus joaquin guillermo
    javier pilar ines concepcion josefa mercedes montserrat itziar ainhoa jose juan joao
    """
)
