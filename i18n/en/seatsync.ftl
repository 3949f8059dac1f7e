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
flash-password-changed = Your password is changed. You are signed in here, and signed out everywhere else.
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

## Home and subscriptions

home-text = What you have, what it will cost, and when. Today is { $day }.
home-no-account = You belong to no account yet. Ask an owner of your company’s account, or write to { $support }.
home-no-subscription = This account has no subscription yet.
home-details = Details
home-details-of = Details of { $number }
subscription-span = { $from } to { $to }
subscription-of = Subscription { $number } of { $account }, { $term }
subscription-seats = Seats and usage
subscription-seats-of = of { $seats } seats used
subscription-peak = Highest this quarter: { $users } users on { $day }.
subscription-no-report = You have { $seats } seats. No instance has told us its users yet.
subscription-badge-over = { $seats ->
    [one] { $seats } seat over
   *[other] { $seats } seats over
}
subscription-badge-cancelled = Auto-renewal is off
subscription-badge-ended = Ended
subscription-badge-renewed = Renewed
subscription-badge-renews-soon = Renews soon
subscription-badge-in-force = In force
subscription-ask-reseller = You bought this from { $reseller }. Ask them about prices, seats and renewal.
subscription-over = { $seats ->
    [one] You use { $seats } seat more than you paid for.
   *[other] You use { $seats } seats more than you paid for.
} A letter with the amount comes on { $settled }, the invoice on { $charged }. Seats you buy before then lower it.
subscription-late-request = You asked us on { $day } to turn off auto-renewal late. A person will answer.
subscription-term = Term
subscription-next-term = Next term
subscription-next-term-text = { $span }, { $seats } seats.
subscription-next-term-small = Bought on { $day }. Its license grants nothing before the first day.
subscription-renewal = Renewal
subscription-renewal-and-billing = Renewal and billing
subscription-renews-for = Renews on { $day } for about { $amount }.
subscription-renews = Renews on { $day }.
subscription-turn-off-until = You can turn this off until { $day }, 23:59 UTC.
subscription-could-turn-off = It could be turned off until { $day }, 23:59 UTC.
subscription-not-ended = The last term is over.
subscription-not-paid = A free plan has nothing to renew.
subscription-not-reseller = Your reseller decides this with you.
subscription-not-cancelled = Does not renew.
subscription-cancelled-by = { $name } turned it off on { $day }. Everything works until { $until }.
subscription-ended-on = The last day was { $day }.
subscription-works-until = Everything works until { $day }.
subscription-billing = Billing
subscription-billing-reseller = Through { $reseller }
subscription-quarterly = Quarterly.
subscription-quarterly-why = New users are paid from the next quarter on, and only for the quarters left.
subscription-annual = Once a year, at the renewal.
subscription-annual-trial = Because a free plan is not billed.
subscription-annual-reseller = Because you bought it from a reseller.
subscription-annual-term = Because the term is not twelve months.
subscription-annual-opted-out = Because your contract says so.
subscription-annual-not-enrolled = Because the term began before quarterly billing existed.
subscription-annual-not-linked = Because no instance was linked when the term began.
subscription-annual-version = Because your instance runs a version below { $version }.
subscription-settlement = Next settlement
subscription-settlement-annual = At the end of the term, for the most users of the whole year.
subscription-settlement-q4 = None. The last quarter of a term is not charged.
subscription-settlement-no-report = Unknown. No instance has told us its users in this quarter.
subscription-settlement-nothing = { $day }. As of today it would cost nothing.
subscription-settlement-amount = { $day }. As of today it would cost { $amount }.
subscription-arithmetic = As of today: { $seats } × { $price } × { $quarters } of 4 quarters = { $amount }. Once a year it would be { $annual }.
subscription-quarter = Quarter { $number }
subscription-quarter-peak = Highest: { $users } users on { $day }.
subscription-quarter-ahead = Not begun yet.
subscription-quarter-no-report = Nothing was reported.
subscription-quarter-last = Not charged. It counts for the renewal.
subscription-how = How this adds up
subscription-how-text = You pay for seats from the next quarter on. The quarter in which they were added is free. Seats never fall within a term.
subscription-instances = Instances
subscription-instance = Instance
subscription-version = Version
subscription-users = Users
subscription-last-report = Last report
subscription-does-not-count = Does not count
subscription-no-instance = No instance is linked yet. Paste its instance ID, and it gets its license.
subscription-paste = Paste an instance ID
subscription-code = Show the activation code
subscription-code-text = Type it into your product to link an instance to this subscription. Treat it like a password.
subscription-licenses = Licenses
subscription-license-title = { $tier }, { $seats } seats
subscription-license-text = { $span }. Issued on { $issued }.
subscription-license-future = Comes next
subscription-license-current = In force
subscription-license-past = Past

## Renewal

renewal-turn-off = Turn off auto-renewal
renewal-turn-on = Turn on auto-renewal again
renewal-ask-late = Ask us to turn it off late
renewal-confirm = Turn off auto-renewal?
renewal-what-happens = What will happen
renewal-until = Until { $day }
renewal-until-text = Everything works as it does today. Support, updates and licenses go on.
renewal-on = On { $day }
renewal-on-text = The subscription does not renew.
renewal-saved = You are not charged about { $amount }.
renewal-after = After that
renewal-after-text = For { $days } days your product goes on as before. Then it falls back to the free plan. Your data stays.
renewal-settlements-title = Settlements
renewal-settlements = The quarters of this term are still settled.
renewal-settlements-next = The quarters of this term are still settled. The next letter comes on { $day }.
renewal-settlements-annual = The users of this term are still settled at its end.
renewal-undo = If you change your mind
renewal-undo-text = Turn it on again with one click, any time before { $day }.
renewal-last-day = The last possible day is
renewal-last-day-utc = { $day }, until 23:59 UTC
renewal-reason = Would you tell us why?
renewal-reason-hint = Only if you like. It changes nothing.
renewal-keep = Keep it on
renewal-done = Auto-renewal is off
renewal-done-by = { $name } turned it off on { $at }. A letter about it is on its way.
renewal-next = What happens next
renewal-next-works = Everything works until { $day }.
renewal-next-no-charge = No renewal is charged on { $day }.
renewal-next-undo = You can turn it on again any time before { $day }.
renewal-back = Back to the subscription
renewal-too-late = It is too late to turn off auto-renewal
renewal-was-possible = It was possible until
renewal-was-possible-day = { $day }, 23:59 UTC
renewal-ask = Ask us all the same
renewal-ask-text = A person reads your request and answers by mail. Until then the renewal stays on.
renewal-ask-reason = What should we know?
renewal-ask-hint = You may leave this empty.
renewal-ask-send = Send the request
renewal-asked = You asked us on { $at }. A person will answer by mail. Until then the renewal stays on.
renewal-none = There is no renewal to turn off

## Staff

staff-today = Today
staff-requests = Late requests to turn off auto-renewal
staff-open = { $count ->
    [one] { $count } open
   *[other] { $count } open
}
staff-no-request = Nobody waits for an answer.
staff-request-text = { $name } asked on { $at }. It renews on { $day }.
staff-answer = Your answer
staff-answer-hint = The customer reads it in the letter, and it stays in the audit trail.
staff-answer-missing = Give a reason: the customer reads it.
staff-decided-already = This request was decided already, or there is nothing to turn off any more.
staff-grant = Turn off auto-renewal late
staff-decline = Decline the request
staff-letters = Letters
staff-letters-waiting = { $count } waiting
staff-letters-refused = { $count } came back
staff-no-letter = No letter was written yet.
staff-letter = Letter
staff-letter-to = To
staff-letter-queued = Written
staff-letter-state = State
staff-letter-sent = Sent on { $at }
staff-letter-refused = Came back: { $why }
staff-letter-again = Tried again later: { $why }
staff-letter-waiting = Waiting

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
