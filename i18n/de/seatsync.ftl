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
flash-password-changed = Ihr Passwort ist geändert. Hier sind Sie angemeldet, überall sonst abgemeldet.
flash-granted = Die automatische Verlängerung ist ausgeschaltet. Der Kunde bekommt einen Brief.
flash-declined = Die Anfrage ist abgelehnt. Der Kunde bekommt einen Brief.

## Anmelden

sign-in = Anmelden
sign-in-forgot = Passwort vergessen
sign-in-no-account = Noch kein Zugang? Wer das Konto Ihrer Firma besitzt, kann Sie einladen.
sign-in-wrong = E-Mail-Adresse und Passwort gehören nicht zusammen. Prüfen Sie beides oder lassen Sie sich einen Link für ein neues Passwort schicken.

## Ein neues Passwort

password-request = Ein neues Passwort wählen
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
} Ein Brief mit dem Betrag kommt am { $settled }, die Rechnung am { $charged }. Plätze, die Sie vorher kaufen, senken ihn.
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
subscription-paste = Instanz-ID einfügen
subscription-code = Aktivierungscode zeigen
subscription-code-text = Geben Sie ihn in Ihrem Produkt ein, um eine Instanz mit diesem Abonnement zu verknüpfen. Behandeln Sie ihn wie ein Passwort.
subscription-licenses = Lizenzen
subscription-license-title = { $tier }, { $seats } Plätze
subscription-license-text = { $span }. Ausgestellt am { $issued }.
subscription-license-future = Kommt als nächste
subscription-license-current = In Kraft
subscription-license-past = Vergangen

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
renewal-none = Hier gibt es keine Verlängerung auszuschalten

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
letter-renewal-cancelled-effect = Die automatische Verlängerung Ihres Abonnements { $number } ({ $product }) ist ausgeschaltet. Der letzte Tag des Abonnements ist der { $day }.
letter-renewal-cancelled-until-then = Bis dieser Tag zu Ende ist, bleibt alles beim Alten. Der Dienst läuft, die Lizenz gilt, und auch die Quartalsabrechnungen gehen weiter.
letter-renewal-cancelled-late = Die reguläre Frist war schon verstrichen. { $brand } hat für Sie eine Ausnahme gemacht.
letter-renewal-cancelled-undo = Haben Sie es sich anders überlegt? Bis zum Ende des { $day } können Sie die automatische Verlängerung wieder einschalten. Ein Klick auf der Seite des Abonnements genügt.

letter-renewal-resumed-subject = Automatische Verlängerung wieder an: { $number }
letter-renewal-resumed-title = Automatische Verlängerung wieder eingeschaltet
letter-renewal-resumed-effect = Ihr Abonnement { $number } ({ $product }) verlängert sich wieder automatisch, das nächste Mal am { $day }. Dienst und Lizenz laufen ohne Unterbrechung weiter.
letter-renewal-resumed-undo = Haben Sie es sich anders überlegt? Bis zum Ende des { $day } können Sie die automatische Verlängerung auf der Seite des Abonnements ausschalten.
letter-renewal-resumed-too-late = Diese Verlängerung ließ sich nur bis zum { $day } ausschalten. Danach können Sie uns auf der Seite des Abonnements noch darum bitten.

letter-late-request-declined-subject = { $number } verlängert sich: Antwort auf Ihre Anfrage
letter-late-request-declined-title = Ihr Abonnement verlängert sich
letter-late-request-declined-effect = Ihr Abonnement { $number } ({ $product }) verlängert sich am { $day }. Sie haben uns nach Ablauf der Frist gebeten, die automatische Verlängerung auszuschalten. Dem konnten wir leider nicht zustimmen.
letter-late-request-declined-answer = Unsere Antwort:
letter-late-request-declined-next = Nach der Verlängerung können Sie die automatische Verlängerung für die darauffolgende Laufzeit ausschalten. Sehen Sie die Sache anders? Dann schreiben Sie an { $support }.

letter-token-made-subject = Neues Offline-Token für { $number }
letter-token-made-title = Für Ihre Offline-Instanz wurde ein Token erstellt
letter-token-made-effect = Für eine Offline-Instanz Ihres Abonnements { $number } ({ $product }) wurde ein Token erstellt. Damit erhält genau diese Instanz die Lizenz. Auf anderen Instanzen wirkt es nicht.
letter-token-made-where = Aus Sicherheitsgründen steht das Token nicht in dieser Nachricht. Sie finden es im Portal.
letter-token-made-action = Token dieser Instanz ansehen
letter-token-made-not-you = Waren das weder Sie noch Ihr Team? Dann melden Sie sich bitte sofort bei { $support }.
