## Wörter, die Seiten und E-Mails teilen

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
flash-granted = Die automatische Verlängerung ist ausgeschaltet. Der Kunde bekommt eine E-Mail.
flash-declined = Die Anfrage ist abgelehnt. Der Kunde bekommt eine E-Mail.
flash-disputed = Ihr Einspruch ist bei uns. Bis zur Entscheidung wird nichts berechnet.
flash-dispute-withdrawn = Ihr Einspruch ist zurückgezogen. Die Abrechnung geht weiter.
flash-dispute-rejected = Der Einspruch ist abgelehnt. Die Abrechnung geht weiter.
flash-waived = Die Abrechnung ist erlassen. Nichts wird berechnet.
flash-paused = Die Abrechnungen dieses Abonnements ruhen.
flash-resumed = Die Pause ist aufgehoben. Quartale werden wieder abgerechnet.
flash-alert-closed = Die Auffälligkeit ist geschlossen. Zeigt sie sich wieder, steht sie wieder hier, spätestens nach 30 Tagen.

## Anmelden

sign-in = Anmelden
sign-in-forgot = Passwort vergessen
sign-in-kept = Ihre Sitzung war zu Ende. Was Sie eingegeben haben, ist noch da: Melden Sie sich wieder an, dann können Sie es absenden.
sign-in-no-account = Noch kein Zugang? Schreiben Sie an { $support }.
sign-in-wrong = E-Mail-Adresse und Passwort gehören nicht zusammen. Prüfen Sie beides oder lassen Sie sich einen Link für ein neues Passwort schicken.

## Ein neues Passwort

password-request = Passwort vergessen?
password-request-text = Nennen Sie uns Ihre E-Mail-Adresse. Wir schicken Ihnen einen Link, der einmal und { $minutes } Minuten lang gilt.
password-send = Link schicken
password-back = Zurück zur Anmeldung

address-at = Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com
address-hidden = In dieser Adresse steckt ein unsichtbares Zeichen. Tippen Sie sie neu, statt sie einzufügen.
address-space = In einer E-Mail-Adresse gibt es kein Leerzeichen.
address-character = „{ $character }“ kann in einer E-Mail-Adresse nicht stehen.
address-foreign = Vor dem @ kann eine E-Mail-Adresse nur die Buchstaben a bis z haben.
address-dots = Vor dem @ kann kein Punkt am Anfang, am Ende oder neben einem anderen stehen.
address-domain = Prüfen Sie, was nach dem @ steht. Es sollte aussehen wie example.com
address-ip = Nach dem @ muss ein Name wie example.com stehen, keine IP-Adresse.
address-too-long = Diese E-Mail-Adresse ist zu lang.

contact-confirm = Diese Adresse bestätigen
contact-confirm-text = { $account } möchte, dass E-Mails zu den eigenen Abonnements an { $email } gehen. Bestätigen Sie, wenn Sie diese bekommen möchten.
contact-confirm-save = Bestätigen
contact-confirm-not-you = Damit haben Sie nicht gerechnet? Schließen Sie die Seite. Es wird Ihnen nichts geschickt.
contact-confirmed = Die Adresse ist bestätigt
contact-confirmed-text = E-Mails von { $account } gehen ab jetzt an { $email }. Sie können die Seite schließen.

password-sent = Sehen Sie in Ihr Postfach
password-sent-text = Wenn wir { $email } kennen, ist eine E-Mail mit einem Link unterwegs.
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
error-method = So lässt sich diese Adresse nicht öffnen
error-method-text = Nichts wurde geändert. Gehen Sie zurück zur Seite, von der Sie kommen, und beginnen Sie dort noch einmal.
error-not-allowed = Ihre Rolle erlaubt das nicht
error-not-allowed-text = Jemand mit einer anderen Rolle in Ihrem Konto kann es tun. Fragen Sie, wer das Konto besitzt.
error-foreign-form = Dieses Formular ist zu alt
error-foreign-form-text = Nichts wurde geändert. Gehen Sie zurück, laden Sie die Seite neu und senden Sie noch einmal.
error-too-large = Das ist zu viel Text
error-too-large-text = Nichts wurde geändert. Gehen Sie zurück und senden Sie weniger.
error-media = So kann das hier nicht gesendet werden
error-media-text = Nichts wurde geändert. Gehen Sie zurück, laden Sie die Seite neu und senden Sie ihr Formular unkomprimiert mit Ihrem Browser.
error-slow = Die Übertragung hat zu lange gedauert
error-slow-text = Nichts wurde geändert. Prüfen Sie Ihre Verbindung, gehen Sie zurück und senden Sie das Formular noch einmal.
error-unreadable = Das können wir nicht lesen
error-unreadable-text = Nichts wurde geändert. Gehen Sie zurück, laden Sie die Seite neu und senden Sie noch einmal.
kept-title = Jetzt absenden?
kept-text = Ihre Sitzung war abgelaufen, deshalb wurde nichts gesendet. Sie sind wieder angemeldet, und das hatten Sie eingegeben.
kept-words = Ihr Text
kept-instance-id = Instanz-ID
kept-send = Jetzt absenden
kept-leave = Nicht absenden
error-no-cookies = Cookies werden benötigt
error-no-cookies-text = Nichts wurde geändert: Ihr Browser hat unser Cookie nicht gesendet. Erlauben Sie Cookies für diese Website, gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.
error-open-again = Öffnen Sie den Link in der E-Mail noch einmal
error-open-again-text = Dieser Browser hat den Link nicht oder nimmt unsere Cookies nicht an. Öffnen Sie den Link in der E-Mail noch einmal. Sehen Sie diese Seite dann immer noch, erlauben Sie Cookies für diese Website.
error-gone = Dieser Link gilt nicht mehr
error-gone-text = Ein Link gilt einmal und nur kurze Zeit. Sie können einen neuen bekommen.
error-too-many = Zu viele Versuche
error-too-many-text = Warten Sie { $minutes } Minuten und versuchen Sie es wieder. Oder wählen Sie ein neues Passwort: Der Link in der E-Mail gilt sofort.
error-too-many-links-text = { $minutes ->
    [one] Warten Sie eine Minute und versuchen Sie es wieder.
   *[other] Warten Sie { $minutes } Minuten und versuchen Sie es wieder.
}
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
home-shown = { $from } bis { $to } von { $total } Abonnements
pages-label = Seiten
pages-previous = Vorherige Seite
pages-next = Nächste Seite
home-details = Einzelheiten
home-details-of = Einzelheiten zu { $number }
subscription-span = { $from } bis { $to }
subscription-of = Abonnement { $number } von { $account }, { $term }
subscription-seats = Plätze und Nutzung
subscription-seats-of = von { $seats } Plätzen belegt
subscription-peak = Höchstwert in diesem Quartal: { $users } Benutzer am { $day }.
subscription-no-report = Sie haben { $seats } Plätze. Keine verknüpfte Instanz hat uns ihre Benutzer gemeldet.
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
} Eine E-Mail mit dem Betrag kommt am { $reconciled }. { $payment ->
    [card] Ihre Karte wird am { $charged } belastet.
   *[invoice] Die Rechnung kommt am { $charged }.
} Plätze, die Sie vorher kaufen, senken ihn.
subscription-late-request = Am { $day } haben Sie uns gebeten, die Verlängerung noch auszuschalten. Ein Mensch wird antworten.
subscription-silent = { $instance } hat seit { $days } Tagen nichts gesendet. Nichts wird abgeschaltet. Prüfen Sie ihr Netzwerk, oder fügen Sie ihre Instanz-ID ein.
subscription-version-unreadable = { $instance } meldet Version „{ $version }“. Wir können sie nicht mit unseren Sicherheitshinweisen vergleichen und wissen daher nicht, ob sie sicher ist.
subscription-flaw = { $instance } läuft in einer Version mit bekannter Sicherheitslücke ({ $severity }). Auf ihrer Seite steht das Update.
subscription-more = { $count ->
    [one] Ein weiterer solcher Hinweis steht bei den Instanzen des Abonnements.
   *[other] { $count } weitere solche Hinweise stehen bei den Instanzen des Abonnements.
}
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
subscription-not-paid-for = Die Verlängerung konnte nicht abgebucht werden.
subscription-not-priced = Es verlängert sich nicht von selbst: Für die nächste Laufzeit gibt es keinen Listenpreis. Schreiben Sie uns.
subscription-not-po-required = Es verlängert sich nicht von selbst: Ihre Bestellungen brauchen zuerst eine Bestellnummer.
subscription-not-public-sector = Es verlängert sich nicht von selbst: Öffentliche Stellen bestellen die nächste Laufzeit selbst.
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
subscription-annual-version = Weil Ihre Instanz eine Version unter { $version } benutzt oder eine, die wir nicht lesen können.
subscription-annual-reverted = Weil eine Abrechnung dieser Laufzeit nicht von Ihrer Karte abgebucht werden konnte.
subscription-annual-po-required = Weil Ihre Bestellungen zuerst eine Bestellnummer brauchen.
subscription-annual-public-sector = Weil öffentliche Stellen so abgerechnet werden.
subscription-reconciliation = Nächste Abrechnung
subscription-reconciliation-annual = Am Ende der Laufzeit, nach den meisten Benutzern des ganzen Jahres.
subscription-reconciliation-done = Keine. Abgerechnet wurde beim Kauf der nächsten Laufzeit.
subscription-reconciliation-told = Quartal { $quarter }: { $amount }.
subscription-reconciliation-q4 = Keine. Das letzte Quartal einer Laufzeit wird nicht berechnet.
subscription-reconciliation-no-report = Unbekannt. In diesem Quartal hat uns keine Instanz ihre Benutzer gemeldet.
subscription-reconciliation-nothing = { $day }. Nach heutigem Stand kostet sie nichts.
subscription-reconciliation-amount = { $day }. Nach heutigem Stand kostet sie { $amount }.
subscription-arithmetic = Stand heute: höchstens { $users } Benutzer am { $day }, { $seats } bezahlt, { $over } × { $price } × { $quarters } von 4 Quartalen = { $amount }. Bei jährlicher Abrechnung wären es { $annual }.
subscription-quarter = Quartal { $number }
subscription-quarter-peak = Höchstwert: { $users } Benutzer am { $day }.
subscription-quarter-ahead = Hat noch nicht begonnen.
subscription-quarter-no-report = Nichts wurde gemeldet.
subscription-quarter-no-report-yet = Noch wurde nichts gemeldet.
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
subscription-quarters = Quartale und Abrechnungen
subscription-quarters-alone = Quartale
subscription-seats-of-term = Seit wann Sie diese Plätze haben
subscription-past-term = Frühere Laufzeit: { $span }
subscription-invoices = Rechnungen
subscription-no-invoice = Noch keine Rechnung. Hier steht später jede Rechnung zu diesem Abonnement.
subscription-invoice = Nummer
subscription-invoice-for = Für
subscription-invoice-issued = Ausgestellt
subscription-invoice-total = Gesamtbetrag
subscription-invoice-state = Stand
invoice-is-paid = Bezahlt am { $day }
invoice-is-due = Fällig am { $day }

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
renewal-reconciliations-title = Abrechnungen
renewal-reconciliations = Die Quartale dieser Laufzeit werden weiter abgerechnet.
renewal-reconciliations-next = Die Quartale dieser Laufzeit werden weiter abgerechnet. Die nächste E-Mail kommt am { $day }.
renewal-reconciliations-annual = Die Benutzer dieser Laufzeit werden an ihrem Ende abgerechnet.
renewal-undo = Wenn Sie es sich anders überlegen
renewal-undo-text = Schalten Sie sie mit einem Klick wieder ein, jederzeit vor dem { $day }.
renewal-last-day = Der letzte mögliche Tag ist der
renewal-last-day-utc = { $day }, bis 23:59 Uhr UTC
renewal-reason = Möchten Sie uns sagen, warum?
renewal-reason-hint = Nur wenn Sie wollen. Es ändert nichts.
renewal-keep = Eingeschaltet lassen
renewal-done = Die automatische Verlängerung ist aus
renewal-done-by = { $name } hat sie am { $at } ausgeschaltet. Eine E-Mail darüber ist unterwegs.
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

## Abrechnungen

reconciliation-title = Abrechnung von Quartal { $quarter }
reconciliation-details-of = Einzelheiten zu { $quarter }, { $span }
reconciliation-sum = Höchstens { $users } Benutzer am { $day }, { $seats } bezahlt, { $over } × { $price } × { $quarters } von 4 Quartalen = { $amount }. Bei jährlicher Abrechnung wären es { $annual }.
reconciliation-dates = Die E-Mail mit dem Betrag kommt am { $reconciled }. { $payment ->
    [card] Ihre Karte wird am { $charged } belastet.
   *[invoice] Die Rechnung kommt am { $charged }.
}
reconciliation-saved = Durch die Quartalsabrechnung haben Sie in dieser Laufzeit { $amount } gespart, verglichen mit der jährlichen.
reconciliation-annual = Diese Laufzeit wird einmal im Jahr abgerechnet. { $why } Am { $day } bezahlen Sie die meisten Benutzer der ganzen Laufzeit über Ihren Plätzen, jeden zum vollen Jahrespreis.
reconciliation-annual-over = Diese Laufzeit wurde einmal im Jahr abgerechnet. { $why }
true-up-today = Stand heute: höchstens { $users } Benutzer, { $seats } bezahlt, { $over } × { $price } = { $amount }.
true-up-credited = { $amount }, die für später hinzugefügte Plätze bezahlt wurden, sind abgezogen.
true-up-billed = Nachberechnet am { $day }: höchstens { $users } Benutzer, { $seats } bezahlt, { $over } × { $price } = { $amount }.
true-up-late = Quartal { $quarter }, spät gemeldet, berechnet am { $day }: { $users } Benutzer am { $on }, { $seats } bezahlt, { $over } × { $price } × { $quarters } von 4 Quartalen = { $amount }.
reconciliation-badge-open = Einspruch entschieden
reconciliation-badge-dispute = Einspruch
reconciliation-badge-nothing = Nichts zu zahlen
reconciliation-badge-skipped = Nicht abgerechnet
reconciliation-badge-notified = Angekündigt
reconciliation-badge-charged = Bezahlt
reconciliation-badge-invoiced = In Rechnung gestellt
reconciliation-badge-superseded = Gedeckt
reconciliation-badge-failed = Zahlung gescheitert
reconciliation-badge-reverted = Wird am Ende abgerechnet
reconciliation-badge-waived = Erlassen
reconciliation-open = Über Ihren Einspruch ist entschieden. Das Quartal wird abgerechnet, wenn es vorbei ist, als hätte es keinen gegeben.
reconciliation-notified = { $payment ->
    [card] Ihre Karte wird am { $day } belastet.
   *[invoice] Die Rechnung kommt am { $day }.
}
reconciliation-under-way = Ihre Karte wird gerade belastet.
reconciliation-charged = Am { $day } von Ihrer Karte abgebucht. Seitdem haben Sie { $seats } Plätze.
reconciliation-invoiced = Am { $day } in Rechnung gestellt. Seitdem haben Sie { $seats } Plätze.
reconciliation-superseded = Sie haben rechtzeitig Plätze gekauft. Es bleibt nichts zu zahlen.
reconciliation-failed = Ihre Karte konnte nicht belastet werden. Am { $day } versuchen wir es wieder. Gelingt es bis zum { $reverts } nicht, wird die Laufzeit stattdessen einmal im Jahr abgerechnet.
reconciliation-failed-last = Ihre Karte konnte nicht belastet werden. Ändern Sie die Karte vor dem { $reverts }, sonst wird die Laufzeit einmal im Jahr abgerechnet.
reconciliation-reverted = Ihre Karte konnte nicht belastet werden. Diese Benutzer werden am Ende der Laufzeit abgerechnet, zum vollen Jahrespreis.
reconciliation-disputed = Sie haben Einspruch erhoben. Bis zur Entscheidung wird nichts berechnet.
reconciliation-waived = Wir haben diese Abrechnung erlassen. Nichts wird berechnet.
reconciliation-attention = Der Betrag ist zu groß, um berechnet zu werden. Ein Mensch kümmert sich darum; solange wird nichts berechnet.
reconciliation-badge-attention = Wird geprüft
reconciliation-skipped-trial = Ein kostenloser Tarif wird nicht abgerechnet.
reconciliation-skipped-reseller = Das rechnet Ihr Händler ab.
reconciliation-skipped-public-sector = Bei öffentlichen Stellen wird einmal im Jahr abgerechnet, am Ende der Laufzeit.
reconciliation-skipped-po-required = Ihre Bestellungen brauchen zuerst eine Bestellnummer. Darum wird einmal im Jahr abgerechnet, am Ende der Laufzeit.
reconciliation-skipped-term = Die Laufzeit hat nicht zwölf Monate. Darum wird einmal abgerechnet, an ihrem Ende.
reconciliation-skipped-opted-out = Nach Ihrem Vertrag wird einmal im Jahr abgerechnet, am Ende der Laufzeit.
reconciliation-skipped-not-enrolled = Diese Laufzeit wird einmal im Jahr abgerechnet, an ihrem Ende.
reconciliation-skipped-paused = Wir hatten die Abrechnungen dieses Abonnements ausgesetzt. Für dieses Quartal wird nichts berechnet.
reconciliation-skipped-not-linked = Ihr Vertrag zählt eingefügte Meldungen nicht nach Quartalen. Diese Benutzer werden am Ende der Laufzeit abgerechnet.
reconciliation-skipped-version = Ihre Instanz benutzte eine Version unter { $version } oder eine, die wir nicht lesen können. Diese Benutzer werden am Ende der Laufzeit abgerechnet.
reconciliation-skipped-disputed = Sie haben vor der Abrechnung Einspruch erhoben. Für dieses Quartal wird nichts berechnet.
reconciliation-skipped-no-report = Rechtzeitig wurde nichts gemeldet. Nennt eine spätere Meldung mehr Benutzer, werden sie am Ende der Laufzeit abgerechnet.
reconciliation-skipped-no-overage = Sie hatten nicht mehr Benutzer als Plätze.
reconciliation-stands = Wie es steht
reconciliation-counted = Was gezählt wurde
reconciliation-quarter = Quartal
reconciliation-most = Meiste Benutzer
reconciliation-most-on = { $users } am { $day }
reconciliation-hosts = Gemeldet von { $hosts }. Auch wer inzwischen gegangen ist, zählt.
reconciliation-seats = Bezahlte Plätze
reconciliation-over = Benutzer über den Plätzen
reconciliation-per-seat = Preis pro Platz und Jahr
reconciliation-quarters-left = Restliche Quartale
reconciliation-quarters-of-4 = { $quarters } von 4
reconciliation-annually = Bei jährlicher Abrechnung
reconciliation-annually-small = Ohne Steuern, am Ende der Laufzeit.
reconciliation-told-on = E-Mail geschrieben
reconciliation-charged-on = Karte belastet
reconciliation-invoiced-on = Rechnung ausgestellt
reconciliation-charge-on = Karte wird belastet
reconciliation-invoice-on = Rechnung kommt
reconciliation-seats-from = Plätze gelten ab
reconciliation-next-seats = Sie haben dann { $seats } Plätze bis zum Ende der Laufzeit.
reconciliation-next-lower = Plätze, die Sie vor dem { $day } kaufen, senken den Betrag.
reconciliation-next-card = Sobald Sie die Karte ändern, wird sie gleich noch einmal belastet.
reconciliation-next-stay = Die Plätze bleiben bis zum Ende der Laufzeit.
reconciliation-next-decided = Stimmen wir zu, wird nichts berechnet, und Ihre Plätze bleiben, wie sie sind.
reconciliation-next-rejected = Stimmen wir nicht zu, lesen Sie hier unseren Grund. Berechnet wird dann frühestens am nächsten Tag.
reconciliation-next-report = Wegen einer fehlenden Meldung wird nie eine Funktion abgeschaltet.
reconciliation-next-true-up = Bis dahin bleiben die Plätze, wie sie sind.
reconciliation-invoice = Rechnung { $number } öffnen
dispute-title = Stimmt eine Zahl nicht?
dispute-text = Einspruch ist bis zum Ende des { $day } (UTC) möglich. Bis ein Mensch entschieden hat, wird nichts berechnet, und alle arbeiten weiter.
dispute-text-unpaid = Einspruch ist möglich, solange nicht bezahlt ist. Bis ein Mensch entschieden hat, wird nichts berechnet, und alle arbeiten weiter.
dispute-label = Was stimmt nicht?
dispute-hint = Zum Beispiel: doppelt gezählte Benutzer oder eine Instanz für Tests. Höchstens { $longest } Zeichen.
dispute-send = Einspruch erheben
dispute-empty = Sagen Sie, was nicht stimmt, damit wir es prüfen können.
dispute-yours = Ihr Einspruch
dispute-since = Erhoben am { $at }. Ein Mensch prüft ihn, und die Entscheidung steht dann hier.
dispute-withdraw-text = Sie können ihn zurückziehen. Die Abrechnung geht dann weiter: Berechnet wird am vorgesehenen Tag, frühestens morgen.
dispute-withdraw = Einspruch zurückziehen
dispute-under-way = Ihre Karte wird gerade belastet, darum kam der Einspruch zu spät. Schreiben Sie uns: Ein Fehler wird durch eine Rechnungskorrektur berichtigt.
dispute-decided = Über Ihren Einspruch ist schon entschieden. Schreiben Sie uns, wenn es etwas Neues gibt: Ein Fehler wird durch eine Rechnungskorrektur berichtigt.
dispute-reconciled = Diese Abrechnung ist abgeschlossen, darum ist kein Einspruch mehr möglich. Schreiben Sie uns: Ein Fehler wird durch eine Rechnungskorrektur berichtigt.
dispute-too-early = Noch gibt es nichts, wogegen Einspruch möglich wäre.
dispute-none = Es gibt keinen Einspruch mehr zurückzuziehen. So steht es jetzt.
billing-who-may = Besitzer und Rechnungsverantwortliche Ihres Kontos können Einspruch erheben und Plätze kaufen. Fragen Sie dort.
text-too-long = Schreiben Sie höchstens { $longest } Zeichen. Ihr Text hat { $length }.
history = Was geschehen ist
history-notified = Abgerechnet, und die E-Mail geschrieben
history-charged = Von der Karte abgebucht
history-invoiced = In Rechnung gestellt
history-superseded = Durch gekaufte Plätze gedeckt
history-failed = Die Karte konnte nicht belastet werden
history-reverted = Auf das Ende der Laufzeit verschoben
history-disputed = Einspruch erhoben
history-disputed-by = { $name } hat Einspruch erhoben
history-answered = Einspruch abgelehnt. Unsere Antwort:
history-withdrawn = Einspruch zurückgezogen
history-withdrawn-by = { $name } hat den Einspruch zurückgezogen
history-waived = Erlassen. Unser Grund:
history-skipped = Ohne Berechnung abgeschlossen
seats-at-first = { $count ->
    [one] { $seats } Platz zu Beginn
   *[other] { $seats } Plätze zu Beginn
}
seats-bought = { $count ->
    [one] { $seats } Platz mehr, gekauft
   *[other] { $seats } Plätze mehr, gekauft
}
seats-reconciled = { $count ->
    [one] { $seats } Platz mehr, abgerechnet
   *[other] { $seats } Plätze mehr, abgerechnet
}
seats-sum = { $count ->
    [one] { $seats } Platz insgesamt
   *[other] { $seats } Plätze insgesamt
}

## Von Hand kaufen

seats-add = Plätze hinzufügen
renew-early = Vorzeitig verlängern
paid-by-card = Ihre Karte mit den Endziffern { $digits }
payment-invoice = Auf Rechnung
paid-otherwise = Zahlungsart ändern
sum-net = Betrag ohne Steuern
sum-tax = Steuern, { $rate } %
sum-total = Zu zahlen
order-lead = Sie haben { $seats } Plätze.
order-lead-used = Sie haben { $seats } Plätze und nach der letzten Meldung { $used } Benutzer.
renew-lead-active = { $active } Benutzer sind aktiv. Die nächste Laufzeit braucht mindestens für jeden einen Platz.
order-how-many = Wie viele Plätze möchten Sie hinzufügen?
renew-how-many = Wie viele Plätze soll die nächste Laufzeit haben?
order-see-price = Preis ansehen
order-no-number = Geben Sie eine ganze Zahl von 1 bis { $most } ein
order-too-much = Das ist mehr, als wir auf einmal abrechnen können. Geben Sie eine kleinere Zahl ein
order-costs = Was es kostet
order-otherwise = Wenn Sie nicht kaufen
renew-otherwise = Gut zu wissen
order-price = Plätze für den Rest der Laufzeit
order-days = { $seats } × { $price } × { $days } von { $of } Tagen
order-seats = Plätze
order-seats-then = { $then } statt { $now }
order-seats-stay = Sie bleiben bis zum Ende des { $day } und lassen sich vorher nicht zurückgeben.
order-payment = Zahlung
order-card-small = Sie wird gleich belastet. Sobald das geschehen ist, gehören die Plätze Ihnen.
order-invoice-small = Die Rechnung kommt gleich per E-Mail. Sie ist binnen { $days } Tagen fällig.
order-license = Lizenz
order-license-online = Eine neue Lizenz mit diesen Plätzen wird ausgestellt. Eine verbundene Instanz holt sie binnen eines Tages ab.
order-license-offline = Eine neue Lizenz mit diesen Plätzen wird ausgestellt. Ihre Offline-Instanz bekommt sie mit einem neuen Token.
order-license-service = Die Plätze gelten sofort. Zu installieren ist nichts.
order-instead = Sie können auch warten: Benutzer über Ihren Plätzen werden nach dem Quartal abgerechnet, und das Quartal, in dem sie dazukommen, ist frei. Für { $seats } Benutzer mehr ab { $from }: { $seats } × { $price } × { $quarters } von 4 Quartalen = { $amount }. { $compared ->
    [less] Das sind { $difference } weniger als beim Kauf heute.
    [more] Das sind { $difference } mehr als beim Kauf heute.
   *[same] Das ist so viel wie beim Kauf heute.
}
order-instead-annual = Sie können auch warten: Benutzer über Ihren Plätzen werden einmal im Jahr abgerechnet. Für { $seats } Benutzer mehr am { $day }: { $seats } × { $price } = { $amount }.
order-instead-q4 = Sie können auch warten: Mehr Benutzer kosten im letzten Quartal nichts. Sie zählen nur für die Verlängerung am { $day }.
order-instead-paused = Wir haben die Abrechnungen dieses Abonnements ausgesetzt: Solange das gilt, kosten mehr Benutzer nichts.
order-reconciliation-gone = Die Abrechnung von Quartal { $quarter } über { $now } wird nicht mehr berechnet, wenn die Plätze vorher gekauft sind.
order-reconciliation-lower = Die Abrechnung von Quartal { $quarter } sinkt von { $now } auf { $then }, wenn die Plätze vorher gekauft sind.
order-buy = { $count ->
    [one] Einen Platz für { $total } kaufen
   *[other] { $count } Plätze für { $total } kaufen
}
order-do-not = Nicht kaufen
order-dearer = Der Preis oder die Zahlungsart hat sich geändert, seit Sie sie gesehen haben. Nichts wurde gekauft. Sehen Sie noch einmal hin und entscheiden Sie dann.
order-blocked = Jetzt gibt es keine Plätze zu kaufen
order-seats-changed = Sie hatten { $was } Plätze, als Sie dies sahen, und haben jetzt { $is }. Nichts wurde gekauft. Sehen Sie noch einmal hin und entscheiden Sie dann.
order-form-used = Dieses Formular wurde schon gesendet, mit einer anderen Zahl. Nichts weiter wurde gekauft. Sehen Sie nach, was Sie haben, oder beginnen Sie neu.
order-no-term = Es läuft keine Laufzeit, zu der Plätze hinzukommen könnten.
order-not-paid = Ein kostenloser Tarif hat keine Plätze zu kaufen.
order-declined-text = Ihre Karte wurde abgelehnt. Nichts wurde gekauft.
order-done = Die Plätze gehören Ihnen
order-pending = Ihre Karte wird belastet
order-declined = Ihre Karte wurde abgelehnt
order-done-seats = Sie haben { $seats } Plätze bis zum Ende des { $day }.
order-done-renewal = Die nächste Laufzeit ist gekauft: { $span }.
order-done-license = Ihre Lizenz ist ausgestellt und beginnt von selbst am ersten Tag um 00:00 Uhr UTC.
order-pending-seats = Sobald die Karte belastet ist, gehören die Plätze Ihnen. Das dauert einen Augenblick.
order-pending-renewal = Sobald die Karte belastet ist, gehört die nächste Laufzeit Ihnen. Das dauert einen Augenblick.
order-pending-reload = Laden Sie diese Seite neu, um zu sehen, wie es ausging.
order-declined-nothing = Nichts wurde gekauft, und nichts wurde berechnet.
order-declined-again = Nehmen Sie eine andere Karte, oder zahlen Sie auf Rechnung. Versuchen Sie es dann noch einmal.
order-again = Noch einmal versuchen
renew-done = Die nächste Laufzeit ist gekauft
renew-blocked = Verlängern ist jetzt nicht möglich
renew-too-early = Von Hand lässt sie sich ab dem { $day } kaufen.
renew-already = Die nächste Laufzeit ist schon gekauft. Sie beginnt am { $day }.
renew-below-active = { $active } Benutzer sind aktiv. Geben Sie { $active } oder mehr ein
renew-term = Nächste Laufzeit
renew-sum = { $seats } × { $price } = { $amount }
renew-list-price = Der Listenpreis vom { $day }.
renew-true-up = Nachberechnung dieser Laufzeit
renew-true-up-sum = { $over } × { $price } = { $amount }
renew-true-up-small = { $users } Benutzer am { $day }, { $seats } Plätze an diesem Tag. Das wird einmal abgerechnet und bringt der nächsten Laufzeit keine Plätze.
renew-seats-same = { $seats } Plätze, wie jetzt.
renew-seats-then = { $then } Plätze statt { $now }. Bis dahin ändert sich nichts.
renew-license = Die Lizenz für die nächste Laufzeit wird sofort ausgestellt. Sie erlaubt vor dem { $day } nichts und beginnt dann von selbst um 00:00 Uhr UTC.
renew-license-service = Die nächste Laufzeit beginnt von selbst am { $day } um 00:00 Uhr UTC.
renew-else-renews = Wenn Sie nichts tun, verlängert es sich von selbst am { $day } für etwa { $amount }.
renew-else-ends = Wenn Sie nichts tun, endet es mit dem { $day }.
renew-stays-off = Die automatische Verlängerung bleibt aus: Die gekaufte Laufzeit verlängert sich nicht von selbst.
renew-quarters-go-on = Die Quartale dieser Laufzeit werden weiter abgerechnet.
renew-no-way-back = Eine gekaufte Laufzeit lässt sich nicht zurückgeben. Die jetzige läuft bis zum Ende des { $day } weiter.
renew-buy = Nächste Laufzeit für { $total } kaufen

## Team

more-than = Mehr als { $what }
staff-today = Heute
staff-requests = Späte Bitten, die Verlängerung auszuschalten
staff-open = { $count ->
    [one] { $count } offen
   *[other] { $count } offen
}
staff-no-request = Niemand wartet auf eine Antwort.
staff-request-text = { $name } hat am { $at } gefragt. Die Verlängerung ist am { $day }.
staff-answer = Ihre Antwort
staff-answer-hint = Der Kunde liest sie in der E-Mail, und sie bleibt im Protokoll.
staff-answer-missing = Nennen Sie einen Grund: Der Kunde liest ihn.
staff-decided-already = Über diese Bitte wurde schon entschieden, oder es gibt nichts mehr auszuschalten.
staff-grant = Verlängerung spät ausschalten
staff-decline = Bitte ablehnen
staff-reconciliations = Abrechnungen
staff-reconciliations-text = Was angekündigt und nicht bezahlt ist. Jede Entscheidung hat einen Grund, den der Kunde liest.
staff-reconciliations-waiting = Angekündigt und nicht bezahlt
staff-reconciliations-open = { $count ->
    [0] Keine Abrechnung wartet auf Zahlung.
    [one] { $count } Abrechnung wartet auf Zahlung.
   *[other] { $count } Abrechnungen warten auf Zahlung.
}
staff-reconciliations-see = Abrechnungen ansehen
staff-reconciliations-back = Alle Abrechnungen
staff-disputes = { $count ->
    [0] Kein Einspruch
    [one] { $count } Einspruch
   *[other] { $count } Einsprüche
}
staff-pauses-standing = { $count ->
    [0] Kein Abonnement ruht.
    [one] { $count } Abonnement ruht.
   *[other] { $count } Abonnements ruhen.
}
staff-no-reconciliation = Nichts wartet. Hier stehen Abrechnungen von ihrer E-Mail bis zu ihrer Zahlung.
staff-reconciliation = Abrechnung
staff-reconciliation-of = { $number }, Quartal { $quarter }
staff-account = Konto
staff-charge-on = Berechnet am
staff-customer-reads = Was der Kunde liest
staff-dispute = Der Einspruch
staff-dispute-silent = Der Kunde hat keinen Grund genannt.
staff-decide = Über den Einspruch entscheiden
staff-decide-text = Wird er angenommen, wird nichts berechnet, und es kommen keine Plätze dazu. Wird er abgelehnt, wird am vorgesehenen Tag berechnet, frühestens morgen.
staff-accept = Annehmen: nichts berechnen
staff-reject = Ablehnen: Abrechnung geht weiter
staff-waive-title = Erlassen
staff-waive-text = Für dieses Quartal wird nichts berechnet, und es kommen keine Plätze dazu. Das lässt sich nicht rückgängig machen.
staff-waive = Abrechnung erlassen
staff-reconciliation-answer-hint = Der Kunde liest sie auf der Seite der Abrechnung, und sie bleibt im Protokoll.
staff-reconciliation-over = Über diese Abrechnung wurde inzwischen entschieden, oder sie ist bezahlt. Nichts wurde geändert.
staff-pauses = Ruhende Abonnements
staff-pauses-text = Solange ein Abonnement ruht, werden seine Quartale ohne Berechnung abgeschlossen. Was schon angekündigt ist, geht weiter.
staff-pause-since = Seit { $at }:
staff-resume = Pause von { $number } aufheben
staff-resume-reason = Warum wird { $number } wieder abgerechnet?
staff-pause-new = Ein Abonnement ruhen lassen
staff-pause-number = Seine Nummer
staff-pause-no-number = Geben Sie die Nummer eines Abonnements ein, etwa S-1042
staff-pause-reason = Warum?
staff-pause-hint = Es bleibt im Protokoll.
staff-pause = Abrechnungen ruhen lassen
staff-emails = E-Mails
staff-emails-waiting = { $count } warten
staff-emails-refused = { $count } kamen zurück
staff-no-email = Noch wurde keine E-Mail geschrieben.
staff-email = E-Mail
staff-email-to = An
staff-email-queued = Geschrieben
staff-email-state = Zustand
staff-email-sent = Gesendet am { $at }
staff-email-refused = Kam zurück: { $why }
staff-email-again = Wird später wieder versucht: { $why }
staff-email-waiting = Wartet

## Rechnungen

nav-invoices = Rechnungen
invoices-text = Alle Rechnungen und Rechnungskorrekturen, die neuesten zuerst.
invoices-none = Noch keine Rechnung. Die erste kommt mit dem ersten Kauf, und von da an steht jede hier.
invoices-reseller = Sie haben bei { $reseller } gekauft. Ihre Rechnungen kommen von dort.
invoices-most = Das sind die neuesten { $most }. Die Datei enthält mehr.
invoices-file = Alle als CSV
invoice-number = Nummer
invoice-date = Datum
invoice-for = Für
invoice-due-on = Fällig am
invoice-total = Gesamt
invoice-state = Stand
invoice-kind-purchase = Erste Laufzeit
invoice-kind-reconciliation = Quartalsabrechnung
invoice-kind-renewal = Verlängerung
invoice-kind-true-up = Jahresabrechnung
invoice-kind-seats = Zusätzliche Plätze
invoice-kind-credit-note = Rechnungskorrektur
invoice-open = Offen
invoice-due = Heute fällig
invoice-overdue = Überfällig
invoice-paid = Bezahlt
invoice-credited = Zurückgenommen
invoice-nothing-to-pay = Nichts zu zahlen
invoice-open-text = Bitte zahlen Sie { $total } bis zum Ende des { $day } (UTC).
invoice-due-text = Bitte zahlen Sie { $total } heute, bis zum Ende des { $day } (UTC).
invoice-overdue-text = { $total } waren am { $day } fällig, { $days ->
    [one] vor einem Tag
   *[other] vor { $days } Tagen
}. Haben Sie gerade gezahlt? Dann ist nichts mehr zu tun.
invoice-paid-text = Bezahlt am { $day }.
invoice-paid-card-text = Bezahlt am { $day } mit der Karte mit den Endziffern { $card }.
invoice-credited-text = Rechnungskorrektur { $number } hat diese Rechnung zurückgenommen. Sie ist nicht zu zahlen.
invoice-credit-note-text = Eine Rechnungskorrektur verlangt kein Geld. Sie nimmt eine Rechnung zurück.
invoice-nothing-text = Es ist nichts zu zahlen.
invoice-pdf = PDF herunterladen
invoice-csv = CSV herunterladen
invoice-print = Drucken
invoice-see-credit-note = Rechnungskorrektur { $number } ansehen
invoice-see-corrected = Rechnung { $number } ansehen
invoice-back = Alle Rechnungen
invoice-share = Für Menschen ohne Zugang
invoice-share-text = Ein Link per E-Mail öffnet dieses eine Dokument ohne Anmeldung, etwa für Ihre Buchhaltung. Sonst zeigt er nichts.
invoice-share-live = { $count ->
    [0] Zurzeit gilt kein Link.
    [one] Zurzeit gilt ein Link.
   *[other] Zurzeit gelten { $count } Links.
}
invoice-share-to = Ein neuer Link geht an
invoice-share-nobody = Niemand bekommt die Abrechnungs-E-Mails dieses Kontos. Bitten Sie die Besitzerin oder den Besitzer des Kontos, einen Kontakt zu nennen.
invoice-send-link = Link noch einmal schicken
invoice-revoke = Alle Links widerrufen
invoice-revoke-text = Alle bisher verschickten Links gelten sofort nicht mehr. Einen neuen können Sie jederzeit schicken.
flash-link-sent = Eine E-Mail mit einem Link ist unterwegs.
flash-links-revoked = Kein verschickter Link öffnet dieses Dokument mehr.

document-invoice = Rechnung { $number }
document-credit-note = Rechnungskorrektur { $number }
document-from = Von
document-to = An
document-number = Nummer
document-issued = Datum
document-due = Fällig am
document-corrects = Berichtigt Rechnung
document-customer = Kundennummer
document-vat-id = Ihre USt-IdNr.
document-subscription = Abonnement
document-lead = Für { $what }, Abonnement { $number }.
document-lead-credit = Diese Rechnungskorrektur nimmt Rechnung { $corrected } für { $what }, Abonnement { $number }, zurück.
document-reason = Grund: { $reason }
document-description = Leistung
document-quantity = Plätze
document-unit-price = Preis je Platz ({ $currency })
document-amount = Betrag ({ $currency })
document-line-purchase = { $what }, erste Laufzeit
document-line-renewal = { $what }, Verlängerung
document-line-seats = { $what }, zusätzliche Plätze
document-line-true-up = { $what }, Jahresabrechnung
document-line-reconciliation = { $what }, Abrechnung von Quartal { $quarter }
document-most-on = { $count ->
    [one] Höchstens { $users } Benutzer am { $day }
   *[other] Höchstens { $users } Benutzer am { $day }
}, { $seats } bezahlt
document-sum-term = { $seats } × { $price } für die ganze Laufzeit = { $amount }
document-credited = Abzüglich { $credited } für später hinzugefügte Plätze = { $amount }
document-sum-months = { $seats } × { $price } im Jahr × { $months } von 12 Monaten = { $amount }
document-sum-quarters = { $seats } × { $price } × { $quarters } von 4 Quartalen = { $amount }
document-sum-days = { $seats } × { $price } × { $days } von { $of } Tagen = { $amount }
document-under-annual = Bei jährlicher Abrechnung: { $amount }
document-net = Netto
document-tax = Steuer { $rate }
document-total = Gesamt
document-note-pay = Bitte zahlen Sie { $total } bis zum Ende des { $day } (UTC) und nennen Sie { $number }.
document-note-card = Bezahlt am { $day } mit der Karte mit den Endziffern { $card }. Es ist nichts mehr zu zahlen.
document-note-credit = Ist die Rechnung offen, schulden Sie diesen Betrag weniger. Ist sie bezahlt, bekommen Sie den Betrag zurück.
document-note-nothing = Es ist nichts zu zahlen.
document-page = Seite { $n } von { $m }

linked-invoice-text = Dieser Link zeigt ein Dokument und sonst nichts. Er braucht keinen Zugang.
linked-invoice-title = { $document }, über ihren Link
linked-invoice-dead = Dieser Link gilt nicht mehr
linked-invoice-dead-text = Links zu Rechnungen gelten eine begrenzte Zeit und lassen sich widerrufen.
linked-invoice-fresh = Einen neuen schicken lassen
linked-invoice-fresh-text = Er geht wie der vorige an die Kontakte des Kunden für die Abrechnung. Niemand kann ihn woandershin schicken lassen.
linked-invoice-fresh-send = Neuen Link schicken
linked-invoice-sent = Wenn wir diesen Link kennen, ist ein neuer unterwegs
linked-invoice-sent-text = Er geht an die Kontakte des Kunden für die Abrechnung. Nichts gekommen? Fragen Sie dort nach oder sehen Sie im Spam-Ordner nach.

## Das Konto

nav-account = Konto
nav-emails = E-Mails
account-pages = Konto
payment-title = Zahlungsart
payment-text = Wie bezahlt wird, was Sie kaufen. Eine Änderung gilt ab der nächsten Zahlung.
payment-now = So zahlen Sie heute
payment-card = Karte mit den Endziffern { $card }
payment-card-since = Hinterlegt seit { $day }.
payment-by-invoice = Auf Rechnung
payment-by-invoice-text = Jede Rechnung ist { $days } Tage nach ihrem Datum fällig und geht an Ihre Kontakte für die Abrechnung.
payment-reseller = Sie haben bei { $reseller } gekauft. Wie Sie zahlen, vereinbaren Sie dort.
payment-no-cards = Dieses Portal nimmt keine Karten. Alles wird auf Rechnung bezahlt.
payment-add = Mit Karte zahlen
payment-change = Eine andere Karte nehmen
payment-add-text = Abrechnungen, Verlängerungen und Plätze werden am Tag der Fälligkeit von der Karte abgebucht. Jedes Mal bekommen Sie eine bezahlte Rechnung.
payment-retry = Was bisher nicht abgebucht werden konnte, wird sofort abgebucht.
payment-test-bank = Die Bank dieser Vorführung nimmt kein Geld. Wählen Sie, wie sich ihre Karte verhält:
payment-card-works = Sie funktioniert
payment-card-declines = Sie wird abgelehnt
payment-card-times-out = Sie wird belastet, aber die Antwort der Bank geht zuerst verloren
payment-card-late = Sie wird belastet, und die Bank antwortet später
payment-choose = Wählen Sie, wie sich die Karte verhält.
payment-put = Diese Karte hinterlegen
payment-remove-title = Stattdessen auf Rechnung zahlen
payment-remove-text = Die Karte wird entfernt. Von da an ist jede Rechnung { $days } Tage nach ihrem Datum fällig.
payment-remove-open = Was bisher nicht abgebucht werden konnte, wird sofort in Rechnung gestellt.
payment-remove-undo = Sie können jederzeit wieder eine Karte hinterlegen.
payment-remove = Karte entfernen
flash-card-put = Die Karte ist hinterlegt.
flash-card-removed = Die Karte ist entfernt. Sie zahlen jetzt auf Rechnung.
contacts-title = Kontakte
contacts-text = Wer welche E-Mails des Kontos bekommt. Kontakte brauchen keinen Zugang und können sich nicht anmelden.
contacts-billing = Abrechnung
contacts-billing-text = Rechnungen, Rechnungskorrekturen, Abrechnungen, Hinweise davor und fehlgeschlagene Zahlungen.
contacts-subscription = Verlängerung
contacts-subscription-text = Erinnerungen an eine Verlängerung, was verlängert wurde und ob die automatische Verlängerung an oder aus ist.
contacts-technical = Technik
contacts-technical-text = Aktivierungscodes, Lizenzen, Token und Instanzen, die sich nicht gemeldet haben.
contacts-fall-back = Niemand ist genannt. Diese E-Mails gehen an { $names }.
contacts-nobody = Niemand ist genannt, und niemand sonst bekommt diese E-Mails. Nennen Sie einen Kontakt.
contacts-last = Ist niemand mehr genannt, gehen diese E-Mails wieder an die Menschen des Kontos.
contacts-name = Name
contacts-language = Sprache
contacts-language-account = Wie das Konto: { $language }
contacts-remove = Entfernen
contacts-remove-of = { $name } bei { $role } entfernen
contacts-add = Einen Kontakt hinzufügen
contacts-add-text = Wir fragen zuerst bei der Adresse nach, per E-Mail. Ist sie dort bestätigt, gehen diese E-Mails nur noch an die genannten Kontakte; bis dahin wie bisher an die Menschen des Kontos.
contacts-roles = E-Mails
contacts-no-name = Geben Sie einen Namen ein.
contacts-unconfirmed = Noch nicht bestätigt
contacts-refused = E-Mails an diese Adresse kamen zurück
contacts-until-confirmed = Bis eine Adresse bestätigt ist, gehen diese E-Mails an { $names }.
contacts-nobody-yet = Bis eine Adresse bestätigt ist, bekommt niemand diese E-Mails.
contacts-ask = Noch einmal fragen
contacts-ask-of = Noch einmal fragen: { $name } die Bestätigungs-E-Mail senden
contacts-asked-too-often = Diese Adresse wurde heute schon { $most }-mal gefragt. Versuchen Sie es morgen wieder.
contacts-no-role = Wählen Sie mindestens eine Art von E-Mails.
contacts-too-many = Dafür gibt es schon { $most } Kontakte. Entfernen Sie zuerst einen.
contacts-taken = { $email } bekommt diese E-Mails schon.
contacts-save = Diesen Kontakt hinzufügen
flash-contact-added = Der Kontakt ist hinzugefügt.
flash-contact-named = Der Kontakt ist hinzugefügt. Wir haben die Adresse per E-Mail um Bestätigung gebeten.
flash-contact-asked = Die Bestätigungs-E-Mail ist unterwegs.
flash-contact-removed = Der Kontakt ist entfernt.
emails-title = E-Mails an Sie
emails-text = Was das Portal an Ihre Adresse geschickt hat, das Neueste zuerst.
emails-none = Noch wurde Ihnen nichts geschickt. Jede E-Mail an Sie steht später hier.
emails-subject = Betreff
emails-sent = Gesendet
emails-not-yet = Noch nicht gesendet
emails-slim = Der Text dieser E-Mail wurde entfernt, weil sie älter als ein Jahr ist.
emails-refused = Nicht zustellbar
emails-state = Stand
emails-written = Geschrieben
emails-one = E-Mail vom { $when }
emails-to = An
emails-back = Alle E-Mails
emails-secret = Zur Sicherheit fehlen hier Links und Codes, die etwas öffnen.

## Rechnungen, für das Team

staff-invoices-title = Rechnungen aller Kunden
staff-invoices = Rechnungen
staff-invoices-text = Die neuesten Rechnungen und Rechnungskorrekturen aller Kunden.
staff-no-invoice = Noch wurde keine Rechnung ausgestellt.
staff-customer = Kunde
staff-pay = Als bezahlt vermerken
staff-pay-text = Für eine Überweisung, die eingegangen ist. Das lässt sich nicht rückgängig machen.
staff-paid-on = Tag des Geldeingangs
staff-paid-on-hint = Jahr, Monat und Tag, zum Beispiel 2026-08-10
staff-paid-on-wrong = Nennen Sie den Tag des Geldeingangs: nicht vor dem { $from } und nicht nach dem { $to }.
staff-paid = Mit diesem Tag als bezahlt vermerken
staff-credit = Zurücknehmen
staff-credit-text = Eine Rechnungskorrektur über { $total } wird ausgestellt und dem Kunden geschickt. Das lässt sich nicht rückgängig machen. Plätze und Laufzeiten bleiben, wie sie sind.
staff-credit-reason = Grund
staff-credit-reason-hint = Der Kunde liest ihn auf der Rechnungskorrektur.
staff-credit-reason-missing = Nennen Sie einen Grund: Der Kunde liest ihn.
staff-credit-reason-unprintable = Keine Schriftart hier hat { $characters }: Die Gutschrift würde Kästchen zeigen. Schreiben Sie es anders.
staff-credit-issue = Rechnungskorrektur ausstellen
staff-invoice-changed = Das war nicht mehr möglich: Sehen Sie, wie die Rechnung jetzt steht.
flash-marked-paid = Die Rechnung ist als bezahlt vermerkt.
flash-credited = Die Rechnungskorrektur ist ausgestellt. Der Kunde bekommt eine E-Mail.

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

instance-refused-not-ours = Das ist keine Instanz-ID für dieses Portal. Kopieren Sie die ganze Instanz-ID, vom ersten bis zum letzten Zeichen. Passt sie noch immer nicht? Dann prüfen Sie auf der Instanz die Adresse des Portals.
instance-refused-token = Das ist keine Instanz-ID dieses Portals. Es ist ein Token: Laden Sie es auf Ihrer Instanz, und kopieren Sie dort den Text unter „Instanz-ID“.
instance-refused-several = Das ist nicht eine einzelne Instanz-ID dieses Portals. Der Text enthält mehrere: Fügen Sie nur die neueste ein.
instance-refused-too-long = Das ist keine Instanz-ID für dieses Portal: Der Text ist länger als { $kib } KiB. Kopieren Sie nur die Instanz-ID, vom ersten bis zum letzten Zeichen.
instance-refused-unsigned = Wir können die Unterschrift dieser Instanz-ID nicht lesen. Aktualisieren Sie Ihr Produkt und erstellen Sie eine neue.
instance-refused-key = Wir können den Schlüssel in dieser Instanz-ID nicht verwenden. Aktualisieren Sie Ihr Produkt und erstellen Sie eine neue.
instance-refused-no-key = Wir kennen diese Instanz noch nicht, und ihre Instanz-ID enthält keinen Schlüssel. Erstellen Sie auf der Instanz eine neue.
instance-refused-other-key = Wir kennen diese Instanz unter einem anderen Schlüssel. Wurde sie neu aufgesetzt? Dann entfernen Sie ihren alten Zustandsordner und verknüpfen Sie sie als neue Instanz.
instance-refused-forged = Die Unterschrift passt nicht zu dieser Instanz-ID. Erstellen Sie auf der Instanz eine neue.
instance-refused-other-audience = Diese Instanz-ID wurde für { $aud } erstellt, nicht für dieses Portal. Berichtigen Sie auf der Instanz die Adresse des Portals.
instance-refused-ahead = Diese Instanz-ID trägt die Zeit { $at }, mehr als 24 Stunden voraus. Stellen Sie die Uhr der Instanz richtig und erstellen Sie eine neue. Geht die Uhr schon richtig? Dann ging sie früher einmal vor, und die Instanz merkt sich das. Setzen Sie in diesem Fall die Instanz mit einem neuen Zustandsordner auf, verknüpfen Sie sie mit dem Aktivierungscode und lösen Sie die alte.
instance-refused-unset = Diese Instanz-ID trägt die Zeit { $at }: Die Uhr der Instanz ist nicht gestellt. Stellen Sie sie richtig und erstellen Sie eine neue.
instance-refused-environment = Diese Instanz-ID kommt aus einer Umgebung, die hier nicht bekannt ist: „{ $given }“. Es gibt production (nur sie zählt), staging, test und development. Ändern Sie das auf der Instanz und erstellen Sie eine neue.
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
instance-refused-was-linked = Diese Instanz war mit { $number } verknüpft, und dorthin gehören ihre Zahlen. Richten Sie sie neu ein, um sie hier zu verknüpfen.
instance-refused-linked-elsewhere = Diese Instanz ist mit einem Abonnement eines anderen Kontos verknüpft. Fragen Sie unseren Support, wie es weitergeht.
instance-refused-linked-too-often = Diese Instanz wurde binnen 24 Stunden { $most } Mal verknüpft. Verknüpfen Sie sie morgen wieder. Ihre Lizenzen gelten so lange weiter.
instance-refused-not-linked = Diese Instanz ist mit keinem Abonnement verknüpft. Aktivieren Sie sie mit dem Code aus Ihrer Kaufmail.
instance-refused-other-product = Auf dieser Instanz läuft { $runs }, dieses Abonnement gilt aber für { $bought }. Fügen Sie die Instanz-ID des richtigen Produkts ein.

instance-received-title = Meldung { $number } von { $host }
instance-received = Das sagt uns Ihre Instanz
instance-received-new = Noch ist nichts verknüpft. Prüfen Sie die Angaben und verknüpfen Sie dann die Instanz.
instance-received-known = Noch hat sich nichts geändert. Prüfen Sie die Angaben und übernehmen Sie dann die Meldung.
instance-received-accepted = Diese Meldung haben Sie schon bestätigt.
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
instance-over-reconciled = Das wird abgerechnet am
instance-over-calm = Die Lizenz gilt trotzdem weiter.
instance-accepted = Diese Meldung wurde schon übernommen am
instance-accepted-next = Damit ist nichts mehr zu tun.
instance-outdated = Inzwischen wurde eine neuere Meldung dieser Instanz übernommen. Erstellen Sie auf der Instanz eine neue Instanz-ID und fügen Sie diese ein.
instance-open = Instanz öffnen
instance-link-effect = Die Instanz bekommt die Lizenzen von { $number }. Ihre Benutzer belegen Plätze dieses Abonnements.
instance-link-effect-apart = Die Instanz bekommt die Lizenzen von { $number }. Ihre Benutzer belegen keine Plätze.
instance-accept-effect = Zählung und Version dieser Instanz werden auf den neuen Stand gebracht. Mit { $number } bleibt sie verknüpft.
instance-link = Diese Instanz mit { $number } verknüpfen
instance-accept = Diese Meldung übernehmen
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
instance-alert-falling = Die Instanz hat einen niedrigeren Höchststand gemeldet als zuvor. Wir behalten die höhere Zahl.
instance-alert-version = Wir können die Version dieser Instanz nicht als Zahlen lesen. Unser Team sieht sich das an.
instance-alert-stale = Ihre letzte Meldung war zu alt, um für die Verlängerung zu zählen. Es zählten die Plätze.
instance-alert-forked = Zwei Maschinen melden sich als diese Instanz, vielleicht durch eine kopierte Festplatte. Richten Sie die Kopie neu ein. Nichts wird abgeschaltet.
instance-alert-too-many = Es sind mehr Instanzen verknüpft, als für dieses Abonnement vorgesehen. Nichts wird abgeschaltet. Vielleicht fragt unser Team nach.
instance-alert-clock = Die Uhr dieser Instanz geht weit anders als unsere. Bitte stellen Sie sie richtig. Werden ihre Meldungen auch danach abgelehnt, dann setzen Sie die Instanz mit einem neuen Zustandsordner auf, verknüpfen Sie sie mit dem Aktivierungscode und lösen Sie diese.
instance-alert-left-production = Diese Instanz meldet sich nicht mehr als produktiv, ihre Benutzer zählen also nicht mehr. Stimmt das?
instance-noticed = Bemerkt am
instance-licenses = Lizenzen
instance-license = { $tier }, { $seats ->
        [one] ein Platz
       *[other] { $shown } Plätze
    }
instance-phase-past = Vergangen
instance-phase-current = In Kraft
instance-phase-replaced = Ersetzt
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
demo-instance-text = Diese Seite spielt Ihr eigenes Produkt. Tragen Sie seine Meldungen selbst hin und her, wie ohne Netz, oder lassen Sie es selbst melden.
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
demo-next-reconciliation = Nächste Abrechnung
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
demo-sync = Oder das Produkt selbst melden lassen
demo-sync-text = Ein Produkt, das das Portal erreicht, meldet einmal am Tag seine Benutzer und holt seine Lizenzen. In der Vorführung tut es das auch an jeder Mitternacht, über die die Uhr vorgestellt wird.
demo-sync-next = Nächste Meldung:
demo-sync-now = Jetzt melden
demo-sync-not-linked = Das Portal kennt diese Instanz nicht oder nicht mehr. Geben Sie den Aktivierungscode von der Seite des Abonnements ein.
demo-sync-refused = Das Portal lehnt diese Meldung ab. Es sagt: „{ $sentence }“
demo-sync-later = Das Portal kann gerade nicht antworten. Es ging nichts verloren: Versuchen Sie es in einer Minute noch einmal.
demo-sync-unreachable = Das Portal ist nicht zu erreichen. Es ging nichts verloren: Sehen Sie nach, ob es läuft, und versuchen Sie es noch einmal.
demo-activate = Aktivieren
demo-code = Aktivierungscode
demo-code-hint = Er steht im Portal auf der Seite Ihres Abonnements und in der Nachricht nach dem Kauf.
demo-code-hint-again = Nur um neu zu verknüpfen, nach einer Wiederherstellung oder wenn die Verknüpfung gelöst wurde. Sonst leer lassen.
demo-code-none = Geben Sie den Aktivierungscode ein. Sie finden ihn im Portal auf der Seite Ihres Abonnements.
demo-code-length = Ein Aktivierungscode hat 24 Buchstaben und Ziffern, dieser hat { $found }. Kopieren Sie ihn ganz von der Seite des Abonnements.
demo-code-letter = Das Zeichen { $letter } kommt in keinem Aktivierungscode vor. Kopieren Sie den Code von der Seite des Abonnements.
demo-code-check = Ein Zeichen dieses Codes ist falsch, oder zwei sind vertauscht. Vergleichen Sie ihn mit der Seite des Abonnements.
demo-code-unknown = Kein Abonnement hat diesen Aktivierungscode. Wurde er ersetzt? Kopieren Sie ihn von der Seite des Abonnements.
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
demo-told-counted = Die Benutzer sind geändert. Damit das Portal es erfährt, senden Sie eine Meldung oder erstellen Sie eine neue Instanz-ID.
demo-told-loaded = Das Token ist geladen. Die Lizenz ist in Kraft.
demo-told-loaded-future = Das Token ist geladen. Seine Lizenz beginnt später und schaltet vorher nichts frei.
demo-told-loaded-past = Das Token ist geladen. Seine Lizenz ist vorbei und bleibt im Verlauf.
demo-told-loaded-known = Das Token ist geladen. Seine Lizenzen waren schon da.
demo-told-synced = Das Portal hat Ihre Zahlen. Eine neue Lizenz hatte es nicht für Sie.
demo-token-too-long = Das ist kein Token: Es ist länger als { $kib } KiB. Kopieren Sie nur das Token, von BEGIN bis END.
demo-token-none = Das ist kein Token. Kopieren Sie es ganz aus dem Portal, von BEGIN bis END.
demo-token-instance-id = Das ist kein Token. Es ist eine Instanz-ID: Fügen Sie sie im Portal ein, und laden Sie das Token, das Sie dort erhalten.
demo-token-several = Der Text enthält mehrere Token. Fügen Sie nur das neueste ein.
demo-token-other-portal = Dieses Produkt kennt den Schlüssel dieses Tokens nicht. Nehmen Sie das Token aus dem Portal, das oben steht.
demo-token-forged = Dieses Token wurde abgeschnitten oder geändert: Die Signatur passt nicht. Kopieren Sie es noch einmal aus dem Portal.
demo-token-claims = Diesem Token fehlt etwas, oder es hat eine andere Form. Aktualisieren Sie das Produkt und laden Sie das Token noch einmal.
demo-token-other-instance = Dieses Token ist für eine andere Instanz ({ $instance }). Nehmen Sie im Portal das Token für diese Instanz.
demo-token-other-product = Dieses Token ist für ein anderes Produkt ({ $product }). Nehmen Sie im Portal das Token für dieses Produkt.
demo-token-older = Dieses Token antwortet auf Nachricht { $seq }. Eines für Nachricht { $taken } ist schon geladen. Nehmen Sie das neueste aus dem Portal.
demo-token-again = Dieses Token ist schon da. Es wurde geladen am { $at }.
demo-mailbox = Postfach
demo-mailbox-text = Jede E-Mail der Vorführung. Keine hat diesen Rechner verlassen.
demo-clock = Die Uhr zeigt
demo-clock-text = Portal, E-Mails und Instanz richten sich nach dieser Uhr. Sie geht nur vorwärts.
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
demo-emails = E-Mails
demo-emails-empty = Hier steht jede E-Mail, die das Portal schreibt. Noch gibt es keine.
demo-emails-newer = Neuere E-Mails
demo-emails-older = Ältere E-Mails
demo-email = E-Mail
demo-email-back = Zurück zum Postfach
demo-email-subject = Betreff
demo-email-from = Von
demo-email-to = An
demo-email-when = Geschrieben
demo-email-state = Stand
demo-email-sent = Gesendet
demo-email-queued = Wartet
demo-email-again = Kommt noch einmal dran
demo-email-refused = Abgelehnt
demo-email-queued-at = Geschrieben
demo-email-sent-at = Gesendet
demo-email-language = Sprache
demo-email-error = Nicht gesendet, weil
demo-email-html = Als HTML ansehen

## Emails

email-greeting = Guten Tag { $name },
email-footer-why = Diese Nachricht hat { $brand } automatisch verschickt.
email-footer-help = Noch Fragen? Schreiben Sie an { $support }.
email-link-by-hand = Falls sich über die Schaltfläche nichts öffnet, kopieren Sie diese Adresse in Ihren Browser:
email-fact-subscription = Abonnement
email-fact-product = Produkt
email-fact-last-day = Letzter Tag
email-fact-renews-on = Verlängert sich am
email-fact-last-cancel-day = Ausschalten möglich bis
email-fact-hostname = Hostname
email-fact-version = Version
email-fact-fixed-in = Behoben in Version
email-fact-instance = Instanz
email-fact-turned-off-by = Ausgeschaltet von
email-fact-turned-on-by = Eingeschaltet von
email-fact-made-by = Erstellt von
email-fact-at = Zeitpunkt
email-fact-requested-at = Angefordert
email-open-subscription = Abonnement { $number } öffnen
email-seats = { $count ->
        [one] { $shown } Platz
       *[other] { $shown } Plätze
    }
email-users = { $count ->
        [one] { $shown } Benutzer
       *[other] { $shown } Benutzer
    }
email-card = Karte mit den Endziffern { $card }
email-by-invoice = Auf Rechnung
email-fact-term = Laufzeit
email-fact-seats = Plätze
email-fact-seats-added = Neue Plätze
email-fact-peak = Meiste Benutzer
email-peak-on = { $users } am { $day }
email-fact-paid-seats = Bezahlte Plätze
email-fact-overage = Benutzer über Ihren Plätzen
email-fact-per-seat = Preis pro Platz
email-fact-per-seat-and-year = Preis pro Platz und Jahr
email-fact-quarters-left = Restliche Quartale
email-quarters-of-4 = { $quarters } von 4
email-fact-amount = Betrag
email-fact-amount-before-tax = Betrag ohne Steuern
email-fact-amount-today = Betrag nach heutigem Stand, ohne Steuern
email-fact-annual = Bei jährlicher Abrechnung
email-fact-reconciled-on = Abrechnung am
email-fact-charged-on = Karte wird belastet am
email-fact-invoiced-on = Rechnung am
email-fact-seats-from = Plätze gelten ab
email-fact-payment = Zahlung
email-fact-quarter-ends = Quartal endet am
email-fact-report-until = Meldung bis
email-fact-invoice = Rechnung
email-fact-credit-note = Rechnungskorrektur
email-fact-about = Für
email-fact-total = Gesamtbetrag
email-fact-total-before-tax = Gesamtbetrag ohne Steuern
email-fact-due-on = Fällig am
email-fact-link-until = Link gilt bis
email-fact-next-try = Nächster Versuch am
email-fact-reverts-on = Wieder jährliche Abrechnung ab
email-fact-pay-until = Bitte zahlen bis
email-fact-license-until = Lizenz gilt bis
email-fact-true-up = Nachberechnung der Laufzeit davor
email-fact-next-cancel-day = Nächste Verlängerung auszuschalten bis
email-fact-last-report = Letzte Meldung
email-fact-bought-on = Gekauft am
email-users-and-price = { $users }, { $amount }
email-figure-now = { $new } (heute { $now })
email-open-invoice = Rechnung { $invoice } öffnen
email-open-document = Der Link hier unten öffnet nur dieses Dokument, ohne Anmeldung, bis zum Ende des { $day }. Sie dürfen ihn an Ihre Buchhaltung weitergeben.
email-on-portal = Im Portal ansehen, nach der Anmeldung
email-code-care = Behandeln Sie den Code wie ein Passwort. Geben Sie ihn nur an jene weiter, die das Produkt betreuen.
email-instance-gone = Ist die Instanz nicht mehr in Gebrauch? Schreiben Sie an { $support }.

email-instead = Diese E-Mail konnte nicht an { $address } zugestellt werden. Sie bekommen sie, weil Ihnen das Konto gehört.

email-contact-confirmation-subject = Bestätigen Sie diese Adresse für E-Mails von { $brand }
email-contact-confirmation-title = Dürfen wir an diese Adresse schreiben?
email-contact-confirmation-effect = { $account } hat diese Adresse genannt, um E-Mails zu den eigenen Abonnements bei { $brand } zu bekommen. Wir senden sie, sobald Sie bestätigen, dass die Adresse stimmt.
email-contact-confirmation-action = Adresse hier bestätigen
email-contact-confirmation-not-you = Damit haben Sie nicht gerechnet? Dann brauchen Sie nichts zu tun: Es kommen keine weiteren E-Mails. Wenn doch, melden Sie sich bitte bei { $support }.
email-fact-valid-until = Der Link gilt bis

email-password-reset-subject = Neues Passwort wählen
email-password-reset-title = Neues Passwort wählen
email-password-reset-effect = Über diesen Link legen Sie ein neues Passwort für { $brand } fest. { $minutes ->
        [one] Er gilt nur einmal und nur eine Minute lang.
       *[other] Er gilt nur einmal und nur { $minutes } Minuten lang.
    }
email-password-reset-late = Ist die Zeit abgelaufen, fordern Sie auf der Anmeldeseite einfach einen neuen Link an.
email-password-reset-action = Neues Passwort wählen
email-password-reset-not-you = Das waren nicht Sie? Dann brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist. Kommen solche Nachrichten öfter, melden Sie sich bitte bei { $support }.

email-renewal-cancelled-subject = Automatische Verlängerung ausgeschaltet: { $number }
email-renewal-cancelled-title = Automatische Verlängerung ausgeschaltet
email-renewal-cancelled-effect = Die automatische Verlängerung Ihres Abonnements { $subscription } ist ausgeschaltet. Der letzte Tag des Abonnements ist der { $day }.
email-renewal-cancelled-until-then = Bis dieser Tag zu Ende ist, bleibt alles beim Alten. Der Dienst läuft, die Lizenz gilt, und diese Laufzeit wird abgerechnet wie vereinbart.
email-renewal-cancelled-late = Die reguläre Frist war schon verstrichen. { $brand } hat für Sie eine Ausnahme gemacht.
email-renewal-cancelled-undo = Haben Sie es sich anders überlegt? Bis zum Ende des { $day } können Sie die automatische Verlängerung wieder einschalten. Ein Klick auf der Seite des Abonnements genügt.

email-renewal-resumed-subject = Automatische Verlängerung wieder an: { $number }
email-renewal-resumed-title = Automatische Verlängerung wieder eingeschaltet
email-renewal-resumed-effect = Ihr Abonnement { $subscription } verlängert sich wieder automatisch, das nächste Mal am { $day }. Dienst und Lizenz laufen ohne Unterbrechung weiter.
email-renewal-resumed-undo = Haben Sie es sich anders überlegt? Bis zum Ende des { $day } können Sie die automatische Verlängerung auf der Seite des Abonnements ausschalten.
email-renewal-resumed-too-late = Diese Verlängerung ließ sich nur bis zum { $day } ausschalten. Danach können Sie uns auf der Seite des Abonnements noch darum bitten.

email-late-request-declined-subject = { $number } verlängert sich: Antwort auf Ihre Anfrage
email-late-request-declined-title = Ihr Abonnement verlängert sich
email-late-request-declined-effect = Ihr Abonnement { $subscription } verlängert sich am { $day }. Sie haben uns nach Ablauf der Frist gebeten, die automatische Verlängerung auszuschalten. Dem konnten wir leider nicht zustimmen.
email-late-request-answer = Unsere Antwort:
email-late-request-declined-next = Nach der Verlängerung können Sie die automatische Verlängerung für die darauffolgende Laufzeit ausschalten. Sehen Sie die Sache anders? Dann schreiben Sie an { $support }.

email-token-made-subject = Neues Offline-Token für { $number }
email-token-made-title = Für Ihre Offline-Instanz wurde ein Token erstellt
email-token-made-effect = Für eine Offline-Instanz Ihres Abonnements { $subscription } wurde ein Token erstellt. Damit erhält genau diese Instanz die Lizenz. Auf anderen Instanzen wirkt es nicht.
email-token-made-where = Aus Sicherheitsgründen steht das Token nicht in dieser Nachricht. Sie finden es im Portal.
email-token-made-action = Token dieser Instanz ansehen
email-token-made-not-you = Waren das weder Sie noch Ihr Team? Dann melden Sie sich bitte sofort bei { $support }.

email-activation-code-subject = Ihr Aktivierungscode für { $number }
email-activation-code-title = Ihr Aktivierungscode
email-activation-code-effect = Vielen Dank für Ihren Kauf. Mit diesem Code verknüpfen Sie Ihr Produkt mit Ihrem Abonnement { $subscription }:
email-activation-code-where = Öffnen Sie in Ihrem Produkt Admin › Lizenz und geben Sie den Code dort ein.
email-activation-code-next = Ihre Instanz holt dann ihre Lizenz und meldet einmal am Tag ihre Benutzer. Hat sie kein Netz? Dann fügen Sie stattdessen ihre Instanz-ID im Portal ein.
email-activation-code-ask = Hat jemand den Code gesehen, der es nicht sollte? Oder ist etwas anders als bestellt? Schreiben Sie an { $support }.
email-activation-code-service-subject = Ihr Abonnement { $number } ist bereit
email-activation-code-service-title = Ihr Abonnement ist bereit
email-activation-code-service-effect = Vielen Dank für den Kauf von { $subscription }. Ab dem { $day } ist der Dienst für Sie da.
email-activation-code-service-next = Sie brauchen keinen Code und müssen nichts einrichten. Der Dienst zählt Ihre Benutzer selbst. Die Zahl finden Sie auf der Seite des Abonnements.
email-activation-code-service-ask = Ist etwas anders als bestellt? Schreiben Sie an { $support }.

email-code-unused-subject = { $number }: Aktivierungscode noch nicht benutzt
email-code-unused-title = Ihr Aktivierungscode ist noch nicht benutzt
email-code-unused-effect = Sie haben { $subscription } am { $day } gekauft. Noch hat niemand den Code benutzt, darum hat noch keine Instanz eine Lizenz.
email-code-unused-next = Kopieren Sie den Code von der Seite des Abonnements. Geben Sie ihn dann in Ihrem Produkt unter Admin › Lizenz ein. Hat Ihre Instanz kein Netz? Dann fügen Sie stattdessen ihre Instanz-ID im Portal ein.
email-code-unused-where = Aus Sicherheitsgründen steht der Code nicht in dieser Nachricht.
email-code-unused-ask = Kommen Sie nicht weiter, oder brauchen Sie ihn doch nicht? Schreiben Sie an { $support }.

email-heads-up-subject = { $number }: mehr Benutzer als Plätze
email-heads-up-title = Sie haben mehr Benutzer als Plätze
email-heads-up-effect = Am { $day } hatte Ihr Abonnement { $subscription } { $users }. Sie haben { $seats } bezahlt.
email-heads-up-cost = Die Abrechnung für Quartal { $quarter } kostet nach heutigem Stand { $amount }, zuzüglich etwaiger Steuern. { $payment ->
        [card] Ihre Karte wird am { $charged } belastet.
       *[invoice] Die Rechnung kommt am { $charged }.
    }
email-heads-up-buy = Noch ist es nicht zu spät. Plätze, die Sie vor dem { $charged } kaufen, senken den Betrag. Sie sehen zuerst, was sie kosten.
email-heads-up-peak = Das Quartal läuft bis zum Ende des { $day }. Es zählt der höchste Stand, auch wenn Benutzer wieder gehen.
email-heads-up-nothing = Sie können auch nichts tun. Alle arbeiten weiter, und die Abrechnung kommt am { $reconciled } per E-Mail.
email-heads-up-action = Plätze für { $number } kaufen
email-heads-up-ask = Stimmt die Zahl der Benutzer nicht? Schreiben Sie vor dem { $reconciled } an { $support }.

email-reconciliation-notice-subject = { $number }: Abrechnung für Quartal { $quarter }, { $amount }
email-reconciliation-notice-title = Abrechnung für Quartal { $quarter }
email-reconciliation-notice-effect = In Quartal { $quarter } hatte Ihr Abonnement { $subscription } mehr Benutzer als Plätze. Die neuen Plätze bezahlen Sie nur für die restlichen Quartale. Noch ist nichts abgebucht.
email-reconciliation-notice-sum = Höchstens { $users } am { $day }, { $seats } bezahlt, { $overage } × { $price } × { $quarters } von 4 Quartalen = { $amount }. Bei jährlicher Abrechnung wären es { $annual }.
email-reconciliation-notice-card = Am { $day } buchen wir { $amount }, zuzüglich etwaiger Steuern, von Ihrer Karte mit den Endziffern { $card } ab. Sie haben dann { $seats }, gerechnet vom { $from } bis zum Ende der Laufzeit.
email-reconciliation-notice-invoice = Am { $day } bekommen Sie eine Rechnung über { $amount }, zuzüglich etwaiger Steuern. Sie haben dann { $seats }, gerechnet vom { $from } bis zum Ende der Laufzeit.
email-reconciliation-notice-lower = Plätze, die Sie vor dem { $day } kaufen, senken den Betrag.
email-reconciliation-notice-dispute = Stimmt eine Zahl nicht? Vor dem { $day } können Sie auf der Seite der Abrechnung widersprechen oder an { $support } schreiben. Ein Mensch sieht es sich an.
email-reconciliation-notice-action = Abrechnung ansehen oder widersprechen

email-reconciliation-charged-subject = { $number }: { $amount } für Quartal { $quarter } bezahlt
email-reconciliation-charged-title = Quartal { $quarter } ist bezahlt
email-reconciliation-charged-effect = Wir haben { $amount } von Ihrer Karte mit den Endziffern { $card } abgebucht. Damit ist Quartal { $quarter } Ihres Abonnements { $subscription } abgerechnet.
email-reconciliation-charged-seats = Sie haben jetzt { $after } statt { $before }. Die Plätze gelten vom { $from } bis zum Ende der Laufzeit.
email-reconciliation-charged-invoice = Dazu gehört Rechnung { $invoice }. Sie öffnet sich ohne Anmeldung, darum dürfen Sie den Link weitergeben.
email-reconciliation-charged-action = Abrechnung ansehen
email-wrong-invoice = Stimmt etwas nicht? Schreiben Sie an { $support }. Einen Fehler berichtigen wir mit einer Rechnungskorrektur.

email-invoice-subject = { $paid ->
        [yes] Rechnung { $invoice }: { $total }, bezahlt
       *[no] Rechnung { $invoice }: { $total }
    }
email-invoice-title = Rechnung { $invoice }
email-about = { $about ->
        [purchase] Kauf
        [renewal] Verlängerung
        [seats] zusätzliche Plätze
        [reconciliation] Abrechnung für Quartal { $quarter }
       *[true-up] jährliche Abrechnung
    }
email-invoice-effect = Hier ist Rechnung { $invoice } über { $total } ({ $about }). Sie gehört zu Ihrem Abonnement { $subscription }.
email-invoice-due = Bitte zahlen Sie bis zum { $day }. Wie das geht, steht auf der Rechnung.
email-invoice-nothing = Es ist nichts zu zahlen.
email-invoice-paid = Sie ist schon bezahlt, mit Ihrer Karte mit den Endziffern { $card }. Sie brauchen nichts zu tun.

email-credit-note-subject = Rechnungskorrektur { $credit_note }: { $total }
email-credit-note-title = Rechnungskorrektur { $credit_note }
email-credit-note-effect = Hier ist Rechnungskorrektur { $credit_note } über { $total }. Sie berichtigt Rechnung { $invoice } zu Ihrem Abonnement { $subscription }.
email-credit-note-reason = Das ist der Grund:
email-credit-note-next = Bitte bewahren Sie beide Dokumente auf. Ist die Rechnung noch offen, zahlen Sie { $total } weniger. Ist sie bezahlt, sagt Ihnen { $support }, wie Sie das Geld zurückbekommen.
email-credit-note-action = Rechnungskorrektur { $credit_note } öffnen

email-payment-failed-subject = { $payment ->
        [card] { $number }: Eine Zahlung hat nicht geklappt
       *[invoice] { $number }: Eine Zahlung steht noch aus
    }
email-payment-failed-title = { $payment ->
        [card] Eine Zahlung hat nicht geklappt
       *[invoice] Eine Zahlung steht noch aus
    }
email-payment-failed-card = Wir konnten { $amount } nicht von Ihrer Karte mit den Endziffern { $card } abbuchen.
email-payment-failed-invoice = Bei uns sind { $amount } noch nicht eingegangen.
email-payment-failed-reconciliation = Es geht um Quartal { $quarter } Ihres Abonnements { $subscription }.
email-payment-failed-renewal = Es geht um die Verlängerung Ihres Abonnements { $subscription } am { $day }.
email-payment-failed-true-up = Es geht um die jährliche Abrechnung Ihres Abonnements { $subscription }.
email-payment-failed-card-next = Bitte prüfen Sie die Karte oder geben Sie eine andere an. Sobald Sie sie ändern, versuchen wir es wieder.
email-payment-failed-invoice-next = Bitte zahlen Sie die Rechnung oder geben Sie eine Karte an. Die Karte belasten wir dann sofort.
email-payment-failed-again = Sonst versuchen wir es am { $day } wieder.
email-payment-failed-last = Von selbst versuchen wir es mit dieser Karte nicht wieder.
email-payment-failed-reconciliation-until = Steht der Betrag am { $day } noch aus, gilt wieder die jährliche Abrechnung. Die Benutzer werden dann am Ende der Laufzeit zum vollen Preis abgerechnet. Keine Funktion fällt weg.
email-payment-failed-renewal-until = Bis zum Ende des { $day } funktioniert alles. Steht der Betrag dann noch aus, endet die Lizenz, und der kostenlose Tarif gilt. Ihre Daten bleiben.
email-payment-failed-true-up-until = Bitte kümmern Sie sich bis zum Ende des { $day } darum. Steht der Betrag dann noch aus, meldet sich jemand von { $brand } bei Ihnen.
email-payment-failed-action = Zahlungsart prüfen
email-payment-failed-ask = Möchten Sie anders zahlen, oder brauchen Sie mehr Zeit? Schreiben Sie an { $support }.

email-renewal-reminder-subject = { $days ->
        [one] { $number } verlängert sich in { $days } Tag
       *[other] { $number } verlängert sich in { $days } Tagen
    }
email-renewal-reminder-title = Ihr Abonnement verlängert sich am { $day }
email-renewal-reminder-effect = Ihr Abonnement { $subscription } verlängert sich am { $day } von selbst. Dienst und Lizenz laufen ohne Unterbrechung weiter.
email-renewal-reminder-expected = Nach heutigem Stand sind es { $seats } zu je { $price }, zusammen { $total }, zuzüglich etwaiger Steuern. Die endgültigen Zahlen bekommen Sie 15 Tage vorher.
email-renewal-reminder-final = Das sind die endgültigen Zahlen: { $seats } zu je { $price }, zusammen { $total }, zuzüglich etwaiger Steuern. Nur weitere Benutzer könnten sie noch erhöhen.
email-renewal-reminder-seats = Heute haben Sie { $now }. Die neue Zahl richtet sich nach Ihren Benutzern.
email-renewal-reminder-price = Heute kostet ein Platz { $now }. Für die Verlängerung gilt der Listenpreis des Tages.
email-renewal-reminder-same = Plätze und Preis bleiben, wie sie sind.
email-renewal-reminder-card = An diesem Tag belasten wir Ihre Karte mit den Endziffern { $card }.
email-renewal-reminder-invoice = An diesem Tag bekommen Sie eine Rechnung.
email-renewal-reminder-cancel = Möchten Sie nicht verlängern? Bis zum Ende des { $day } können Sie die automatische Verlängerung ausschalten. Alles funktioniert dann noch bis zum Ende der Laufzeit.
email-renewal-reminder-late = Diese Verlängerung ließ sich nur bis zum { $day } ausschalten. Sie können uns noch darum bitten, und ein Mensch entscheidet.
email-renewal-reminder-ends-subject = { $days ->
        [one] { $number } endet in { $days } Tag
       *[other] { $number } endet in { $days } Tagen
    }
email-renewal-reminder-ends-title = Ihr Abonnement endet am { $day }
email-renewal-reminder-ends-effect = Ihr Abonnement { $subscription } verlängert sich nicht von selbst. Es endet, und sein letzter Tag ist der { $day }.
email-renewal-reminder-ends-after = Danach, und nach einer etwaigen Schonfrist, gilt für Ihr Produkt der kostenlose Tarif. Ihre Daten bleiben.
email-reconciliation-notice-late = Quartal { $quarter } wurde mit weniger Benutzern abgerechnet, als jetzt bekannt sind. Ein später eingegangener Bericht nennt { $users } am { $day }. { $seats } waren bezahlt, also { $overage } × { $price } × { $quarters } von 4 Quartalen = { $amount }. So viel hätte es rechtzeitig gekostet, und nicht mehr.
email-reconciliation-notice-total = Zusammen sind das { $amount }.
email-renewal-reminder-true-up = Außerdem werden an diesem Tag { $users } über Ihren Plätzen in der laufenden Laufzeit berechnet: { $amount }, soweit es bekannt ist.
email-renewal-reminder-quarterly = Von diesem Tag an werden Benutzer über Ihren Plätzen in jedem Quartal abgerechnet. Sie zahlen nur für die verbleibenden Quartale, nicht mehr einmal im Jahr den vollen Preis.
email-ended-subject = { $number } ist beendet
email-ended-title = Ihr Abonnement endete am { $day }
email-ended-effect = Ihr Abonnement { $subscription } ist beendet. Sein letzter Tag war der { $day }.
email-ended-owed = Für Benutzer über Ihren Plätzen in der letzten Laufzeit werden { $amount } berechnet, zuzüglich etwaiger Steuern.
email-ended-after = Nach einer etwaigen Schonfrist gilt für Ihr Produkt der kostenlose Tarif. Ihre Daten, Ihre Nummer und Ihre Instanzen bleiben. Wenn es weitergehen soll, schreiben Sie an { $whom }.
email-dispute-decided-subject = { $number }: unsere Entscheidung zu Quartal { $quarter }
email-dispute-decided-title = Über Ihren Einwand zu Quartal { $quarter } ist entschieden
email-dispute-decided-charge = Am { $day } werden { $amount } abgebucht oder in Rechnung gestellt, zuzüglich etwaiger Steuern.
email-dispute-decided-next = Sehen Sie die Sache anders? Dann schreiben Sie an { $support }.
email-dispute-decided-action = Abrechnung ansehen
email-dispute-decided-effect = { $outcome ->
    [waived] Ihrem Einwand zu Quartal { $quarter } Ihres Abonnements { $subscription } haben wir stattgegeben. Dafür wird nichts berechnet.
    [corrected] Wir haben die Zählung von Quartal { $quarter } Ihres Abonnements { $subscription } berichtigt und rechnen damit weiter.
   *[other] Wir haben Ihren Einwand zu Quartal { $quarter } Ihres Abonnements { $subscription } geprüft und konnten ihm nicht zustimmen. Die Abrechnung bleibt, wie sie war.
}
email-ends-why = { $why ->
    [reseller] Gekauft wurde es bei { $whom }: Bitten Sie dort vor dem { $day } um die Verlängerung.
    [public_sector] Öffentliche Stellen verlängern über uns: Schreiben Sie vor dem { $day } an { $whom }.
    [po_required] Die nächste Laufzeit braucht eine Bestellung: Schicken Sie sie vor dem { $day } an { $whom }.
    [community_or_trial] Ein Test- oder kostenloses Abonnement verlängert sich nicht: Schreiben Sie an { $whom }, wenn es nach dem { $day } weitergehen soll.
    [no_price] Für eine nächste Laufzeit gibt es keinen Preis: Schreiben Sie vor dem { $day } an { $whom }.
    [amount_too_large] Die nächste Laufzeit ist zu groß, um sich von selbst zu verlängern: Schreiben Sie vor dem { $day } an { $whom }.
    [payment_failed] Die Verlängerung konnte nicht bezahlt werden. Schreiben Sie an { $whom }, wenn es weitergehen soll.
   *[other] Die automatische Verlängerung ist ausgeschaltet. Fragen? Schreiben Sie an { $whom }.
}

email-renewed-subject = { $number } ist bis { $day } verlängert
email-renewed-title = Ihr Abonnement ist verlängert
email-renewed-effect = { $by ->
        [hand] Ihr Team hat Ihr Abonnement { $subscription } verlängert.
       *[itself] Ihr Abonnement { $subscription } hat sich von selbst verlängert.
    } Die neue Laufzeit geht vom { $from } bis zum Ende des { $to }.
email-renewed-until-then = Bis sie beginnt, läuft die bisherige unverändert weiter.
email-renewed-figures = Die neue Laufzeit umfasst { $seats } zu je { $price }, zusammen { $total }, zuzüglich etwaiger Steuern.
email-renewed-true-up = In der Laufzeit davor gab es { $users } mehr als Plätze. Das wird einmal abgerechnet, mit zusätzlich { $amount }.
email-renewed-card = Wir belasten Ihre Karte mit den Endziffern { $card }.
email-renewed-invoice = Die Rechnung kommt mit eigener Nachricht.
email-renewed-next = Die nächste Verlängerung können Sie bis zum Ende des { $day } ausschalten.
email-renewed-ask = Haben Sie etwas anderes erwartet? Schreiben Sie an { $support }.

email-license-ready-subject = Neue Lizenz für { $number }
email-license-ready-title = Eine neue Lizenz liegt bereit
email-license-ready-effect = Für Ihr Abonnement { $subscription } gibt es eine neue Lizenz. Sie umfasst { $seats }.
email-license-ready-later = Sie gilt von selbst ab dem { $day }, 00:00 Uhr UTC. Vorher schaltet sie nichts frei, und die bisherige Lizenz bleibt in Kraft.
email-license-ready-now = Sie gilt bis zum Ende des { $day }.
email-license-ready-online = Ist Ihre Instanz online, holt sie die Lizenz innerhalb eines Tages von selbst. Dann brauchen Sie nichts zu tun.
email-license-ready-offline = Ihre Instanz ist offline, darum bringt ein Token die Lizenz dorthin. Erstellen Sie das Token im Portal. Bringen Sie es über die Zwischenablage oder als Datei zur Instanz und fügen Sie es unter Admin › Lizenz ein.
email-license-ready-code = Falls Sie eine Instanz neu aufsetzen, ist dies Ihr Aktivierungscode:
email-license-ready-ask = Kommt die Lizenz nicht an? Schreiben Sie an { $support }.

email-report-reminder-subject = { $number }: bitte eine Meldung einfügen
email-report-reminder-title = Bitte melden Sie Ihre Benutzer
email-report-reminder-effect = Das laufende Quartal Ihres Abonnements { $subscription } endet am { $day }. { $instances ->
        [one] Ihre Offline-Instanz hat sich zuletzt am { $last } gemeldet.
       *[other] Ihre { $instances } Offline-Instanzen haben sich zuletzt am { $last } gemeldet, oder später.
    }
email-report-reminder-next = Fügen Sie { $instances ->
        [one] ihre Instanz-ID
       *[other] die Instanz-ID jeder von ihnen
    } bis zum Ende des { $until } im Portal ein. Erstellen Sie die Instanz-ID am besten nach dem Quartal, damit sie es ganz abdeckt.
email-report-reminder-where = Sie finden die Instanz-ID in Ihrem Produkt unter Admin › Lizenz.
email-report-reminder-nothing = Ohne Meldung aus diesem Quartal rechnen wir jetzt nichts ab. Das Quartal wird dann am Ende der Laufzeit abgerechnet, zum vollen Preis pro Platz. Keine Funktion fällt weg.

email-sync-missing-subject = { $days ->
        [one] { $number }: seit { $days } Tag keine Meldung
       *[other] { $number }: seit { $days } Tagen keine Meldung
    }
email-sync-missing-title = { $days ->
        [one] Eine Instanz hat sich seit { $days } Tag nicht gemeldet
       *[other] Eine Instanz hat sich seit { $days } Tagen nicht gemeldet
    }
email-sync-missing-effect = Ihre Instanz { $hostname } im Abonnement { $subscription } hat sich zuletzt am { $at } gemeldet.
email-sync-missing-calm = Keine Funktion fällt weg, und die Lizenz bleibt in Kraft. Wir sehen aber die Benutzer dieser Instanz nicht. Auch erfährt sie nichts von neuen Lizenzen und Sicherheitsupdates.
email-sync-missing-check = Bitte prüfen Sie drei Dinge. Läuft die Instanz? Erreicht sie das Portal? Geht ihre Uhr richtig?
email-sync-missing-next = Senden Sie dann von Hand eine Meldung, unter Admin › Lizenz. Hat die Instanz kein Netz? Dann fügen Sie ihre Instanz-ID im Portal ein.

## A security update

email-security-subject = { $severity ->
    [critical] Kritisches Sicherheitsupdate { $fixed } für { $hostname }
    [high] Wichtiges Sicherheitsupdate { $fixed } für { $hostname }
   *[other] Sicherheitsupdate { $fixed } für { $hostname }
}
email-security-title = { $severity ->
    [critical] Ein kritisches Sicherheitsupdate ist da
    [high] Ein wichtiges Sicherheitsupdate ist da
   *[other] Ein Sicherheitsupdate ist da
}
email-security-effect = Ihre Instanz { $hostname } im Abonnement { $subscription } läuft mit Version { $version }. Diese Version hat eine Sicherheitslücke. Version { $fixed } schließt sie.
email-security-next = { $policy ->
    [patch] Sie haben automatisches Einspielen gewählt: Die Instanz installiert { $fixed } nach ihrer nächsten Meldung, wenn dort ein Update-Befehl hinterlegt ist.
   *[warn] Bitte installieren Sie Version { $fixed }. Oder wählen Sie auf der Seite der Instanz „Bei der nächsten Meldung aktualisieren“.
}
email-security-unsure-subject = Prüfen Sie, ob { $hostname } ein Sicherheitsupdate braucht
email-security-unsure-title = Wir wissen nicht, ob Ihre Instanz betroffen ist
email-security-unsure-effect = Ihre Instanz { $hostname } im Abonnement { $subscription } meldet Version „{ $version }“. Wir können das nicht mit den Versionen vergleichen, die eine Sicherheitslücke haben:
email-security-unsure-next = Prüfen Sie, welche Version auf der Instanz läuft. Ab Version { $fixed } sind diese Lücken geschlossen. Sobald Ihr Produkt seine Version in Zahlen meldet, etwa 17.4.1, sagen wir es Ihnen genau.
email-security-offline = Hat die Instanz kein Netz? Dann installieren Sie das Update von Hand.

## What a token tells on the instance

notice-version-unreadable = Version „{ $version }“ lässt sich nicht mit unseren Sicherheitshinweisen vergleichen. Wir wissen daher nicht, ob sie eine Sicherheitslücke hat.
notice-security = { $name }: { $title }. Version { $version } ist betroffen, Version { $fixed } behebt es.
notice-over-reconciled = { $over ->
    [one] Ein Benutzer mehr als die { $seats } bezahlten Plätze. Er wird am { $day } (UTC) abgerechnet. Nichts wird gesperrt.
   *[other] { $shown } Benutzer mehr als die { $seats } bezahlten Plätze. Sie werden am { $day } (UTC) abgerechnet. Nichts wird gesperrt.
}
notice-over = { $over ->
    [one] Ein Benutzer mehr als die { $seats } bezahlten Plätze. Nichts wird gesperrt.
   *[other] { $shown } Benutzer mehr als die { $seats } bezahlten Plätze. Nichts wird gesperrt.
}
notice-renews = Das Abonnement verlängert sich am { $day } (UTC). Die neue Lizenz kommt dann von selbst oder mit einem neuen Token.
notice-ends = Das Abonnement endet nach dem { $day } (UTC) und verlängert sich nicht.
notice-report-due = Bitte geben Sie vor dem { $day } (UTC) eine Meldung ab: Fügen Sie im Portal eine neue Instanz-ID ein, damit nach echten Zahlen abgerechnet wird.

## Problems told to programs

problem-too-many = { $count ->
    [one] Zu viele Meldungen auf einmal. Senden Sie in einer Sekunde noch einmal.
   *[other] Zu viele Meldungen auf einmal. Senden Sie in { $count } Sekunden noch einmal.
}
problem-media-type = Senden Sie die Instanz-ID als text/plain.
problem-packed = Senden Sie die Instanz-ID, wie sie ist, ohne Content-Encoding.
problem-too-large = Das ist länger als 64 KiB. Senden Sie nur die Instanz-ID.
problem-cut-off = Die Meldung brach ab. Senden Sie sie noch einmal.
problem-slow = Die Meldung brauchte zu lange. Senden Sie sie noch einmal.
problem-method = Diese Adresse nimmt nur POST. Nichts wurde geändert.
problem-missing = Unter dieser Adresse gibt es nichts. Instanzen senden ihre Meldungen mit POST an /api/v1/sync.
problem-unreadable = Diese Anfrage ist nicht lesbar. Es wurde nichts geändert.

## How an instance is

health-good = In Ordnung
health-unlinked = Nicht verknüpft
health-silent = { $days ->
    [one] Seit einem Tag still
   *[other] Seit { $days } Tagen still
}
health-version = Version nicht vergleichbar
health-update = Update verfügbar: { $severity }
severity-critical = kritisch
severity-high = hoch
severity-medium = mittel
severity-low = niedrig
subscription-health = Zustand
subscription-code-replace = Code ersetzen
subscription-code-replace-text = Hat jemand den Code gesehen, der ihn nicht kennen soll? Mit einem neuen verknüpft der alte nichts mehr. Verknüpfte Instanzen bleiben verknüpft.
flash-code-replaced = Das Abonnement hat einen neuen Aktivierungscode.

## Updates of an instance

instance-updates = Sicherheitsupdates
instance-version-unreadable = Version „{ $version }“ lässt sich nicht mit unseren Sicherheitshinweisen vergleichen. Wir wissen daher nicht, ob sie eine Sicherheitslücke hat. Stellen Sie Ihr Produkt so ein, dass es seine Version in Zahlen meldet, etwa 17.4.1.
instance-no-flaw = In Version { $version } ist keine Sicherheitslücke bekannt.
instance-flaw = Sicherheitsmeldung
instance-flaw-severity = Schwere
instance-flaw-fixed-in = Behoben in
instance-policy = Was soll bei einem Sicherheitsupdate geschehen?
instance-policy-warn = Uns warnen
instance-policy-patch = Automatisch einspielen
instance-policy-text = Dann läuft nach der nächsten Meldung der Update-Befehl, der auf der Instanz hinterlegt ist. Ohne Befehl oder ohne Netz werden nur Menschen gewarnt.
instance-policy-save = Auswahl speichern
instance-policy-is-warn = Sicherheitsupdates werden gemeldet und nicht von selbst installiert.
instance-policy-is-patch = Sicherheitsupdates werden automatisch installiert.
instance-outcome-done = Version { $version } wurde vom Update-Befehl installiert am
instance-outcome-failed = Das Update auf Version { $version } gelang nicht am
instance-outcome-detail = Die Instanz sagt:
instance-cannot-patch = Auf dieser Instanz ist kein Update-Befehl hinterlegt. Sie kann keine Updates installieren und warnt nur.
instance-upgrade = Bei der nächsten Meldung aktualisieren
instance-upgrade-text = Version { $version } ist da. Die Instanz kann sie nach ihrer nächsten Meldung einmal installieren.
instance-upgrade-asked = Ein Update bei der nächsten Meldung wurde verlangt am
instance-upgrade-effect = Die Instanz erfährt davon mit ihrer nächsten Meldung.
instance-upgrade-not = Nicht aktualisieren
flash-updates-chosen = Ihre Auswahl ist gespeichert. Die Instanz erfährt davon mit ihrer nächsten Meldung.
flash-upgrade-asked = Die Instanz erfährt mit ihrer nächsten Meldung, dass sie sich aktualisieren soll.
flash-upgrade-taken-back = Das Update ist abbestellt.

## Linking an instance again, or no longer

instance-fact-heard = Letzte Meldung erhalten
instance-syncs = Sie sendet ihre Meldungen selbst.
instance-next-sync = Die nächste erwarten wir am
instance-pasted = Ihre letzte Meldung wurde eingefügt.
instance-unlinked-text = Diese Instanz ist nicht verknüpft. Was sie gezählt hat, bleibt. Verknüpfen Sie sie wieder mit einer Meldung, die den Aktivierungscode trägt.
instance-moving = Wiederhergestellt, umgezogen oder stillgelegt
instance-restored = Wurde die Instanz aus einem Backup wiederhergestellt? Dann muss ihre nächste Meldung den Aktivierungscode tragen: Rufen Sie dort „seatsync-agent activate“ auf. Oder fügen Sie eine Instanz-ID mit dem Code ein. Ist es eine Kopie? Richten Sie die Kopie neu ein, damit sie eine eigene Identität hat.
instance-unlink = Diese Instanz trennen
unlink = Instanz trennen
unlink-not = Verknüpft lassen
unlink-title = { $host } trennen?
unlink-effect = Das Portal nimmt keine Meldungen mehr von ihr an und macht keine Token mehr für sie.
unlink-license = Die Lizenz auf ihr bleibt bis zum letzten Tag in Kraft.
unlink-counts = Was sie bisher gezählt hat, zählt weiter für das laufende Quartal.
unlink-undo = Sie können sie jederzeit wieder mit diesem Abonnement verknüpfen, mit dem Aktivierungscode oder durch Einfügen ihrer Instanz-ID. Für ein anderes Abonnement richten Sie sie neu ein.
flash-unlinked = Die Instanz ist nicht mehr verknüpft.

## What an instance sent

messages-title = Was Ihre Instanz uns gesendet hat
messages-short = Meldungen
messages-of = Von { $host }.
messages-back = Zurück zur Instanz
messages-text = Das ist jedes Wort, wie wir es erhalten haben. Nur der Aktivierungscode fehlt, weil er geheim ist.
messages-kept = Gesendete Meldungen bewahren wir etwa { $days } Tage auf. Danach bleiben nur die Zahlen.
messages-in-the-file = Die Datei enthält die neuesten { $count }.
messages-none = Noch wurde nichts empfangen.
messages-download = Als JSON herunterladen
messages-number = Meldung { $number }
messages-sent = Von der Instanz gesendet am
messages-pasted = Eingefügt am
messages-days = Tage im Verlauf
messages-operational = Betriebsdaten, immer gesendet
messages-optional = Freiwillige Daten
messages-optional-off = Auf der Instanz ausgeschaltet: Es wurde nichts gesendet.
messages-nothing = Nichts.

## Support times

nav-support = Support
support-title = Supportzeiten
support-lead = So schnell antworten wir. Schreiben Sie an
support-no-plan = Sie haben noch kein Abonnement. Schreiben Sie an { $support }.
support-no-times = Für diesen Plan sind keine Zeiten vereinbart. Wir antworten, so schnell wir können.
support-urgency = Wie dringend
support-answer = Erste Antwort
support-hours = Zeiten
support-outage = Ausfall
support-outage-text = Niemand kann arbeiten.
support-impaired = Beeinträchtigt
support-impaired-text = Einige können nicht arbeiten, oder alle nur schlecht.
support-question = Frage
support-question-text = Alles läuft, und Sie möchten etwas wissen.
support-any-hour = Zu jeder Stunde, an jedem Tag
support-office-hours = Zu Geschäftszeiten
support-within-days = { $count ->
    [one] Innerhalb eines Tages
   *[other] Innerhalb von { $shown } Tagen
}
support-within-hours = { $count ->
    [one] Innerhalb einer Stunde
   *[other] Innerhalb von { $shown } Stunden
}
support-within-minutes = { $count ->
    [one] Innerhalb einer Minute
   *[other] Innerhalb von { $shown } Minuten
}

## Staff: instances, alerts, releases

staff-instances = Instanzen und Supportzeiten
staff-instances-text = Was ein Kunde betreibt, wie es steht und wie schnell er Antwort bekommt.
staff-search = Instanz suchen
staff-search-hint = Ihre ID, ihr Hostname oder die Nummer eines Kontos oder Abonnements
staff-search-go = Suchen
staff-search-none = Nichts heißt „{ $typed }“.
staff-alerts = Auffälligkeiten
staff-alerts-text = Was an Instanzen, Kunden und am Portal selbst aufgefallen ist. Dienste werden deshalb nie abgeschaltet.
staff-no-alert = Keine Auffälligkeit ist offen.
staff-alert = Aufgefallen
staff-alert-noticed = Wann
staff-alert-instance = Instanz
staff-alert-close = Schließen
staff-alert-close-of = Schließen: { $alert }, { $instance }
staff-alerts-cut = Das sind die neuesten { $count }. Ältere folgen, sobald diese geschlossen sind.
alert-falling = Höchststand fiel
alert-version = Version nicht lesbar
alert-stale = Zahl bei der Verlängerung zu alt
alert-forked = Zwei Maschinen, eine Identität
alert-too-many = Mehr Instanzen als vorgesehen
alert-clock = Uhr geht weit falsch
alert-trial = Wiederholte Testlizenz
alert-left-production = Nicht mehr produktiv
alert-mail = E-Mail nicht zustellbar
alert-name = Zeichen fehlen auf Rechnungen
alert-name-advice = Keine Schriftart hier hat diese Zeichen: Rechnungen zeigen Kästchen an ihrer Stelle. Installieren Sie die Debian-Pakete fonts-noto-core und fonts-noto-cjk, oder legen Sie eine passende Schriftart in einen Ordner, den SEATSYNC_FONTS nennt, und starten Sie Seatsync neu.
staff-releases = Versionen und Sicherheitsmeldungen
staff-releases-text = Was Instanzen erfahren. Weitere importieren Sie mit
releases-advisories = Sicherheitsmeldungen
releases-advisory = Sicherheitsmeldung
releases-severity = Schwere
releases-affected = Betroffen
releases-published = Veröffentlicht
releases-range = { $from } bis vor { $fixed }
releases-no-advisory = Noch keine Sicherheitsmeldung.
releases-newest = Neueste Versionen
releases-no-release = Noch keine Version.
