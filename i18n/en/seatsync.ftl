## Words shared by pages and letters

day-utc = { $day } (UTC)

## Letters

letter-greeting = Hello { $name },
letter-footer-why = { $brand } sent you this letter automatically.
letter-footer-help = Questions? Write to { $support }.
letter-link-by-hand = If the button does not work, copy this address into your browser:
letter-fact-subscription = Subscription
letter-fact-product = Product
letter-fact-last-day = Last day
letter-fact-renews-on = Renews on
letter-fact-last-cancel-day = Last day to turn it off
letter-fact-hostname = Host name
letter-fact-instance = Instance
letter-fact-by = By
letter-fact-at = When
letter-fact-requested-at = Requested
letter-open-subscription = Open subscription { $number }

letter-password-reset-subject = Choose a new password
letter-password-reset-title = Choose a new password
letter-password-reset-effect = With this link you can choose a new password for { $brand }. { $minutes ->
        [one] It works once, within one minute.
       *[other] It works once, within { $minutes } minutes.
    }
letter-password-reset-late = If the time has passed, ask for a new link on the sign-in page.
letter-password-reset-action = Choose a new password
letter-password-reset-not-you = You did not ask for this? Then there is nothing to do: your password stays as it is. If such letters keep coming, tell { $support }.

letter-renewal-cancelled-subject = Auto-renewal of { $number } is off
letter-renewal-cancelled-title = Auto-renewal is off
letter-renewal-cancelled-effect = Your subscription { $number } ({ $product }) will not renew. Its last day is { $day }.
letter-renewal-cancelled-until-then = Until the end of that day nothing changes. Your service runs, your license is valid, and the quarterly settlements go on.
letter-renewal-cancelled-late = The regular deadline had passed. { $brand } made an exception for you.
letter-renewal-cancelled-undo = Did you change your mind? You can turn auto-renewal on again until the end of { $day }. One click on the subscription's page is enough.

letter-renewal-resumed-subject = Auto-renewal of { $number } is on again
letter-renewal-resumed-title = Auto-renewal is on again
letter-renewal-resumed-effect = Your subscription { $number } ({ $product }) will renew on { $day }. Service and license go on without a break.
letter-renewal-resumed-undo = Did you change your mind? You can turn off auto-renewal until the end of { $day }, on the subscription's page.
letter-renewal-resumed-too-late = The last day to turn off this renewal was { $day }. After that day you can send us a late request, on the subscription's page.

letter-late-request-declined-subject = { $number } will renew: our answer to your request
letter-late-request-declined-title = Your subscription will renew
letter-late-request-declined-effect = Your subscription { $number } ({ $product }) will renew on { $day }. You asked us to turn off auto-renewal after the deadline. We could not agree to that.
letter-late-request-declined-answer = This is our answer:
letter-late-request-declined-next = After the renewal you can turn off auto-renewal for the term that follows. Do you see the matter differently? Write to { $support }.

letter-token-made-subject = New offline token for { $number }
letter-token-made-title = A token was made for your offline instance
letter-token-made-effect = The token brings the license of your subscription { $number } ({ $product }) to this one instance. It works on no other.
letter-token-made-where = For safety this letter does not contain the token. You find it on the portal.
letter-token-made-action = See the tokens of this instance
letter-token-made-not-you = Was it neither you nor your team? Then tell { $support } at once.
