## Wörter, die Seiten und Briefe teilen

day-utc = { $day } (UTC)

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
letter-fact-by = Von
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
letter-renewal-cancelled-effect = Ihr Abonnement { $number } ({ $product }) verlängert sich nicht mehr. Der letzte Tag ist der { $day }.
letter-renewal-cancelled-until-then = Bis dieser Tag zu Ende ist, bleibt alles beim Alten. Der Dienst läuft, die Lizenz gilt, und auch die Quartalsabrechnungen gehen weiter.
letter-renewal-cancelled-late = Die reguläre Frist war schon verstrichen. { $brand } hat für Sie eine Ausnahme gemacht.
letter-renewal-cancelled-undo = Haben Sie es sich anders überlegt? Bis zum Ende des { $day } können Sie die automatische Verlängerung wieder einschalten. Ein Klick auf der Seite des Abonnements genügt.

letter-renewal-resumed-subject = Automatische Verlängerung wieder an: { $number }
letter-renewal-resumed-title = Automatische Verlängerung wieder eingeschaltet
letter-renewal-resumed-effect = Ihr Abonnement { $number } ({ $product }) verlängert sich am { $day }. Dienst und Lizenz laufen ohne Unterbrechung weiter.
letter-renewal-resumed-undo = Haben Sie es sich anders überlegt? Bis zum Ende des { $day } können Sie die automatische Verlängerung auf der Seite des Abonnements ausschalten.
letter-renewal-resumed-too-late = Diese Verlängerung ließ sich nur bis zum { $day } ausschalten. Danach können Sie uns auf der Seite des Abonnements noch darum bitten.

letter-late-request-declined-subject = { $number } verlängert sich: Antwort auf Ihre Anfrage
letter-late-request-declined-title = Ihr Abonnement verlängert sich
letter-late-request-declined-effect = Ihr Abonnement { $number } ({ $product }) verlängert sich am { $day }. Sie haben uns nach Ablauf der Frist gebeten, die automatische Verlängerung auszuschalten. Dem konnten wir leider nicht zustimmen.
letter-late-request-declined-answer = Unsere Antwort:
letter-late-request-declined-next = Nach der Verlängerung können Sie die automatische Verlängerung für die darauffolgende Laufzeit ausschalten. Sehen Sie die Sache anders? Dann schreiben Sie an { $support }.

letter-token-made-subject = Neues Offline-Token für { $number }
letter-token-made-title = Für Ihre Offline-Instanz wurde ein Token erstellt
letter-token-made-effect = Mit dem Token erhält genau diese Instanz die Lizenz Ihres Abonnements { $number } ({ $product }). Auf anderen Instanzen wirkt es nicht.
letter-token-made-where = Aus Sicherheitsgründen steht das Token nicht in dieser Nachricht. Sie finden es im Portal.
letter-token-made-action = Token dieser Instanz ansehen
letter-token-made-not-you = Waren das weder Sie noch Ihr Team? Dann melden Sie sich bitte sofort bei { $support }.
