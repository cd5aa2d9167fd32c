"""Countries as people write them, and their two-letter codes."""

from functools import cache, lru_cache
from typing import Final

from shared.core.text import fold

# Names by code, folded, from the Unicode locale data: the more usual ones in 22 languages. A country ends with ";".
_NAMES: Final = """
AC: ascension island;
AD: andorra;
AE: united arab emirates, vereinigte arabische emirate, emirats arabes unis, emiratos arabes unidos,
  emirados arabes unidos, emirati arabi uniti, verenigde arabische emiraten, zjednoczone emiraty arabskie,
  forenade arabemiraten, de forenede arabiske emirater, de forente arabiske emirater, arabiemiirikunnat,
  アラフ首長国連邦, 阿拉伯联合酋长国, 아랍에미리트, оаэ, birlesik arap emirlikleri, spojene arabske emiraty,
  egyesult arab emirsegek, emiratele arabe unite, الامارات العربية المتحدة, uae, u a e, dubai, emirates, vae;
AF: afghanistan;
AG: antigua & barbuda;
AI: anguilla;
AL: albania;
AM: armenia;
AO: angola;
AR: argentina, argentinien, argentine, argentinie, argentyna, argentiina, アルセンチン, 阿根廷, 아르헨티나,
  аргентина, arjantin, الارجنتين;
AS: american samoa;
AT: austria, osterreich, autriche, oostenrijk, osterrike, ostrig, itavalta, オーストリア, 奥地利, 오스트리아,
  австрия, avusturya, rakousko, ausztria, النمسا;
AU: australia, australien, australie, オーストラリア, 澳大利亚, 오스트레일리아, австралия, avustralya,
  ausztralia, استراليا;
AW: aruba;
AX: aland islands;
AZ: azerbaijan;
BA: bosnia & herzegovina;
BB: barbados;
BD: bangladesh, bangladesch, banglades, bangladesz, ハンクラテシュ, 孟加拉国, 방글라데시, бангладеш, بنغلاديش;
BE: belgium, belgien, belgique, belgica, belgio, belgie, belgia, ヘルキー, 比利时, 벨기에, бельгия, belcika,
  بلجيكا, belgie belgique;
BF: burkina faso;
BG: bulgaria, bulgarien, bulgarie, bulgarije, フルカリア, 保加利亚, 불가리아, болгария, bulgaristan, bulharsko,
  بلغاريا;
BH: bahrain;
BI: burundi;
BJ: benin;
BL: st barthelemy;
BM: bermuda;
BN: brunei;
BO: bolivia, bolivien, bolivie, boliwia, ホリヒア, 玻利维亚, 볼리비아, боливия, bolivya, بوليفيا;
BQ: caribbean netherlands;
BR: brazil, brasilien, bresil, brasil, brasile, brazilie, brazylia, brasilia, フラシル, 巴西, 브라질, бразилия,
  brezilya, brazilia, البرازيل;
BS: bahamas;
BT: bhutan;
BW: botswana;
BY: belarus;
BZ: belize;
CA: canada, kanada, カナタ, 加拿大, 캐나다, канада, كندا;
CC: cocos (keeling) islands;
CD: congo - kinshasa;
CF: central african republic;
CG: congo - brazzaville;
CH: switzerland, schweiz, suisse, suiza, suica, svizzera, zwitserland, szwajcaria, sveits, sveitsi, スイス,
  瑞士, 스위스, швеицария, isvicre, svycarsko, svajc, elvetia, سويسرا, schweiz suisse svizzera;
CI: cote d'ivoire;
CK: cook islands;
CL: chile, chili, cile, チリ, 智利, 칠레, чили, sili, تشيلي;
CM: cameroon;
CN: china, chine, cina, chiny, kina, kiina, 中国, 중국, китаи, cin, الصين, prc, mainland china, p r china;
CO: colombia, kolumbien, colombie, kolumbia, コロンヒア, 哥伦比亚, 콜롬비아, колумбия, kolombiya, kolumbie,
  columbia, كولومبيا;
CR: costa rica, kostaryka, コスタリカ, 哥斯达黎加, 코스타리카, коста-рика, kosta rika, kostarika, كوستاريكا;
CU: cuba, kuba, kuuba, キューハ, 古巴, 쿠바, куба, كوبا;
CV: cape verde;
CW: curacao;
CX: christmas island;
CY: cyprus, zypern, chypre, chipre, cipro, cypr, cypern, kypros, キフロス, 塞浦路斯, 키프로스, кипр, kibris,
  kypr, ciprus, cipru, قبرص;
CZ: czechia, tschechien, tchequie, chequia, tchequia, cechia, tsjechie, czechy, tjeckien, tjekkiet, tsjekkia,
  tsekki, チェコ, 捷克, 체코, чехия, cekya, cesko, csehorszag, cehia, التشيك, czech republic, ceska republika,
  tschechische republik;
DE: germany, deutschland, allemagne, alemania, alemanha, germania, duitsland, niemcy, tyskland, saksa, トイツ,
  德国, 독일, германия, almanya, nemecko, nemetorszag, المانيا, brd, bundesrepublik deutschland,
  germany deutschland;
DJ: djibouti;
DK: denmark, danemark, dinamarca, danimarca, denemarken, dania, danmark, tanska, テンマーク, 丹麦, 덴마크,
  дания, danimarka, dansko, danemarca, الدانمرك;
DM: dominica;
DO: dominican republic, dominikanische republik, republique dominicaine, republica dominicana,
  repubblica dominicana, dominicaanse republiek, dominikana, dominikanska republiken,
  den dominikanske republik, den dominikanske republikk, dominikaaninen tasavalta, トミニカ共和国,
  多米尼加共和国, 도미니카 공화국, доминиканская республика, dominik cumhuriyeti, dominikanska republika,
  dominikai koztarsasag, جمهورية الدومينيكان;
DZ: algeria, algerien, algerie, argelia, algerije, algieria, algeriet, アルシェリア, 阿尔及利亚, 알제리, алжир,
  cezayir, alzirsko, الجزاير;
EC: ecuador, equateur, equador, ekwador, エクアトル, 厄瓜多尔, 에콰도르, эквадор, ekvador, الاكوادور;
EE: estonia, estland, estonie, viro, エストニア, 爱沙尼亚, 에스토니아, эстония, estonya, estonsko, esztorszag,
  استونيا;
EG: egypt, agypten, egypte, egipto, egito, egitto, egipt, egypten, egypti, エシフト, 埃及, 이집트, египет,
  misir, egyiptom, مصر;
EH: western sahara;
ER: eritrea;
ES: spain, spanien, espagne, espana, espanha, spagna, spanje, hiszpania, spania, espanja, スヘイン, 西班牙,
  스페인, испания, ispanya, spanelsko, spanyolorszag, اسبانيا;
ET: ethiopia;
FI: finland, finnland, finlande, finlandia, suomi, フィンラント, 芬兰, 핀란드, финляндия, finlandiya, finsko,
  finnorszag, finlanda, فنلندا;
FJ: fiji;
FK: falkland islands;
FM: micronesia;
FO: faroe islands;
FR: france, frankreich, francia, franca, frankrijk, francja, frankrike, frankrig, ranska, フランス, 法国,
  프랑스, франция, fransa, francie, franciaorszag, franta, فرنسا;
GA: gabon;
GB: united kingdom, vereinigtes konigreich, royaume-uni, reino unido, regno unito, verenigd koninkrijk,
  wielka brytania, storbritannien, storbritannia, iso-britannia, イキリス, 英国, 영국, великобритания,
  birlesik krallik, spojene kralovstvi, egyesult kiralysag, regatul unit, المملكة المتحدة, uk, u k,
  great britain, england, scotland, wales, northern ireland, britain, grossbritannien, royaume uni, angleterre,
  inglaterra, inghilterra, engeland, англия;
GD: grenada;
GE: georgia;
GF: french guiana;
GG: guernsey;
GH: ghana, gana, カーナ, 加纳, 가나, гана, غانا;
GI: gibraltar;
GL: greenland;
GM: gambia;
GN: guinea;
GP: guadeloupe;
GQ: equatorial guinea;
GR: greece, griechenland, grece, grecia, griekenland, grecja, grekland, graekenland, hellas, kreikka, キリシャ,
  希腊, 그리스, греция, yunanistan, recko, gorogorszag, اليونان;
GT: guatemala, gwatemala, クアテマラ, 危地马拉, 과테말라, гватемала, غواتيمالا;
GU: guam;
GW: guinea-bissau;
GY: guyana;
HK: hong kong sar china, sonderverwaltungsregion hongkong, ras chinoise de hong kong, rae de hong kong (china),
  hong kong rae da china, ras di hong kong, hongkong sar van china, sra hongkong (chiny), hongkong sar,
  sar hongkong, hongkong sar kina, hongkong – kiinan erityishallintoalue, 中華人民共和国香港特別行政区,
  中国香港特别行政区, 홍콩(중국 특별행정구), гонконг (сар), cin hong kong oib, hongkong – zao ciny,
  hongkong kkt, ras hong kong china, هونغ كونغ الصينية (منطقة ادارية خاصة), hong kong;
HN: honduras;
HR: croatia, kroatien, croatie, croacia, croazia, kroatie, chorwacja, kroatia, クロアチア, 克罗地亚,
  크로아티아, хорватия, hirvatistan, chorvatsko, horvatorszag, كرواتيا;
HT: haiti;
HU: hungary, ungarn, hongrie, hungria, ungheria, hongarije, wegry, ungern, unkari, ハンカリー, 匈牙利, 헝가리,
  венгрия, macaristan, madarsko, magyarorszag, ungaria, هنغاريا;
ID: indonesia, indonesien, indonesie, indonezja, イントネシア, 印度尼西亚, 인도네시아, индонезия, endonezya,
  indonezia, اندونيسيا;
IE: ireland, irland, irlande, irlanda, ierland, irlandia, irlanti, アイルラント, 爱尔兰, 아일랜드, ирландия,
  irsko, irorszag, ايرلندا, republic of ireland, eire;
IL: israel, israele, izrael, イスラエル, 以色列, 이스라엘, израиль, israil, اسراييل;
IM: isle of man;
IN: india, indien, inde, indie, intia, イント, 印度, 인도, индия, hindistan, الهند;
IO: british indian ocean territory;
IQ: iraq;
IR: iran;
IS: iceland, island, islande, islandia, islanda, ijsland, islanti, アイスラント, 冰岛, 아이슬란드, исландия,
  izlanda, izland, ايسلندا;
IT: italy, italien, italie, italia, wlochy, イタリア, 意大利, 이탈리아, италия, italya, olaszorszag, ايطاليا;
JE: jersey;
JM: jamaica;
JO: jordan;
JP: japan, japon, japao, giappone, japonia, japani, 日本, 일본, япония, japonya, japonsko, اليابان;
KE: kenya, kenia, quenia, ケニア, 肯尼亚, 케냐, кения, kena, كينيا;
KG: kyrgyzstan;
KH: cambodia;
KI: kiribati;
KM: comoros;
KN: st kitts & nevis;
KP: north korea;
KR: south korea, sudkorea, coree du sud, corea del sur, coreia do sul, corea del sud, zuid-korea,
  korea poludniowa, sydkorea, sor-korea, etela-korea, 韓国, 韩国, 대한민국, республика корея, guney kore,
  jizni korea, del-korea, coreea de sud, كوريا الجنوبية, korea, republic of korea;
KW: kuwait;
KY: cayman islands;
KZ: kazakhstan;
LA: laos;
LB: lebanon;
LC: st lucia;
LI: liechtenstein;
LK: sri lanka, スリランカ, 斯里兰卡, 스리랑카, шри-ланка, سريلانكا;
LR: liberia;
LS: lesotho;
LT: lithuania, litauen, lituanie, lituania, litouwen, litwa, liettua, リトアニア, 立陶宛, 리투아니아, литва,
  litvanya, litva, litvania, ليتوانيا;
LU: luxembourg, luxemburg, luxemburgo, lussemburgo, luksemburg, ルクセンフルク, 卢森堡, 룩셈부르크, люксембург,
  lucembursko, لوكسمبورغ;
LV: latvia, lettland, lettonie, letonia, lettonia, letland, lotwa, ラトヒア, 拉脱维亚, 라트비아, латвия,
  letonya, lotyssko, lettorszag, لاتفيا;
LY: libya;
MA: morocco, marokko, maroc, marruecos, marrocos, marocco, maroko, marocko, モロッコ, 摩洛哥, 모로코, марокко,
  fas, المغرب;
MC: monaco;
MD: moldova;
ME: montenegro;
MF: st martin;
MG: madagascar;
MH: marshall islands;
MK: north macedonia, macedonia;
ML: mali;
MM: myanmar (burma);
MN: mongolia;
MO: macao sar china, macau;
MP: northern mariana islands;
MQ: martinique;
MR: mauritania;
MS: montserrat;
MT: malta, malte, マルタ, 马耳他, 몰타, мальта, مالطا;
MU: mauritius;
MV: maldives;
MW: malawi;
MX: mexico, mexiko, mexique, messico, meksyk, meksiko, メキシコ, 墨西哥, 멕시코, мексика, meksika, mexic,
  المكسيك;
MY: malaysia, malaisie, malasia, maleisie, malezja, malesia, マレーシア, 马来西亚, 말레이시아, малаизия,
  malezya, malajsie, malajzia, ماليزيا;
MZ: mozambique;
NA: namibia;
NC: new caledonia;
NE: niger;
NF: norfolk island;
NG: nigeria, ナイシェリア, 尼日利亚, 나이지리아, нигерия, nijerya, nigerie, نيجيريا;
NI: nicaragua;
NL: netherlands, niederlande, pays-bas, paises bajos, paises baixos, paesi bassi, nederland, holandia,
  nederlanderna, nederlandene, alankomaat, オランタ, 荷兰, 네덜란드, нидерланды, hollanda, nizozemsko,
  hollandia, tarile de jos, هولندا, the netherlands, holland, pays bas, holanda, olanda;
NO: norway, norwegen, norvege, noruega, norvegia, noorwegen, norwegia, norge, norja, ノルウェー, 挪威,
  노르웨이, норвегия, norvec, norsko, النرويج;
NP: nepal;
NR: nauru;
NU: niue;
NZ: new zealand, neuseeland, nouvelle-zelande, nueva zelanda, nova zelandia, nuova zelanda, nieuw-zeeland,
  nowa zelandia, nya zeeland, uusi-seelanti, ニューシーラント, 新西兰, 뉴질랜드, новая зеландия, yeni zelanda,
  novy zeland, uj-zeland, noua zeelanda, نيوزيلندا;
OM: oman;
PA: panama, ハナマ, 巴拿马, 파나마, панама, بنما;
PE: peru, perou, ヘルー, 秘鲁, 페루, перу, بيرو;
PF: french polynesia;
PG: papua new guinea;
PH: philippines, philippinen, filipinas, filippine, filipijnen, filipiny, filippinerna, filippinerne,
  filippinene, filippiinit, フィリヒン, 菲律宾, 필리핀, филиппины, filipinler, fulop-szigetek, filipine,
  الفلبين;
PK: pakistan, paquistao, ハキスタン, 巴基斯坦, 파키스탄, пакистан, pakisztan, باكستان;
PL: poland, polen, pologne, polonia, polska, puola, ホーラント, 波兰, 폴란드, польша, polonya, polsko,
  lengyelorszag, بولندا;
PM: st pierre & miquelon;
PR: puerto rico, porto rico, portorico, portoryko, フエルトリコ, 波多黎各, 푸에르토리코, пуэрто-рико,
  porto riko, portoriko, بورتوريكو;
PS: palestinian territories;
PT: portugal, portogallo, portugalia, portugali, ホルトカル, 葡萄牙, 포르투갈, португалия, portekiz,
  portugalsko, البرتغال;
PW: palau;
PY: paraguay, paraguai, paragwaj, ハラクアイ, 巴拉圭, 파라과이, парагваи, باراغواي;
QA: qatar, katar, catar, カタール, 卡塔尔, 카타르, катар, قطر;
RE: reunion;
RO: romania, rumanien, roumanie, rumania, romenia, roemenie, rumunia, rumaenien, ルーマニア, 罗马尼亚,
  루마니아, румыния, romanya, rumunsko, رومانيا;
RS: serbia, serbien, serbie, servia, servie, セルヒア, 塞尔维亚, 세르비아, сербия, sirbistan, srbsko, szerbia,
  صربيا;
RU: russia, russland, russie, rusia, rusland, rosja, ryssland, venaja, ロシア, 俄罗斯, 러시아, россия, rusya,
  rusko, oroszorszag, روسيا, russian federation;
RW: rwanda;
SA: saudi arabia, saudi-arabien, arabie saoudite, arabia saudi, arabia saudita, saoedi-arabie,
  arabia saudyjska, saudiarabien, saudi-arabia, サウシアラヒア, 沙特阿拉伯, 사우디아라비아, саудовская аравия,
  suudi arabistan, saudska arabie, szaud-arabia, المملكة العربية السعودية;
SB: solomon islands;
SC: seychelles;
SD: sudan;
SE: sweden, schweden, suede, suecia, svezia, zweden, szwecja, sverige, ruotsi, スウェーテン, 瑞典, 스웨덴,
  швеция, isvec, svedsko, svedorszag, suedia, السويد;
SG: singapore, singapur, singapour, singapura, シンカホール, 新加坡, 싱가포르, сингапур, szingapur, سنغافورة;
SH: st helena;
SI: slovenia, slowenien, slovenie, eslovenia, slowenia, slovenien, スロヘニア, 斯洛文尼亚, 슬로베니아,
  словения, slovenya, slovinsko, szlovenia, سلوفينيا;
SJ: svalbard & jan mayen;
SK: slovakia, slowakei, slovaquie, eslovaquia, slovacchia, slowakije, slowacja, slovakien, slovakiet,
  スロハキア, 斯洛伐克, 슬로바키아, словакия, slovakya, slovensko, szlovakia, slovacia, سلوفاكيا;
SL: sierra leone;
SM: san marino;
SN: senegal;
SO: somalia;
SR: suriname;
SS: south sudan;
ST: sao tome & principe;
SV: el salvador;
SX: sint maarten;
SY: syria;
SZ: eswatini;
TA: tristan da cunha;
TC: turks & caicos islands;
TD: chad;
TG: togo;
TH: thailand, thailande, tailandia, thailandia, tajlandia, thaimaa, タイ, 泰国, 태국, таиланд, tayland,
  thajsko, thaifold, thailanda, تايلاند;
TJ: tajikistan;
TK: tokelau;
TL: timor-leste;
TM: turkmenistan;
TN: tunisia, tunesien, tunisie, tunez, tunesie, tunezja, tunisien, チュニシア, 突尼斯, 튀니지, тунис, tunus,
  tunisko, tunezia, تونس;
TO: tonga;
TR: turkiye, turkei, turquie, turquia, turchia, turkije, turcja, turkiet, tyrkiet, tyrkia, turkki, トルコ,
  土耳其, 튀르키예, турция, turecko, torokorszag, turcia, تركيا, turkey;
TT: trinidad & tobago;
TV: tuvalu;
TW: taiwan, tajwan, 台湾, 대만, таивань, tayvan, tchaj-wan, tajvan, تايوان, taiwan roc;
TZ: tanzania;
UA: ukraine, ucrania, ucraina, oekraine, ukraina, ウクライナ, 乌克兰, 우크라이나, украина, ukrayna, ukrajina,
  ukrajna, اوكرانيا;
UG: uganda;
US: united states, vereinigte staaten, etats-unis, estados unidos, stati uniti, verenigde staten,
  stany zjednoczone, usa, yhdysvallat, アメリカ合衆国, 美国, 미국, соединенные штаты,
  amerika birlesik devletleri, spojene staty, egyesult allamok, statele unite ale americii, الولايات المتحدة,
  u s a, u s, united states of america, the united states, america, eeuu, ee uu, estados unidos de america,
  etats unis d amerique, vereinigte staaten von amerika, stany zjednoczone ameryki, amerika, vs, сша, アメリカ,
  米国;
UY: uruguay, uruguai, urugwaj, ウルクアイ, 乌拉圭, 우루과이, уругваи, اورغواي;
UZ: uzbekistan;
VA: vatican city;
VC: st vincent & grenadines;
VE: venezuela, wenezuela, ヘネスエラ, 委内瑞拉, 베네수엘라, венесуэла, فنزويلا;
VG: british virgin islands;
VI: us virgin islands;
VN: vietnam, viet nam, vietna, wietnam, ヘトナム, 越南, 베트남, вьетнам, فيتنام;
VU: vanuatu;
WF: wallis & futuna;
WS: samoa;
XK: kosovo;
YE: yemen;
YT: mayotte;
ZA: south africa, sudafrika, afrique du sud, sudafrica, africa do sul, zuid-afrika,
  republika poludniowej afryki, sydafrika, sor-afrika, etela-afrikka, 南アフリカ, 南非, 남아프리카,
  южно-африканская республика, guney afrika, jihoafricka republika, del-afrikai koztarsasag, africa de sud,
  جنوب افريقيا;
ZM: zambia;
ZW: zimbabwe;
"""
_THREE_LETTERS: Final = """
USA US CAN CA GBR GB IRL IE DEU DE AUT AT CHE CH FRA FR BEL BE NLD NL LUX LU ESP ES PRT PT ITA IT SWE SE NOR NO
DNK DK FIN FI ISL IS POL PL CZE CZ SVK SK HUN HU ROU RO BGR BG GRC GR HRV HR SVN SI SRB RS UKR UA RUS RU TUR TR
EST EE LVA LV LTU LT CYP CY MLT MT ISR IL ARE AE SAU SA QAT QA EGY EG MAR MA TUN TN DZA DZ ZAF ZA NGA NG KEN KE
GHA GH IND IN PAK PK BGD BD LKA LK CHN CN HKG HK TWN TW JPN JP KOR KR SGP SG MYS MY THA TH VNM VN IDN ID PHL PH
AUS AU NZL NZ MEX MX BRA BR ARG AR CHL CL COL CO PER PE VEN VE ECU EC URY UY PRY PY BOL BO CRI CR PAN PA DOM DO
"""


@cache
def _regions() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in _NAMES.split(";"):
        code, _, names = entry.strip().partition(":")
        for name in (code.lower(), *names.replace("\n", " ").split(",")):
            if name.strip():
                found.setdefault(" ".join(name.split()), code)
    letters = iter(_THREE_LETTERS.lower().split())
    return found | {three: two.upper() for three, two in zip(letters, letters, strict=True)}


@lru_cache(maxsize=20_000)
def _asked(text: str) -> str:
    key = fold(text).replace(".", "").replace("’", "'").removeprefix("the ")
    return _regions().get(key) or _regions().get(key.replace("-", " "), "")


def region_of(text: str) -> str:
    """The two-letter code of the country that a text names; empty when it names none.

    >>> region_of("Deutschland"), region_of("U.S.A."), region_of("gb"), region_of("日本"), region_of("Texas")
    ('DE', 'US', 'GB', 'JP', '')
    """
    return _asked(text) if 1 < len(text) <= 60 else ""
