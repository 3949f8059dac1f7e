## Words shared by pages and letters

day-utc = { $day } (UTC)

## Every page

skip = Skip to the main content
nav-main = Main
nav-subscriptions = Subscriptions
nav-staff = Staff
sign-out = Sign out
footer-utc = All days begin and end at 00:00 UTC.
footer-help = Help: { $support }
there-is-a-problem = There is a problem
error-prefix = Error:
email = Email address
password = Password
password-show = Show password
password-hide = Hide password

## What has just been done

flash-renewal-on = Auto-renewal is on again.
flash-request-sent = We have your request. You will get our answer by mail.
flash-linked = The instance is linked.
flash-password-changed = Your password is changed. Sign in with the new one.
flash-granted = Auto-renewal is off. The customer gets a letter.
flash-declined = The request is declined. The customer gets a letter.

## Signing in

sign-in = Sign in
sign-in-forgot = I forgot my password
sign-in-no-account = No account yet? Your company’s owner can invite you.
sign-in-wrong = This email address and password do not belong together. Check both, or ask for a link to choose a new password.

## A new password

password-request = Choose a new password
password-request-text = Tell us your email address. We send you a link that works once, for { $minutes } minutes.
password-send = Send the link
password-back = Back to sign-in
password-no-address = Type your email address, like name@example.com
password-sent = Look into your mailbox
password-sent-text = If we know { $email }, a letter with a link is on its way.
password-sent-next = The link works once, for { $minutes } minutes. Nothing came? Look into the spam folder, or try again.
password-choose = Choose a new password
password-for = For { $email }
password-new = New password
password-hint = At least { $shortest } characters. Three or four words are a good start.
password-signs-out = You will be signed out on all other devices.
password-save = Save the new password
password-too-short = This password is too short. Use at least { $shortest } characters.
password-too-long = This password is too long. Use at most 1,000 characters.
password-common = Many people use this password, so it is tried first. Choose another one.
password-address = Your email address is no safe password. Choose another one.

## When something does not work

error-missing = There is no such page
error-missing-text = Check the address for a typing mistake. Or the page belongs to another account.
error-not-allowed = Your role does not allow this
error-not-allowed-text = Somebody with another role on your account can do it. Ask an owner of the account.
error-foreign-form = This form is too old
error-foreign-form-text = Nothing was changed. Go back, load the page again, and send the form once more.
error-too-large = That is too much text
error-too-large-text = Nothing was changed. Go back and send less.
error-unreadable = We cannot read this
error-unreadable-text = Nothing was changed. Go back, load the page again, and send the form once more.
error-wrong-method = This address is not for that
error-wrong-method-text = Nothing was changed. Start from your subscriptions.
error-gone = This link no longer works
error-gone-text = A link works once and for a short time. You can have a new one.
error-too-many = Too many attempts
error-too-many-text = Wait { $minutes } minutes and try again. Or choose a new password: the link in the letter works at once.
error-refused = This is not possible now
error-refused-text = Nothing was changed. Somebody may have been faster: look at the page again.
error-unavailable = We cannot reach our database
error-unavailable-text = Nothing of yours is lost. Please try again in a minute.
error-broken = Sorry, there is a problem with the service
error-broken-text = What you sent was not saved. Everything from before is safe. Please try again in a few minutes.
error-go-home = Go to your subscriptions
error-ask-new-link = Ask for a new link
error-still-stuck = Still stuck? Write to { $support }.
error-code = Please name this code:

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
letter-fact-turned-off-by = Turned off by
letter-fact-turned-on-by = Turned on by
letter-fact-made-by = Made by
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
letter-password-reset-action = Choose your password here
letter-password-reset-not-you = You did not ask for this? Then there is nothing to do: your password stays as it is. If such letters keep coming, tell { $support }.

letter-renewal-cancelled-subject = Auto-renewal of { $number } is off
letter-renewal-cancelled-title = Auto-renewal is off
letter-renewal-cancelled-effect = Auto-renewal is off for your subscription { $number } ({ $product }). The last day of the subscription is { $day }.
letter-renewal-cancelled-until-then = Until the end of that day nothing changes. Your service runs, your license is valid, and the quarterly settlements go on.
letter-renewal-cancelled-late = The regular deadline had passed. { $brand } made an exception for you.
letter-renewal-cancelled-undo = Did you change your mind? You can turn auto-renewal on again until the end of { $day }. One click on the subscription's page is enough.

letter-renewal-resumed-subject = Auto-renewal of { $number } is on again
letter-renewal-resumed-title = Auto-renewal is on again
letter-renewal-resumed-effect = Your subscription { $number } ({ $product }) renews automatically again, next on { $day }. Service and license go on without a break.
letter-renewal-resumed-undo = Did you change your mind? You can turn off auto-renewal until the end of { $day }, on the subscription's page.
letter-renewal-resumed-too-late = The last day to turn off this renewal was { $day }. After that day you can send us a late request, on the subscription's page.

letter-late-request-declined-subject = { $number } will renew: our answer to your request
letter-late-request-declined-title = Your subscription will renew
letter-late-request-declined-effect = Your subscription { $number } ({ $product }) will renew on { $day }. You asked us to turn off auto-renewal after the deadline. We could not agree to that.
letter-late-request-declined-answer = This is our answer:
letter-late-request-declined-next = After the renewal you can turn off auto-renewal for the term that follows. Do you see the matter differently? Write to { $support }.

letter-token-made-subject = New offline token for { $number }
letter-token-made-title = A token was made for your offline instance
letter-token-made-effect = A token was made for an offline instance of your subscription { $number } ({ $product }). It brings the license to this one instance and works on no other.
letter-token-made-where = For safety, this letter does not contain the token. You will find it on the portal.
letter-token-made-action = See the tokens of this instance
letter-token-made-not-you = Was it neither you nor your team? Then tell { $support } at once.
