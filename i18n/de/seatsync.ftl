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
flash-password-changed = Ihr Passwort ist geändert. Melden Sie sich mit dem neuen an.
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
error-wrong-method = Dafür ist diese Adresse nicht da
error-wrong-method-text = Nichts wurde geändert. Beginnen Sie bei Ihren Abonnements.
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
demo-users = Nutzer
demo-tier = Stufe
demo-licensee = Lizenziert für
demo-from = Von
demo-last-day = Letzter Tag
demo-most-users = Meiste Nutzer in dieser Laufzeit
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
demo-change-users = Die Nutzer ändern
demo-change-users-text = Ein echtes Produkt zählt seine Nutzer selbst. Hier sagen Sie, wie viele es sind.
demo-active = Aktive Nutzer
demo-inactive = Inaktive Nutzer
demo-billable = Nutzer, die einen Platz belegen
demo-report = Nutzer ändern
demo-no-count = Geben Sie eine ganze Zahl von 0 bis { $most } ein
demo-told-made = Es gibt eine neue Instanz-ID. Kopieren Sie sie ins Portal.
demo-told-counted = Die Nutzer sind geändert. Erstellen Sie eine neue Instanz-ID, damit das Portal es erfährt.
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
