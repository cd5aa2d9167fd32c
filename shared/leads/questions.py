"""What a form's question asks for: "How did you hear about us?", "Wat is je functie?"."""

import re
from typing import Final

from shared.leads.wordlist import entries

# Whole questions, as forms put them. The first that fits decides; no field = surely none.
_QUESTIONS: Final = tuple(
    (re.compile(r"\b(?:" + "|".join(entries(parts)) + r")\b"), field)
    for field, parts in (
        (
            "source",
            r"""
            (?:hear|heard|found?|learn(?:ed)?) (?:about |of )?(?:us|out)
            (?:how|where) (?:did|do|have) you (?:\w+ )?(?:hear|heard|find|found|learn|come|know)
            erfahren, auf uns, connue?s?, entendu
            conocid[oa], conociste, enter(?:aste|o|aron|ado) de, encontraste, conheceu, encontrou, ficou sabendo
            conosciut[oi]
            trovat[oi]
            sentito parlare, gevonden, (?:bij|over) ons (?:terecht|gehoord), hittade, hort talas, horte du, fandt du
            fant du, aufmerksam geworden, gefunden, sie uns kennen, trouves?, decouverte?s?, dowiedzial\w*
            nas znalaz\w*
            kuulit
            """,
        ),
        (
            "employees",
            """
            how many (?:employees|people|staff), team size
            wie viele (?:mitarbeiter|mitarbeiterinnen|mitarbeitende|beschaftigte|angestellte|leute|personen)
            (?:cuantos|quantos) (?:empleados|trabajadores|funcionarios|colaboradores)
            (?:size of|how (?:big|large) is) (?:your |the )?(?:company|team|business|organi[sz]ation)
            combien (?:de|d) (?:salaries|employes|collaborateurs), combien etes, wie gross ist, taille de (?:votre|l)
            quant[ei] (?:dipendenti|persone|addetti|collaboratori), (?:cuantas|quantas) (?:personas|pessoas)
            hoeveel (?:medewerkers|werknemers|mensen|personeel), hur manga (?:anstallda|medarbetare|personer)
            hvor mange (?:ansatte|medarbejdere|personer), ilu (?:pracownikow|osob), jak duza
            """,
        ),
        (
            "phone",
            """
            (?:number|phone|telefonnummer|nummer|numero).*(?:reach|call|erreichen|joindre|bereiken|contact)
            (?:erreichen|rappeler|bereiken|call you|reach you).*(?:telefon|nummer|number|phone|telephone)
            """,
        ),
        (
            "revenue",
            """
            (?:annual|yearly|monthly) (?:revenue|turnover|sales), (?:jahres|monats)umsatz, chiffre d affaires
            (?:faturamento|fatturato|facturacion) (?:anual|annuo|mensal|mensual|mensile), (?:how much|wie viel).*revenue
            """,
        ),
        (
            "country",
            """
            (?:which|what) country, (?:in )?welche[mns] land, (?:dans )?quel pays, (?:de|en|desde) que pais
            (?:em|de) que pais, qual (?:e )?(?:o )?(?:seu )?pais, (?:in|da) quale paese, (?:in )?welk land, vilket land
            hvilket land, w jakim kraju
            """,
        ),
        (
            "city",
            """
            (?:which|what) (?:city|town), (?:in )?welcher stadt, (?:dans )?quelle ville, (?:en|de|desde) que ciudad
            (?:em|de) que cidade, (?:in|da) quale citta, (?:in )?welke (?:stad|plaats), vilken (?:stad|ort), hvilken by
            """,
        ),
        ("location", "where (?:are|is|do) (?:you|your).*(?:based|located|live|company), where based"),
        ("", "linked ?in.*(?:company|business) page, (?:company|business) linked ?in"),
        ("niche_category", "what (?:they|the company|the business|the firm) (?:do|does), what do they do"),
        (
            "notes",
            r"""
            (?:wat|what) is (?:uw|je|your) (?:vraag|question|query|enquiry|request), was ist ihre? (?:frage|anliegen)
            quelle est (?:votre|ta) (?:question|demande), cual es (?:su|tu) (?:pregunta|consulta)
            qual e (?:a |la )?(?:sua|tua) (?:pergunta|domanda|richiesta), vad ar din fraga, hvad er dit sporgsmal
            anything else, something else, algo mas, noch fragen, autre chose, altro da, mais alguma, want to tell us
            should we know, how can we help, your message, additional (?:comments|information|info|notes)
            questions? (?:or|and)? ?comments?, comments? (?:or|and) questions?, ihre nachricht, votre message
            su mensaje, tu mensaje, sua mensagem, tuo messaggio, suo messaggio, jouw bericht, uw bericht, besked
            melding
            (?:can|could|may) we (?:help|do), wobei (?:konnen|durfen), womit (?:konnen|durfen), wie konnen wir
            comment (?:pouvons|peut on)|pouvons nous vous aider, (?:podemos|puedo) ayudar\w*
            (?:podemos|posso) ajudar\w*
            (?:possiamo|posso) aiutart\w*, (?:je|jou|u|jullie) (?:mee )?helpen, (?:kan|kunnen) vi hjalpa, hjaelpe dig
            hjelpe deg, mozemy (?:ci |panstwu )?pomoc, tell us (?:more|about), describe your, biggest challenge
            (?:grosste|wichtigste) herausforderung, votre (?:projet|besoin|demande), dein anliegen, ihr anliegen
            cuentanos, conte nos|conte para nos, raccontaci, vertel ons
            """,
        ),
        (
            "company_name",
            """
            (?:company|organi[sz]ation|business|firm).*(?:work (?:for|at)|represent|from), where do you work
            (?:unternehmen|firma).*(?:arbeit|tatig|vertret), arbeite(?:n|st).*(?:unternehmen|firma), wo arbeite
            (?:entreprise|societe).*(?:travaill|represent), travaillez vous, (?:en que|cual).*(?:empresa|compania)
            (?:em qual|qual|nome da).*empresa, (?:quale|che|qual).*azienda
            (?:welk|voor welk|bij welk).*(?:bedrijf|organisatie)
            (?:vilket|vilken).*(?:foretag|organisation), (?:hvilket|hvilken).*(?:virksomhed|firma|bedrift)
            (?:w jakiej|jaka).*(?:firm|firma)
            """,
        ),
        (
            "company_name",
            """
            (?:heisst|heissen|llama|chiama|chama|heet|appelle|heter|hedder|nazywa).*(?:unternehmen|firma|empresa|azienda)
            (?:heisst|heissen|llama|chiama|chama|heet|appelle|heter|hedder|nazywa).*(?:bedrijf|entreprise|societe|foretag)
            (?:heter|hedder).*(?:virksomhed|bedrift)
            """,
        ),
        (
            "full_name",
            """
            wie (?:heisst|heissen) (?:du|sie), como (?:te llamas|se llama usted|se chama|voce se chama), come ti chiami
            come si chiama, hoe heet (?:je|u), (?:vous appelez|t appelles), vad heter du, hvad hedder du, hva heter du
            jak (?:sie|masz) .*(?:nazywasz|imie), what (?:is|s) your (?:full )?name, who are you
            """,
        ),
        (
            "title",
            """
            what do you do, (?:your|current) role, (?:what|your|you).* (?:job|title|position)
            (?:was|welche).*(?:position|funktion|rolle|beruf), (?:quel|quelle).*(?:poste|fonction|role|metier)
            (?:cual|que).*(?:cargo|puesto), (?:qual|seu).*(?:cargo|funcao), (?:qual|quale|tuo).*(?:ruolo|mansione)
            (?:wat|welke).*(?:functie|rol|functietitel), (?:vad|vilken).*(?:titel|roll|befattning)
            (?:hvad|hva|hvilken).*(?:stilling|titel|rolle), (?:jakie|jaka).*(?:stanowisko|rola|funkcja)
            """,
        ),
    )
)


def asked(key: str) -> str | None:
    """The field that a form's question asks for, empty when it is none of ours; None for names that are no question."""
    if key.count(" ") < 1:
        return None
    return next((field for pattern, field in _QUESTIONS if pattern.search(key)), None)
