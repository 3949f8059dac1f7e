// Every page in every state, in both languages: accessibility, markup, widths, weight, and that nobody outside is asked.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { startBrowser, startDemo } from './support.mjs';
import { addresses, tour } from './tour.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
/** What of axe depends on colours: asked again in the dark. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];
const MOST_BYTES = 25_000;
const MOST_REQUESTS = 5;

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  // An email's text, shown as it is, may end a line with a blank.
  rules: { 'no-trailing-whitespace': 'off' },
});

/** What was found, by check. */
const found = { axe: [], markup: [], wide: [], frame: [], weight: [], complaints: [], titles: [] };
const visited = [];
let stops = 0;
let heaviest = { bytes: 0 };

before(async () => {
  const browser = await startBrowser();
  const demos = await Promise.all([startDemo(), startDemo()]);
  try {
    const tours = ['en', 'de'].map((language, i) => wholeTour(browser, demos[i], language));
    for (const ended of await Promise.allSettled(tours)) if (ended.reason) throw ended.reason;
  } finally {
    await browser.close();
    await Promise.all(demos.map((demo) => demo.stop()));
  }
}, { timeout: 900_000 });

after(() => {
  console.log(`${stops} pages; the heaviest is ${heaviest.name} with ${heaviest.bytes} bytes`);
});

async function wholeTour(browser, demo, language) {
  const titles = new Map();
  let last = 'the start';
  const look = async ({ name, page, response }) => {
    last = name;
    const here = `${language} ${name}`;
    stops += 1;
    const { origin, pathname } = new URL(response.url());
    visited.push({ server: Object.keys(demo).find((server) => demo[server] === origin), pathname });
    await checkMarkup(here, await response.text());
    await checkFrame(here, page, response, language, titles);
    await checkWeight(here, page, response, origin);
    await checkViews(here, page);
  };
  const complaints = await tour(browser, demo, language, look).catch((cause) => {
    throw new Error(`the tour (${language}) broke off after ${last}: ${cause.message}\n${demo.said()}`);
  });
  found.complaints.push(...complaints);
}

async function checkMarkup(here, html) {
  const report = await validator.validateString(html);
  for (const { messages } of report.results) {
    for (const { ruleId, message, line } of messages) found.markup.push(`${here}:${line} ${ruleId}: ${message}`);
  }
}

/** One heading, the right language, and a title that no other page has. */
async function checkFrame(here, page, response, language, titles) {
  const { headings, lang, title } = await page.evaluate(() => ({
    headings: document.querySelectorAll('h1').length,
    lang: document.documentElement.lang,
    title: document.title,
  }));
  if (headings !== 1) found.frame.push(`${here} has ${headings} h1`);
  if (lang !== language) found.frame.push(`${here} is in “${lang}”`);
  const isProblem = response.status() === 422;
  if (isProblem !== /^(Error|Fehler): /.test(title)) found.frame.push(`${here} is called “${title}”`);
  // An error is the same page wherever it happens, and an email to two people the same email.
  if (response.status() !== 200 || response.request().method() !== 'GET' || response.url().includes('/emails/')) return;
  const [, address] = response.url().split(/[?#]|^http:\/\//);
  if (titles.has(title) && titles.get(title) !== address) found.titles.push(`${here}: “${title}” is also ${titles.get(title)}`);
  titles.set(title, address);
}

/** Bytes and requests of a first visit: the page as it came, and everything it names. */
async function checkWeight(here, page, response, origin) {
  const named = await page.evaluate(() => [...document.querySelectorAll('link[href], script[src], img[src]')]
    .map((element) => element.href ?? element.src));
  const { responseBodySize, responseHeadersSize } = await response.request().sizes();
  const parts = await Promise.all([...new Set(named)].map(weigh));
  const bytes = parts.reduce((sum, part) => sum + part, responseBodySize + responseHeadersSize);
  if (bytes > heaviest.bytes) heaviest = { name: here, bytes };
  if (bytes >= MOST_BYTES) found.weight.push(`${here} weighs ${bytes} bytes`);
  if (parts.length + 1 > MOST_REQUESTS) found.weight.push(`${here} takes ${parts.length + 1} requests`);
  if (named.some((url) => !url.startsWith(origin))) found.weight.push(`${here} names ${named.join(' ')}`);
}

const weighed = new Map();

/** How many bytes of an answer come over the wire. */
function weigh(url) {
  if (!weighed.has(url)) {
    weighed.set(url, new Promise((resolve, reject) => {
      http.get(url, { headers: { 'accept-encoding': 'br, gzip' } }, (answer) => {
        let bytes = answer.rawHeaders.join('    ').length;
        answer.on('error', reject).on('data', (piece) => { bytes += piece.length; }).on('end', () => resolve(bytes));
        if (answer.statusCode !== 200) reject(new Error(`${url}: ${answer.statusCode}`));
      }).on('error', reject);
    }));
  }
  return weighed.get(url);
}

async function checkViews(here, page) {
  await page.evaluate(AXE);
  for (const [width, height] of [[1280, 900], [390, 844]]) {
    await page.setViewportSize({ width, height });
    await checkWidth(here, page, width);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const runOnly = colorScheme === 'light' ? { type: 'tag', values: TAGS } : { type: 'rule', values: OF_COLOUR };
      const violations = await page.evaluate(async (runOnly) => {
        const { violations } = await globalThis.axe.run(document, { runOnly, resultTypes: ['violations'], preload: false });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.any[0]?.message ?? ''}`).join('; ')}`);
      }, runOnly);
      found.axe.push(...violations.map((violation) => `${here} ${width} ${colorScheme}: ${violation}`));
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await page.setViewportSize({ width: 320, height: 640 });
  await checkWidth(here, page, 320);
}

/** Nothing sticks out at the side. */
async function checkWidth(here, page, width) {
  const wide = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const out = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > clientWidth + 0.5);
    return `${scrollWidth}: ${out.at(-1)?.outerHTML.slice(0, 120)}`;
  });
  if (wide) found.wide.push(`${here} ${width} is ${wide}`);
}

test('the checks notice a bad page', async () => {
  const browser = await startBrowser();
  const kept = structuredClone(found);
  try {
    const page = await browser.newPage();
    const html = '<!DOCTYPE html><html lang="en"><head><title>Bad</title></head><body><main><h1>Bad</h1>'
      + '<p style="color:#aaa;background:#fff">Faint</p><p style="width:2000px">Wide</p><input><img src="x"></main></body></html>';
    await page.setContent(html);
    await checkMarkup('bad', html);
    await checkViews('bad', page);
    const noticed = (name) => found[name].splice(kept[name].length).join('\n');
    assert.match(noticed('axe'), /1280 light: [^]*color-contrast[^]*390 dark: [^]*color-contrast/);
    assert.match(noticed('markup'), /no-implicit-input-type[^]*wcag\/h37/);
    assert.match(noticed('wide'), /bad 1280 is 2[^]*bad 390 is 2[^]*bad 320 is 2/);
  } finally {
    await browser.close();
  }
});

const nothing = (name) => () => assert.deepEqual(found[name], []);

test('axe finds nothing at 1280 and 390 pixels, light and dark', nothing('axe'));
test('the markup is valid', nothing('markup'));
test('nothing has to be scrolled sideways at 1280, 390 and 320 pixels', nothing('wide'));
test('every page has one main heading and says its language', nothing('frame'));
test('no two pages have the same title', nothing('titles'));
test(`a first visit takes less than ${MOST_BYTES} bytes and at most ${MOST_REQUESTS} requests`, nothing('weight'));
test('nobody outside is asked, and the console stays silent', nothing('complaints'));
test('no address is left out', async () => {
  const left = (await addresses()).filter(({ server, pattern }) => !visited.some((v) => v.server === server && pattern.test(v.pathname)));
  assert.deepEqual(left.map(({ server, address }) => `${server} ${address}`), []);
});
