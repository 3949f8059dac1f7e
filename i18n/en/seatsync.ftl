## Words shared by pages and emails

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
flash-request-sent = We have your request. You will get our answer by email.
flash-linked = The instance is linked.
flash-reported = The report is accepted.
flash-password-changed = Your password is changed. You are signed in here, and signed out everywhere else.
flash-granted = Auto-renewal is off. The customer gets an email.
flash-declined = The request is declined. The customer gets an email.
flash-disputed = We have your dispute. Nothing is charged until somebody has decided.
flash-dispute-withdrawn = Your dispute is withdrawn. The reconciliation goes on.
flash-dispute-rejected = The dispute is rejected. The reconciliation goes on.
flash-waived = The charge is waived. Nothing is charged.
flash-paused = The reconciliations of this subscription are paused.
flash-resumed = The pause is lifted. Quarters are reconciled again.
flash-alert-closed = The alert is closed. If the same is noticed again, it comes back, after 30 days at the latest.

## Signing in

sign-in = Sign in
sign-in-forgot = I forgot my password
sign-in-kept = Your session had ended. What you entered is kept: sign in again, and you can send it.
sign-in-no-account = No account yet? Write to { $support }.
sign-in-wrong = This email address and password do not belong together. Check both, or ask for a link to choose a new password.

## A new password

password-request = Forgot your password?
password-request-text = Tell us your email address. We send you a link that works once, for { $minutes } minutes.
password-send = Send the link
password-back = Back to sign-in

address-at = Enter an email address, like name@example.com
address-hidden = There is a hidden character in this address. Enter it anew instead of pasting it.
address-space = An email address has no space in it.
address-character = “{ $character }” cannot stand in an email address.
address-foreign = Before the @, an email address can only have the letters a to z.
address-dots = Before the @, a dot cannot be the first or last character, or follow another.
address-domain = Check what follows the @. It should look like example.com
address-ip = After the @ must be a name like example.com, not an IP address.
address-too-long = This email address is too long.

contact-confirm = Confirm this address
contact-confirm-text = { $account } wants emails about its subscriptions to go to { $email }. Confirm if you want to get them.
contact-confirm-save = Confirm
contact-confirm-not-you = Not what you expected? Close this page. Nothing will be sent to you.
contact-confirmed = The address is confirmed
contact-confirmed-text = Emails of { $account } go to { $email } from now on. You can close this page.

password-sent = Look into your mailbox
password-sent-text = If we know { $email }, an email with a link is on its way.
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
error-method = This address cannot be opened like this
error-method-text = Nothing was changed. Go back to the page you came from and start again there.
error-not-allowed = Your role does not allow this
error-not-allowed-text = Somebody with another role on your account can do it. Ask an owner of the account.
error-foreign-form = This form is too old
error-foreign-form-text = Nothing was changed. Go back, load the page again, and send the form once more.
error-too-large = That is too much text
error-too-large-text = Nothing was changed. Go back and send less.
error-media = This can't be sent here like this
error-media-text = Nothing was changed. Go back, load the page again, and send its form uncompressed from your browser.
error-slow = That took too long to arrive
error-slow-text = Nothing was changed. Check your connection, go back, and send the form once more.
error-unreadable = We cannot read this
error-unreadable-text = Nothing was changed. Go back, load the page again, and send the form once more.
kept-title = Send it now?
kept-text = Your session had ended, so nothing was sent. You're signed in again, and this is what you entered.
kept-words = What you wrote
kept-instance-id = Instance ID
kept-send = Send now
kept-leave = Don't send it
error-no-cookies = Cookies are needed
error-no-cookies-text = Nothing was changed: your browser didn't send our cookie. Allow cookies for this site, go back, reload the page and try again.
error-open-again = Open the link in the email again
error-open-again-text = This browser doesn't have the link, or doesn't accept our cookies. Open the link in the email again. If you still see this page, allow cookies for this site.
error-gone = This link no longer works
error-gone-text = A link works once and for a short time. You can have a new one.
error-too-many = Too many attempts
error-too-many-text = Wait { $minutes } minutes and try again. Or choose a new password: the link in the email works at once.
error-too-many-links-text = { $minutes ->
    [one] Wait a minute and try again.
   *[other] Wait { $minutes } minutes and try again.
}
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
home-shown = { $from } to { $to } of { $total } subscriptions
pages-label = Pages
pages-previous = Previous page
pages-next = Next page
home-details = Details
home-details-of = Details of { $number }
subscription-span = { $from } to { $to }
subscription-of = Subscription { $number } of { $account }, { $term }
subscription-seats = Seats and usage
subscription-seats-of = of { $seats } seats used
subscription-peak = Highest this quarter: { $users } users on { $day }.
subscription-no-report = You have { $seats } seats. No linked instance has reported its users.
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
} An email with the amount comes on { $reconciled }. { $payment ->
    [card] Your card is charged on { $charged }.
   *[invoice] The invoice comes on { $charged }.
} Seats you buy before then lower it.
subscription-late-request = You asked us on { $day } to turn off auto-renewal late. A person will answer.
subscription-silent = { $instance } has sent nothing for { $days } days. Nothing is switched off. Check its network, or paste its instance ID.
subscription-version-unreadable = { $instance } reports version “{ $version }”. We can’t compare it with our security advisories, so we can’t tell whether it’s safe.
subscription-flaw = { $instance } runs a version with a known security flaw ({ $severity }). Its page names the update.
subscription-more = { $count ->
    [one] One more such note is on the subscription’s instances.
   *[other] { $count } more such notes are on the subscription’s instances.
}
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
subscription-not-paid-for = The renewal could not be charged.
subscription-not-priced = It does not renew by itself: there is no list price for the next term. Write to us.
subscription-not-po-required = It does not renew by itself: your orders need a purchase order first.
subscription-not-public-sector = It does not renew by itself: a public body orders the next term itself.
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
subscription-annual-version = Because your instance runs a version below { $version }, or one we can’t read.
subscription-annual-reverted = Because a reconciliation of this term could not be charged to your card.
subscription-annual-po-required = Because your orders need a purchase order first.
subscription-annual-public-sector = Because a public body is billed so.
subscription-reconciliation = Next reconciliation
subscription-reconciliation-annual = At the end of the term, for the most users of the whole year.
subscription-reconciliation-done = None. It was reconciled when the next term was bought.
subscription-reconciliation-told = Quarter { $quarter }: { $amount }.
subscription-reconciliation-q4 = None. The last quarter of a term is not charged.
subscription-reconciliation-no-report = Unknown. No instance has reported its users in this quarter.
subscription-reconciliation-nothing = { $day }. As of today it would cost nothing.
subscription-reconciliation-amount = { $day }. As of today it would cost { $amount }.
subscription-arithmetic = As of today: { $users } users at most on { $day }, { $seats } paid, { $over } × { $price } × { $quarters } of 4 quarters = { $amount }. Under the annual true-up it would be { $annual }.
subscription-quarter = Quarter { $number }
subscription-quarter-peak = Highest: { $users } users on { $day }.
subscription-quarter-ahead = Not begun yet.
subscription-quarter-no-report = Nothing was reported.
subscription-quarter-no-report-yet = Nothing was reported yet.
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
subscription-no-instance-yet = No instance is linked yet.
subscription-paste = Paste an instance ID
subscription-code = Show the activation code
subscription-code-text = Enter it in your product to link an instance to this subscription. Treat it like a password.
subscription-licenses = Licenses
subscription-quarters = Quarters and reconciliations
subscription-quarters-alone = Quarters
subscription-seats-of-term = Since when you have these seats
subscription-past-term = Past term: { $span }
subscription-invoices = Invoices
subscription-no-invoice = No invoice yet. Every invoice of this subscription is listed here.
subscription-invoice = Number
subscription-invoice-for = For
subscription-invoice-issued = Issued
subscription-invoice-total = Total
subscription-invoice-state = State
invoice-is-paid = Paid on { $day }
invoice-is-due = Due on { $day }

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
renewal-reconciliations-title = Reconciliations
renewal-reconciliations = The quarters of this term are still reconciled.
renewal-reconciliations-next = The quarters of this term are still reconciled. The next email comes on { $day }.
renewal-reconciliations-annual = The users of this term are still billed at its end.
renewal-undo = If you change your mind
renewal-undo-text = Turn it on again with one click, any time before { $day }.
renewal-last-day = The last possible day is
renewal-last-day-utc = { $day }, until 23:59 UTC
renewal-reason = Would you tell us why?
renewal-reason-hint = Only if you like. It changes nothing.
renewal-keep = Keep it on
renewal-done = Auto-renewal is off
renewal-done-by = { $name } turned it off on { $at }. An email about it is on its way.
renewal-next = What happens next
renewal-next-works = Everything works until { $day }.
renewal-next-no-charge = No renewal is charged on { $day }.
renewal-next-undo = You can turn it on again any time before { $day }.
renewal-once-on = Mind: the last day to turn it off was { $day }. Once it is on again, you would have to ask us.
renewal-back = Back to the subscription
renewal-too-late = It is too late to turn off auto-renewal
renewal-was-possible = It was possible until
renewal-was-possible-day = { $day }, 23:59 UTC
renewal-ask = Ask us all the same
renewal-ask-text = A person reads your request and answers by email. Until then the renewal stays on.
renewal-ask-reason = What should we know?
renewal-ask-hint = You may leave this empty.
renewal-ask-send = Send the request
renewal-asked = You asked us on { $at }. A person will answer by email. Until then the renewal stays on.
renewal-none = There is no renewal to turn off

## Reconciliations

reconciliation-title = Reconciliation of quarter { $quarter }
reconciliation-details-of = Details of { $quarter }, { $span }
reconciliation-sum = { $users } users at most on { $day }, { $seats } paid, { $over } × { $price } × { $quarters } of 4 quarters = { $amount }. Under the annual true-up it would be { $annual }.
reconciliation-dates = The email with the amount comes on { $reconciled }. { $payment ->
    [card] Your card is charged on { $charged }.
   *[invoice] The invoice comes on { $charged }.
}
reconciliation-saved = Reconciled by quarter you have saved { $amount } in this term, compared with the annual true-up.
reconciliation-annual = This term is billed once a year. { $why } On { $day } you pay for the most users of the whole term above your seats, each at the full annual price.
reconciliation-annual-over = This term was billed once a year. { $why }
true-up-today = As of today: { $users } users at most, { $seats } paid, { $over } × { $price } = { $amount }.
true-up-credited = { $amount } that was paid for seats added later is deducted.
true-up-billed = Trued up on { $day }: { $users } users at most, { $seats } paid, { $over } × { $price } = { $amount }.
true-up-late = Quarter { $quarter }, told late, billed on { $day }: { $users } users on { $on }, { $seats } paid, { $over } × { $price } × { $quarters } of 4 quarters = { $amount }.
reconciliation-badge-open = Dispute decided
reconciliation-badge-dispute = Dispute
reconciliation-badge-nothing = Nothing to pay
reconciliation-badge-skipped = Not reconciled
reconciliation-badge-notified = Announced
reconciliation-badge-charged = Paid
reconciliation-badge-invoiced = Invoiced
reconciliation-badge-superseded = Covered
reconciliation-badge-failed = Payment failed
reconciliation-badge-reverted = Billed at the end
reconciliation-badge-waived = Waived
reconciliation-open = Your dispute is decided. The quarter is reconciled when it is over, as if there had been none.
reconciliation-notified = { $payment ->
    [card] Your card is charged on { $day }.
   *[invoice] The invoice comes on { $day }.
}
reconciliation-under-way = Your card is being charged.
reconciliation-charged = Charged to your card on { $day }. You have { $seats } seats since.
reconciliation-invoiced = Invoiced on { $day }. You have { $seats } seats since.
reconciliation-superseded = You bought seats in time. Nothing is left to pay.
reconciliation-failed = Your card could not be charged. We try again on { $day }. If that has not worked by { $reverts }, the term is billed once a year instead.
reconciliation-failed-last = Your card could not be charged. Change the card before { $reverts }, or the term is billed once a year instead.
reconciliation-reverted = Your card could not be charged. These users are billed at the end of the term, at the full annual price.
reconciliation-disputed = You disputed it. Nothing is charged until somebody has decided.
reconciliation-waived = We waived this charge. Nothing is charged.
reconciliation-attention = The amount is too large to be computed. A person looks into it; nothing is charged meanwhile.
reconciliation-badge-attention = Being looked at
reconciliation-skipped-trial = A free plan is not billed.
reconciliation-skipped-reseller = Your reseller bills this.
reconciliation-skipped-public-sector = A public body is billed once a year, at the end of the term.
reconciliation-skipped-po-required = Your orders need a purchase order first, so users are billed once a year, at the end of the term.
reconciliation-skipped-term = The term is not twelve months, so users are billed once, at its end.
reconciliation-skipped-opted-out = Your contract says that users are billed once a year, at the end of the term.
reconciliation-skipped-not-enrolled = This term is billed once a year, at its end.
reconciliation-skipped-paused = We had paused the reconciliations of this subscription. Nothing is charged for this quarter.
reconciliation-skipped-not-linked = Your contract does not count pasted reports by quarter. These users are billed at the end of the term.
reconciliation-skipped-version = Your instance ran a version below { $version }, or one we can’t read. These users are billed at the end of the term.
reconciliation-skipped-disputed = You disputed it before it was reconciled. Nothing is charged for this quarter.
reconciliation-skipped-no-report = Nothing was reported in time. If a later report tells of more users, they are billed at the end of the term.
reconciliation-skipped-no-overage = You had no more users than seats.
reconciliation-stands = How it stands
reconciliation-counted = What was counted
reconciliation-quarter = Quarter
reconciliation-most = Most users
reconciliation-most-on = { $users } on { $day }
reconciliation-hosts = Reported by { $hosts }. Users who have left again still count.
reconciliation-seats = Seats paid for
reconciliation-over = Users above the seats
reconciliation-per-seat = Price per seat and year
reconciliation-quarters-left = Quarters left
reconciliation-quarters-of-4 = { $quarters } of 4
reconciliation-annually = Under the annual true-up
reconciliation-annually-small = Before tax, at the end of the term.
reconciliation-told-on = Email written
reconciliation-charged-on = Card charged
reconciliation-invoiced-on = Invoice issued
reconciliation-charge-on = Card is charged
reconciliation-invoice-on = Invoice comes
reconciliation-seats-from = Seats count from
reconciliation-next-seats = You then have { $seats } seats until the end of the term.
reconciliation-next-lower = Seats you buy before { $day } lower the amount.
reconciliation-next-card = Once you change the card, it is charged again at once.
reconciliation-next-stay = The seats stay until the end of the term.
reconciliation-next-decided = If we agree, nothing is charged and your seats stay as they are.
reconciliation-next-rejected = If we do not, you read our reason here, and it is charged on the next day at the earliest.
reconciliation-next-report = A feature is never taken away for a missing report.
reconciliation-next-true-up = The seats stay as they are until then.
reconciliation-invoice = Open invoice { $number }
dispute-title = Is a number wrong?
dispute-text = You can dispute it until the end of { $day } (UTC). Nothing is charged until a person has decided, and everybody goes on working.
dispute-text-unpaid = You can dispute it as long as it is not paid. Nothing is charged until a person has decided, and everybody goes on working.
dispute-label = What is wrong?
dispute-hint = For example: users counted twice, or an instance for tests. At most { $longest } characters.
dispute-send = Dispute this charge
dispute-empty = Say what is wrong, so that we can look into it.
dispute-yours = Your dispute
dispute-since = Raised on { $at }. A person looks into it, and the decision is shown here.
dispute-withdraw-text = You can withdraw it. The reconciliation then goes on: it is charged when it was due, and tomorrow at the earliest.
dispute-withdraw = Withdraw the dispute
dispute-under-way = Your card is being charged at this moment, so the dispute came too late. Write to us: a mistake is corrected by a credit note.
dispute-decided = Your dispute was decided already. Write to us if something is new: a mistake is corrected by a credit note.
dispute-reconciled = This reconciliation is over, so there is nothing to dispute any more. Write to us: a mistake is corrected by a credit note.
dispute-too-early = There is nothing to dispute yet.
dispute-none = There is no dispute to withdraw any more. This is how it stands now.
billing-who-may = Owners and billing admins of your account can dispute a charge and buy seats. Ask one of them.
text-too-long = Write at most { $longest } characters. Your text has { $length }.
history = What happened
history-notified = Reconciled, and the email written
history-charged = Charged to the card
history-invoiced = Invoiced
history-superseded = Covered by seats that were bought
history-failed = The card could not be charged
history-reverted = Put off to the end of the term
history-disputed = Dispute raised
history-disputed-by = { $name } disputed it
history-answered = Dispute rejected. Our answer:
history-withdrawn = Dispute withdrawn
history-withdrawn-by = { $name } withdrew the dispute
history-waived = Waived. Our reason:
history-skipped = Closed without a charge
seats-at-first = { $count ->
    [one] { $seats } seat at the beginning
   *[other] { $seats } seats at the beginning
}
seats-bought = { $count ->
    [one] { $seats } more seat, bought
   *[other] { $seats } more seats, bought
}
seats-reconciled = { $count ->
    [one] { $seats } more seat, reconciled
   *[other] { $seats } more seats, reconciled
}
seats-sum = { $count ->
    [one] { $seats } seat in all
   *[other] { $seats } seats in all
}

## Buying by hand

seats-add = Add seats
renew-early = Renew early
paid-by-card = Your card ending in { $digits }
payment-invoice = By invoice
paid-otherwise = Change how you pay
sum-net = Amount before tax
sum-tax = Tax, { $rate }%
sum-total = To pay
order-lead = You have { $seats } seats.
order-lead-used = You have { $seats } seats, and { $used } users as last reported.
renew-lead-active = { $active } users are active. The next term needs a seat for each of them at least.
order-how-many = How many seats do you want to add?
renew-how-many = How many seats should the next term have?
order-see-price = See the price
order-no-number = Enter a whole number from 1 to { $most }
order-too-much = That is more than we can bill at once. Enter a smaller number
order-costs = What it costs
order-otherwise = If you do not buy
renew-otherwise = Good to know
order-price = Seats for the rest of the term
order-days = { $seats } × { $price } × { $days } of { $of } days
order-seats = Seats
order-seats-then = { $then } instead of { $now }
order-seats-stay = They stay until the end of { $day } and cannot be given back before.
order-payment = Payment
order-card-small = It is charged at once, and the seats are yours as soon as that is done.
order-invoice-small = The invoice comes by email at once. It is due within { $days } days.
order-license = License
order-license-online = A new license with these seats is issued. A connected instance fetches it within a day.
order-license-offline = A new license with these seats is issued. Your offline instance gets it with a new token.
order-license-service = The seats count at once. Nothing is to be installed.
order-instead = You can also wait: users above your seats are reconciled after the quarter, and the quarter in which they come is free. For { $seats } more users from { $from } on: { $seats } × { $price } × { $quarters } of 4 quarters = { $amount }. { $compared ->
    [less] That is { $difference } less than buying today.
    [more] That is { $difference } more than buying today.
   *[same] That is as much as buying today.
}
order-instead-annual = You can also wait: users above your seats are billed once a year. For { $seats } more users on { $day }: { $seats } × { $price } = { $amount }.
order-instead-q4 = You can also wait: more users in the last quarter cost nothing. They only count for the renewal on { $day }.
order-instead-paused = We have paused the reconciliations of this subscription: as long as that lasts, more users cost nothing.
order-reconciliation-gone = The reconciliation of quarter { $quarter } over { $now } is no longer charged if the seats are bought before it is.
order-reconciliation-lower = The reconciliation of quarter { $quarter } falls from { $now } to { $then } if the seats are bought before it is charged.
order-buy = { $count ->
    [one] Buy one seat for { $total }
   *[other] Buy { $count } seats for { $total }
}
order-do-not = Do not buy
order-dearer = The price, or what pays it, has changed since you saw it. Nothing was bought. Look at it again, then decide.
order-blocked = Seats cannot be added now
order-seats-changed = You had { $was } seats when you saw this, and have { $is } now. Nothing was bought. Look at it again, then decide.
order-form-used = This form was sent before, with another number. Nothing more was bought. Look at what you have, or begin again.
order-no-term = No term is running, so there is nothing to add seats to.
order-not-paid = A free plan has no seats to buy.
order-declined-text = Your card was declined. Nothing was bought.
order-done = The seats are yours
order-pending = Your card is being charged
order-declined = Your card was declined
order-done-seats = You have { $seats } seats until the end of { $day }.
order-done-renewal = The next term is bought: { $span }.
order-done-license = Its license is issued and starts by itself on the first day, at 00:00 UTC.
order-pending-seats = The seats are yours as soon as the charge is done. That takes a moment.
order-pending-renewal = The next term is yours as soon as the charge is done. That takes a moment.
order-pending-reload = Load this page again to see how it went.
order-declined-nothing = Nothing was bought and nothing was charged.
order-declined-again = Use another card, or pay by invoice. Then try again.
order-again = Try again
renew-done = The next term is bought
renew-blocked = The next term cannot be bought now
renew-too-early = It can be bought by hand from { $day } on.
renew-already = The next term is bought already. It begins on { $day }.
renew-below-active = { $active } users are active. Enter { $active } or more
renew-term = Next term
renew-sum = { $seats } × { $price } = { $amount }
renew-list-price = The list price of { $day }.
renew-true-up = True-up of this term
renew-true-up-sum = { $over } × { $price } = { $amount }
renew-true-up-small = { $users } users on { $day }, { $seats } held then. It is billed once, and adds no seats to the next term.
renew-seats-same = { $seats } seats, as now.
renew-seats-then = { $then } seats instead of { $now }. Until then nothing changes.
renew-license = A license for the next term is issued at once. It grants nothing before { $day }, then starts by itself at 00:00 UTC.
renew-license-service = The next term starts by itself on { $day }, at 00:00 UTC.
renew-else-renews = If you do nothing, it renews by itself on { $day } for about { $amount }.
renew-else-ends = If you do nothing, it ends with { $day }.
renew-stays-off = Auto-renewal stays off: the term you buy does not renew by itself.
renew-quarters-go-on = The quarters of this term are still reconciled.
renew-no-way-back = A term that is bought cannot be given back. The present one goes on until the end of { $day }.
renew-buy = Buy the next term for { $total }

## Staff

more-than = More than { $what }
staff-today = Today
staff-requests = Late requests to turn off auto-renewal
staff-open = { $count ->
    [one] { $count } open
   *[other] { $count } open
}
staff-no-request = Nobody waits for an answer.
staff-request-text = { $name } asked on { $at }. It renews on { $day }.
staff-answer = Your answer
staff-answer-hint = The customer reads it in the email, and it stays in the audit trail.
staff-answer-missing = Give a reason: the customer reads it.
staff-decided-already = This request was decided already, or there is nothing to turn off any more.
staff-grant = Turn off auto-renewal late
staff-decline = Decline the request
staff-reconciliations = Reconciliations
staff-reconciliations-text = What is announced and not paid. Every decision has a reason, which the customer reads.
staff-reconciliations-waiting = Announced and not paid
staff-reconciliations-open = { $count ->
    [0] No reconciliation waits for its payment.
    [one] { $count } reconciliation waits for its payment.
   *[other] { $count } reconciliations wait for their payment.
}
staff-reconciliations-see = See the reconciliations
staff-reconciliations-back = All reconciliations
staff-disputes = { $count ->
    [0] No dispute
    [one] { $count } dispute
   *[other] { $count } disputes
}
staff-pauses-standing = { $count ->
    [0] No subscription is paused.
    [one] { $count } subscription is paused.
   *[other] { $count } subscriptions are paused.
}
staff-no-reconciliation = Nothing waits. Reconciliations appear here from their email to their payment.
staff-reconciliation = Reconciliation
staff-reconciliation-of = { $number }, quarter { $quarter }
staff-account = Account
staff-charge-on = Charged on
staff-customer-reads = What the customer reads
staff-dispute = The dispute
staff-dispute-silent = The customer gave no reason.
staff-decide = Decide the dispute
staff-decide-text = Accepted, nothing is charged and no seats are added. Rejected, it is charged when it was due, and tomorrow at the earliest.
staff-accept = Accept: charge nothing
staff-reject = Reject: the reconciliation goes on
staff-waive-title = Waive it
staff-waive-text = Nothing is charged for this quarter, and no seats are added. This cannot be undone.
staff-waive = Waive the charge
staff-reconciliation-answer-hint = The customer reads it on the reconciliation’s page, and it stays in the audit trail.
staff-reconciliation-over = This reconciliation was decided or paid meanwhile. Nothing was changed.
staff-pauses = Paused subscriptions
staff-pauses-text = While a subscription is paused, its quarters are closed without a charge. What is announced already goes on.
staff-pause-since = Since { $at }:
staff-resume = Lift the pause of { $number }
staff-resume-reason = Why is { $number } reconciled again?
staff-pause-new = Pause a subscription
staff-pause-number = Its number
staff-pause-no-number = Enter the number of a subscription, like S-1042
staff-pause-reason = Why?
staff-pause-hint = It stays in the audit trail.
staff-pause = Pause its reconciliations
staff-emails = Emails
staff-emails-waiting = { $count } waiting
staff-emails-refused = { $count } came back
staff-no-email = No email was written yet.
staff-email = Email
staff-email-to = To
staff-email-queued = Written
staff-email-state = State
staff-email-sent = Sent on { $at }
staff-email-refused = Came back: { $why }
staff-email-again = Tried again later: { $why }
staff-email-waiting = Waiting

## Invoices

nav-invoices = Invoices
invoices-text = Every invoice and credit note, the newest first.
invoices-none = No invoice yet. The first one comes with the first purchase, and each stands here from then on.
invoices-reseller = You bought from { $reseller }. Your invoices come from there.
invoices-most = These are the newest { $most }. The file has more.
invoices-file = All as CSV
invoice-number = Number
invoice-date = Date
invoice-for = For
invoice-due-on = Due on
invoice-total = Total
invoice-state = State
invoice-kind-purchase = First term
invoice-kind-reconciliation = Quarterly reconciliation
invoice-kind-renewal = Renewal
invoice-kind-true-up = Annual true-up
invoice-kind-seats = Additional seats
invoice-kind-credit-note = Credit note
invoice-open = Open
invoice-due = Due today
invoice-overdue = Overdue
invoice-paid = Paid
invoice-credited = Credited
invoice-nothing-to-pay = Nothing to pay
invoice-open-text = Please pay { $total } by the end of { $day } (UTC).
invoice-due-text = Please pay { $total } today, by the end of { $day } (UTC).
invoice-overdue-text = { $total } was due on { $day }, { $days ->
    [one] one day ago
   *[other] { $days } days ago
}. Have you just paid? Then there is nothing to do.
invoice-paid-text = Paid on { $day }.
invoice-paid-card-text = Paid on { $day } with the card ending in { $card }.
invoice-credited-text = Credit note { $number } took this invoice back. It need not be paid.
invoice-credit-note-text = A credit note asks for no money. It takes an invoice back.
invoice-nothing-text = There is nothing to pay.
invoice-pdf = Download PDF
invoice-csv = Download CSV
invoice-print = Print
invoice-see-credit-note = See credit note { $number }
invoice-see-corrected = See invoice { $number }
invoice-back = All invoices
invoice-share = For people without an account
invoice-share-text = A mailed link opens this one document without signing in: for your accounting, say. It shows nothing else.
invoice-share-live = { $count ->
    [0] No link works at the moment.
    [one] One link works at the moment.
   *[other] { $count } links work at the moment.
}
invoice-share-to = A new link is mailed to
invoice-share-nobody = Nobody gets this account’s billing emails. Ask an owner of the account to name a contact.
invoice-send-link = Send the link again
invoice-revoke = Revoke all links
invoice-revoke-text = Every link mailed so far stops working at once. You can send a new one at any time.
flash-link-sent = An email with a link is on its way.
flash-links-revoked = No mailed link opens this document any more.

document-invoice = Invoice { $number }
document-credit-note = Credit note { $number }
document-from = From
document-to = To
document-number = Number
document-issued = Date
document-due = Due on
document-corrects = Takes back invoice
document-customer = Customer
document-vat-id = Your VAT ID
document-subscription = Subscription
document-lead = For { $what }, subscription { $number }.
document-lead-credit = This credit note takes back invoice { $corrected } for { $what }, subscription { $number }.
document-reason = Reason: { $reason }
document-description = Description
document-quantity = Seats
document-unit-price = Price per seat ({ $currency })
document-amount = Amount ({ $currency })
document-line-purchase = { $what }, first term
document-line-renewal = { $what }, renewal
document-line-seats = { $what }, additional seats
document-line-true-up = { $what }, annual true-up
document-line-reconciliation = { $what }, reconciliation of quarter { $quarter }
document-most-on = { $count ->
    [one] { $users } user
   *[other] { $users } users
} at most on { $day }, { $seats } paid
document-sum-term = { $seats } × { $price } for the whole term = { $amount }
document-credited = Less { $credited } paid for seats added later = { $amount }
document-sum-months = { $seats } × { $price } a year × { $months } of 12 months = { $amount }
document-sum-quarters = { $seats } × { $price } × { $quarters } of 4 quarters = { $amount }
document-sum-days = { $seats } × { $price } × { $days } of { $of } days = { $amount }
document-under-annual = Under the annual true-up: { $amount }
document-net = Net
document-tax = Tax { $rate }
document-total = Total
document-note-pay = Please pay { $total } by the end of { $day } (UTC), and name { $number }.
document-note-card = Paid on { $day } with the card ending in { $card }. There is nothing left to pay.
document-note-credit = If the invoice is open, you owe less by this amount. If it is paid, you get the amount back.
document-note-nothing = There is nothing to pay.
document-page = Page { $n } of { $m }

linked-invoice-text = This link shows one document and nothing else. It needs no account.
linked-invoice-title = { $document }, by its link
linked-invoice-dead = This link is no longer valid
linked-invoice-dead-text = Links to invoices work for a limited time, and can be revoked.
linked-invoice-fresh = Have a new one mailed
linked-invoice-fresh-text = It goes to the billing contacts of the customer, as the one before. Nobody can have it sent elsewhere.
linked-invoice-fresh-send = Mail a new link
linked-invoice-sent = If we know this link, a new one is on its way
linked-invoice-sent-text = It goes to the billing contacts of the customer. Nothing came? Ask them, or look into the spam folder.

## The account

nav-account = Account
nav-emails = Emails
account-pages = Account
payment-title = Payment method
payment-text = How what you buy is paid. A change counts from the next payment on.
payment-now = Paid today
payment-card = Card ending in { $card }
payment-card-since = On file since { $day }.
payment-by-invoice = By invoice
payment-by-invoice-text = Each invoice is due { $days } days after its date, and goes to your billing contacts.
payment-reseller = You bought from { $reseller }. How you pay is between you and them.
payment-no-cards = This portal takes no cards. Everything is paid by invoice.
payment-add = Pay by card
payment-change = Use another card
payment-add-text = Reconciliations, renewals and seats are charged to the card on the day they are due. You get a paid invoice each time.
payment-retry = What could not be charged so far is charged at once.
payment-test-bank = The bank of this demo takes no money. Choose how its card behaves:
payment-card-works = It works
payment-card-declines = It is declined
payment-card-times-out = It is charged, but the bank’s answer is lost at first
payment-card-late = It is charged, and the bank answers later
payment-choose = Choose how the card behaves.
payment-put = Put this card on file
payment-remove-title = Pay by invoice instead
payment-remove-text = The card is taken off file. From then on each invoice is due { $days } days after its date.
payment-remove-open = What could not be charged so far is invoiced at once.
payment-remove-undo = You can put a card on file again at any time.
payment-remove = Remove the card
flash-card-put = The card is on file.
flash-card-removed = The card is removed. You pay by invoice now.
contacts-title = Contacts
contacts-text = Who gets which of the account’s emails. Contacts need no account of their own, and cannot sign in.
contacts-billing = Billing
contacts-billing-text = Invoices, credit notes, reconciliations, warnings before one, and payments that failed.
contacts-subscription = Renewal
contacts-subscription-text = Reminders of a renewal, what was renewed, and whether auto-renewal is on or off.
contacts-technical = Technical
contacts-technical-text = Activation codes, licenses, tokens, and instances that have not reported.
contacts-fall-back = Nobody is named. These emails go to { $names }.
contacts-nobody = Nobody is named, and nobody else gets these emails. Name a contact.
contacts-last = Once nobody is named any more, these emails go to the account’s people again.
contacts-name = Name
contacts-language = Language
contacts-language-account = As the account: { $language }
contacts-remove = Remove
contacts-remove-of = Remove { $name } from { $role }
contacts-add = Add a contact
contacts-add-text = We ask the address first, by email. Once it is confirmed there, these emails go to the named contacts alone; until then, to the account’s people as before.
contacts-roles = Emails
contacts-no-name = Enter a name.
contacts-unconfirmed = Not confirmed yet
contacts-refused = Emails to this address came back
contacts-until-confirmed = Until an address is confirmed, these emails go to { $names }.
contacts-nobody-yet = Until an address is confirmed, nobody gets these emails.
contacts-ask = Ask again
contacts-ask-of = Ask again: send { $name } the confirmation email
contacts-asked-too-often = This address was asked { $most } times today. Try again tomorrow.
contacts-no-role = Choose at least one kind of email.
contacts-too-many = There are { $most } contacts for this already. Remove one first.
contacts-taken = { $email } gets these emails already.
contacts-save = Add this contact
flash-contact-added = The contact is added.
flash-contact-named = The contact is added. We have asked the address to confirm, by email.
flash-contact-asked = The confirmation email is on its way.
flash-contact-removed = The contact is removed.
emails-title = Emails to you
emails-text = What the portal sent to your address, the newest first.
emails-none = Nothing was sent to you yet. Every email to you will stand here.
emails-subject = Subject
emails-sent = Sent
emails-not-yet = Not sent yet
emails-refused = Could not be delivered
emails-slim = The text of this email was removed because it is more than a year old.
emails-state = State
emails-written = Written
emails-one = Email of { $when }
emails-to = To
emails-back = All emails
emails-secret = For safety, links and codes that open something are left out here.

## Invoices, for staff

staff-invoices-title = Invoices of all customers
staff-invoices = Invoices
staff-invoices-text = The newest invoices and credit notes of all customers.
staff-no-invoice = No invoice was issued yet.
staff-customer = Customer
staff-pay = Mark as paid
staff-pay-text = For a transfer that has come in. It cannot be undone.
staff-paid-on = Day the money came in
staff-paid-on-hint = Year, month and day, like 2026-08-10
staff-paid-on-wrong = Give the day the money came in: not before { $from }, and not after { $to }.
staff-paid = Mark as paid on this day
staff-credit = Take it back
staff-credit-text = A credit note over { $total } is issued and mailed to the customer. It cannot be undone. Seats and terms stay as they are.
staff-credit-reason = Reason
staff-credit-reason-hint = The customer reads it on the credit note.
staff-credit-reason-missing = Give a reason: the customer reads it.
staff-credit-reason-unprintable = No font here has { $characters }: the credit note would show boxes. Write it another way.
staff-credit-issue = Issue a credit note
staff-invoice-changed = This was not possible any more: look at how the invoice stands now.
flash-marked-paid = The invoice is marked as paid.
flash-credited = The credit note is issued. The customer gets an email.

## Instances and tokens

instance-paste = Paste an instance ID
instance-paste-for = For { $what }, { $number }
instance-paste-where = In your product, open Admin › License. Copy the text under “Instance ID”, then paste it here.
instance-id = Instance ID
instance-id-hint = A long text, often between a BEGIN and an END line. Extra spaces and line breaks do no harm.
instance-id-empty = Paste the instance ID of your instance.
instance-id-dropped = The field is empty, because your text was too long to keep.
instance-look = See what it says
instance-back = Back to the subscription
instance-nothing-linked = Nothing is linked yet. You see what the text says before you decide.

instance-refused-not-ours = This is not an instance ID of this portal. Copy the whole instance ID, from its first to its last character. Does it still not fit? Then check the portal’s address on the instance.
instance-refused-token = This is not an instance ID of this portal. It’s a token: load it on your instance, and copy the text under “Instance ID” from there.
instance-refused-several = This is not one instance ID of this portal. The text holds several: paste only the newest one.
instance-refused-too-long = This is not an instance ID of this portal: it is longer than { $kib } KiB. Copy the instance ID alone, from its first to its last character.
instance-refused-unsigned = We cannot read the signature of this instance ID. Update your product and make a new one.
instance-refused-key = We cannot use the key in this instance ID. Update your product and make a new one.
instance-refused-no-key = We do not know this instance yet, and its instance ID holds no key. Make a new one on the instance.
instance-refused-other-key = We know this instance under another key. Was it set up anew? Then remove its old state folder and link it as a new instance.
instance-refused-forged = The signature does not fit this instance ID. Make a new one on the instance.
instance-refused-other-audience = This instance ID was made for { $aud }, not for this portal. Correct the portal’s address on the instance.
instance-refused-ahead = This instance ID is dated { $at }, more than 24 hours ahead. Set the instance’s clock right and make a new one. Is the clock right already? Then it once ran ahead, and the instance remembers that. In this case, set the instance up with a new state folder, link it with the activation code, and unlink the old one.
instance-refused-unset = This instance ID is dated { $at }: the instance’s clock is not set. Set it right and make a new one.
instance-refused-environment = This instance ID comes from an environment that is not known here: “{ $given }”. It is production (the only one that counts), staging, test or development. Change it on the instance and make a new one.
instance-refused-version = This instance ID is written in version { $version }, which this portal cannot read. Ask our support what to do.
instance-refused-claims = This instance ID leaves something out, or writes it in another form. Update your product and make a new one.
instance-refused-negative = This instance ID reports a number below zero ({ $what }). Correct the count in your product and make a new one.
instance-refused-max = This instance ID reports { $billable } users now, but at most { $max } this term. Correct the count in your product and make a new one.
instance-refused-day-ahead = This instance ID reports users for { $day }, a day after it was made. Set the instance’s clock right and make a new one.
instance-refused-too-large = This instance ID reports a number above { $most } ({ $what }). Correct the count in your product and make a new one.
instance-refused-too-many = This instance ID lists more than { $most } entries ({ $what }). Update your product and make a new one.
instance-refused-text = A text in this instance ID is longer than { $most } characters or holds control characters ({ $what }). Correct it on the instance and make a new one.
instance-refused-replayed = This instance ID is too old: it is number { $seq }, and we have number { $last } already. Make a new one on the instance. Was it restored from a backup? Then make one with the activation code from the subscription’s page.
instance-refused-unknown-code = The activation code in this instance ID is not the code of this subscription. Copy the code from the subscription’s page and make a new instance ID with it.
instance-refused-code-of-other = The activation code in this instance ID belongs to { $number }. Paste the instance ID there, or make a new one with the right code.
instance-refused-linked-to-other = This instance is linked to { $number }. Paste its instance ID there.
instance-refused-was-linked = This instance was linked to { $number }, and its counts belong there. Set it up anew to link it here.
instance-refused-linked-elsewhere = This instance is linked to a subscription of another account. Ask our support what to do.
instance-refused-linked-too-often = This instance was linked { $most } times within 24 hours. Link it again tomorrow. Its licenses go on until then.
instance-refused-not-linked = This instance is linked to no subscription. Activate it with the code from your purchase email.
instance-refused-other-product = This instance runs { $runs }, but this subscription is for { $bought }. Paste the instance ID of the right product.

instance-received-title = Report { $number } of { $host }
instance-received = Check what your instance reported
instance-received-new = Nothing is linked yet. Check it, then link the instance.
instance-received-known = Nothing has changed yet. Check it, then accept the report.
instance-received-accepted = You have confirmed this report before.
instance-received-outdated = This report came too late.
instance-what-received = What was received
instance-fact-instance = Instance
instance-fact-contact = Contact
instance-first-contact = First contact
instance-linked-since = Linked since
instance-fact-subscription = Subscription
instance-subscription = { $number }, { $what }
instance-fact-product = Product
instance-product = { $product }, version { $version }
instance-fact-environment = Environment
instance-counts = Its users count.
instance-counts-not = Its users do not count: only “production” does.
instance-fact-tier = Tier on the instance
instance-fact-billable = Billable users
instance-fact-active = Active users
instance-fact-inactive = Inactive users
instance-fact-max = Most users this term
instance-fact-history = Daily history
instance-days = { $days ->
        [one] One day
       *[other] { $days } days
    }
instance-fact-written = Written
instance-own-clock = By the instance’s own clock
instance-fact-number = Report number
instance-fact-licenses = Licenses on record
instance-fact-operational = Operational service data
instance-fact-optional = Optional service data
instance-switched-off = Switched off on the instance
instance-none = None
instance-to = to
instance-over = { $over ->
        [one] One user more than seats.
       *[other] { $shown } users more than seats.
    }
instance-over-reconciled = That is reconciled on
instance-over-calm = The license works all the same.
instance-accepted = This report was already used on
instance-accepted-next = There is nothing more to do with it.
instance-outdated = A newer report of this instance was accepted in the meantime. Make a new instance ID on the instance and paste that.
instance-open = Open the instance
instance-link-effect = The instance gets the licenses of { $number }. Its users take seats of this subscription.
instance-link-effect-apart = The instance gets the licenses of { $number }. Its users take no seats.
instance-accept-effect = Counts and version of this instance are brought up to date. Its link to { $number } stays.
instance-link = Link this instance to { $number }
instance-accept = Accept this report
instance-paste-another = Paste another one
instance-exact = Exactly what was received
instance-exact-label = The content of the instance ID (JSON)

instance-of = Instance of { $what },
instance-get = Get the license onto the instance
instance-get-text = A token carries the license there, by clipboard or as a file. It works on this instance only.
instance-get-again = The token for the last report is made. Press the button again when a license has changed.
instance-offline = My instance isn’t connected to the internet
instance-paste-new = Paste a new instance ID
instance-who-may = Owners and technical admins of your account can paste instance IDs and make tokens. Ask one of them.
instance-knows = What we know
instance-fact-version = Version
instance-fact-last-report = Last report
instance-fact-in-force = License in force
instance-until = until
instance-fact-linked = Linked
instance-fact-id = Instance number
instance-alert-falling = The instance reported a lower maximum than before. We keep the higher number.
instance-alert-version = We can’t read this instance’s version as numbers. Our team is looking into it.
instance-alert-stale = Its last report was too old to count for the renewal. The seats were taken instead.
instance-alert-forked = Two machines seem to report as this instance, perhaps a copied disk. Set the copy up anew. Nothing is cut off.
instance-alert-too-many = More instances are linked than this subscription is meant for. Nothing is cut off. Our team may ask you.
instance-alert-clock = The clock of this instance is far off ours. Please set it right. Are its messages refused after that, too? Then set the instance up with a new state folder, link it with the activation code, and unlink this one.
instance-alert-left-production = This instance says it is no production instance any more, so its users no longer count. Is that right?
instance-noticed = Noticed on
instance-licenses = Licenses
instance-license = { $tier }, { $seats ->
        [one] one seat
       *[other] { $shown } seats
    }
instance-phase-past = Past
instance-phase-current = In force
instance-phase-replaced = Replaced
instance-phase-future = Starts later
instance-issued = Issued on
instance-no-licenses = No license yet. It appears here as soon as a term begins or is bought.
instance-tokens = Tokens made
instance-token-made = Made
instance-token-answers = Answers report
instance-no-tokens = No token yet. Every token made for this instance is listed here.

token-ready = Your token is ready
token-for = For { $host } only.
token-good-until = Good until
token = Token
token-copy = Copy the token
token-copied = Copied
token-selected = Selected. Press Ctrl and C to copy.
token-download = Download as text file
token-print = Print this page
token-next = What to do next
token-step-carry = Carry the token to your instance, by clipboard or as a file.
token-step-open = Open Admin › License in your product.
token-step-load = Paste the token and press “Load the license”.
token-licenses = Licenses in this token
token-starts = It starts on
token-nothing-before = It unlocks nothing before, then starts by itself at 00:00 UTC.
token-no-license = This token carries no license: no term is running and none is bought ahead.
token-says = What the token says
token-answers = Report { $seq }, written on
token-fact-answers = Answers
token-fact-made = Made
token-fact-number = Token number
token-back = Back to the instance

## Demo

demo = Demo tools
demo-only = Only in the demo
demo-error-missing-text = Check the address, or go back to the start.
demo-error-broken = Sorry, the demo has a problem
demo-error-broken-text = Try again. If it stays, end the demo, remove its folder, and start it again.
demo-error-home = Go to the start
demo-instance-at = at { $hostname }
demo-license = License
demo-instance-text = This page plays your own product. Carry its messages by hand, as behind an air gap, or let it sync by itself.
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
demo-next-reconciliation = Next reconciliation
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
demo-sync = Or let it sync by itself
demo-sync-text = A product that reaches the portal tells its users and fetches its licenses once a day. In the demo it also does so at every midnight that the clock is moved across.
demo-sync-next = Next sync:
demo-sync-now = Sync now
demo-sync-not-linked = The portal does not know this instance, or not any more. Enter the activation code from the subscription’s page.
demo-sync-refused = The portal refuses this message. It says: “{ $sentence }”
demo-sync-later = The portal cannot answer now. Nothing was lost: try again in a minute.
demo-sync-unreachable = The portal cannot be reached. Nothing was lost: see whether it runs, and try again.
demo-activate = Activate
demo-code = Activation code
demo-code-hint = It stands on your subscription’s page in the portal and in the email after the purchase.
demo-code-hint-again = Only to link again, after a restore or when it was unlinked. Otherwise leave it empty.
demo-code-none = Enter the activation code. You find it on your subscription’s page in the portal.
demo-code-length = An activation code has 24 letters and digits, this one has { $found }. Copy it whole from the subscription’s page.
demo-code-letter = No activation code has the character { $letter }. Copy the code from the subscription’s page.
demo-code-check = A character of this code is wrong, or two are swapped. Compare it with the subscription’s page.
demo-code-unknown = No subscription has this activation code. Was it replaced? Copy it from the subscription’s page.
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
demo-no-count = Enter a whole number from 0 to { $most }
demo-told-made = There is a new instance ID. Copy it to the portal.
demo-told-counted = The users are changed. Sync, or make a new instance ID, to tell the portal.
demo-told-loaded = The token is loaded. The license is in force.
demo-told-loaded-future = The token is loaded. Its license starts later, and unlocks nothing before.
demo-told-loaded-past = The token is loaded. Its license is over, and is kept for the history.
demo-told-loaded-known = The token is loaded. Its licenses were on record already.
demo-told-synced = The portal has your counts. It had no new license for you.
demo-token-too-long = This is not a token: it is longer than { $kib } KiB. Copy the token alone, from BEGIN to END.
demo-token-none = This is not a token. Copy it whole from the portal, from BEGIN to END.
demo-token-instance-id = This is not a token. It’s an instance ID: paste it into the portal, and load the token you get there.
demo-token-several = The text holds several tokens. Paste only the newest one.
demo-token-other-portal = This product does not know the key of this token. Take the token from the portal named above.
demo-token-forged = This token was cut off or changed: its signature does not fit. Copy it again from the portal.
demo-token-claims = This token leaves something out, or says it in another form. Update the product and load the token again.
demo-token-other-instance = This token is for another instance ({ $instance }). Take the one for this instance from the portal.
demo-token-other-product = This token is for another product ({ $product }). Take the one for this product from the portal.
demo-token-older = This token answers message { $seq }. One that answers message { $taken } is loaded already. Take the newest one from the portal.
demo-token-again = This token is on record already. It was loaded on { $at }.
demo-mailbox = Mailbox
demo-mailbox-text = Every email of the demo. None left this machine.
demo-clock = The clock says
demo-clock-text = Portal, emails and instance all go by this clock. It only goes forward.
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
demo-emails = Emails
demo-emails-empty = Every email the portal writes will stand here. So far there is none.
demo-emails-newer = Newer emails
demo-emails-older = Older emails
demo-email = Email
demo-email-back = Back to the mailbox
demo-email-subject = Subject
demo-email-from = From
demo-email-to = To
demo-email-when = Written
demo-email-state = State
demo-email-sent = Sent
demo-email-queued = Waiting
demo-email-again = Tried again later
demo-email-refused = Refused
demo-email-queued-at = Written
demo-email-sent-at = Sent
demo-email-language = Language
demo-email-error = Not sent because
demo-email-html = See it as HTML

## Emails

email-greeting = Hello { $name },
email-footer-why = { $brand } sent you this email automatically.
email-footer-help = Questions? Write to { $support }.
email-link-by-hand = If the button does not work, copy this address into your browser:
email-fact-subscription = Subscription
email-fact-product = Product
email-fact-last-day = Last day
email-fact-renews-on = Renews on
email-fact-last-cancel-day = Last day to turn it off
email-fact-hostname = Host name
email-fact-version = Version
email-fact-fixed-in = Fixed in version
email-fact-instance = Instance
email-fact-turned-off-by = Turned off by
email-fact-turned-on-by = Turned on by
email-fact-made-by = Made by
email-fact-at = When
email-fact-requested-at = Requested
email-open-subscription = Open subscription { $number }
email-seats = { $count ->
        [one] { $shown } seat
       *[other] { $shown } seats
    }
email-users = { $count ->
        [one] { $shown } user
       *[other] { $shown } users
    }
email-card = Card ending in { $card }
email-by-invoice = By invoice
email-fact-term = Term
email-fact-seats = Seats
email-fact-seats-added = Seats added
email-fact-peak = Most users
email-peak-on = { $users } on { $day }
email-fact-paid-seats = Seats paid for
email-fact-overage = Users over your seats
email-fact-per-seat = Price per seat
email-fact-per-seat-and-year = Price per seat and year
email-fact-quarters-left = Quarters left
email-quarters-of-4 = { $quarters } of 4
email-fact-amount = Amount
email-fact-amount-before-tax = Amount before tax
email-fact-amount-today = Amount as of today, before tax
email-fact-annual = Under the annual true-up
email-fact-reconciled-on = Reconciliation on
email-fact-charged-on = Card charged on
email-fact-invoiced-on = Invoice on
email-fact-seats-from = Seats count from
email-fact-payment = Payment
email-fact-quarter-ends = Quarter ends on
email-fact-report-until = Report by
email-fact-invoice = Invoice
email-fact-credit-note = Credit note
email-fact-about = For
email-fact-total = Total
email-fact-total-before-tax = Total before tax
email-fact-due-on = Due on
email-fact-link-until = Link works until
email-fact-next-try = Next attempt on
email-fact-reverts-on = Annual true-up again on
email-fact-pay-until = Please pay by
email-fact-license-until = License good until
email-fact-true-up = True-up of the term before
email-fact-next-cancel-day = Next renewal can be turned off until
email-fact-last-report = Last report
email-fact-bought-on = Bought on
email-users-and-price = { $users }, { $amount }
email-figure-now = { $new } (today { $now })
email-open-invoice = Open invoice { $invoice }
email-open-document = The link below opens this one document without signing in, until the end of { $day }. You may pass it on to your accounting.
email-on-portal = See it on the portal, after signing in
email-code-care = Treat the code like a password. Give it only to those who look after the product.
email-instance-gone = Is the instance no longer in use? Write to { $support }.

email-instead = This email could not be delivered to { $address }. You get it because you are an owner of the account.

email-contact-confirmation-subject = Confirm this address for emails of { $brand }
email-contact-confirmation-title = May we write to this address?
email-contact-confirmation-effect = { $account } has named this address to get emails about its subscriptions with { $brand }. We send them once you confirm that the address is right.
email-contact-confirmation-action = Confirm the address here
email-contact-confirmation-not-you = Not what you expected? Then there is nothing to do: no further emails will come. If they do, tell { $support }.
email-fact-valid-until = The link works until

email-password-reset-subject = Choose a new password
email-password-reset-title = Choose a new password
email-password-reset-effect = With this link you can choose a new password for { $brand }. { $minutes ->
        [one] It works once, within one minute.
       *[other] It works once, within { $minutes } minutes.
    }
email-password-reset-late = If the time has passed, ask for a new link on the sign-in page.
email-password-reset-action = Choose your password here
email-password-reset-not-you = You did not ask for this? Then there is nothing to do: your password stays as it is. If such emails keep coming, tell { $support }.

email-renewal-cancelled-subject = Auto-renewal of { $number } is off
email-renewal-cancelled-title = Auto-renewal is off
email-renewal-cancelled-effect = Auto-renewal is off for your subscription { $subscription }. The last day of the subscription is { $day }.
email-renewal-cancelled-until-then = Until the end of that day nothing changes. Your service runs, your license is valid, and this term is reconciled as agreed.
email-renewal-cancelled-late = The regular deadline had passed. { $brand } made an exception for you.
email-renewal-cancelled-undo = Did you change your mind? You can turn auto-renewal on again until the end of { $day }. One click on the subscription's page is enough.

email-renewal-resumed-subject = Auto-renewal of { $number } is on again
email-renewal-resumed-title = Auto-renewal is on again
email-renewal-resumed-effect = Your subscription { $subscription } renews automatically again, next on { $day }. Service and license go on without a break.
email-renewal-resumed-undo = Did you change your mind? You can turn off auto-renewal until the end of { $day }, on the subscription's page.
email-renewal-resumed-too-late = The last day to turn off this renewal was { $day }. After that day you can send us a late request, on the subscription's page.

email-late-request-declined-subject = { $number } will renew: our answer to your request
email-late-request-declined-title = Your subscription will renew
email-late-request-declined-effect = Your subscription { $subscription } will renew on { $day }. You asked us to turn off auto-renewal after the deadline. We could not agree to that.
email-late-request-answer = This is our answer:
email-late-request-declined-next = After the renewal you can turn off auto-renewal for the term that follows. Do you see the matter differently? Write to { $support }.

email-token-made-subject = New offline token for { $number }
email-token-made-title = A token was made for your offline instance
email-token-made-effect = A token was made for an offline instance of your subscription { $subscription }. It brings the license to this one instance and works on no other.
email-token-made-where = For safety, this email does not contain the token. You will find it on the portal.
email-token-made-action = See the tokens of this instance
email-token-made-not-you = Was it neither you nor your team? Then tell { $support } at once.

email-activation-code-subject = Your activation code for { $number }
email-activation-code-title = Your activation code
email-activation-code-effect = Thank you for your purchase. With this code you link your product to your subscription { $subscription }:
email-activation-code-where = Open Admin › License in your product and enter the code there.
email-activation-code-next = Your instance then fetches its license and reports its users once a day. Has it no network? Then paste its instance ID on the portal instead.
email-activation-code-ask = Did somebody see the code who should not? Or is something not as you ordered it? Write to { $support }.
email-activation-code-service-subject = Your subscription { $number } is ready
email-activation-code-service-title = Your subscription is ready
email-activation-code-service-effect = Thank you for your purchase of { $subscription }. From { $day } on, the service is there for you.
email-activation-code-service-next = There is no code to enter and nothing to install. The service counts your users by itself. You find the count on the subscription's page.
email-activation-code-service-ask = Is something not as you ordered it? Write to { $support }.

email-code-unused-subject = { $number }: the activation code is still unused
email-code-unused-title = Your activation code is still unused
email-code-unused-effect = You bought { $subscription } on { $day }. Nobody has used its code yet, so no instance has a license.
email-code-unused-next = Copy the code from the subscription's page. Then enter it in your product, under Admin › License. Has your instance no network? Then paste its instance ID on the portal instead.
email-code-unused-where = For safety, this email does not contain the code.
email-code-unused-ask = Are you stuck, or do you not need it after all? Write to { $support }.

email-heads-up-subject = { $number }: more users than seats
email-heads-up-title = You have more users than seats
email-heads-up-effect = On { $day } your subscription { $subscription } had { $users }. You have paid for { $seats }.
email-heads-up-cost = As of today, the reconciliation of quarter { $quarter } comes to { $amount }, plus any tax. { $payment ->
        [card] Your card is charged on { $charged }.
       *[invoice] The invoice comes on { $charged }.
    }
email-heads-up-buy = It is not too late. Seats you buy before { $charged } lower the amount. You see first what they cost.
email-heads-up-peak = The quarter runs until the end of { $day }. Its highest count decides, even if users leave again.
email-heads-up-nothing = You may also do nothing. Everyone goes on working, and the reconciliation comes by email on { $reconciled }.
email-heads-up-action = Buy seats for { $number }
email-heads-up-ask = Is the number of users wrong? Write to { $support } before { $reconciled }.

email-reconciliation-notice-subject = { $number }: reconciliation of quarter { $quarter }, { $amount }
email-reconciliation-notice-title = Reconciliation of quarter { $quarter }
email-reconciliation-notice-effect = In quarter { $quarter } your subscription { $subscription } had more users than seats. You pay for the new seats only in the quarters that are left. Nothing is charged yet.
email-reconciliation-notice-sum = { $users } at most on { $day }, { $seats } paid, { $overage } × { $price } × { $quarters } of 4 quarters = { $amount }. Under the annual true-up it would be { $annual }.
email-reconciliation-notice-card = On { $day } we charge { $amount }, plus any tax, to your card ending in { $card }. You then have { $seats }, counted from { $from } to the end of the term.
email-reconciliation-notice-invoice = On { $day } you get an invoice over { $amount }, plus any tax. You then have { $seats }, counted from { $from } to the end of the term.
email-reconciliation-notice-lower = Seats you buy before { $day } lower the amount.
email-reconciliation-notice-dispute = Is a number wrong? You can dispute it on the reconciliation's page before { $day }, or write to { $support }. A person looks into it.
email-reconciliation-notice-action = See the reconciliation, or dispute it

email-reconciliation-charged-subject = { $number }: { $amount } paid for quarter { $quarter }
email-reconciliation-charged-title = Quarter { $quarter } is paid
email-reconciliation-charged-effect = We charged { $amount } to your card ending in { $card }. This reconciles quarter { $quarter } of your subscription { $subscription }.
email-reconciliation-charged-seats = You now have { $after } instead of { $before }. They count from { $from } to the end of the term.
email-reconciliation-charged-invoice = Invoice { $invoice } belongs to it. It opens without signing in, so you may pass the link on.
email-reconciliation-charged-action = See the reconciliation
email-wrong-invoice = Is something wrong? Write to { $support }. A mistake is corrected by a credit note.

email-invoice-subject = { $paid ->
        [yes] Invoice { $invoice }: { $total }, paid
       *[no] Invoice { $invoice }: { $total }
    }
email-invoice-title = Invoice { $invoice }
email-about = { $about ->
        [purchase] purchase
        [renewal] renewal
        [seats] additional seats
        [reconciliation] reconciliation of quarter { $quarter }
       *[true-up] annual true-up
    }
email-invoice-effect = Here is invoice { $invoice } over { $total } ({ $about }). It belongs to your subscription { $subscription }.
email-invoice-due = Please pay it by { $day }. The invoice says how.
email-invoice-nothing = There is nothing to pay.
email-invoice-paid = It is paid already, with your card ending in { $card }. There is nothing to do.

email-credit-note-subject = Credit note { $credit_note }: { $total }
email-credit-note-title = Credit note { $credit_note }
email-credit-note-effect = Here is credit note { $credit_note } over { $total }. It corrects invoice { $invoice } of your subscription { $subscription }.
email-credit-note-reason = This is the reason:
email-credit-note-next = Please keep both documents. If the invoice is not paid yet, pay { $total } less. If it is paid, { $support } tells you how the money comes back.
email-credit-note-action = Open credit note { $credit_note }

email-payment-failed-subject = { $payment ->
        [card] { $number }: a payment did not go through
       *[invoice] { $number }: a payment is still open
    }
email-payment-failed-title = { $payment ->
        [card] A payment did not go through
       *[invoice] A payment is still open
    }
email-payment-failed-card = We could not charge { $amount } to your card ending in { $card }.
email-payment-failed-invoice = We have not received { $amount } yet.
email-payment-failed-reconciliation = This payment is for quarter { $quarter } of your subscription { $subscription }.
email-payment-failed-renewal = This payment is for the renewal of your subscription { $subscription } on { $day }.
email-payment-failed-true-up = This payment is for the annual true-up of your subscription { $subscription }.
email-payment-failed-card-next = Please check the card, or enter another one. We try again as soon as you change it.
email-payment-failed-invoice-next = Please pay the invoice, or enter a card. We then charge the card at once.
email-payment-failed-again = Otherwise we try again on { $day }.
email-payment-failed-last = We do not try this card again by ourselves.
email-payment-failed-reconciliation-until = If the payment is still open on { $day }, the annual true-up applies again. The users are then billed at the end of the term, at the full price. No feature is taken away.
email-payment-failed-renewal-until = Everything works until the end of { $day }. If the payment is still open then, the license ends and the free plan follows. Your data stays.
email-payment-failed-true-up-until = Please see to it by the end of { $day }. If the payment is still open then, somebody from { $brand } gets in touch with you.
email-payment-failed-action = Check the payment method
email-payment-failed-ask = Would you like to pay in another way, or do you need more time? Write to { $support }.

email-renewal-reminder-subject = { $days ->
        [one] { $number } renews in { $days } day
       *[other] { $number } renews in { $days } days
    }
email-renewal-reminder-title = Your subscription renews on { $day }
email-renewal-reminder-effect = Your subscription { $subscription } renews by itself on { $day }. Service and license go on without a break.
email-renewal-reminder-expected = As of today we expect { $seats } at { $price } each, { $total } in all, plus any tax. You get the final figures 15 days before.
email-renewal-reminder-final = These are the final figures: { $seats } at { $price } each, { $total } in all, plus any tax. Only more users could still raise them.
email-renewal-reminder-seats = Today you have { $now }. The new number follows your users.
email-renewal-reminder-price = Today a seat costs { $now }. The renewal is at the list price of that day.
email-renewal-reminder-same = Seats and price stay as they are.
email-renewal-reminder-card = On that day we charge your card ending in { $card }.
email-renewal-reminder-invoice = On that day you get an invoice.
email-renewal-reminder-cancel = Do you not want to renew? You can turn off auto-renewal until the end of { $day }. Everything then works until the term is over.
email-renewal-reminder-late = The last day to turn off this renewal was { $day }. You can still ask us, and a person decides.
email-renewal-reminder-ends-subject = { $days ->
        [one] { $number } ends in { $days } day
       *[other] { $number } ends in { $days } days
    }
email-renewal-reminder-ends-title = Your subscription ends on { $day }
email-renewal-reminder-ends-effect = Your subscription { $subscription } does not renew by itself. It ends, and its last day is { $day }.
email-renewal-reminder-ends-after = After that, and after any days of grace, your product falls back to the free plan. Your data stays.
email-reconciliation-notice-late = Quarter { $quarter } was reconciled from fewer users than are known now. A report that came later tells of { $users } on { $day }. { $seats } were paid, so { $overage } × { $price } × { $quarters } of 4 quarters = { $amount }. That is what it would have cost in time, and no more.
email-reconciliation-notice-total = Together that is { $amount }.
email-renewal-reminder-true-up = In addition { $users } above your seats in the running term are billed on that day: { $amount }, as far as it is known.
email-renewal-reminder-quarterly = From that day on, users above your seats are reconciled each quarter. You pay only for the quarters that are left, and no longer once a year at the full price.
email-ended-subject = { $number } has ended
email-ended-title = Your subscription ended on { $day }
email-ended-effect = Your subscription { $subscription } has ended. Its last day was { $day }.
email-ended-owed = For users above your seats in the last term { $amount } is billed, plus any tax.
email-ended-after = After any days of grace your product falls back to the free plan. Your data, your number and your instances stay. To go on, write to { $whom }.
email-dispute-decided-subject = { $number }: our decision about quarter { $quarter }
email-dispute-decided-title = Your dispute to quarter { $quarter } is decided
email-dispute-decided-charge = On { $day } { $amount } is charged or invoiced, plus any tax.
email-dispute-decided-next = Do you see the matter differently? Write to { $support }.
email-dispute-decided-action = See the reconciliation
email-dispute-decided-effect = { $outcome ->
    [waived] We agree with your dispute to quarter { $quarter } of your subscription { $subscription }. Nothing is charged for it.
    [corrected] We corrected the count of quarter { $quarter } of your subscription { $subscription } and go on with that.
   *[other] We looked into your dispute to quarter { $quarter } of your subscription { $subscription } and could not agree. The reconciliation goes on as it was.
}
email-ends-why = { $why ->
    [reseller] It was bought from { $whom }: ask them to renew it before { $day }.
    [public_sector] Public bodies renew through us: write to { $whom } before { $day }.
    [po_required] Its next term needs a purchase order: send it to { $whom } before { $day }.
    [community_or_trial] A trial or a free subscription renews nothing: write to { $whom } if you would like to go on after { $day }.
    [no_price] There is no price for a next term: write to { $whom } before { $day }.
    [amount_too_large] The next term is too large to be renewed by itself: write to { $whom } before { $day }.
    [payment_failed] The renewal could not be paid. Write to { $whom } if you would like to go on.
   *[other] Auto-renewal is off. Questions? Write to { $whom }.
}

email-renewed-subject = { $number } is renewed until { $day }
email-renewed-title = Your subscription is renewed
email-renewed-effect = { $by ->
        [hand] Your team renewed your subscription { $subscription }.
       *[itself] Your subscription { $subscription } has renewed by itself.
    } The new term runs from { $from } until the end of { $to }.
email-renewed-until-then = Until it begins, the present term goes on unchanged.
email-renewed-figures = The new term has { $seats } at { $price } each, { $total } in all, plus any tax.
email-renewed-true-up = The term before had { $users } more than seats. That is billed once, for { $amount } in addition.
email-renewed-card = We charge your card ending in { $card }.
email-renewed-invoice = The invoice comes in an email of its own.
email-renewed-next = You can turn off the next renewal until the end of { $day }.
email-renewed-ask = Did you expect something else? Write to { $support }.

email-license-ready-subject = A new license for { $number }
email-license-ready-title = A new license is ready
email-license-ready-effect = There is a new license for your subscription { $subscription }. It covers { $seats }.
email-license-ready-later = It starts by itself on { $day } at 00:00 UTC. Before that it unlocks nothing, and the present license stays in force.
email-license-ready-now = It is good until the end of { $day }.
email-license-ready-online = If your instance is online, it gets the license by itself within a day. Then there is nothing to do.
email-license-ready-offline = Your instance is offline, so a token carries the license there. Make the token on the portal. Bring it to the instance by clipboard or as a file, and paste it under Admin › License.
email-license-ready-code = Should you set up an instance anew, this is your activation code:
email-license-ready-ask = Does the license not arrive? Write to { $support }.

email-report-reminder-subject = { $number }: please paste a report
email-report-reminder-title = Please report your users
email-report-reminder-effect = The running quarter of your subscription { $subscription } ends on { $day }. { $instances ->
        [one] Your offline instance last reported on { $last }.
       *[other] Your { $instances } offline instances last reported on { $last }, or later.
    }
email-report-reminder-next = Paste { $instances ->
        [one] its instance ID
       *[other] the instance ID of each
    } on the portal by the end of { $until }. It is best to make the instance ID after the quarter, so that it covers all of it.
email-report-reminder-where = You find the instance ID in your product, under Admin › License.
email-report-reminder-nothing = Without a report of this quarter, nothing is reconciled now. The quarter is then billed at the end of the term, at the full price per seat. No feature is taken away.

email-sync-missing-subject = { $days ->
        [one] { $number }: no report for { $days } day
       *[other] { $number }: no report for { $days } days
    }
email-sync-missing-title = { $days ->
        [one] An instance has been silent for { $days } day
       *[other] An instance has been silent for { $days } days
    }
email-sync-missing-effect = Your instance { $hostname } of subscription { $subscription } last reported on { $at }.
email-sync-missing-calm = No feature is taken away, and the license stays in force. But we do not see the users of this instance. It also hears nothing of new licenses and security updates.
email-sync-missing-check = Please check three things. Is the instance running? Can it reach the portal? Is its clock right?
email-sync-missing-next = Then send a report by hand, under Admin › License. Has the instance no network? Then paste its instance ID on the portal.

## A security update

email-security-subject = { $severity ->
    [critical] Critical security update { $fixed } for { $hostname }
    [high] Important security update { $fixed } for { $hostname }
   *[other] Security update { $fixed } for { $hostname }
}
email-security-title = { $severity ->
    [critical] A critical security update is ready
    [high] An important security update is ready
   *[other] A security update is ready
}
email-security-effect = Your instance { $hostname } of subscription { $subscription } runs version { $version }. That version has a security flaw. Version { $fixed } mends it.
email-security-next = { $policy ->
    [patch] You chose to patch automatically: the instance installs { $fixed } after its next sync, if an update command is set there.
   *[warn] Please install version { $fixed }. Or open the instance’s page and choose “Upgrade at next sync”.
}
email-security-unsure-subject = Check whether { $hostname } needs a security update
email-security-unsure-title = We can’t tell whether your instance is affected
email-security-unsure-effect = Your instance { $hostname } of subscription { $subscription } reports version “{ $version }”. We can’t compare that with the versions that have a security flaw:
email-security-unsure-next = Check which version the instance runs. Version { $fixed } and later have none of these flaws. Once your product reports its version as numbers, such as 17.4.1, we’ll tell you exactly.
email-security-offline = Has the instance no network? Then install the update by hand.

## What a token tells on the instance

notice-version-unreadable = Version “{ $version }” can’t be compared with our security advisories, so we can’t tell whether it has a security flaw.
notice-security = { $name }: { $title }. Version { $version } is affected, version { $fixed } mends it.
notice-over-reconciled = { $over ->
    [one] One more user than the { $seats } seats paid for. It is reconciled on { $day } (UTC). Nothing is locked.
   *[other] { $shown } more users than the { $seats } seats paid for. They are reconciled on { $day } (UTC). Nothing is locked.
}
notice-over = { $over ->
    [one] One more user than the { $seats } seats paid for. Nothing is locked.
   *[other] { $shown } more users than the { $seats } seats paid for. Nothing is locked.
}
notice-renews = The subscription renews on { $day } (UTC). A new license then comes by itself, or with a new token.
notice-ends = The subscription ends after { $day } (UTC) and does not renew.
notice-report-due = Please report before { $day } (UTC): paste a new instance ID on the portal, so that the quarter is reconciled by real counts.

## Problems told to programs

problem-too-many = { $count ->
    [one] Too many messages at once. Send again in a second.
   *[other] Too many messages at once. Send again in { $count } seconds.
}
problem-media-type = Send the instance ID as text/plain.
problem-packed = Send the instance ID as it is, without Content-Encoding.
problem-too-large = This is longer than 64 KiB. Send the instance ID alone.
problem-cut-off = The message broke off. Send it again.
problem-slow = The message took too long to arrive. Send it again.
problem-method = This address takes POST only. Nothing was changed.
problem-missing = There is nothing at this address. Instances send their messages with POST to /api/v1/sync.
problem-unreadable = This request cannot be read. Nothing was changed.

## How an instance is

health-good = In order
health-unlinked = Not linked
health-silent = { $days ->
    [one] Silent for a day
   *[other] Silent for { $days } days
}
health-version = Version can’t be compared
health-update = Update available: { $severity }
severity-critical = critical
severity-high = high
severity-medium = medium
severity-low = low
subscription-health = State
subscription-code-replace = Replace the code
subscription-code-replace-text = Has somebody seen the code who should not? With a new one, the old one links nothing any more. Linked instances stay linked.
flash-code-replaced = The subscription has a new activation code.

## Updates of an instance

instance-updates = Security updates
instance-version-unreadable = Version “{ $version }” can’t be compared with our security advisories, so we can’t tell whether it has a security flaw. Set your product to report its version as numbers, such as 17.4.1.
instance-no-flaw = No security flaw is known in version { $version }.
instance-flaw = Advisory
instance-flaw-severity = Severity
instance-flaw-fixed-in = Fixed in
instance-policy = What shall happen when there is a security update?
instance-policy-warn = Warn us
instance-policy-patch = Patch automatically
instance-policy-text = Patching runs the update command that is set on the instance, after its next sync. Without one, or without network, people are told only.
instance-policy-save = Save the choice
instance-policy-is-warn = Security updates are told, and not installed by themselves.
instance-policy-is-patch = Security updates are installed automatically.
instance-outcome-done = Version { $version } was installed by the update command on
instance-outcome-failed = The update to version { $version } did not succeed on
instance-outcome-detail = The instance says:
instance-cannot-patch = No update command is set on this instance. It cannot install updates, and only warns.
instance-upgrade = Upgrade at next sync
instance-upgrade-text = Version { $version } is out. The instance can install it once, after its next sync.
instance-upgrade-asked = An upgrade at the next sync was asked for on
instance-upgrade-effect = The instance learns of it with its next message.
instance-upgrade-not = Do not upgrade
flash-updates-chosen = Your choice is saved. The instance learns of it with its next message.
flash-upgrade-asked = The instance is told to upgrade with its next sync.
flash-upgrade-taken-back = The upgrade is off.

## Linking an instance again, or no longer

instance-fact-heard = Heard of last
instance-syncs = It sends its messages itself.
instance-next-sync = The next one is expected on
instance-pasted = Its last message was pasted.
instance-unlinked-text = This instance is not linked. What it counted stays. To link it again, send or paste a message with the activation code.
instance-moving = Restored, moved or retired
instance-restored = Was the instance restored from a backup? Then its next message must carry the activation code: run “seatsync-agent activate” there, or paste an instance ID made with the code. Is it a copy? Set the copy up anew, so that it has an identity of its own.
instance-unlink = Unlink this instance
unlink = Unlink the instance
unlink-not = Keep it linked
unlink-title = Unlink { $host }?
unlink-effect = The portal takes no more messages from it and makes no more tokens for it.
unlink-license = The license on it stays in force to its last day.
unlink-counts = What it counted so far still counts for the running quarter.
unlink-undo = You can link it again to this subscription at any time, with the activation code or by pasting its instance ID. For another subscription, set it up anew.
flash-unlinked = The instance is no longer linked.

## What an instance sent

messages-title = What your instance sent us
messages-short = Messages
messages-of = From { $host }.
messages-back = Back to the instance
messages-text = This is every word of it, as we received it. Only the activation code is left out, as it is a secret.
messages-kept = Messages that were sent are kept for about { $days } days. After that only the counts remain.
messages-in-the-file = The file has the newest { $count }.
messages-none = Nothing was received yet.
messages-download = Download as JSON
messages-number = Message { $number }
messages-sent = Sent by the instance on
messages-pasted = Pasted on
messages-days = Days of history
messages-operational = Operational data, always sent
messages-optional = Optional data
messages-optional-off = Switched off on the instance: nothing was sent.
messages-nothing = Nothing.

## Support times

nav-support = Support
support-title = Support times
support-lead = How soon we answer. Write to
support-no-plan = You have no subscription yet. Write to { $support }.
support-no-times = No times are agreed for this plan. We answer as soon as we can.
support-urgency = How urgent
support-answer = First answer
support-hours = Hours
support-outage = Outage
support-outage-text = Nobody can work.
support-impaired = Impaired
support-impaired-text = Some cannot work, or all work badly.
support-question = Question
support-question-text = Everything works, and you want to know something.
support-any-hour = At any hour, every day
support-office-hours = In business hours
support-within-days = { $count ->
    [one] Within a day
   *[other] Within { $shown } days
}
support-within-hours = { $count ->
    [one] Within an hour
   *[other] Within { $shown } hours
}
support-within-minutes = { $count ->
    [one] Within a minute
   *[other] Within { $shown } minutes
}

## Staff: instances, alerts, releases

staff-instances = Instances and support times
staff-instances-text = What a customer runs, how it is, and how soon they are answered.
staff-search = Look for an instance
staff-search-hint = Its id, its host name, or the number of an account or a subscription
staff-search-go = Look
staff-search-none = Nothing is called “{ $typed }”.
staff-alerts = Alerts
staff-alerts-text = What was noticed about instances, customers and the portal itself. Service is never cut for it.
staff-no-alert = No alert is open.
staff-alert = Noticed
staff-alert-noticed = When
staff-alert-instance = Instance
staff-alert-close = Close
staff-alert-close-of = Close: { $alert }, { $instance }
staff-alerts-cut = These are the newest { $count }. Older ones follow once these are closed.
alert-falling = Maximum fell
alert-version = Version can’t be read
alert-stale = Count too old at the renewal
alert-forked = Two machines, one identity
alert-too-many = More instances than meant
alert-clock = Clock far off
alert-trial = Repeated trial
alert-left-production = Left production
alert-mail = Email cannot be delivered
alert-name = Characters missing on invoices
alert-name-advice = No font here has these characters: invoices show boxes in their place. Install the Debian packages fonts-noto-core and fonts-noto-cjk, or put a font that has them into a folder that SEATSYNC_FONTS names, and start Seatsync again.
staff-releases = Releases and advisories
staff-releases-text = What instances are told. Import more with
releases-advisories = Advisories
releases-advisory = Advisory
releases-severity = Severity
releases-affected = Affected
releases-published = Published
releases-range = { $from } up to before { $fixed }
releases-no-advisory = No advisory yet.
releases-newest = Newest releases
releases-no-release = No release yet.
