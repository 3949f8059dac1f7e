// What happens when something does not work: the summary and its focus, what was typed, and the way on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hand, emailsWanted, openWindow, signIn, signInHere, startBrowser, startDemo } from './support.mjs';

const [BEN, TESS, VIC] = ['ben@linden.example', 'tess@linden.example', 'vic@linden.example'];

let browser;
let demo;
before(async () => { [browser, demo] = await Promise.all([startBrowser(), startDemo()]); });
after(async () => { await Promise.all([browser?.close(), demo?.stop()]); });

/** A page that says what is wrong with a field: above, beside it, in the title, and with the focus in the right place. */
async function assertProblem(hand, field, words) {
  const { page } = hand;
  const summary = page.getByRole('alert');
  await summary.waitFor();
  assert.match(await page.title(), /^Error: /);
  assert.match(await summary.innerText(), /^There is a problem\s/);
  assert.match(await summary.getByRole('link').innerText(), words);
  assert.ok(await summary.evaluate((e) => e.compareDocumentPosition(document.querySelector('main h1')) & 4), 'above the heading');
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  const described = (await field.getAttribute('aria-describedby')).split(' ');
  const beside = await Promise.all(described.map((id) => page.locator(`[id="${id}"]`).innerText()));
  assert.ok(beside.includes(await summary.getByRole('link').innerText()), 'the same words stand beside the field');
  if (hand.way !== 'no JavaScript') {
    assert.equal(await summary.evaluate((e) => e === document.activeElement), true, 'the summary has the focus');
  }
  await summary.getByRole('link').click();
  assert.equal(await field.evaluate((e) => e === document.activeElement), true, 'the link leads into the field');
}

for (const way of ['mouse', 'no JavaScript']) {
  test(`a bad paste keeps the text and says what to do (${way})`, async () => {
    const hand = await Hand.open(browser, demo, way);
    const { page } = hand;
    await signIn(page.context(), demo, TESS);
    await page.goto(demo.instance);
    const whole = await page.getByRole('textbox', { name: 'Instance ID' }).inputValue();
    await page.goto(`${demo.portal}/subscriptions/S-1001/instances/new`);
    for (const [typed, words] of [
      ['', /^Paste the instance ID of your instance\.$/],
      ['hello, this is no instance ID', /^This is not an instance ID of this portal\. Copy the whole/],
      [`${whole.slice(0, 40)}A${whole.slice(41)}`, /^This is not an instance ID of this portal\. Copy the whole/],
      [whole.slice(0, -30), /^This is not an instance ID of this portal\. Copy the whole/],
    ]) {
      const field = page.getByRole('textbox', { name: 'Instance ID' });
      await field.fill(typed);
      await page.getByRole('button', { name: 'See what it says' }).click();
      await assertProblem(hand, field, words);
      assert.equal(await field.inputValue(), typed, 'what was typed is still there');
    }
    // Stray blanks and line breaks do no harm.
    await page.getByRole('textbox', { name: 'Instance ID' }).fill(`\n  ${whole.replace(/(.{76})/g, '$1 \n ')}  \n\n`);
    await page.getByRole('button', { name: 'See what it says' }).click();
    await hand.arrive('Check what your instance reported');

    // On the instance, a token that is none.
    await page.goto(demo.instance);
    const token = page.getByRole('textbox', { name: 'Token' });
    await token.fill('-----BEGIN hello');
    await page.getByRole('button', { name: 'Load the license' }).click();
    await assertProblem(hand, token, /^This is not a token\./);
    assert.equal(await token.inputValue(), '-----BEGIN hello');

    // And the clock does not go back.
    await page.goto(demo.mailbox);
    const date = page.getByLabel('To the beginning of a day');
    await date.fill('2026-01-01');
    await page.getByRole('button', { name: 'Go to this day' }).click();
    await assertProblem(hand, date, /^The clock only goes forward\./);
    assert.equal(await date.inputValue(), '2026-01-01');
    await hand.close();
  });

  test(`a wrong password names no half, and leads back to the page one wanted (${way})`, async () => {
    const hand = await Hand.open(browser, demo, way);
    const { page } = hand;
    const wanted = `${demo.portal}/subscriptions/S-1042`;
    await page.goto(wanted);
    const email = page.getByLabel('Email address');
    for (const [address, password] of [[TESS, 'not-the-password'], ['nobody@linden.example', 'not-the-password']]) {
      await email.fill(address);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await assertProblem(hand, email, /^This email address and password do not belong together\./);
      assert.equal(await email.inputValue(), address);
      assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), '');
    }
    await signInHere(hand, demo, TESS);
    await page.waitForURL(wanted);
    await hand.close();
  });
}

test('a forgotten password: an email, a link that works once, a new password', async () => {
  const hand = await Hand.open(browser, demo, 'mouse');
  const { page } = hand;
  await page.goto(`${demo.portal}/sign-in`);
  await hand.press(page.getByRole('link', { name: 'I forgot my password' }));
  const email = page.getByLabel('Email address');
  await email.fill('vic at linden');
  await hand.press(page.getByRole('button', { name: 'Send the link' }));
  await assertProblem(hand, email, /^An email address has no space/);
  assert.equal(await email.inputValue(), 'vic at linden');
  // Whether an address is known is not told.
  const answers = [];
  for (const address of ['nobody@linden.example', VIC]) {
    await page.goto(`${demo.portal}/password`);
    await email.fill(address);
    await hand.press(page.getByRole('button', { name: 'Send the link' }));
    await hand.arrive('Look into your mailbox');
    answers.push((await page.getByRole('main').innerText()).replace(address, ''));
  }
  assert.equal(answers[0], answers[1]);

  const found = await emailsWanted(page, demo, (email) => email.subject === 'Choose a new password');
  assert.deepEqual(found.map((email) => email.to), [VIC]);
  await page.goto(found[0].href);
  const link = await page.locator('pre').getByRole('link').first().getAttribute('href');
  await page.goto(link);
  assert.match(page.url(), /\/password\/new\/[\w-]{16}$/, 'the secret leaves the address bar');
  assert.ok(!page.url().includes(link.split('/').pop()));
  const password = page.getByLabel('New password');
  for (const [typed, words] of [['short', /too short/], [VIC, /is no safe password/], ['password1234', /Many people use this/]]) {
    await password.fill(typed);
    await hand.press(page.getByRole('button', { name: 'Save the new password' }));
    await assertProblem(hand, password, words);
  }
  await password.fill('three wet umbrellas');
  await hand.press(page.getByRole('button', { name: 'Show password' }));
  assert.equal(await password.getAttribute('type'), 'text');
  await hand.press(page.getByRole('button', { name: 'Save the new password' }));
  await hand.told('Your password is changed. You are signed in here');
  demo.logins.set(VIC, 'three wet umbrellas');
  assert.equal(page.url(), `${demo.portal}/`);
  await hand.arrive('Subscriptions');
  await hand.close();

  // The link worked once.
  const later = await Hand.open(browser, demo, 'no JavaScript');
  const [answer] = await Promise.all([
    later.page.waitForResponse((response) => response.url().includes('/password/new/')),
    later.page.goto(link),
  ]);
  assert.equal(answer.status(), 410);
  await later.arrive('This link no longer works');
  await later.press(later.page.getByRole('link', { name: 'Ask for a new link' }));
  await later.arrive('Forgot your password?');
  await later.close();
});

test('missing, foreign and forbidden pages say so, and have a way out', async () => {
  const context = await openWindow(browser, demo);
  const page = await context.newPage();
  const at = async (path, status, heading) => {
    assert.equal((await page.goto(demo.portal + path)).status(), status, path);
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), heading);
    assert.match(await page.title(), new RegExp(`^${heading} – `));
    assert.match(await page.getByRole('main').innerText(), /Still stuck\? Write to support@harbor\.example\./);
  };
  await at('/no-such-page', 404, 'There is no such page');
  await signIn(context, demo, VIC);
  await at('/no-such-page', 404, 'There is no such page');
  await at('/subscriptions/S-1101', 404, 'There is no such page'); // another account's
  await at('/staff', 404, 'There is no such page');
  await at('/subscriptions/S-1042/renewal-cancellation', 403, 'Your role does not allow this');
  await at('/subscriptions/S-1042/instances/new', 403, 'Your role does not allow this');
  await page.getByRole('link', { name: 'Go to your subscriptions' }).click();
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Subscriptions');
  assert.equal(await page.getByText(/Turn off auto-renewal|Paste an instance ID|activation code/).count(), 0);
  assert.equal((await page.goto(`${demo.instance}/no-such-page`)).status(), 404);
  assert.equal((await page.goto(`${demo.mailbox}/emails/none`)).status(), 404);
  await context.close();
  assert.deepEqual(context.complaints, []);
});

test('who guesses passwords is stopped, and who forgot theirs is told how to come in', async () => {
  const hand = await Hand.open(browser, demo, 'no JavaScript');
  const { page } = hand;
  await page.goto(`${demo.portal}/sign-in`);
  let tried = 0;
  do {
    await page.getByLabel('Email address').fill(BEN);
    await page.getByLabel('Password', { exact: true }).fill(`guess ${tried += 1}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
  } while (tried < 20 && (await page.getByRole('alert').count()) === 1);
  assert.equal(tried, 11);
  await hand.arrive('Too many attempts');
  await hand.press(page.getByRole('link', { name: 'Ask for a new link' }));
  await hand.arrive('Forgot your password?');
  await hand.close();
});
