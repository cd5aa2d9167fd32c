"""Names of columns that hold a place, and how a sale stands: status, source, notes. A new word is one more entry."""

from collections.abc import Mapping
from typing import Final

# One entry a line or language, entries parted by commas, in the form that `column_key` gives.
PLACES: Final[Mapping[str, str]] = {
    "location": """
        loc
        volledig adres, pelny adres, plassering
        addresses, adressen, direcciones, enderecos, indirizzi, adresy, adresse formatiert, adresse formatee
        adresse mise en forme, direccion con formato, direccion formateada, indirizzo formattato, endereco formatado
        location, address, full address, street address full, complete address, formatted address, person location
        geo, contact location, company location, company address, business address, hq location, headquarters
        headquarters location, mailing address, office address, lead location, where, geography, place, company hq
        hq, adresse, anschrift, standort, ort und land, adresse complete, lieu, localisation, emplacement, siege
        direccion, ubicacion, direccion completa, domicilio, localizacion, endereco, localizacao, endereco completo
        indirizzo, posizione geografica, indirizzo completo, localita, adres, locatie, vestiging, lokalizacja
        adress, fullstandig adress, plats, lokation, beliggenhed, sted, osoite, sijainti, 住所, 所在地, 地址, 位置
        주소, адрес, местоположение, locations, address full, full postal address, contact address, postal address
        main address, physical address, billing address, shipping address, business location, headquarters address
        hq address, company headquarters, company full address, address formatted, google address, current location
        based in, where based, city state, city country, city state country, city and country, person address
        geographic area, area, region country, linkedin location, profile location, fulladdress, location name
        country city, firmenadresse, adresse komplett, vollstandige adresse, firmensitz, sitz, hauptsitz
        wohnort land, postanschrift, geschaftsadresse, standort ort, adresse postale, adresse du siege
        adresse siege, adresse de l entreprise, lieu de travail, siege social, ville pays, adresse postale complete
        direccion fiscal, direccion postal, direccion de la empresa, donde, ciudad pais, residencia
        endereco comercial, morada, cidade estado, cidade uf, indirizzo sede, sede, sede legale, dove
        indirizzo aziendale, adres bedrijf, bezoekadres, woonplaats land, postadres, adres firmy
        siedziba, adres siedziby, besoksadress, postadress, besoksadresse, postadresse, firmaadresse, kayntiosoite
        postiosoite, ご住所, 会社住所, 本社所在地, 勤務先住所, 所在地 住所, 详细地址, 公司地址, 联系地址, 所在地区
        地区, 회사주소, 소재지, 지역, адрес компании, юридическии адрес, фактическии адрес, adresi, konum, lokasyon
        العنوان, الموقع الجغرافي, adresa, sidlo, cim, szekhely, διευθυνση, כתובת, ที่อยู่, dia chi, alamat
        cidade pais, endereco cidade, city region, city region country, company headquarter, person based in
        localizacao atual, ubicacion actual, localisation actuelle, aktueller standort, wohnort region, 勤務地, 居住地
        location city state, location text, location full, location raw, raw address, raw location, lead address
        adresse du siege social, ort bundesland, standort firma, firmenstandort, standort unternehmen, addr, full addr
        """,
    "city": """
        loc
        gemeente, kunta
        postitmp, ptp, post town city
        postitoimipaikka
        sted, 市区郡
        city, town, locality, person city, contact city, company city, billing city, mailing city, shipping city
        hq city, business city, home city, work city, lead city, city name, suburb, municipality, city town, stadt
        ort, wohnort, gemeinde, ville, commune, localite, ciudad, poblacion, municipio, localidad, cidade, citta
        comune, stad, plaats, woonplaats, miasto, miejscowosc, postort, kommun, by, poststed, kaupunki, paikkakunta
        市区町村, 都市, 市, 城市, 도시, город, city of residence, post town, posttown, reg address post town
        city name person, town city, work location city, headquarters city, location city, default address city
        metro, metro area, ort geschaftlich, ort der firma, stadt ort, ort stadt, firmenort, sitz stadt
        wohnort stadt, ort privat, ville du siege, ville entreprise, ville bureau, ville pro, ciudad de residencia
        ciudad empresa, cidade da empresa, citta azienda, comune di residenza, citta sede, vestigingsplaats stad
        plaatsnaam, miasto siedziby, stad ort, bynavn, postnummer ort, 市区町村名, 市町村, 所在城市, 城市名称
        区市町村, 시, 군구, город компании, населенныи пункт, sehir, il, المدينة, mesto, obec, varos, telepules
        oras, localitate, πολη, עיר, เมือง, thanh pho, kota, lieu, ort lieu, localite ville, vestigingsplaats
        siege ville, ort postanschrift
        localidade, kommune, plz ort, ort plz, zip city, city zip, cidade do endereco comercial, cidade comercial
        cp ville, code postal ville, cap citta, postnr ort, postnummer stad, adres sluzbowy miejscowosc, gorod
        """,
    "state": """
        stat
        kraj
        県, 県名, 都道府県名
        state, province, region, state province, state region, person state, contact state, company state
        billing state, mailing state, shipping state, hq state, county, us state, state code, company region
        state or province, prefecture, billing state province, mailing state province, region state, bundesland
        kanton, departement, etat, estado, provincia, comunidad autonoma, departamento, uf, distrito, regione
        provincie, provincja, wojewodztwo, lan, landskap, region lan, fylke, maakunta, laani, 都道府県, 州, 省, 省份
        시 도, регион, область, штат, states, state name, state or region, state region province, province state
        region name, provinces, state county, location state, default address province
        default address province code, reg address county, administrative area, st, prov, region geschaftlich
        bundesland kanton, region bundesland, bundesland region, region entreprise, estado provincia
        provincia estado, estado uf, estado da empresa, provincia region, region provincia, ccaa, regiao, uf estado
        sigla uf, provincia regione, regione sede, prov residenza, woj, region wojewodztwo, 都道府県名, 所在省份
        省市, 도, область регион, краи, республика, bolge, المنطقة, المحافظة, kraj cz, megye, judet, νομος, tinh
        provinsi, state cd, st prov, st province, state prov, region po, estado region, stato regione
        provincia uff, provincia ufficio, estado do endereco comercial, werkadres provincie, dep region, dept region
        departement region, dep, administrative area level 1, state territory, provincia o estado
        distretto
        adres sluzbowy wojewodztwo, voivodeship, oblast, canton, bundesstaat, delstat, emirate, governorate
        """,
    "country": """
        stat
        pais regiao
        country, country region, nation, person country, contact country, company country, billing country
        country name, mailing country, shipping country, hq country, country code, company country region
        country territory, country iso, land, staat, pays, pais, paese, nazione, stato paese, kraj, panstwo, maa
        land navn, 国, 国名, 国家, 국가, страна, countries, country of residence, nationality country
        country or region, country region name, location country, headquarters country, default address country
        default address country code, reg address country, company country code, country territory area, cc, ctry
        countrycode, land geschaftlich, land der firma, land region, staat land, land privat, landercode
        landerkennzeichen, pays region, pays du siege, pays entreprise, pays pro, code pays, pais empresa
        pais region, pais de residencia, codigo pais, pais da empresa, nazione azienda, paese regione, stato nazione
        land regio, kraj region, kod kraju, landskod, landekode, maakoodi, kotimaa, 国 地域, 国籍, 所在国家
        国家地区, 국가명, страна регион, ulke, الدولة, البلد, zeme, stat zeme, orszag, tara, χωρα, מדינה, ประเทศ
        quoc gia, negara, country cd, land omrade, land område, paese area geografica, country area
        adres sluzbowy kraj region, land omrade arbete, pais o region, paese uff, pais regiao do endereco comercial
        country iso code, iso country code, country iso2, country of company, company s country, стана
        """,
    "status": """
        bearbeitungsstatus, stat, statusgrund, 状況, 進捗状況
        cycle de vie, estado de la oportunidad, livscykelstadium, livscyklusfase, livssyklusfase, フェーズ
        ライフサイクルステージ
        liidin tila, liidin status, elinkaaren vaihe, journeysteg, journey step, journey stage
        customer journey stage, kundresa
        stand, aktueller stand, bearbeitungsstand
        status, lead status, lifecycle stage, stage, lead stage, contact status, prospect status, contact stage
        pipeline stage, account stage, crm status, lead state, deal stage, sales stage, outreach status,
        leadstatus, kontaktstatus, phase, statut, statut du lead, statut du prospect, etape
        estado del lead, estado de lead, estatus, situacion, etapa, fase, stato, stato lead, stato del lead
        stato contatto, stadium, etap, status leada, tila, vaihe, ステータス, リードステータス, 状态, 상태, статус
        status label, lead status label, status reason, current status, prospect stage, person stage, sales status
        follow up status, followup status, status of lead, campaign status, sending status, contact lead status
        crm stage, funnel stage, stage name, lifecycle, customer status, deal status, opportunity stage
        account status, lead phase, kundenstatus, bearbeitungsstand, lebenszyklusphase, statut contact
        statut client, etape du pipeline, phase du cycle de vie, statut commercial, estado lead, estado del contacto
        estado comercial, estado, fase del ciclo de vida, etapa del ciclo de vida, etapa del embudo, estagio
        estagio no funil, etapa do funil, status do lead, situacao, situacao do lead, fase do ciclo de vida
        stato trattativa, stato avanzamento, fase vendita, status lead, leadfase, levenscyclusfase, status klanta
        etap sprzedazy, etap lejka, saljstatus, livscykelfas, salgsstatus, myyntivaihe, elinkaarivaihe, リード状況
        進捗, 対応状況, 商談フェーズ, 客户状态, 跟进状态, 线索状态, 阶段, 진행상태, 리드상태, 단계, этап сделки
        статус лида, этап, стадия, durum, asama, الحالة, stav, faze, allapot, statusz, stare, etapa vanzare
        lead status name, crm lead status, prospect lifecycle stage, contact lifecycle stage, hs lead status
        hubspot lead status, pipeline status, pipeline, sales funnel stage, outreach stage, engagement status
        reply status
        akquisestatus, vertriebsstatus, vertriebsphase, leadphase, etat du lead, etat du prospect, etape commerciale
        avancement, estado de contacto, estado del prospecto, estado del cliente, estado prospecto, fase de venta
        fase comercial, status do contato, status do cliente, etapa de venda, stato cliente, stato commerciale
        fase lead
        status prospect, status kontaktu, etap kontaktu, kontaktstatus lead, lead stadie, kundstatus
        見込み度 ステータス
        対応ステータス, 营销状态, 客户阶段, 线索阶段, disposition, call disposition, lead disposition
        """,
    "source": """
        skad, where did the lead come from, where lead came from
        情報源, 参照元
        何で知りましたか, どこで知りましたか, どのように知りましたか, お知りになりましたか
        source, lead source, origin, original source, contact source, acquisition source, channel, lead origin
        referral source, how did you hear about us, utm source, data source, source name, acquisition channel
        traffic source, marketing source, quelle, leadquelle, herkunft, lead quelle, kanal, source du lead, origine
        provenance, fuente, origen, fuente del lead, fuente de lead, canal, origen del lead, fonte, origem
        fonte do lead, origem do lead, fonte lead, provenienza, bron, leadbron, herkomst, zrodlo, zrodlo leada
        zrodlo pozyskania, kalla, leadkalla, kilde, leadkilde, lahde, ソース, リードソース, 流入元, 獲得元, 来源
        출처, 유입경로, источник, original traffic source, first source, first touch source, source of lead
        lead source name, lead source detail, initial source, lead src, src, contact origin, source channel
        sourced from, heard about us, referral, referred by, where did you hear about us, how did you find us
        came from, platform, found via, herkunftsquelle, quelle des leads, ursprung, akquisekanal, leadherkunft
        kontaktquelle, wie haben sie von uns erfahren, kontakt quelle, source du lead contact, source du contact
        source d acquisition, canal d acquisition, origine du lead, origine contact, origine du contact
        fuente original, fuente de origen, canal de captacion, medio, procedencia, como nos conocio
        fuente de contacto, origen del contacto, origem da primeira conversao, origem da ultima conversao
        fonte original, canal de origem, fonte contatto, fonte di acquisizione, origine lead, canale, herkomst lead
        bron lead, kanaal, zrodlo kontaktu, skad o nas wiesz, kanal pozyskania, ursprunglig kalla, leadkalla kanal
        oprindelse, kilde til lead, liidin lahde, alkupera, 流入経路, 獲得経路, 問い合わせ経路, リード獲得元, 経路
        客户来源, 线索来源, 渠道, 渠道来源, 유입채널, 유입 경로, источник лида, канал, откуда узнали, kaynak, المصدر
        مصدر العميل, zdroj, forras, sursa, πηγη, lead src cd, oprindelig kilde, opprinnelig kilde
        ursprungliche quelle, alkuperainen lahde, source d origine, origine contatto, fonte originale
        oorspronkelijke bron, oryginalne zrodlo, where from, 来源渠道, 元のソース
        canal de adquisicion, canal de aquisicao, canale di acquisizione, canal de venta, list source, source list
        source type name, lead channel, lead acquisition channel, marketing channel, contact channel, inbound source
        origination, originating source, latest source, latest traffic source, first conversion source
        customer source, where found, how found, where met, how met, where we met, how we met, where i found them
        prospect source, source of contact, source of inquiry, enquiry source, inquiry source, sourced by channel
        wie sind sie auf uns aufmerksam geworden, comment nous avez vous connu, como nos conociste
        come ci hai conosciuto
        como nos conheceu, hoe heeft u ons gevonden, hur hittade du oss, ルート, 知ったきっかけ, きっかけ, 信息来源
        数据来源
        """,
    "notes": """
        note varie, note generali, notes diverses, notas varias, note libere, notas generales, notas gerais
        vrije notities
        besked, その他, 摘要
        beschrijving, omschrijving, beskrivelse, beskrivning, descrizione, descripcion, descricao, kuvaus, 説明, 詳細
        описание, popis, leiras, descriere
        background, background info, background information, hintergrund, hintergrundinfo, hintergrundinformation
        hintergrundinformationen, achtergrond, achtergrondinfo, achtergrondinformatie, bakgrund, bakgrundsinformation
        bakgrunn, baggrund, contexte, contexto, contesto, informacje dodatkowe, tlo, note extra, notas extra
        notes supplementaires, extra notes, extra notities
        merknader, merknad
        notes, note, comment, comments, remarks, remark, description, memo, about, additional information
        additional info, internal notes, message, details, misc, other information, lead notes, contact notes
        observations, free text, notizen, notiz, bemerkung, bemerkungen, anmerkung, anmerkungen, kommentar
        kommentare, beschreibung, hinweis, hinweise, remarques, remarque, commentaire, commentaires, note interne
        notas, nota, comentarios, comentario, observaciones, observacion, observacoes, observacao, appunti, commenti
        osservazioni, opmerking, opmerkingen, notities, toelichting, uwagi, notatki, komentarz, komentarze, opis
        anteckning, anteckningar, kommentarer, noteringar, bemaerkninger, notat, notater, merknad, huomautukset
        muistiinpanot, lisatiedot, 備考, メモ, コメント, 备注, 说明, 비고, 메모, примечание, примечания, комментарий
        заметки, my notes, sales notes, call notes, misc notes, general notes, personal notes, special notes
        contact note, lead note, customer note, lead comments, your message, questions comments
        questions and comments, anything else, other notes, additional comments, additional notes, extra info
        extra information, bemerkung intern, sonstiges, infotext, freitext, zusatzinfo, zusatzliche informationen
        weitere informationen, ihre nachricht, nachricht, anliegen, mitteilung, gesprachsnotiz, commentaire interne
        observation, infos complementaires, informations complementaires, infos, note contact, votre message
        precisions, divers, comentarios adicionales, mensaje, detalles, anotaciones, apuntes, informacion adicional
        su mensaje, nota interna, anotacoes, anotacao, mensagem, obs, informacoes adicionais, observacoes gerais
        annotazioni, messaggio, annotazione, commento, informazioni aggiuntive, osservazione, bijzonderheden
        aantekeningen, bericht, aantekening, extra informatie, uw bericht, komentarze notatki, notatka, wiadomosc
        dodatkowe informacje, notering, ovrig information, meddelande, ovrigt, meddelelse, bemaerkning
        kommentar fri tekst, melding, ovrige opplysninger, huomiot, huomio, kommentit, viesti, muistiinpano
        お問い合わせ内容, ご質問, ご要望, 特記事項, 補足, 自由記述, 留言, 备注信息, 跟进记录, 특이사항, 문의내용
        비고 메모, заметка, комментарии, дополнительно, сообщение, примечания комментарии, notlar, aciklama, yorum
        mesaj, ملاحظات, ملاحظة, تعليقات, poznamka, poznamky, komentar, megjegyzes, megjegyzesek, observatii
        comentarii, σημειωσεις, σχολια, הערות, หมายเหตุ, ghi chu, catatan, remarks notes, bio, biography, not
        follow up notes, followup notes, meeting notes, outreach notes, prospect notes, client notes, research notes
        notes comments, notes and comments, comments notes, notes from call, notes about lead, notes du commercial
        notes internes, compte rendu, commentaires internes, notas internas, notas de ventas, comentario interno
        observacoes internas, note aggiuntive, note commerciali, note cliente, interne opmerking, interne notities
        notatki wewnetrzne, interna anteckningar, interne noter, noter, interne notizen, notizen zum lead
        gesprachsnotizen
        備考欄, 自由記入欄, 社内メモ, 备注说明, 内部备注, заметки менеджера, what would you like to discuss
        """,
    "video": "video url, video, video link, personalised video, personalized video, video path",
}
