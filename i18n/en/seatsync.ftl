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

## Demo

demo = Demo tools
demo-only = Only in the demo
demo-error-missing-text = Check the address, or go back to the start.
demo-error-broken = Sorry, the demo has a problem
demo-error-broken-text = Try again. If it stays, end the demo, remove its folder, and start it again.
demo-error-home = Go to the start
demo-instance-at = at { $hostname }
demo-license = License
demo-instance-text = This page plays your own product. It is not connected to the internet.
demo-instance-clock = The clock of this instance says
demo-in-force = In force
demo-free = Free tier
demo-grace = Days of grace
demo-lapsed = Ended
demo-none-text = There is no license yet. { $tier } works without one.
demo-upcoming-text = No license is in force today. { $tier } works without one.
demo-active-text = The license is in force.
demo-grace-text = The term is over. Everything still works until the end of { $day } (UTC).
demo-lapsed-text = The license and its days of grace are over since { $day }, 00:00 UTC. { $tier } works without one.
demo-next = A license starts by itself on { $day } at 00:00 UTC: { $tier }, { $seats } seats. Still { $left }.
demo-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
demo-hours = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}
demo-minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
demo-seats = of { $seats } seats used
demo-users = users
demo-tier = Tier
demo-licensee = Licensed to
demo-from = From
demo-last-day = Last day
demo-most-users = Most users this term
demo-permits = It permits
demo-permits-tier = Everything in { $tier }
demo-limit = At most: { $name }
demo-subscription = Subscription
demo-renews-on = Renews on
demo-next-settlement = Next settlement
demo-step-1 = 1. Copy the instance ID
demo-instance-id = Instance ID
demo-made = Made on
demo-copy = Copy the instance ID
demo-copied = Copied
demo-copy-by-hand = Selected. Press Ctrl and C to copy.
demo-download = Download as text file
demo-paste-there = Paste it in the customer portal, on your subscription. It gives you a token.
demo-open-portal = Open the portal
demo-make = Make a new instance ID
demo-step-2 = 2. Paste the token
demo-token = Token
demo-load = Load the license
demo-history = License history
demo-history-empty = Every license you load will stand here. So far there is none.
demo-license-title = { $tier }, { $seats } seats
demo-phase-past = Past
demo-phase-current = In force
demo-phase-replaced = Replaced
demo-phase-future = Starts later
demo-to = to
demo-added = Added on { $day }.
demo-added-starts = Added on { $day }. It starts by itself at 00:00 UTC.
demo-change-users = Change the users
demo-change-users-text = A real product counts its users by itself. Here you say how many there are.
demo-active = Active users
demo-inactive = Inactive users
demo-billable = Users that take a seat
demo-report = Change the users
demo-no-count = Type a whole number from 0 to { $most }
demo-told-made = There is a new instance ID. Copy it to the portal.
demo-told-counted = The users are changed. Make a new instance ID to tell the portal.
demo-told-loaded = The token is loaded. The license is in force.
demo-told-loaded-future = The token is loaded. Its license starts later, and unlocks nothing before.
demo-told-loaded-past = The token is loaded. Its license is over, and is kept for the history.
demo-told-loaded-known = The token is loaded. Its licenses were on record already.
demo-token-too-long = This is not a token: it is longer than { $kib } KiB. Copy the token alone, from BEGIN to END.
demo-token-none = This is not a token. Copy it whole from the portal, from BEGIN to END.
demo-token-other-portal = This product does not know the key of this token. Take the token from the portal named above.
demo-token-forged = This token was cut off or changed: its signature does not fit. Copy it again from the portal.
demo-token-claims = This token leaves something out, or says it in another form. Update the product and load the token again.
demo-token-other-instance = This token is for another instance ({ $instance }). Take the one for this instance from the portal.
demo-token-other-product = This token is for another product ({ $product }). Take the one for this product from the portal.
demo-token-older = This token answers message { $seq }. One that answers message { $taken } is loaded already. Take the newest one from the portal.
demo-token-again = This token is on record already. It was loaded on { $at }.
demo-mailbox = Mailbox
demo-mailbox-text = Every letter of the demo. None left this machine.
demo-clock = The clock says
demo-clock-text = Portal, letters and instance all go by this clock. It only goes forward.
demo-clock-day = One day on
demo-clock-week = One week on
demo-clock-midnight = To midnight UTC
demo-clock-month = To the next month
demo-clock-date = To the beginning of a day (UTC)
demo-clock-go = Go to this day
demo-clock-no-day = Choose a day, like 2027-03-31
demo-clock-not-ahead = The clock only goes forward. Choose a day after { $at }
demo-clock-too-far = The clock goes to { $day } at the latest. Choose an earlier day
demo-told-moved = The clock was moved on. It is now { $at }.
demo-told-moved-before = The clock had been moved already, so this form moved nothing. It is now { $at }.
demo-letters = Letters
demo-letters-empty = Every letter the portal writes will stand here. So far there is none.
demo-letters-newer = Newer letters
demo-letters-older = Older letters
demo-letter = Letter
demo-letter-back = Back to the mailbox
demo-letter-subject = Subject
demo-letter-from = From
demo-letter-to = To
demo-letter-when = Written
demo-letter-state = State
demo-letter-sent = Sent
demo-letter-queued = Waiting
demo-letter-again = Tried again later
demo-letter-refused = Refused
demo-letter-queued-at = Written
demo-letter-sent-at = Sent
demo-letter-language = Language
demo-letter-error = Not sent because
demo-letter-html = See it as HTML

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
