"""Given names: which of them are short or other forms of one, and which are names of their own.

Folded (lower case, no accents). The first word of a line is the form by which the others are compared; a form that
stands for several names (Alex, Chris, Sam) is in no line: its beginning tells as much.
"""

from typing import Final

from shared.leads.wordlist import words

_FORMS: Final = """
abigail abby abbie gail
abraham abe bram
adelaide addie
agnieszka aga
albert bert bertie al
albrecht
aleksander alexander alexandre alessandro alejandro aleksandr alexandros sascha sasha sandro xander alec aleks
alexandra aleksandra alessandra alejandra sandra
alfonso alphonse alfons
alfred fred alf
amanda mandy
andreas andrew andy andre andrei andrej andrzej andres drew andrey anders
angela angie
ann anne anna annie ana hannah hanna anja anya
anthony antonio tony antoine anton antony toni antonin
antonia toni antonella
archibald archie
arthur artur art arturo
augustine gus august augusto
barbara barb barbie babs bara
bartholomew bart bartosz
beatrice bea beatriz trixie beatrix
benjamin ben benny benji benjamim
bernard bernie bernhard bernardo
bridget biddy brigitte birgit
calvin cal
cameron cam
carolina caroline carol carrie karolina carolyn
cassandra cassie
catherine katherine kathryn kate katie cathy kathy kat katharina katarina caterina kathleen catalina cath kitty
catherine katrin ekaterina katya karen kathrin catarina
charles charlie chuck chas carlos karl carl carlo karel charley
charlotte lottie lotte
christian kristian cristian
christina christine tina chrissy kristin kristina cristina christa kirsten krystyna
christopher chris topher kit christoph christophe cristobal kristof krzysztof
clifford cliff
cornelius cornelis kees neil cor
cynthia cindy
daniel dan danny daniele danilo
david dave davey davide dawid
deborah debbie deb debra debora
dennis denny denis
dietrich dieter
diana diane
dmitri dimitri dmitry dima dmitriy dimitrios dimitry
dominic dominik nick dominique domenico domingo
donald don donnie
dorothy dot dottie dorothea dora
douglas doug
edmund ed ned edmond
edward eddie ed ted teddy eduardo edouard eduard edvard
edwin
eleanor ellie nell nora elinor leonora eleonora
elizabeth liz lizzie beth betty bess eliza elisabeth lisa libby liza elisabetta isabel elisabet elsbeth lizzy
emanuel manuel manny emmanuel manolo
emily em emilia emmy
eric erik rick erich
ernest ernie ernst ernesto
esther hester
eugene gene eugen eugenio evgeny yevgeny
felicity flick
ferdinand fernando ferdi nando
florian flo
florence flo flossie
frances fran franny francesca francisca franziska franzi francine
francis frank francisco francesco paco pancho franz francois frankie frantisek franciszek
frederick fred freddie freddy friedrich federico frederic fritz fryderyk
gabriel gabe gabriele
gabriela gabrielle gaby gabi gabriella
geoffrey jeffrey jeff geoff jeffery gottfried
george georg georges jorge giorgio jerzy yuri yury jurgen jorg joerg
gerald gerry jerry
gerard gerhard gerd gerardo gert
gertrude trudy gertrud
giovanna gianna
grace gracie grazia
gregory greg gregor gregorio grzegorz grigory
guillermo memo
gunther gunter guenter guenther
hans johannes johann john jack johnny jon jean ivan juan giovanni jan jens ian sean shaun shawn jonny hansi johan
jonathan nathan jonathon
helen helena helene elena lena nell ellen yelena eleni ilona
henry harry hank hal heinrich heinz enrico enrique henri hendrik henrik henryk
herbert herb bert heribert
hildegard hilde
howard howie
hubert hugh hugo bert
ignacio nacho ignatius ignaz
ilya elijah elias
irene irina
isaac ike izaak
isabella bella isabelle isa isabela
isidore izzy
jacob jake jakob james jim jimmy jamie jaime jacques giacomo diego santiago jakub yakov jacobo jacek
jacqueline jackie
janet jan jeanette jeannette
jane jean jeanne joan johanna juana joanna giovanna janina
jennifer jen jenny jenna jenn
jeremy jerry jeremiah jeremias
jessica jess jessie
joachim achim jochen joaquin
joseph joe joey jose giuseppe pepe josef jozef josep yosef yusuf jusuf josip beppe
josephine jo josie josefina josefine
joshua josh
judith judy jutta
julian jules giuliano julien
julia julie giulia yulia juliane
juliet juliette giulietta
justin justyn
karin karen carin
kenneth ken kenny
klaus claus klaas nikolaus nicholas nick nico nicolas niklas nicolo mykola nikolai niels nils nicola klaas nikos
konstantin constantine costas kostas
lawrence larry laurence lorenzo laurent lorenz lars laurens lars
leonard leo len lenny leonardo leonhard
leonid
leopold leo
lewis louis lou ludwig luis luigi lutz ludovic lewis luiz
lillian lily lilly liliana
linda lynda
louise lou luisa luise
lucas luke luca lukas luc
lucy lucia lucie luzia
ludmila lyudmila
magdalena lena magda madeleine madeline maddie
malcolm mal
marcel marcello
margaret maggie peggy meg margie marge margarita margarete greta gretchen rita margot marguerite margherita grete
margaret malgorzata madge
maria mary marie molly polly mariya marija mia miriam maryam
mario
mark marc marcus markus marco marek marcos marko
martha marta patty
martin marty martino marcin maarten
matilda tilly mathilde tilda
matthew matt matthias mateo matteo matthieu mateusz matthaus mathias mathew mattias mats matias
maurice moritz mauricio maurizio maury
maximilian max maxim massimo maximo maksim maksymilian
melanie mel
melissa missy lissa
michael mike mick mickey miguel michel michal mikhail mikael miko mischa misha michele mihai mikkel mihail
michaela michelle michele mikaela shelly
mildred millie
mitchell mitch
mohammed muhammad mohamed mohammad mehmet muhammed mohamad ahmad
monica monika
natalie natasha nat nathalie natalia natalya
nathaniel nate nat
nicole nicola nikki nicky
norbert bert
norman norm
oliver ollie olivier
olivia liv livvy
oscar oskar ossi
oswald ozzie
pamela pam
patricia pat patty tricia trish patsy patrizia
patrick pat paddy patricio patrik patrice
paul pablo paolo pavel paulo pawel pal poul
paula pauline paola paulina
penelope penny
peter pete pedro pietro pierre piotr petr pyotr petar peer
petra
philip phil phillip felipe philipp filippo philippe pip filip
phyllis phyl
priscilla cilla
rachel rae rahel raquel
ralph ralf raoul raul
raymond ray ramon raimund raimondo
rebecca becky becca rebekka
regina gina
reginald reg reggie reinhold
reinhard reinhardt
richard rick rich dick ricky ricardo riccardo richie ryszard rico
robert bob rob bobby robbie roberto bert rupert rubert roberts
roderick rod rodrigo
rodney rod
roland rolando orlando
ronald ron ronnie
rosemary rose rosie romy
rosa rosie
rudolph rudy rudi rodolfo rudolf
russell russ
salvatore sal toto salvador
samantha sam sammy
samuel sam sammy
sebastian bastian seb basti sebastien
sergio sergei sergey serge sergej sergi
sigmund sigi siegmund
simon simeon szymon
simone simona
solomon sol
sophia sophie sofia zofia sonja sonya zsofia
stanley stan stanislaw stanislav
stephanie steph stefanie steffi stefania
stephen steven steve stefan stephan stefano esteban etienne stevie stepan istvan szczepan stefen
stuart stu stewart
susan sue suzy susie susanne suzanne susanna zuzanna zsuzsanna susana
sylvia silvia sylvie
tatiana tanya tanja tatyana
terence terry terrence
teresa theresa terry tess tessa therese teresita
theodore ted theo teddy teodoro fyodor theodor fedor tadeusz
thomas tom tommy tomas tommaso tomasz thom
timothy tim timmy timo timotheus
tobias toby tobi
ulrich uli ulrik
ursula uschi ulla
valentin valentino
valerie val valeria
vanessa nessa
veronica ronnie vera veronika
victor vic viktor vittorio
victoria vicky vicki tori viktoria vittoria
vincent vince vinny vicente vincenzo vinnie vincenz
virginia ginny
vladimir wladimir vova volodymyr wlodzimierz
vladislav wladislaw
walter walt wally gualtiero valter
wendy
werner
wilfred wilf wilfried
wilhelmina mina willa
william bill billy will willy liam wilhelm guillaume guglielmo willem willi wim bil
wolfgang wolf
xavier javier javi
yvonne evonne
zachary zach zack zak zachariah
"""

_OTHERS: Final = words(
    """
    aaron adam adrian agata agnes ahmed alain alan alberto aldo ali alice alicia alina aline alison allan allen alma
    alvaro amber amelia amy anastasia angelina angelo anita annette antje april ariana arne arnold ashley astrid
    audrey aurora aylin bastien bella bianca bjorn blanca boris brad bradley brandon brenda brett brian bruce bruno
    bryan camila camille candice carina carla carmen cecilia celine cesar chantal cheryl chiara claire clara claudia
    claudio cleo colin connie conrad corinna craig crystal curtis daisy dale damian damien dana daniela danielle dario
    darren dawn dean delphine denise derek desiree diana dick dirk dolores dominika donna doris duncan dylan earl
    edith eileen ekin elaine elif elisa elise elke ella elsa elvira emma enzo eva evan evelyn ewa fabian fabio fatima
    felix fiona flavia flora franco frida friederike gary gavin georgia georgina gianluca gilbert gina giulio glenn
    gloria graham guido hamza harald harold harriet hasan hazel hector heidi heike helga herman hermann hilda holger
    holly ibrahim ida igor ines inge ingrid irma iris isaac isabel ivana ivo ivy jade jana janine jasmin jasmine jason
    javed jay jenifer jesus jill jo joao joel jonas jordan jorn joy joyce juan julio june jurgen kai karim karla kelly
    kerstin kevin kim kira kurt kyle lara lars laura lauren lea leah leila leonie leslie lia lidia lina linus lisa
    livia logan lola lorena loretta lorraine luciano lucio luka luna lydia lynn maja manfred manuela mara marcela
    marcelo marcia margit mariana mariano marina marion marisa marlene martina marvin mateja maureen max maya megan
    melinda mercedes meryem milan milena milos mina minh mira mirko miroslav mona morgan mustafa nadia nadine nancy
    naomi natascha neil nelson nina noah noel nora norma olaf ole olga omar ornella otto owen pascal pascale
    patrizia pearl perry pia pilar rafael rainer ralph ramona randy raphael regine reiner renata renate rene riccarda
    rita roberta robin rocio roger rolf roman romina rosalie ross roxana roy ruben ruth ryan sabina sabine sabrina
    salim sally salma sara sarah scott selma serena sharon sheila shirley sibylle sienna sigrid silke silvio sonia
    sonja sophie soren stacey stella sven svenja svetlana tamara tania tara taylor thea thorsten tiffany till tina
    todd torsten tracy travis trevor tristan troy udo ulrike uta ute uwe valentina vera verena violet vivian vivien
    volker wanda warren wayne wei wesley whitney willow winston yasmin yolanda yves zara zoe
    """
)

STANDS_FOR: Final[dict[str, frozenset[str]]] = {}
"""Every form → the names that it may stand for."""
for _line in _FORMS.split("\n"):
    for _form in _line.split():
        STANDS_FOR[_form] = STANDS_FOR.get(_form, frozenset()) | {_line.split()[0]}

GIVEN: Final = frozenset(STANDS_FOR) | _OTHERS
"""Given names that are known as such."""
