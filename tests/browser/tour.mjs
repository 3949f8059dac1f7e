// A tour of every page there is, in every state it can be in, each as the right person: what pages.test.mjs checks and
// screenshots.mjs photographs.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Hand, ROOT, emails, emailsWanted, moveClock, openWindow, signIn } from './support.mjs';

const PEOPLE = {
  anyone: null,
  ada: 'ada@linden.example',
  ben: 'ben@linden.example',
  tess: 'tess@linden.example',
  vic: 'vic@linden.example',
  sam: 'sam@harbor.example',
  greta: 'greta@nordlicht.example',
};

/** Addresses that answer with a file or send one on: no page to look at. */
const NO_PAGES = [
  '/static/{fingerprint}/{name:.+}', '/.well-known/jwks.json', '/healthz', '/readyz', '/robots.txt', '/instance-id.txt',
  '/password/{secret}', '/instances/{instance}/tokens/{token}/file', '/i/{secret}', '/i/view/{link}/pdf', '/invoices.csv',
  '/invoices/{invoice}.pdf', '/invoices/{invoice}.csv', '/staff/invoices/{invoice}.pdf', '/instances/{instance}/messages.json',
];

/** Every address that shows a page, of the portal and of the demo's tools, as the program registers them. */
export async function addresses() {
  const read = (file) => readFile(path.join(ROOT, 'src', file), 'utf8');
  const [urls, routes, ...tools] = await Promise.all(['urls.rs', 'web/routes.rs', 'demo/instance.rs', 'demo/mailbox.rs'].map(read));
  const named = new Map([...urls.matchAll(/^ +(\w+)\([^)]*\) "([^"]+)";|const (\w+): &str = "([^"]+)";/gm)].map((m) => [m[1] ?? m[3], m[2] ?? m[4]]));
  const portal = [...routes.matchAll(/^ +GET (\w+) /gm)].map((m) => named.get(m[1]));
  const found = [portal, ...tools.map((text) => [...text.matchAll(/resource\("([^"]+)"\)\.route\(web::get/g)].map((m) => m[1]))];
  if (found.some((list) => list.length < 2 || list.includes(undefined))) throw new Error('the lists of addresses cannot be read');
  return ['portal', 'instance', 'mailbox'].flatMap((server, i) => found[i]
    .filter((address) => !NO_PAGES.includes(address))
    .map((address) => ({ server, address, pattern: new RegExp(`^${address.replace(/\{[^}]+\}/g, '[^/]+')}$`) })));
}

/** Presses the button whose form has this action, after changing some of its fields, and waits for the answer. */
async function send(page, action, fields = {}, button = 'button[type=submit]') {
  const form = page.locator(`form[action="${action}"]`).filter({ has: page.locator(button) }).first();
  for (const [name, value] of Object.entries(fields)) {
    await form.locator(`[name="${name}"]`).evaluate((field, value) => { field.value = value; }, value);
  }
  await Promise.all([page.waitForEvent('load'), form.locator(button).first().click()]);
}

/**
 * Goes to every page in one language.
 * @param {(stop: {name: string, who: string, page: import('playwright-core').Page,
 *   response: import('playwright-core').Response}) => Promise<void>} look what to do at each
 */
export async function tour(browser, demo, language, look, options = {}) {
  const contexts = new Map();
  const at = async (who) => {
    if (!contexts.has(who)) {
      const context = await openWindow(browser, demo, { ...options, language });
      if (PEOPLE[who]) {
        await signIn(context, demo, PEOPLE[who]);
        const csrf = / name="csrf" value="([^"]+)"/.exec(await (await context.request.get(`${demo.portal}/`)).text())[1];
        await context.request.post(`${demo.portal}/language`, { form: { csrf, language, path: '/' } });
      }
      const page = await context.newPage();
      page.on('response', (response) => {
        if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) page.shown = response;
      });
      contexts.set(who, page);
    }
    return contexts.get(who);
  };
  const leave = async () => {
    const complaints = [...contexts.values()].flatMap((page) => page.context().complaints);
    await Promise.all([...contexts.values()].map((page) => page.context().close()));
    contexts.clear();
    return complaints;
  };
  /** A stop: `to` is an address, or what one does to get there. */
  const stop = async (who, name, to, ...more) => {
    const page = await at(who);
    if (typeof to === 'string') await page.goto(to.startsWith('/') ? demo.portal + to : to);
    else await to(page);
    for (const step of more) await step(page);
    await look({ name: `${name} (${who})`, who, page, response: page.shown });
  };
  const { portal, instance, mailbox } = demo;
  const sub = (number) => `/subscriptions/${number}`;
  const cancellation = (number) => `${sub(number)}/renewal-cancellation`;

  // Emails are written in the reader's language, so everybody chooses theirs first.
  for (const who of Object.keys(PEOPLE)) await at(who);

  // Whoever comes first.
  await stop('anyone', 'sign-in', '/sign-in');
  await stop('anyone', 'sign-in-wrong', '/sign-in', (page) => send(page, '/sign-in', { email: 'ada@linden.example', password: 'wrong' }));
  await stop('anyone', 'sign-in-to-come-back', sub('S-1042'));
  await stop('anyone', 'password', '/password');
  await stop('anyone', 'password-no-address', '/password', (page) => send(page, '/password', { email: 'ada' }));
  await stop('anyone', 'password-sent', '/password', (page) => send(page, '/password', { email: 'vic@linden.example' }));
  await stop('anyone', 'password-dead-link', '/password/new');
  await stop('anyone', 'linked-invoice-none', '/i/view');
  await stop('anyone', 'open-again', '/password/new/AAAAAAAAAAAAAAAA');
  await stop('anyone', 'missing', '/no-such-page');
  await stop('anyone', 'method', '/sign-out');
  await stop('anyone', 'form-too-old', '/sign-in', (page) => send(page, '/sign-in', { csrf: 'x' }));
  await stop('anyone', 'form-too-large', '/sign-in', (page) => send(page, '/sign-in', { next: 'x'.repeat(400_000) }));
  await stop('anyone', 'form-unreadable', '/sign-in', (page) => send(page, '/language', { language: 'tlh' }));
  const many = 'guessed@linden.example';
  for (let i = 0; i < 10; i += 1) {
    await (await at('anyone')).goto(`${portal}/sign-in`);
    await send(await at('anyone'), '/sign-in', { email: many });
  }
  await stop('anyone', 'too-many-attempts', '/sign-in', (page) => send(page, '/sign-in', { email: many }));

  // A form that came too late: kept until one has signed in.
  await stop('late', 'kept', '/sign-in', async (page) => {
    await page.locator('form[action="/sign-in"]').evaluate((form, action) => {
      form.action = action;
      form.querySelector('[name=email]').name = 'reason';
    }, cancellation('S-1042'));
    await send(page, cancellation('S-1042'), { reason: 'We merge two teams' });
    await send(page, '/sign-in', { email: PEOPLE.ben, password: demo.logins.get(PEOPLE.ben) });
  });

  // The link that was asked for above, still good.
  const [reset] = await emailsWanted(await at('anyone'), demo, (email) => email.to === 'vic@linden.example');
  const arrive = async (page) => {
    await page.goto(reset.href);
    await page.goto(await page.locator('pre a').first().getAttribute('href'));
  };
  await stop('anyone', 'password-new', arrive);
  await stop('anyone', 'password-new-too-short', arrive, (page) => send(page, new URL(page.url()).pathname, { 'new-password': 'short' }));

  // What the cast has.
  for (const who of ['ada', 'ben', 'tess', 'vic', 'greta']) await stop(who, 'home', '/');
  for (const number of ['S-1001', 'S-1042', 'S-1050', 'S-1063', 'S-1077']) await stop('ada', `subscription-${number}`, sub(number));
  await stop('tess', 'subscription-S-1001', sub('S-1001'));
  await stop('vic', 'subscription-S-1042', sub('S-1042'));
  await stop('greta', 'subscription-S-1101', sub('S-1101'));
  for (const number of ['S-1001', 'S-1042', 'S-1050', 'S-1063', 'S-1077']) await stop('ben', `renewal-${number}`, cancellation(number));
  await stop('greta', 'renewal-S-1101', cancellation('S-1101'));
  await stop('vic', 'renewal-not-allowed', cancellation('S-1042'));
  await stop('vic', 'missing', sub('S-1101'));
  const anInstance = async (page) => {
    await page.goto(portal + sub('S-1042'));
    await Promise.all([page.waitForEvent('load'), page.locator('tbody th a').first().click()]);
  };
  await stop('tess', 'instance-S-1042', anInstance);
  await stop('ben', 'instance-S-1042', anInstance);
  const theClinics = async (page) => {
    await page.goto(portal + sub('S-1063'));
    await Promise.all([page.waitForEvent('load'), page.locator('tbody th a').first().click()]);
  };
  await stop('tess', 'instance-S-1063', theClinics);
  const clinics = new URL((await at('tess')).url()).pathname;
  await stop('tess', 'messages', `${clinics}/messages`);
  await stop('tess', 'instance-patches', clinics, (page) => page.locator('[value=patch]').check(), (page) => send(page, `${clinics}/updates`));
  await stop('tess', 'instance-upgrade', clinics, (page) => send(page, `${clinics}/upgrade`));
  await stop('vic', 'instance-S-1063', clinics);
  await stop('tess', 'unlinking', `${clinics}/unlinking`);
  await stop('tess', 'unlinked', `${clinics}/unlinking`, (page) => send(page, `${clinics}/unlinking`));
  await stop('tess', 'code-replaced', sub('S-1063'), (page) => page.locator('summary').filter({ hasText: /code/i }).click(),
    (page) => send(page, `${sub('S-1063')}/activation-code`));
  await stop('ben', 'support', '/support');
  await stop('sam', 'staff-instances', '/staff/instances?q=A-2001');
  await stop('sam', 'staff-instances-none', '/staff/instances?q=nobody');
  await stop('sam', 'staff-alerts', '/staff/alerts');
  await stop('sam', 'staff-releases', '/staff/releases');
  await stop('sam', 'staff', '/staff');

  // What was billed, how it is paid, and who reads of it.
  const [payment, contacts] = ['/account/payment-method', '/account/contacts'];
  await stop('ben', 'invoices', '/invoices');
  await stop('greta', 'invoices', '/invoices');
  await stop('tess', 'invoices-not-allowed', '/invoices');
  const theInvoice = (about) => async (page) => {
    await page.goto(`${portal}/invoices`);
    await Promise.all([page.waitForEvent('load'), page.locator('tbody tr').filter({ hasText: about }).locator('th a').last().click()]);
  };
  await stop('ben', 'invoice-open', theInvoice('S-1001'));
  await stop('ben', 'invoice-reconciliation', theInvoice(/(reconciliation|Quartalsabrechnung), S-1050/));
  const invoice = new URL((await at('ben')).url()).pathname;
  await stop('ben', 'invoice-link-sent', invoice, (page) => send(page, `${invoice}/links`));
  const byMail = async (page) => {
    const email = (await emails(page, demo)).find(({ to }) => to === 'ben@linden.example');
    await page.goto(email.href);
    await page.goto(await page.locator('pre a').first().getAttribute('href'));
  };
  await stop('anyone', 'linked-invoice', byMail);
  await stop('ben', 'invoice-links-revoked', invoice, (page) => send(page, `${invoice}/links/revocation`));
  await stop('anyone', 'linked-invoice-dead', byMail);
  await stop('anyone', 'linked-invoice-fresh', byMail, (page) => send(page, '/i/links'));
  await stop('ben', 'payment-method', payment);
  await stop('greta', 'payment-method', payment);
  await stop('ben', 'payment-method-no-choice', payment, (page) => send(page, payment));
  const card = (page) => page.locator('[value=works]').check();
  await stop('ben', 'payment-method-card', payment, card, (page) => send(page, payment));
  await stop('ben', 'payment-method-removed', payment, (page) => send(page, `${payment}/removal`));
  await stop('ada', 'contacts', contacts);
  await stop('ada', 'contacts-no-name', contacts, (page) => send(page, contacts));
  const books = { name: 'Linden Bookkeeping', email: 'books@linden.example', language: 'de' };
  await stop('ada', 'contacts-added', contacts, (page) => page.locator('[name=role-technical]').check(), (page) => send(page, contacts, books));
  const [asked] = await emailsWanted(await at('anyone'), demo, (email) => email.to === books.email);
  const agree = async (page) => {
    await page.goto(asked.href);
    await page.goto(await page.locator('pre a').first().getAttribute('href'));
  };
  await stop('anyone', 'contact-confirmation', agree);
  await stop('anyone', 'contact-confirmed', agree, (page) => send(page, new URL(page.url()).pathname));
  await stop('ada', 'contacts-removed', async (page) => {
    await page.goto(portal + contacts);
    await send(page, await page.locator('form[action$=removal]').first().getAttribute('action'));
  });
  await stop('ben', 'emails', '/emails');
  await stop('vic', 'emails', '/emails');
  await stop('ben', 'email', '/emails', (page) => Promise.all([page.waitForEvent('load'), page.locator('tbody th a').first().click()]));
  await stop('sam', 'staff-invoices', '/staff/invoices');
  const ours = `/staff${invoice}`;
  await stop('sam', 'staff-invoice', ours);
  await stop('sam', 'staff-invoice-no-reason', ours, (page) => send(page, `${ours}/credit-note`));
  const theUnpaid = async (page) => {
    await page.goto(`${portal}/staff/invoices`);
    await Promise.all([page.waitForEvent('load'), page.locator('tbody tr').filter({ hasText: 'S-1001' }).locator('th a').click()]);
  };
  const pay = (day) => async (page) => send(page, `${new URL(page.url()).pathname}/payment`, { 'paid-on': day });
  await stop('sam', 'staff-invoice-no-day', theUnpaid, pay('2020-01-01'));
  await stop('sam', 'staff-invoice-paid', theUnpaid, pay('2026-08-10'));
  await stop('sam', 'staff-invoice-credited', ours, (page) => send(page, `${ours}/credit-note`, { reason: 'The lab counted robots.' }));
  await stop('ben', 'invoice-credited', invoice);
  await stop('ben', 'credit-note', theInvoice(/(Credit note|Rechnungskorrektur), S-1050/));
  // Reconciliations, and what is bought by hand.
  const theReconciliation = (number) => async (page) => {
    await page.goto(portal + sub(number));
    await Promise.all([page.waitForEvent('load'), page.locator('.chart a').first().click()]);
  };
  await stop('ben', 'reconciliation-S-1050', theReconciliation('S-1050'));
  const reconciled = new URL((await at('ben')).url()).pathname;
  await stop('vic', 'reconciliation-S-1050', reconciled);
  await stop('ben', 'seats-S-1042', `${sub('S-1042')}/seats/new`);
  await stop('ben', 'seats-no-number', `${sub('S-1042')}/seats/new?seats=many`);
  await stop('ben', 'seats-S-1001', `${sub('S-1001')}/seats/new`);
  await stop('ben', 'seats-bought', `${sub('S-1001')}/seats/new?seats=5`, (page) => send(page, `${sub('S-1001')}/seats`));
  await stop('greta', 'seats-S-1101', `${sub('S-1101')}/seats/new`);
  await stop('ben', 'renew-S-1063', `${sub('S-1063')}/renewal/new`);
  await stop('ben', 'renew-too-few', `${sub('S-1063')}/renewal/new?seats=1`);
  await stop('ben', 'renew-too-early', `${sub('S-1042')}/renewal/new`);
  await stop('ben', 'renew-already', `${sub('S-1077')}/renewal/new`);
  await stop('sam', 'staff-reconciliations', '/staff/reconciliations');
  await stop('sam', 'staff-reconciliation-S-1050', `/staff/reconciliations/${reconciled.split('/').at(-1)}`);

  // The loop: the instance before, the paste, what it says.
  const paste = (number, text) => async (page) => {
    await page.goto(`${portal + sub(number)}/instances/new`);
    await send(page, `${sub(number)}/instance-ids`, { 'instance-id': text });
  };
  const theId = async (isNew) => {
    const page = await at('anyone');
    await page.goto(instance);
    if (isNew) await send(page, '/instance-id');
    return page.locator('#instance-id').inputValue();
  };
  await stop('anyone', 'product', instance);
  await stop('anyone', 'product-no-token', instance, (page) => send(page, '/token', { token: 'hello' }));
  await stop('anyone', 'product-no-count', instance, (page) => send(page, '/counts', { inactive: 'seven' }));
  await stop('anyone', 'product-no-code', instance, (page) => send(page, '/sync', { code: 'hello' }));
  await stop('anyone', 'product-missing', `${instance}/no-such-page`);
  await stop('anyone', 'product-form-too-old', instance, (page) => send(page, '/counts', { csrf: 'x' }));
  for (const number of ['S-1001', 'S-1077']) await stop('tess', `paste-${number}`, `${sub(number)}/instances/new`);
  await stop('tess', 'paste-nothing', paste('S-1001', ''));
  await stop('tess', 'paste-other', paste('S-1001', 'hello'));
  await stop('tess', 'paste-too-long', paste('S-1001', 'x'.repeat(70_000)));
  await stop('tess', 'received', paste('S-1077', await theId(false)));
  const received = (await at('tess')).url();
  const confirm = (page) => send(page, `${new URL(page.url()).pathname}/link`);
  await stop('tess', 'instance-linked', confirm);
  const linked = (await at('tess')).url();
  await stop('tess', 'received-taken', received);
  await stop('tess', 'token', linked, (page) => send(page, `${new URL(linked).pathname}/tokens`));
  const token = await (await at('tess')).locator('#token').inputValue();
  await stop('anyone', 'product-licensed', instance, (page) => send(page, '/token', { token }));
  await stop('anyone', 'product-token-again', instance, (page) => send(page, '/token', { token }));
  await stop('tess', 'subscription-S-1077', sub('S-1077'));
  const code = await (await at('tess')).locator('details code').textContent();
  const [second, third] = [await theId(true), await theId(true)];
  await stop('tess', 'received-known', paste('S-1077', second));
  const outdated = (await at('tess')).url();
  await stop('tess', 'instance-answered', paste('S-1077', third), confirm);
  await stop('tess', 'received-outdated', outdated);
  await stop('tess', 'paste-too-old', paste('S-1077', second));

  // Renewals and the vendor's desk.
  await stop('ben', 'renewal-off', cancellation('S-1042'), (page) => send(page, cancellation('S-1042')));
  await stop('ben', 'renewal-on', cancellation('S-1042'), (page) => send(page, `${cancellation('S-1042')}/withdrawal`));
  const ask = (page) => send(page, `${sub('S-1063')}/late-cancellation-requests`, { reason: 'The clinic moves.\nIt has another system from autumn on.' });
  await stop('ben', 'renewal-asked-late', cancellation('S-1063'), ask);
  await stop('ben', 'renewal-S-1063-asked', cancellation('S-1063'));
  const decide = (answer) => async (page) => {
    await page.goto(`${portal}/staff`);
    const action = await page.locator('form[action*=late-cancellation-requests]').getAttribute('action');
    await send(page, action, { answer }, 'button[value=declined]');
  };
  await stop('sam', 'staff-request', '/staff');
  await stop('sam', 'staff-no-answer', decide(''));
  await stop('sam', 'staff-declined', decide('The seats of the next year are bought already.'));

  // The mailbox, with one email of each kind.
  await stop('anyone', 'mailbox', mailbox);
  await stop('anyone', 'mailbox-no-day', mailbox, (page) => send(page, '/clock', {}, '[value=date]'));
  await stop('anyone', 'mailbox-missing', `${mailbox}/emails/none`);
  const kinds = new Set();
  for (const { subject, href, language: own } of (await emails(await at('anyone'), demo)).reverse()) {
    const kind = subject.replace(/S-\d+/, '');
    if (own !== language || kinds.has(kind)) continue;
    kinds.add(kind);
    await stop('anyone', `email-${kinds.size}`, href);
    await stop('anyone', `email-${kinds.size}-html`, `${href}/html`);
  }
  if (kinds.size < 8) throw new Error(`there are fewer kinds of emails now: ${[...kinds].join('; ')}`);

  // In September: S-1042 is reconciled, disputed, and decided.
  const earlier = await leave();
  await moveClock(new Hand(await at('anyone'), 'mouse'), demo, '2026-09-04');
  await stop('ben', 'subscription-S-1042-reconciled', sub('S-1042'));
  await stop('ben', 'reconciliation-S-1042', theReconciliation('S-1042'));
  const open = new URL((await at('ben')).url()).pathname;
  await stop('tess', 'reconciliation-S-1042', open);
  await stop('ben', 'seats-S-1042-reconciled', `${sub('S-1042')}/seats/new?seats=10`);
  await stop('ben', 'dispute-empty', open, (page) => send(page, `${open}/dispute`));
  await stop('ben', 'dispute', open, (page) => send(page, `${open}/dispute`, { dispute: 'Fifteen of them are test users.\nThey were created on 14 July.' }));
  await stop('sam', 'staff-reconciliations-dispute', '/staff/reconciliations');
  const desk = `/staff/reconciliations/${open.split('/').at(-1)}`;
  await stop('sam', 'staff-dispute', desk);
  await stop('sam', 'staff-dispute-no-answer', desk, (page) => send(page, `${desk}/dispute/decision`, {}, '[value=rejected]'));
  await stop('sam', 'staff-dispute-rejected', desk, (page) => send(page, `${desk}/dispute/decision`, { answer: 'They signed in, so they count.' }, '[value=rejected]'));
  await stop('ben', 'reconciliation-S-1042-rejected', open);
  await stop('sam', 'staff-pause-no-number', '/staff/reconciliations', (page) => send(page, '/staff/pauses', { reason: 'Talks' }));
  await stop('sam', 'staff-pause', '/staff/reconciliations', (page) => send(page, '/staff/pauses', { number: 'S-1001', reason: 'Talks about the contract' }));
  await stop('sam', 'staff-resume-no-reason', '/staff/reconciliations', (page) => send(page, '/staff/pauses/resumption'));

  // A year on: terms are over, and the sessions too.
  const complaints = await leave();
  const hand = new Hand(await at('anyone'), 'mouse');
  await moveClock(hand, demo, '2027-10-05');
  await stop('anyone', 'mailbox-moved', async () => {});
  await stop('anyone', 'product-in-grace', instance);
  await stop('ben', 'home-a-year-on', '/');
  for (const number of ['S-1042', 'S-1050', 'S-1077']) await stop('ben', `subscription-${number}-a-year-on`, sub(number));
  await stop('ben', 'renewal-S-1077-a-year-on', cancellation('S-1077'));
  await stop('tess', 'instance-a-year-on', linked);
  // Renewals found counts that were too old: alerts, until somebody looked into them.
  await stop('sam', 'staff-alerts-a-year-on', '/staff/alerts');
  await stop('sam', 'staff-alert-closed', '/staff/alerts', (page) => send(page, '/staff/alerts/closing'));
  await moveClock(hand, demo, '2027-11-01');
  await stop('anyone', 'product-lapsed', instance);
  await stop('anyone', 'product-syncs', instance, (page) => send(page, '/sync', { code }));
  return [...earlier, ...complaints, ...await leave()];
}
