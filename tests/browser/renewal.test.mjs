// Turning auto-renewal off and on: what is said before and after, the emails, the day it is too late, and who may not.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Hand, WAYS, emails, signIn, startBrowser, startDemo } from './support.mjs';

const [ADA, BEN, GRETA, SAM] = ['ada@linden.example', 'ben@linden.example', 'greta@nordlicht.example', 'sam@harbor.example'];

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser?.close());

/** Signed in, on the first page. */
async function arrive(demo, way, email, options) {
  const hand = await Hand.open(browser, demo, way, options);
  await signIn(hand.page.context(), demo, email);
  await hand.page.goto(demo.portal);
  return hand;
}

/** Who got an email with this subject. */
async function recipients(demo, subject) {
  const hand = await Hand.open(browser, demo, 'mouse');
  const found = (await emails(hand.page, demo)).filter((email) => email.subject === subject).map((email) => email.to);
  await hand.close();
  return found.sort();
}

/** The card of a subscription on the first page. */
function card(page, number) {
  return page.getByRole('article').filter({ has: page.locator(`h3#${number}`) });
}

for (const way of WAYS) {
  describe(way, () => {
    let demo;
    before(async () => { demo = await startDemo(); });
    after(() => demo?.stop());

    test('off in two clicks without a required field, and on again with one', async () => {
      const hand = await arrive(demo, way, BEN);
      const { page } = hand;
      await hand.press(card(page, 'S-1042').getByRole('link', { name: 'Turn off auto-renewal' }));
      await hand.arrive('Turn off auto-renewal?');
      const before = await page.getByRole('main').innerText();
      assert.match(before, /Until 31 May 2027\s+Everything works as it does today\./);
      assert.match(before, /On 1 June 2027\s+The subscription does not renew\. You are not charged about USD\s26,880\.00\./);
      assert.match(before, /The last possible day is 2 May 2027, until 23:59 UTC\./);
      await hand.press(page.getByRole('button', { name: 'Turn off auto-renewal' }));
      await hand.arrive('Auto-renewal is off');
      assert.deepEqual(hand.count(), { clicks: 2, fields: 0 });

      const done = await page.getByRole('main').innerText();
      assert.match(done, /Ben Okafor turned it off on 10 August 2026, .* UTC\. An email about it is on its way\./);
      assert.match(done, /Everything works until 31 May 2027\.\s+No renewal is charged on 1 June 2027\./);
      await page.reload(); // as from a bookmark
      assert.equal(await page.getByRole('main').innerText(), done);
      assert.deepEqual(await recipients(demo, 'Auto-renewal of S-1042 is off'), [ADA, BEN]);

      await hand.press(page.getByRole('button', { name: 'Turn on auto-renewal again' }));
      await hand.told('Auto-renewal is on again.');
      assert.deepEqual(hand.count(), { clicks: 1, fields: 0 });
      assert.match(await page.getByRole('main').innerText(), /Renews on 1 June 2027 for about USD\s26,880\.00\./);
      assert.deepEqual(await recipients(demo, 'Auto-renewal of S-1042 is on again'), [ADA, BEN]);

      // The card of a subscription that is off has the way back too.
      await page.goto(demo.portal);
      await hand.press(card(page, 'S-1050').getByRole('button', { name: 'Turn on auto-renewal again' }));
      await hand.told('Auto-renewal is on again.');
      assert.deepEqual(hand.count(), { clicks: 1, fields: 0 });
      await hand.close();
    });

    test('too late: until when it was possible, a request, an answer by email', async () => {
      const ben = await arrive(demo, way, BEN);
      await ben.press(card(ben.page, 'S-1063').getByRole('link', { name: 'Ask us to turn it off late' }));
      await ben.arrive('It is too late to turn off auto-renewal');
      assert.match(await ben.page.getByRole('main').innerText(), /It was possible until 2 August 2026, 23:59 UTC\./);
      await ben.type(ben.page.getByLabel('What should we know?'), 'The clinic moves to another system.');
      await ben.press(ben.page.getByRole('button', { name: 'Send the request' }));
      await ben.told('We have your request.');
      assert.match(await ben.page.getByRole('main').innerText(), /You asked us on 10 August 2026 to turn off auto-renewal late\. A person will answer\./);
      assert.deepEqual(ben.count(), { clicks: 2, fields: 1 });

      const sam = await arrive(demo, way, SAM);
      assert.equal(new URL(sam.page.url()).pathname, '/staff');
      const desk = sam.page.getByRole('article', { name: 'Late requests' });
      assert.match(await desk.innerText(), /1 open[^]*Linden Hospital Group, S-1063\s+Ben Okafor asked on 10 August 2026[^]*The clinic moves to another system\./);
      // An answer must be given: the customer reads it.
      await sam.press(desk.getByRole('button', { name: 'Decline the request' }));
      await sam.page.getByRole('alert').getByRole('link', { name: 'Give a reason: the customer reads it.' }).click();
      assert.match(await sam.page.title(), /^Error: /);
      assert.equal(await desk.getByLabel('Your answer').evaluate((field) => field === document.activeElement), true);
      assert.equal(await desk.getByLabel('Your answer').getAttribute('aria-invalid'), 'true');
      await sam.type(desk.getByLabel('Your answer'), 'The seats of the next year are bought already.');
      await sam.press(desk.getByRole('button', { name: 'Decline the request' }));
      await sam.told('The request is declined.');
      assert.match(await desk.innerText(), /0 open[^]*Nobody waits for an answer\./);
      await sam.close();

      const subject = 'S-1063 will renew: our answer to your request';
      assert.deepEqual(await recipients(demo, subject), [ADA, BEN]);
      const email = (await emails(ben.page, demo)).find((one) => one.subject === subject && one.to === BEN);
      await ben.page.goto(email.href);
      assert.match(await ben.page.locator('pre').innerText(), /The seats of the next year are bought already\./);
      await ben.press(ben.page.locator('pre').getByRole('link').first());
      await ben.arrive('Harbor Git Premium');
      assert.doesNotMatch(await ben.page.getByRole('main').innerText(), /A person will answer/);
      await ben.close();
    });
  });
}

describe('bought from a reseller', () => {
  let demo;
  before(async () => { demo = await startDemo(); });
  after(() => demo?.stop());

  test('Greta reads German, is told whom to ask, and finds no button that would not help', async () => {
    const hand = await arrive(demo, 'mouse', GRETA);
    const { page } = hand;
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
    for (const where of ['/', '/subscriptions/S-1101']) {
      await page.goto(demo.portal + where);
      const text = await page.getByRole('main').innerText();
      assert.match(text, /Sie haben es bei Kontor Systeme GmbH gekauft\. Fragen Sie dort nach Preisen, Plätzen und Verlängerung\./, where);
      assert.equal(await page.getByRole('main').getByText(/ausschalten|einschalten/).count(), 0, where);
      // Who owns the account may replace the activation code; nothing else is a form here.
      assert.equal(await page.locator('main form:not([action$=activation-code]), a[href*=renewal]').count(), 0, where);
    }
    await page.goto(`${demo.portal}/subscriptions/S-1101/renewal-cancellation`);
    assert.equal(await page.locator('main form').count(), 0);
    await hand.close();
  });
});
