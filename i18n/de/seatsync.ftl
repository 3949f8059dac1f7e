## Wörter, die Seiten und Briefe teilen

day-utc = { $day } (UTC)

## Jede Seite

skip = Zum Hauptinhalt springen
nav-main = Hauptmenü
nav-subscriptions = Abonnements
nav-staff = Team
sign-out = Abmelden
footer-utc = Alle Tage beginnen und enden um 00:00 Uhr UTC.
footer-help = Hilfe: { $support }
there-is-a-problem = Etwas stimmt noch nicht
error-prefix = Fehler:
email = E-Mail-Adresse
password = Passwort
password-show = Passwort zeigen
password-hide = Passwort verbergen

## Was eben geschehen ist

flash-renewal-on = Die automatische Verlängerung ist wieder eingeschaltet.
flash-request-sent = Ihre Anfrage ist bei uns. Unsere Antwort kommt per E-Mail.
flash-linked = Die Instanz ist verknüpft.
flash-reported = Die Meldung ist übernommen.
flash-password-changed = Ihr Passwort ist geändert. Sie sind hier angemeldet und überall sonst abgemeldet.
flash-granted = Die automatische Verlängerung ist ausgeschaltet. Der Kunde bekommt einen Brief.
flash-declined = Die Anfrage ist abgelehnt. Der Kunde bekommt einen Brief.

## Anmelden

sign-in = Anmelden
sign-in-forgot = Passwort vergessen
sign-in-no-account = Noch kein Zugang? Schreiben Sie an { $support }.
sign-in-wrong = E-Mail-Adresse und Passwort gehören nicht zusammen. Prüfen Sie beides oder lassen Sie sich einen Link für ein neues Passwort schicken.

## Ein neues Passwort

password-request = Passwort vergessen?
password-request-text = Nennen Sie uns Ihre E-Mail-Adresse. Wir schicken Ihnen einen Link, der einmal und { $minutes } Minuten lang gilt.
password-send = Link schicken
password-back = Zurück zur Anmeldung
password-no-address = Geben Sie Ihre E-Mail-Adresse ein, zum Beispiel name@example.com
password-sent = Sehen Sie in Ihr Postfach
password-sent-text = Wenn wir { $email } kennen, ist ein Brief mit einem Link unterwegs.
password-sent-next = Der Link gilt einmal und { $minutes } Minuten lang. Nichts gekommen? Sehen Sie im Spam-Ordner nach oder versuchen Sie es noch einmal.
password-choose = Ein neues Passwort wählen
password-for = Für { $email }
password-new = Neues Passwort
password-hint = Mindestens { $shortest } Zeichen. Drei oder vier Wörter sind ein guter Anfang.
password-signs-out = Auf allen anderen Geräten werden Sie abgemeldet.
password-save = Neues Passwort speichern
password-too-short = Dieses Passwort ist zu kurz. Nehmen Sie mindestens { $shortest } Zeichen.
password-too-long = Dieses Passwort ist zu lang. Nehmen Sie höchstens 1.000 Zeichen.
password-common = Viele benutzen dieses Passwort, darum wird es zuerst probiert. Wählen Sie ein anderes.
password-address = Ihre E-Mail-Adresse ist kein sicheres Passwort. Wählen Sie ein anderes.

## Wenn etwas nicht geht

error-missing = Diese Seite gibt es nicht
error-missing-text = Prüfen Sie die Adresse auf Tippfehler. Vielleicht gehört die Seite auch zu einem anderen Konto.
error-not-allowed = Ihre Rolle erlaubt das nicht
error-not-allowed-text = Jemand mit einer anderen Rolle in Ihrem Konto kann es tun. Fragen Sie, wer das Konto besitzt.
error-foreign-form = Dieses Formular ist zu alt
error-foreign-form-text = Nichts wurde geändert. Gehen Sie zurück, laden Sie die Seite neu und senden Sie noch einmal.
error-too-large = Das ist zu viel Text
error-too-large-text = Nichts wurde geändert. Gehen Sie zurück und senden Sie weniger.
error-unreadable = Das können wir nicht lesen
error-unreadable-text = Nichts wurde geändert. Gehen Sie zurück, laden Sie die Seite neu und senden Sie noch einmal.
error-gone = Dieser Link gilt nicht mehr
error-gone-text = Ein Link gilt einmal und nur kurze Zeit. Sie können einen neuen bekommen.
error-too-many = Zu viele Versuche
error-too-many-text = Warten Sie { $minutes } Minuten und versuchen Sie es wieder. Oder wählen Sie ein neues Passwort: Der Link im Brief gilt sofort.
error-refused = Das geht jetzt nicht
error-refused-text = Nichts wurde geändert. Vielleicht war jemand schneller: Sehen Sie die Seite noch einmal an.
error-unavailable = Wir erreichen unsere Datenbank nicht
error-unavailable-text = Von Ihren Daten ist nichts verloren. Bitte versuchen Sie es in einer Minute wieder.
error-broken = Es gibt leider ein Problem mit dem Dienst
error-broken-text = Was Sie gesendet haben, wurde nicht gespeichert. Alles Frühere ist sicher. Bitte versuchen Sie es in ein paar Minuten wieder.
error-go-home = Zu Ihren Abonnements
error-ask-new-link = Einen neuen Link bestellen
error-still-stuck = Kommen Sie nicht weiter? Schreiben Sie an { $support }.
error-code = Bitte nennen Sie diesen Code:

## Startseite und Abonnements

home-text = Was Sie haben, was es kosten wird und wann. Heute ist der { $day }.
home-no-account = Sie gehören noch zu keinem Konto. Fragen Sie, wer das Konto Ihrer Firma besitzt, oder schreiben Sie an { $support }.
home-no-subscription = Dieses Konto hat noch kein Abonnement.
home-details = Einzelheiten
home-details-of = Einzelheiten zu { $number }
subscription-span = { $from } bis { $to }
subscription-of = Abonnement { $number } von { $account }, { $term }
subscription-seats = Plätze und Nutzung
subscription-seats-of = von { $seats } Plätzen belegt
subscription-peak = Höchstwert in diesem Quartal: { $users } Benutzer am { $day }.
subscription-no-report = Sie haben { $seats } Plätze. Noch hat uns keine Instanz ihre Benutzer gemeldet.
subscription-badge-over = { $seats ->
    [one] { $seats } Platz zu viel
   *[other] { $seats } Plätze zu viel
}
subscription-badge-cancelled = Verlängert sich nicht
subscription-badge-ended = Beendet
subscription-badge-renewed = Verlängert
subscription-badge-renews-soon = Verlängert sich bald
subscription-badge-in-force = In Kraft
subscription-ask-reseller = Sie haben es bei { $reseller } gekauft. Fragen Sie dort nach Preisen, Plätzen und Verlängerung.
subscription-over = { $seats ->
    [one] Sie nutzen { $seats } Platz mehr, als bezahlt ist.
   *[other] Sie nutzen { $seats } Plätze mehr, als bezahlt sind.
} Ein Brief mit dem Betrag kommt am { $settled }. { $payment ->
    [card] Ihre Karte wird am { $charged } belastet.
   *[invoice] Die Rechnung kommt am { $charged }.
} Plätze, die Sie vorher kaufen, senken ihn.
subscription-late-request = Am { $day } haben Sie uns gebeten, die Verlängerung noch auszuschalten. Ein Mensch wird antworten.
subscription-term = Laufzeit
subscription-next-term = Nächste Laufzeit
subscription-next-term-text = { $span }, { $seats } Plätze.
subscription-next-term-small = Gekauft am { $day }. Die Lizenz dafür erlaubt vor dem ersten Tag nichts.
subscription-renewal = Verlängerung
subscription-renewal-and-billing = Verlängerung und Abrechnung
subscription-renews-for = Verlängert sich am { $day } für etwa { $amount }.
subscription-renews = Verlängert sich am { $day }.
subscription-turn-off-until = Sie können das bis { $day }, 23:59 Uhr UTC ausschalten.
subscription-could-turn-off = Es ließ sich bis { $day }, 23:59 Uhr UTC ausschalten.
subscription-not-ended = Die letzte Laufzeit ist vorbei.
subscription-not-paid = Ein kostenloser Tarif hat nichts zu verlängern.
subscription-not-reseller = Darüber entscheiden Sie mit Ihrem Händler.
subscription-not-cancelled = Verlängert sich nicht.
subscription-cancelled-by = { $name } hat es am { $day } ausgeschaltet. Alles funktioniert bis { $until }.
subscription-ended-on = Der letzte Tag war der { $day }.
subscription-works-until = Alles funktioniert bis { $day }.
subscription-billing = Abrechnung
subscription-billing-reseller = Über { $reseller }
subscription-quarterly = Vierteljährlich.
subscription-quarterly-why = Neue Benutzer werden erst ab dem nächsten Quartal bezahlt, und nur für die restlichen Quartale.
subscription-annual = Einmal im Jahr, bei der Verlängerung.
subscription-annual-trial = Weil ein kostenloser Tarif nicht abgerechnet wird.
subscription-annual-reseller = Weil Sie bei einem Händler gekauft haben.
subscription-annual-term = Weil die Laufzeit nicht zwölf Monate hat.
subscription-annual-opted-out = Weil Ihr Vertrag es so sagt.
subscription-annual-not-enrolled = Weil die Laufzeit begann, bevor es die Quartalsabrechnung gab.
subscription-annual-not-linked = Weil zu Beginn der Laufzeit keine Instanz verknüpft war.
subscription-annual-version = Weil Ihre Instanz eine Version unter { $version } benutzt.
subscription-settlement = Nächste Abrechnung
subscription-settlement-annual = Am Ende der Laufzeit, nach den meisten Benutzern des ganzen Jahres.
subscription-settlement-q4 = Keine. Das letzte Quartal einer Laufzeit wird nicht berechnet.
subscription-settlement-no-report = Unbekannt. In diesem Quartal hat uns keine Instanz ihre Benutzer gemeldet.
subscription-settlement-nothing = { $day }. Nach heutigem Stand kostet sie nichts.
subscription-settlement-amount = { $day }. Nach heutigem Stand kostet sie { $amount }.
subscription-arithmetic = Stand heute: { $seats } × { $price } × { $quarters } von 4 Quartalen = { $amount }. Einmal im Jahr wären es { $annual }.
subscription-quarter = Quartal { $number }
subscription-quarter-peak = Höchstwert: { $users } Benutzer am { $day }.
subscription-quarter-ahead = Hat noch nicht begonnen.
subscription-quarter-no-report = Nichts wurde gemeldet.
subscription-quarter-last = Wird nicht berechnet. Es zählt für die Verlängerung.
subscription-how = Wie sich das zusammensetzt
subscription-how-text = Plätze bezahlen Sie ab dem nächsten Quartal. Das Quartal, in dem sie dazukamen, ist frei. Innerhalb einer Laufzeit werden Plätze nie weniger.
subscription-instances = Instanzen
subscription-instance = Instanz
subscription-version = Version
subscription-users = Benutzer
subscription-last-report = Letzte Meldung
subscription-does-not-count = Zählt nicht
subscription-no-instance = Noch ist keine Instanz verknüpft. Fügen Sie ihre Instanz-ID ein, dann bekommt sie ihre Lizenz.
subscription-no-instance-yet = Noch ist keine Instanz verknüpft.
subscription-paste = Instanz-ID einfügen
subscription-code = Aktivierungscode zeigen
subscription-code-text = Geben Sie ihn in Ihrem Produkt ein, um eine Instanz mit diesem Abonnement zu verknüpfen. Behandeln Sie ihn wie ein Passwort.
subscription-licenses = Lizenzen

## Verlängerung

renewal-turn-off = Automatische Verlängerung ausschalten
renewal-turn-on = Automatische Verlängerung wieder einschalten
renewal-ask-late = Um spätes Ausschalten bitten
renewal-confirm = Automatische Verlängerung ausschalten?
renewal-what-happens = Was dann geschieht
renewal-until = Bis { $day }
renewal-until-text = Alles funktioniert wie heute. Hilfe, Updates und Lizenzen laufen weiter.
renewal-on = Am { $day }
renewal-on-text = Das Abonnement verlängert sich nicht.
renewal-saved = Etwa { $amount } werden nicht berechnet.
renewal-after = Danach
renewal-after-text = { $days } Tage lang läuft Ihr Produkt weiter wie bisher. Dann gilt der kostenlose Tarif. Ihre Daten bleiben.
renewal-settlements-title = Abrechnungen
renewal-settlements = Die Quartale dieser Laufzeit werden weiter abgerechnet.
renewal-settlements-next = Die Quartale dieser Laufzeit werden weiter abgerechnet. Der nächste Brief kommt am { $day }.
renewal-settlements-annual = Die Benutzer dieser Laufzeit werden an ihrem Ende abgerechnet.
renewal-undo = Wenn Sie es sich anders überlegen
renewal-undo-text = Schalten Sie sie mit einem Klick wieder ein, jederzeit vor dem { $day }.
renewal-last-day = Der letzte mögliche Tag ist der
renewal-last-day-utc = { $day }, bis 23:59 Uhr UTC
renewal-reason = Möchten Sie uns sagen, warum?
renewal-reason-hint = Nur wenn Sie wollen. Es ändert nichts.
renewal-keep = Eingeschaltet lassen
renewal-done = Die automatische Verlängerung ist aus
renewal-done-by = { $name } hat sie am { $at } ausgeschaltet. Ein Brief darüber ist unterwegs.
renewal-next = Wie es weitergeht
renewal-next-works = Alles funktioniert bis { $day }.
renewal-next-no-charge = Am { $day } wird keine Verlängerung berechnet.
renewal-next-undo = Sie können sie jederzeit vor dem { $day } wieder einschalten.
renewal-once-on = Bedenken Sie: Der letzte Tag zum Ausschalten war der { $day }. Ist sie wieder eingeschaltet, müssten Sie uns bitten.
renewal-back = Zurück zum Abonnement
renewal-too-late = Zum Ausschalten ist es zu spät
renewal-was-possible = Es war möglich bis
renewal-was-possible-day = { $day }, 23:59 Uhr UTC
renewal-ask = Bitten Sie uns trotzdem
renewal-ask-text = Ein Mensch liest Ihre Bitte und antwortet per E-Mail. Bis dahin bleibt die Verlängerung eingeschaltet.
renewal-ask-reason = Was sollten wir wissen?
renewal-ask-hint = Sie können das leer lassen.
renewal-ask-send = Bitte absenden
renewal-asked = Sie haben uns am { $at } gefragt. Ein Mensch antwortet per E-Mail. Bis dahin bleibt die Verlängerung eingeschaltet.
renewal-none = Keine Verlängerung auszuschalten

## Team

staff-today = Heute
staff-requests = Späte Bitten, die Verlängerung auszuschalten
staff-open = { $count ->
    [one] { $count } offen
   *[other] { $count } offen
}
staff-no-request = Niemand wartet auf eine Antwort.
staff-request-text = { $name } hat am { $at } gefragt. Die Verlängerung ist am { $day }.
staff-answer = Ihre Antwort
staff-answer-hint = Der Kunde liest sie im Brief, und sie bleibt im Protokoll.
staff-answer-missing = Nennen Sie einen Grund: Der Kunde liest ihn.
staff-decided-already = Über diese Bitte wurde schon entschieden, oder es gibt nichts mehr auszuschalten.
staff-grant = Verlängerung spät ausschalten
staff-decline = Bitte ablehnen
staff-letters = Briefe
staff-letters-waiting = { $count } warten
staff-letters-refused = { $count } kamen zurück
staff-no-letter = Noch wurde kein Brief geschrieben.
staff-letter = Brief
staff-letter-to = An
staff-letter-queued = Geschrieben
staff-letter-state = Zustand
staff-letter-sent = Gesendet am { $at }
staff-letter-refused = Kam zurück: { $why }
staff-letter-again = Wird später wieder versucht: { $why }
staff-letter-waiting = Wartet

## Instances and tokens

instance-paste = Eine Instanz-ID einfügen
instance-paste-for = Für { $what }, { $number }
instance-paste-where = Öffnen Sie in Ihrem Produkt Admin › Lizenz. Kopieren Sie den Text unter „Instanz-ID“ und fügen Sie ihn hier ein.
instance-id = Instanz-ID
instance-id-hint = Ein langer Text, oft zwischen einer BEGIN- und einer END-Zeile. Zusätzliche Leerzeichen und Zeilenumbrüche schaden nicht.
instance-id-empty = Fügen Sie die Instanz-ID Ihrer Instanz ein.
instance-id-dropped = Das Feld ist leer, denn Ihr Text war zu lang, um ihn zu behalten.
instance-look = Ansehen, was darin steht
instance-back = Zurück zum Abonnement
instance-nothing-linked = Noch ist nichts verknüpft. Sie sehen erst, was im Text steht, und entscheiden dann.

instance-refused-not-ours = Das ist keine Instanz-ID für dieses Portal.
instance-refused-too-long = Der Text ist länger als { $kib } KiB. Kopieren Sie nur die Instanz-ID, vom ersten bis zum letzten Zeichen.
instance-refused-other-form = Der Text hat eine andere Form. Kopieren Sie die ganze Instanz-ID, vom ersten bis zum letzten Zeichen.
instance-refused-other-portal = Sie wurde für ein anderes Portal erstellt. Prüfen Sie auf der Instanz die Adresse des Portals.
instance-refused-damaged = Sie wurde unterwegs abgeschnitten oder verändert. Kopieren Sie sie noch einmal.
instance-refused-unsigned = Wir können die Unterschrift dieser Instanz-ID nicht lesen. Aktualisieren Sie Ihr Produkt und erstellen Sie eine neue.
instance-refused-key = Wir können den Schlüssel in dieser Instanz-ID nicht verwenden. Aktualisieren Sie Ihr Produkt und erstellen Sie eine neue.
instance-refused-no-key = Wir kennen diese Instanz noch nicht, und ihre Instanz-ID enthält keinen Schlüssel. Erstellen Sie auf der Instanz eine neue.
instance-refused-other-key = Wir kennen diese Instanz unter einem anderen Schlüssel. Wurde sie neu aufgesetzt? Dann entfernen Sie ihren alten Zustandsordner und verknüpfen Sie sie als neue Instanz.
instance-refused-forged = Die Unterschrift passt nicht zu dieser Instanz-ID. Erstellen Sie auf der Instanz eine neue.
instance-refused-other-audience = Diese Instanz-ID wurde für { $aud } erstellt, nicht für dieses Portal. Berichtigen Sie auf der Instanz die Adresse des Portals.
instance-refused-ahead = Diese Instanz-ID trägt die Zeit { $at }, mehr als 24 Stunden voraus. Stellen Sie die Uhr der Instanz richtig und erstellen Sie eine neue.
instance-refused-version = Diese Instanz-ID ist in Version { $version } geschrieben, die dieses Portal nicht lesen kann. Fragen Sie unseren Support, wie es weitergeht.
instance-refused-claims = In dieser Instanz-ID fehlt etwas, oder es steht in anderer Form darin. Aktualisieren Sie Ihr Produkt und erstellen Sie eine neue.
instance-refused-negative = Diese Instanz-ID meldet eine Zahl unter null ({ $what }). Berichtigen Sie die Zählung in Ihrem Produkt und erstellen Sie eine neue.
instance-refused-max = Diese Instanz-ID meldet jetzt { $billable } Benutzer, als Höchststand der Laufzeit aber nur { $max }. Berichtigen Sie die Zählung in Ihrem Produkt und erstellen Sie eine neue.
instance-refused-day-ahead = Diese Instanz-ID meldet Benutzer für den { $day }, einen Tag nach ihrer Erstellung. Stellen Sie die Uhr der Instanz richtig und erstellen Sie eine neue.
instance-refused-too-large = Diese Instanz-ID meldet eine Zahl über { $most } ({ $what }). Berichtigen Sie die Zählung in Ihrem Produkt und erstellen Sie eine neue.
instance-refused-too-many = Diese Instanz-ID nennt mehr als { $most } Einträge ({ $what }). Aktualisieren Sie Ihr Produkt und erstellen Sie eine neue.
instance-refused-text = Ein Text in dieser Instanz-ID ist länger als { $most } Zeichen oder enthält Steuerzeichen ({ $what }). Berichtigen Sie ihn auf der Instanz und erstellen Sie eine neue.
instance-refused-replayed = Diese Instanz-ID ist zu alt: Sie hat die Nummer { $seq }, und wir haben schon Nummer { $last }. Erstellen Sie auf der Instanz eine neue. Wurde sie aus einer Sicherung wiederhergestellt? Dann erstellen Sie eine mit dem Aktivierungscode von der Seite des Abonnements.
instance-refused-unknown-code = Der Aktivierungscode in dieser Instanz-ID ist nicht der Code dieses Abonnements. Kopieren Sie den Code von der Seite des Abonnements und erstellen Sie damit eine neue Instanz-ID.
instance-refused-code-of-other = Der Aktivierungscode in dieser Instanz-ID gehört zu { $number }. Fügen Sie die Instanz-ID dort ein oder erstellen Sie eine neue mit dem richtigen Code.
instance-refused-linked-to-other = Diese Instanz ist mit { $number } verknüpft. Fügen Sie ihre Instanz-ID dort ein.
instance-refused-linked-elsewhere = Diese Instanz ist mit einem Abonnement eines anderen Kontos verknüpft. Fragen Sie unseren Support, wie es weitergeht.
instance-refused-other-product = Auf dieser Instanz läuft { $runs }, dieses Abonnement gilt aber für { $bought }. Fügen Sie die Instanz-ID des richtigen Produkts ein.

instance-received-title = Meldung { $number } von { $host }
instance-received = Das sagt uns Ihre Instanz
instance-received-new = Noch ist nichts verknüpft. Prüfen Sie die Angaben und verknüpfen Sie dann die Instanz.
instance-received-known = Noch hat sich nichts geändert. Prüfen Sie die Angaben und übernehmen Sie dann die Meldung.
instance-received-taken = Diese Meldung haben Sie schon bestätigt.
instance-received-outdated = Diese Meldung kam zu spät.
instance-what-received = Was wir empfangen haben
instance-fact-instance = Instanz
instance-fact-contact = Kontakt
instance-first-contact = Erster Kontakt
instance-linked-since = Verknüpft seit dem
instance-fact-subscription = Abonnement
instance-subscription = { $number }, { $what }
instance-fact-product = Produkt
instance-product = { $product }, Version { $version }
instance-fact-environment = Umgebung
instance-counts = Ihre Benutzer zählen.
instance-counts-not = Ihre Benutzer zählen nicht: Nur „production“ zählt.
instance-fact-tier = Stufe auf der Instanz
instance-fact-billable = Abrechenbare Benutzer
instance-fact-active = Aktive Benutzer
instance-fact-inactive = Inaktive Benutzer
instance-fact-max = Höchststand der Laufzeit
instance-fact-history = Tagesverlauf
instance-days = { $days ->
        [one] Ein Tag
       *[other] { $days } Tage
    }
instance-fact-written = Geschrieben
instance-own-clock = Nach der Uhr der Instanz
instance-fact-number = Nummer der Meldung
instance-fact-licenses = Vorhandene Lizenzen
instance-fact-operational = Betriebsdaten
instance-fact-optional = Freiwillige Daten
instance-switched-off = Auf der Instanz ausgeschaltet
instance-none = Keine
instance-to = bis
instance-over = { $over ->
        [one] Ein Benutzer mehr als Plätze.
       *[other] { $shown } Benutzer mehr als Plätze.
    }
instance-over-settled = Das wird abgerechnet am
instance-over-calm = Die Lizenz gilt trotzdem weiter.
instance-taken = Diese Meldung wurde schon übernommen am
instance-taken-next = Damit ist nichts mehr zu tun.
instance-outdated = Inzwischen wurde eine neuere Meldung dieser Instanz übernommen. Erstellen Sie auf der Instanz eine neue Instanz-ID und fügen Sie diese ein.
instance-open = Instanz öffnen
instance-link-effect = Die Instanz bekommt die Lizenzen von { $number }. Ihre Benutzer belegen Plätze dieses Abonnements.
instance-link-effect-apart = Die Instanz bekommt die Lizenzen von { $number }. Ihre Benutzer belegen keine Plätze.
instance-take-effect = Zählung und Version dieser Instanz werden auf den neuen Stand gebracht. Mit { $number } bleibt sie verknüpft.
instance-link = Diese Instanz mit { $number } verknüpfen
instance-take = Diese Meldung übernehmen
instance-paste-another = Eine andere einfügen
instance-exact = Genau das haben wir empfangen
instance-exact-label = Der Inhalt der Instanz-ID (JSON)

instance-of = Instanz von { $what },
instance-get = Die Lizenz auf die Instanz bringen
instance-get-text = Ein Token bringt die Lizenz dorthin, über die Zwischenablage oder als Datei. Es wirkt nur auf dieser Instanz.
instance-get-again = Das Token für die letzte Meldung ist erstellt. Drücken Sie die Schaltfläche wieder, wenn sich eine Lizenz geändert hat.
instance-offline = Meine Instanz ist nicht mit dem Internet verbunden
instance-paste-new = Eine neue Instanz-ID einfügen
instance-who-may = Wer das Konto besitzt oder technisch verwaltet, kann Instanz-IDs einfügen und Token erstellen. Fragen Sie dort nach.
instance-knows = Was wir wissen
instance-fact-version = Version
instance-fact-last-report = Letzte Meldung
instance-fact-in-force = Lizenz in Kraft
instance-until = bis
instance-fact-linked = Verknüpft
instance-fact-id = Nummer der Instanz
instance-flag-falling = Die Instanz hat einen niedrigeren Höchststand gemeldet als zuvor. Wir behalten die höhere Zahl.
instance-flag-version = Wir können die Version dieser Instanz nicht als Zahlen lesen. Unser Team sieht sich das an.
instance-noticed = Bemerkt am
instance-licenses = Lizenzen
instance-license = { $tier }, { $seats ->
        [one] ein Platz
       *[other] { $shown } Plätze
    }
instance-phase-past = Vergangen
instance-phase-current = In Kraft
instance-phase-future = Beginnt später
instance-issued = Ausgestellt am
instance-no-licenses = Noch keine Lizenz. Sie erscheint hier, sobald eine Laufzeit beginnt oder gekauft ist.
instance-tokens = Erstellte Token
instance-token-made = Erstellt
instance-token-answers = Antwort auf Meldung
instance-no-tokens = Noch kein Token. Jedes Token für diese Instanz steht später hier.

token-ready = Ihr Token ist fertig
token-for = Nur für { $host }.
token-good-until = Gilt bis zum
token = Token
token-copy = Token kopieren
token-copied = Kopiert
token-selected = Markiert. Drücken Sie Strg und C, um zu kopieren.
token-download = Als Textdatei herunterladen
token-print = Diese Seite drucken
token-next = Wie es weitergeht
token-step-carry = Bringen Sie das Token zu Ihrer Instanz, über die Zwischenablage oder als Datei.
token-step-open = Öffnen Sie in Ihrem Produkt Admin › Lizenz.
token-step-load = Fügen Sie das Token ein und drücken Sie „Lizenz laden“.
token-licenses = Lizenzen in diesem Token
token-starts = Sie beginnt am
token-nothing-before = Vorher schaltet sie nichts frei, dann gilt sie von selbst ab 00:00 Uhr UTC.
token-no-license = Dieses Token bringt keine Lizenz: Es läuft keine Laufzeit, und keine ist im Voraus gekauft.
token-says = Was das Token sagt
token-answers = Meldung { $seq }, geschrieben am
token-fact-answers = Antwort auf
token-fact-made = Erstellt
token-fact-number = Nummer des Tokens
token-back = Zurück zur Instanz

## Demo

demo = Vorführung
demo-only = Nur in der Vorführung
demo-error-missing-text = Prüfen Sie die Adresse oder gehen Sie zurück zum Anfang.
demo-error-broken = In der Vorführung gibt es leider ein Problem
demo-error-broken-text = Versuchen Sie es noch einmal. Hilft das nicht: Beenden Sie die Vorführung, löschen Sie ihren Ordner und starten Sie neu.
demo-error-home = Zum Anfang
demo-instance-at = auf { $hostname }
demo-license = Lizenz
demo-instance-text = Diese Seite spielt Ihr eigenes Produkt. Sie ist nicht mit dem Internet verbunden.
demo-instance-clock = Die Uhr dieser Instanz zeigt
demo-in-force = In Kraft
demo-free = Kostenlose Stufe
demo-grace = Schonfrist
demo-lapsed = Beendet
demo-none-text = Es gibt noch keine Lizenz. { $tier } läuft ohne.
demo-upcoming-text = Heute ist keine Lizenz in Kraft. { $tier } läuft ohne.
demo-active-text = Die Lizenz ist in Kraft.
demo-grace-text = Die Laufzeit ist vorbei. Bis zum Ende des Tages { $day } (UTC) läuft alles weiter.
demo-lapsed-text = Lizenz und Schonfrist sind seit { $day }, 00:00 Uhr UTC, vorbei. { $tier } läuft ohne.
demo-next = Am { $day } um 00:00 Uhr UTC beginnt von selbst eine Lizenz: { $tier }, { $seats } Plätze. Noch { $left }.
demo-days = { $days ->
    [one] { $days } Tag
   *[other] { $days } Tage
}
demo-hours = { $hours ->
    [one] { $hours } Stunde
   *[other] { $hours } Stunden
}
demo-minutes = { $minutes ->
    [one] { $minutes } Minute
   *[other] { $minutes } Minuten
}
demo-seats = von { $seats } Plätzen belegt
demo-users = Benutzer
demo-tier = Stufe
demo-licensee = Lizenziert für
demo-from = Von
demo-last-day = Letzter Tag
demo-most-users = Meiste Benutzer in dieser Laufzeit
demo-permits = Das ist erlaubt
demo-permits-tier = Alles in { $tier }
demo-limit = Höchstens: { $name }
demo-subscription = Abonnement
demo-renews-on = Verlängert sich am
demo-next-settlement = Nächste Abrechnung
demo-step-1 = 1. Die Instanz-ID kopieren
demo-instance-id = Instanz-ID
demo-made = Erstellt am
demo-copy = Instanz-ID kopieren
demo-copied = Kopiert
demo-copy-by-hand = Markiert. Kopieren Sie mit Strg und C.
demo-download = Als Textdatei herunterladen
demo-paste-there = Fügen Sie sie im Kundenportal bei Ihrem Abonnement ein. Dort bekommen Sie ein Token.
demo-open-portal = Zum Kundenportal
demo-make = Neue Instanz-ID erstellen
demo-step-2 = 2. Das Token einfügen
demo-token = Token
demo-load = Lizenz laden
demo-history = Verlauf der Lizenzen
demo-history-empty = Hier steht jede Lizenz, die Sie laden. Noch gibt es keine.
demo-license-title = { $tier }, { $seats } Plätze
demo-phase-past = Vergangen
demo-phase-current = In Kraft
demo-phase-replaced = Ersetzt
demo-phase-future = Beginnt später
demo-to = bis
demo-added = Geladen am { $day }.
demo-added-starts = Geladen am { $day }. Sie beginnt von selbst um 00:00 Uhr UTC.
demo-change-users = Die Benutzer ändern
demo-change-users-text = Ein echtes Produkt zählt seine Benutzer selbst. Hier sagen Sie, wie viele es sind.
demo-active = Aktive Benutzer
demo-inactive = Inaktive Benutzer
demo-billable = Benutzer, die einen Platz belegen
demo-report = Benutzer ändern
demo-no-count = Geben Sie eine ganze Zahl von 0 bis { $most } ein
demo-told-made = Es gibt eine neue Instanz-ID. Kopieren Sie sie ins Portal.
demo-told-counted = Die Benutzer sind geändert. Erstellen Sie eine neue Instanz-ID, damit das Portal es erfährt.
demo-told-loaded = Das Token ist geladen. Die Lizenz ist in Kraft.
demo-told-loaded-future = Das Token ist geladen. Seine Lizenz beginnt später und schaltet vorher nichts frei.
demo-told-loaded-past = Das Token ist geladen. Seine Lizenz ist vorbei und bleibt im Verlauf.
demo-told-loaded-known = Das Token ist geladen. Seine Lizenzen waren schon da.
demo-token-too-long = Das ist kein Token: Es ist länger als { $kib } KiB. Kopieren Sie nur das Token, von BEGIN bis END.
demo-token-none = Das ist kein Token. Kopieren Sie es ganz aus dem Portal, von BEGIN bis END.
demo-token-other-portal = Dieses Produkt kennt den Schlüssel dieses Tokens nicht. Nehmen Sie das Token aus dem Portal, das oben steht.
demo-token-forged = Dieses Token wurde abgeschnitten oder geändert: Die Signatur passt nicht. Kopieren Sie es noch einmal aus dem Portal.
demo-token-claims = Diesem Token fehlt etwas, oder es hat eine andere Form. Aktualisieren Sie das Produkt und laden Sie das Token noch einmal.
demo-token-other-instance = Dieses Token ist für eine andere Instanz ({ $instance }). Nehmen Sie im Portal das Token für diese Instanz.
demo-token-other-product = Dieses Token ist für ein anderes Produkt ({ $product }). Nehmen Sie im Portal das Token für dieses Produkt.
demo-token-older = Dieses Token antwortet auf Nachricht { $seq }. Eines für Nachricht { $taken } ist schon geladen. Nehmen Sie das neueste aus dem Portal.
demo-token-again = Dieses Token ist schon da. Es wurde geladen am { $at }.
demo-mailbox = Postfach
demo-mailbox-text = Jeder Brief der Vorführung. Keiner hat diesen Rechner verlassen.
demo-clock = Die Uhr zeigt
demo-clock-text = Portal, Briefe und Instanz richten sich nach dieser Uhr. Sie geht nur vorwärts.
demo-clock-day = Einen Tag weiter
demo-clock-week = Eine Woche weiter
demo-clock-midnight = Bis Mitternacht UTC
demo-clock-month = Bis zum nächsten Monat
demo-clock-date = Bis zum Beginn eines Tages (UTC)
demo-clock-go = Zu diesem Tag
demo-clock-no-day = Wählen Sie einen Tag, zum Beispiel 2027-03-31
demo-clock-not-ahead = Die Uhr geht nur vorwärts. Wählen Sie einen Tag nach: { $at }
demo-clock-too-far = Die Uhr geht höchstens bis { $day }. Wählen Sie einen früheren Tag
demo-told-moved = Die Uhr ist vorgestellt. Es ist jetzt { $at }.
demo-told-moved-before = Die Uhr war schon vorgestellt, darum hat dieses Formular nichts geändert. Es ist jetzt { $at }.
demo-letters = Briefe
demo-letters-empty = Hier steht jeder Brief, den das Portal schreibt. Noch gibt es keinen.
demo-letters-newer = Neuere Briefe
demo-letters-older = Ältere Briefe
demo-letter = Brief
demo-letter-back = Zurück zum Postfach
demo-letter-subject = Betreff
demo-letter-from = Von
demo-letter-to = An
demo-letter-when = Geschrieben
demo-letter-state = Stand
demo-letter-sent = Gesendet
demo-letter-queued = Wartet
demo-letter-again = Kommt noch einmal dran
demo-letter-refused = Abgelehnt
demo-letter-queued-at = Geschrieben
demo-letter-sent-at = Gesendet
demo-letter-language = Sprache
demo-letter-error = Nicht gesendet, weil
demo-letter-html = Als HTML ansehen

## Letters

letter-greeting = Guten Tag { $name },
letter-footer-why = Diese Nachricht hat { $brand } automatisch verschickt.
letter-footer-help = Noch Fragen? Schreiben Sie an { $support }.
letter-link-by-hand = Falls sich über die Schaltfläche nichts öffnet, kopieren Sie diese Adresse in Ihren Browser:
letter-fact-subscription = Abonnement
letter-fact-product = Produkt
letter-fact-last-day = Letzter Tag
letter-fact-renews-on = Verlängert sich am
letter-fact-last-cancel-day = Ausschalten möglich bis
letter-fact-hostname = Hostname
letter-fact-instance = Instanz
letter-fact-turned-off-by = Ausgeschaltet von
letter-fact-turned-on-by = Eingeschaltet von
letter-fact-made-by = Erstellt von
letter-fact-at = Zeitpunkt
letter-fact-requested-at = Angefordert
letter-open-subscription = Abonnement { $number } öffnen

letter-password-reset-subject = Neues Passwort wählen
letter-password-reset-title = Neues Passwort wählen
letter-password-reset-effect = Über diesen Link legen Sie ein neues Passwort für { $brand } fest. { $minutes ->
        [one] Er gilt nur einmal und nur eine Minute lang.
       *[other] Er gilt nur einmal und nur { $minutes } Minuten lang.
    }
letter-password-reset-late = Ist die Zeit abgelaufen, fordern Sie auf der Anmeldeseite einfach einen neuen Link an.
letter-password-reset-action = Neues Passwort wählen
letter-password-reset-not-you = Das waren nicht Sie? Dann brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist. Kommen solche Nachrichten öfter, melden Sie sich bitte bei { $support }.

letter-renewal-cancelled-subject = Automatische Verlängerung ausgeschaltet: { $number }
letter-renewal-cancelled-title = Automatische Verlängerung ausgeschaltet
letter-renewal-cancelled-effect = Die automatische Verlängerung Ihres Abonnements { $subscription } ist ausgeschaltet. Der letzte Tag des Abonnements ist der { $day }.
letter-renewal-cancelled-until-then = Bis dieser Tag zu Ende ist, bleibt alles beim Alten. Der Dienst läuft, die Lizenz gilt, und diese Laufzeit wird abgerechnet wie vereinbart.
letter-renewal-cancelled-late = Die reguläre Frist war schon verstrichen. { $brand } hat für Sie eine Ausnahme gemacht.
letter-renewal-cancelled-undo = Haben Sie es sich anders überlegt? Bis zum Ende des { $day } können Sie die automatische Verlängerung wieder einschalten. Ein Klick auf der Seite des Abonnements genügt.

letter-renewal-resumed-subject = Automatische Verlängerung wieder an: { $number }
letter-renewal-resumed-title = Automatische Verlängerung wieder eingeschaltet
letter-renewal-resumed-effect = Ihr Abonnement { $subscription } verlängert sich wieder automatisch, das nächste Mal am { $day }. Dienst und Lizenz laufen ohne Unterbrechung weiter.
letter-renewal-resumed-undo = Haben Sie es sich anders überlegt? Bis zum Ende des { $day } können Sie die automatische Verlängerung auf der Seite des Abonnements ausschalten.
letter-renewal-resumed-too-late = Diese Verlängerung ließ sich nur bis zum { $day } ausschalten. Danach können Sie uns auf der Seite des Abonnements noch darum bitten.

letter-late-request-declined-subject = { $number } verlängert sich: Antwort auf Ihre Anfrage
letter-late-request-declined-title = Ihr Abonnement verlängert sich
letter-late-request-declined-effect = Ihr Abonnement { $subscription } verlängert sich am { $day }. Sie haben uns nach Ablauf der Frist gebeten, die automatische Verlängerung auszuschalten. Dem konnten wir leider nicht zustimmen.
letter-late-request-answer = Unsere Antwort:
letter-late-request-declined-next = Nach der Verlängerung können Sie die automatische Verlängerung für die darauffolgende Laufzeit ausschalten. Sehen Sie die Sache anders? Dann schreiben Sie an { $support }.

letter-token-made-subject = Neues Offline-Token für { $number }
letter-token-made-title = Für Ihre Offline-Instanz wurde ein Token erstellt
letter-token-made-effect = Für eine Offline-Instanz Ihres Abonnements { $subscription } wurde ein Token erstellt. Damit erhält genau diese Instanz die Lizenz. Auf anderen Instanzen wirkt es nicht.
letter-token-made-where = Aus Sicherheitsgründen steht das Token nicht in dieser Nachricht. Sie finden es im Portal.
letter-token-made-action = Token dieser Instanz ansehen
letter-token-made-not-you = Waren das weder Sie noch Ihr Team? Dann melden Sie sich bitte sofort bei { $support }.
