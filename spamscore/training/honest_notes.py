"""Honest notes as people type them at work and at home, in ten languages; all made up, to be learned from, never judged.

Of the mail at hand hardly a note that is not English is honest: without these the words of a language are those of its spam.
"""

from collections.abc import Iterator

# language → greetings, farewells, what is said between them
_WRITTEN: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "de": (
        ("Liebe Frau Brandt,", "Hallo zusammen,"), ("Mit freundlichen Grüßen", "Viele Grüße"), (
        ("unser Termin am Mittwoch muss leider ausfallen, weil der Besprechungsraum gestrichen wird. Passt Ihnen stattdessen Freitag um zehn? "
        "Die Tagesordnung bleibt wie besprochen, nur der Bericht aus dem Lager kommt dazu."),
        ("anbei die Rechnung für die Arbeiten im März. Der Betrag weicht vom Angebot ab, weil zwei Fenster mehr gestrichen wurden als geplant. "
        "Wenn etwas unklar ist, rufen Sie mich bitte an, ich bin bis vier Uhr im Büro."),
        ("die Probe am Donnerstag beginnt eine halbe Stunde später, weil die Turnhalle vorher belegt ist. Wer Noten vom letzten Mal hat, bringe "
        "sie bitte mit. Danach gehen wir noch etwas trinken."),
        ("Ihr Fahrrad ist fertig und kann abgeholt werden. Wir haben die Bremsen nachgestellt und die Kette gewechselt, das Licht war in Ordnung. "
        "Geöffnet ist heute bis sechs und am Samstag bis eins."),
        ("wie war die Reise? Bei uns hat es die ganze Woche geregnet, aber die Kinder waren trotzdem jeden Tag draußen. Meldet euch, wenn ihr "
        "wieder da seid, dann essen wir zusammen."),
        ("ich habe den Entwurf gelesen und zwei Anmerkungen an den Rand geschrieben. Auf Seite vier stimmt die Summe nicht, sonst bin ich "
        "einverstanden. Von mir aus kann er morgen an den Verlag."),
    )),
    "fr": (
        ("Chère Madame Roussel,", "Bonjour à tous,"), ("Bien cordialement", "Bonne journée"), (
        ("notre réunion de mercredi doit malheureusement être reportée, car la salle est en travaux. Vendredi à dix heures vous conviendrait-il ? "
        "L'ordre du jour reste le même, nous y ajoutons seulement le point sur le dépôt."),
        ("vous trouverez ci-joint la facture des travaux de mars. Le montant diffère du devis parce que deux fenêtres ont été repeintes en plus. "
        "Si quelque chose n'est pas clair, appelez-moi, je suis au bureau jusqu'à seize heures."),
        ("la répétition de jeudi commencera une demi-heure plus tard, le gymnase étant occupé. Ceux qui ont encore les partitions de la dernière "
        "fois peuvent les rapporter. Nous irons boire un verre ensuite."),
        ("votre vélo est réparé et vous attend à l'atelier. Nous avons réglé les freins et changé la chaîne, l'éclairage fonctionnait bien. "
        "Nous sommes ouverts aujourd'hui jusqu'à dix-huit heures et samedi matin."),
        ("comment s'est passé le voyage ? Ici il a plu toute la semaine, mais les enfants sont sortis tous les jours. Faites signe à votre retour, "
        "on dînera ensemble."),
        ("j'ai relu le projet et noté deux remarques dans la marge. Le total de la page quatre n'est pas juste, pour le reste je suis d'accord. "
        "On peut l'envoyer demain à l'éditeur."),
    )),
    "es": (
        ("Estimada señora Ortega:", "Hola a todos:"), ("Un cordial saludo", "Un abrazo"), (
        ("tenemos que aplazar la reunión del miércoles porque están pintando la sala. ¿Le vendría bien el viernes a las diez? El orden del día "
        "no cambia, solo añadimos el informe del almacén."),
        ("le adjunto la factura de los trabajos de marzo. El importe es distinto del presupuesto porque se pintaron dos ventanas más. Si tiene "
        "alguna duda, llámeme; estoy en la oficina hasta las cuatro."),
        ("el ensayo del jueves empieza media hora más tarde porque el gimnasio está ocupado. Quien tenga partituras de la última vez, que las "
        "traiga, por favor. Después iremos a tomar algo."),
        ("su bicicleta ya está lista y puede pasar a recogerla. Hemos ajustado los frenos y cambiado la cadena; la luz estaba bien. Hoy abrimos "
        "hasta las seis y el sábado hasta la una."),
        "¿qué tal el viaje? Aquí ha llovido toda la semana, pero los niños han salido todos los días. Avisad cuando volváis y cenamos juntos.",
        ("he leído el borrador y he puesto dos notas al margen. La suma de la página cuatro no cuadra, por lo demás estoy de acuerdo. Por mí se "
        "puede enviar mañana a la editorial."),
    )),
    "it": (
        ("Gentile signora Ferri,", "Ciao a tutti,"), ("Cordiali saluti", "A presto"), (
        ("purtroppo dobbiamo rimandare la riunione di mercoledì perché stanno imbiancando la sala. Le andrebbe bene venerdì alle dieci? L'ordine "
        "del giorno resta lo stesso, aggiungiamo solo la relazione del magazzino."),
        ("in allegato trova la fattura dei lavori di marzo. L'importo è diverso dal preventivo perché sono state verniciate due finestre in più. "
        "Se qualcosa non è chiaro mi chiami pure, sono in ufficio fino alle quattro."),
        ("la prova di giovedì comincia mezz'ora più tardi perché la palestra è occupata. Chi ha ancora gli spartiti dell'ultima volta li porti, "
        "per favore. Dopo andiamo a bere qualcosa."),
        ("la sua bicicletta è pronta e può passare a ritirarla. Abbiamo regolato i freni e cambiato la catena, la luce funzionava. Oggi siamo "
        "aperti fino alle sei e sabato fino all'una."),
        ("com'è andato il viaggio? Qui ha piovuto tutta la settimana, ma i bambini sono usciti ogni giorno. Fatevi sentire quando tornate, così "
        "ceniamo insieme."),
        ("ho letto la bozza e ho scritto due note a margine. La somma a pagina quattro non torna, per il resto sono d'accordo. Per me si può "
        "mandare domani all'editore."),
    )),
    "nl": (
        ("Geachte mevrouw Bakker,", "Hallo allemaal,"), ("Met vriendelijke groet", "Groetjes"), (
        ("onze afspraak van woensdag kan helaas niet doorgaan, omdat de vergaderzaal wordt geschilderd. Schikt vrijdag om tien uur? De agenda "
        "blijft zoals besproken, alleen het verslag van het magazijn komt erbij."),
        ("hierbij de factuur voor het werk in maart. Het bedrag wijkt af van de offerte omdat er twee ramen meer zijn geschilderd. Als er iets "
        "niet duidelijk is, bel me dan gerust, ik ben tot vier uur op kantoor."),
        ("de repetitie van donderdag begint een half uur later omdat de gymzaal bezet is. Wie nog muziek van de vorige keer heeft, neem die mee. "
        "Daarna gaan we nog wat drinken."),
        ("uw fiets is klaar en kan worden opgehaald. We hebben de remmen afgesteld en de ketting vervangen, het licht was in orde. Vandaag zijn "
        "we open tot zes uur en zaterdag tot één uur."),
        ("hoe was de reis? Hier heeft het de hele week geregend, maar de kinderen waren toch elke dag buiten. Laat weten wanneer jullie terug "
        "zijn, dan eten we samen."),
        ("ik heb het concept gelezen en twee opmerkingen in de kantlijn gezet. Op bladzijde vier klopt de som niet, verder ben ik akkoord. Wat "
        "mij betreft kan het morgen naar de uitgever."),
    )),
    "pt": (
        ("Cara senhora Matos,", "Olá a todos,"), ("Com os melhores cumprimentos", "Um abraço"), (
        ("infelizmente temos de adiar a reunião de quarta-feira, porque a sala está a ser pintada. Sexta-feira às dez seria possível? A ordem de "
        "trabalhos mantém-se, só acrescentamos o relatório do armazém."),
        ("envio em anexo a fatura dos trabalhos de março. O valor é diferente do orçamento porque foram pintadas mais duas janelas. Se alguma "
        "coisa não estiver clara, ligue-me; estou no escritório até às quatro."),
        ("o ensaio de quinta-feira começa meia hora mais tarde porque o ginásio está ocupado. Quem ainda tiver partituras da última vez traga-as, "
        "por favor. Depois vamos beber alguma coisa."),
        ("a sua bicicleta está pronta e pode vir buscá-la. Afinamos os travões e trocamos a corrente, a luz estava boa. Hoje estamos abertos até "
        "às seis e no sábado até à uma."),
        "como foi a viagem? Aqui choveu a semana inteira, mas as crianças saíram todos os dias. Avisem quando voltarem e jantamos juntos.",
        ("li o rascunho e escrevi duas notas na margem. A soma da página quatro não está certa, quanto ao resto concordo. Por mim pode seguir "
        "amanhã para a editora."),
    )),
    "pl": (
        ("Szanowna Pani Agnieszko,", "Cześć wszystkim,"), ("Z poważaniem", "Pozdrawiam"), (
        ("niestety musimy przełożyć środowe zebranie, ponieważ sala jest malowana. Czy pasuje Pani piątek o dziesiątej? Porządek obrad się nie "
        "zmienia, dochodzi tylko sprawozdanie z magazynu."),
        ("w załączniku przesyłam fakturę za prace w marcu. Kwota różni się od oferty, bo pomalowano dwa okna więcej. Jeśli coś jest niejasne, "
        "proszę zadzwonić, jestem w biurze do szesnastej."),
        ("czwartkowa próba zaczyna się pół godziny później, bo hala jest zajęta. Kto ma jeszcze nuty z ostatniego razu, niech je przyniesie. "
        "Potem idziemy się czegoś napić."),
        ("Pani rower jest gotowy do odbioru. Wyregulowaliśmy hamulce i wymieniliśmy łańcuch, światło działało. Dziś jesteśmy otwarci do "
        "osiemnastej, a w sobotę do trzynastej."),
        ("jak udała się podróż? U nas padało cały tydzień, ale dzieci i tak codziennie były na dworze. Dajcie znać, kiedy wrócicie, to zjemy "
        "razem kolację."),
        ("przeczytałam szkic i dopisałam dwie uwagi na marginesie. Suma na stronie czwartej się nie zgadza, poza tym jestem za. Jutro może iść "
        "do wydawnictwa."),
    )),
    "lt": (
        ("Gerbiama ponia Rasa,", "Sveiki visi,"), ("Pagarbiai", "Geros dienos"), (
        ("deja, trečiadienio susitikimą turime nukelti, nes salė dažoma. Ar tiktų penktadienis dešimtą valandą? Darbotvarkė lieka ta pati, "
        "pridedame tik sandėlio ataskaitą."),
        ("pridedu sąskaitą už kovo mėnesio darbus. Suma skiriasi nuo pasiūlymo, nes nudažyti dar du langai. Jei kas neaišku, skambinkite, "
        "biure būsiu iki keturių."),
        ("ketvirtadienio repeticija prasidės puse valandos vėliau, nes salė užimta. Kas dar turi natas iš praeito karto, prašom atsinešti. "
        "Po to eisime ko nors išgerti."),
        ("jūsų dviratis paruoštas ir jį galima atsiimti. Sureguliavome stabdžius ir pakeitėme grandinę, šviesa veikė. Šiandien dirbame iki "
        "šešių, šeštadienį iki pirmos."),
        ("kaip sekėsi kelionė? Pas mus visą savaitę lijo, bet vaikai vis tiek kasdien buvo lauke. Parašykite, kai grįšite, pavakarieniausime "
        "kartu."),
        ("perskaičiau juodraštį ir paraštėje palikau dvi pastabas. Ketvirtame puslapyje suma neteisinga, su kitkuo sutinku. Rytoj galima siųsti "
        "leidyklai."),
    )),
    "ja": (
        ("佐藤様", "皆さん、"), ("よろしくお願いいたします。", "それではまた。"), (
        "水曜日の打ち合わせですが、会議室の塗装のため延期させてください。金曜日の10時はいかがでしょうか。議題はそのままで、倉庫の報告だけ加えます。",
        "3月分の作業の請求書を添付します。窓を二つ多く塗ったため、見積もりと金額が異なります。ご不明な点があればお電話ください。4時まで事務所におります。",
        "木曜日の練習は体育館が使われているため、30分遅く始まります。前回の楽譜をお持ちの方は持ってきてください。終わったら軽く飲みに行きましょう。",
        "お預かりした自転車の修理が終わりました。ブレーキを調整し、チェーンを交換しました。ライトは問題ありませんでした。本日は6時まで、土曜日は1時まで開いています。",
        "旅行はどうでしたか。こちらは一週間ずっと雨でしたが、子どもたちは毎日外で遊んでいました。帰ったら知らせてください。一緒に食事をしましょう。",
        "原稿を読んで、余白に二つ書き込みました。4ページの合計が合っていませんが、ほかは賛成です。明日、出版社に送って大丈夫だと思います。",
    )),
    "zh": (
        ("陈女士您好：", "大家好："), ("此致敬礼", "祝好"), (
        "周三的会议因为会议室正在粉刷，需要改期。周五上午十点方便吗？议程不变，只增加仓库的报告。",
        "附件是三月份施工的账单。因为多刷了两扇窗户，金额和报价有些不同。如有不清楚的地方请给我打电话，我四点以前都在办公室。",
        "周四的排练推迟半小时开始，因为体育馆有人使用。上次拿了乐谱的请带回来。结束后我们一起去喝点东西。",
        "您的自行车已经修好，可以来取。我们调了刹车，换了链条，车灯没有问题。今天营业到六点，周六到一点。",
        "旅行怎么样？我们这里下了一个星期的雨，不过孩子们还是每天出去玩。回来后告诉我们，一起吃饭。",
        "稿子我看完了，在页边写了两条意见。第四页的合计不对，其他我都同意。我看明天可以寄给出版社。",
    )),
}  # fmt: skip
_SIGNED = (
    "Eva Lund",
    "M. Keller\nTel. 030 5550 142",
    "Ines",
    "Paul Sandor\nLager und Werkstatt Sandor",
    "Jo",
    "T. Moreau",
)


def notes() -> Iterator[tuple[str, int, str]]:
    """(language, number, text) of every note."""
    for language, (greetings, farewells, said) in _WRITTEN.items():
        for number, text in enumerate(said):
            kind = number // 2 % 2
            yield (
                language,
                number,
                f"{greetings[kind]}\n\n{text}\n\n{farewells[kind]}\n{_SIGNED[number % len(_SIGNED)]}\n",
            )
