// The whole loop by hand: an instance that is not connected to the internet gets its license by copy and paste, and one
// that is by its activation code; with a mouse, with the keyboard alone, and without JavaScript.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Hand, WAYS, moveClock, signInHere, startBrowser, startDemo } from './support.mjs';

const TESS = 'tess@linden.example';

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser?.close());

/** From the sample instance to the portal and back, until the instance shows a license. */
async function loop(hand, demo, number) {
  const { page } = hand;
  await page.goto(demo.instance);
  await page.getByText('There is no license yet.').waitFor();
  await hand.copy(page.getByRole('textbox', { name: 'Instance ID' }), page.getByRole('button', { name: 'Copy the instance ID' }));

  await hand.press(page.getByRole('link', { name: 'Open the portal' }));
  await signInHere(hand, demo, TESS);
  await hand.press(page.getByRole('link', { name: `Details of ${number}` }));
  await hand.press(page.getByRole('link', { name: 'Paste an instance ID' }));

  // From here on it counts: one field, and a click each to look, to link, and to have the token.
  await hand.arrive('Paste an instance ID');
  hand.count();
  await hand.paste(page.getByRole('textbox', { name: 'Instance ID' }));
  await hand.press(page.getByRole('button', { name: 'See what it says' }));
  await hand.arrive('Check what your instance reported');
  for (const [label, value] of [
    ['Instance', 'git.airgap.linden.example'], ['Contact', 'First contact'],
    ['Product', 'Harbor Git, version 17.4.1'], ['Billable users', '42'], ['Written', /^10 August 2026, .* UTC/],
  ]) assert.match(await fact(page, label), value instanceof RegExp ? value : new RegExp(`^${value}`), label);
  await hand.press(page.getByRole('button', { name: `Link this instance to ${number}` }));
  await hand.told('The instance is linked.');
  await hand.press(page.getByRole('button', { name: 'My instance isn’t connected to the internet' }));
  await hand.arrive('Your token is ready');
  assert.deepEqual(hand.count(), { clicks: 3, fields: 1 });

  await hand.copy(page.getByRole('textbox', { name: 'Token' }), page.getByRole('button', { name: 'Copy the token' }));
  await page.goto(demo.instance);
  hand.count();
  await hand.paste(page.getByRole('textbox', { name: 'Token' }));
  await hand.press(page.getByRole('button', { name: 'Load the license' }));
  await hand.told('The token is loaded. The license is in force.');
  assert.deepEqual(hand.count(), { clicks: 1, fields: 1 });
}

/** What stands beside a label. */
function fact(page, label) {
  return page.locator('dt').filter({ hasText: new RegExp(`^${label}$`) }).locator('xpath=following-sibling::dd[1]').innerText();
}

/** The licenses on record, the last to start first. */
function history(page) {
  return page.getByRole('article', { name: 'License history' }).getByRole('listitem').getByRole('heading').allInnerTexts();
}

/** From the subscription's page to the sample instance, with the code. */
async function activate(hand, demo, number) {
  const { page } = hand;
  await page.goto(demo.portal);
  await signInHere(hand, demo, TESS);
  await hand.press(page.getByRole('link', { name: `Details of ${number}` }));
  await hand.press(page.getByText('Show the activation code'));
  const code = await page.locator('details code').innerText();
  await page.goto(demo.instance);
  hand.count();
  await hand.type(page.getByRole('textbox', { name: 'Activation code' }), code);
  await hand.press(page.getByRole('button', { name: 'Activate' }));
  await hand.told('The token is loaded. The license is in force.');
  assert.deepEqual(hand.count(), { clicks: 1, fields: 1 });
}

for (const way of WAYS) {
  describe(way, () => {
    let demo;
    before(async () => { demo = await startDemo(); });
    after(() => demo?.stop());

    test('an instance behind an air gap gets its license', async () => {
      const hand = await Hand.open(browser, demo, way);
      await loop(hand, demo, 'S-1001');
      const force = hand.page.getByRole('article', { name: 'In force' });
      assert.match(await force.innerText(), /Premium[^]*42 of 50 seats used[^]*Linden Hospital Group[^]*3 August 2026[^]*2 August 2027[^]*S-1001/);
      assert.deepEqual(await history(hand.page), ['Premium, 50 seats In force']);
      await hand.close();
    });
  });

  describe(way, () => {
    let demo;
    before(async () => { demo = await startDemo(); });
    after(() => demo?.stop());

    test('an instance with the code fetches its license and tells its users every day', async () => {
      const hand = await Hand.open(browser, demo, way);
      const { page } = hand;
      await activate(hand, demo, 'S-1001');
      const force = page.getByRole('article', { name: 'In force' });
      assert.match(await force.innerText(), /Premium[^]*42 of 50 seats used[^]*S-1001/);
      await hand.type(page.getByRole('textbox', { name: 'Users that take a seat' }), '57');
      await hand.press(page.getByRole('button', { name: 'Change the users' }));
      await hand.told('The users are changed.');

      // More midnights than an instance may sync at once; the portal has heard of it at the last.
      await moveClock(hand, demo, '2026-09-01');
      await page.goto(`${demo.portal}/subscriptions/S-1001`);
      await hand.press(page.getByRole('link', { name: 'git.airgap.linden.example' }));
      assert.match(await fact(page, 'Billable users'), /^57/);
      assert.match(await fact(page, 'Last report'), /^1 September 2026/);
      await page.goto(demo.instance);
      await hand.press(page.getByRole('button', { name: 'Sync now' }));
      await hand.told('The portal has your counts. It had no new license for you.');
      await hand.close();
    });
  });

  describe(way, () => {
    let demo;
    before(async () => { demo = await startDemo(); });
    after(() => demo?.stop());

    test('a license bought ahead comes into force by itself on its day', async () => {
      const hand = await Hand.open(browser, demo, way);
      const { page } = hand;
      await loop(hand, demo, 'S-1077');
      const force = page.getByRole('article', { name: 'In force' });
      assert.match(await force.innerText(), /of 100 seats used[^]*A license starts by itself on 1 October 2026 at 00:00 UTC: Premium, 120 seats/);
      assert.deepEqual(await history(page), ['Premium, 120 seats Starts later', 'Premium, 100 seats In force']);

      await moveClock(hand, demo, '2026-10-01');
      await page.goto(demo.instance);
      assert.match(await force.innerText(), /of 120 seats used[^]*1 October 2026[^]*30 September 2027/);
      assert.deepEqual(await history(page), ['Premium, 120 seats In force', 'Premium, 100 seats Past']);
      await hand.close();
    });
  });
}
