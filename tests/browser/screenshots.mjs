// node tests/browser/screenshots.mjs FOLDER [en|de]: a picture of every page, wide and narrow, light and dark.
// node tests/browser/screenshots.mjs --readme: the picture in README.md, docs/pictures/home.png.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT, openWindow, signIn, startBrowser, startDemo } from './support.mjs';
import { tour } from './tour.mjs';

const [folder, language = 'en'] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node tests/browser/screenshots.mjs FOLDER [en|de] | --readme');
  process.exit(2);
}

const [browser, demo] = await Promise.all([startBrowser(), startDemo()]);
try {
  await (folder === '--readme' ? forReadme() : ofEverything());
} finally {
  await browser.close();
  await demo.stop();
}

async function ofEverything() {
  await mkdir(folder, { recursive: true });
  let number = 0;
  await tour(browser, demo, language, async ({ name, page }) => {
    number += 1;
    for (const width of [1280, 390]) {
      for (const colorScheme of ['light', 'dark']) {
        await page.setViewportSize({ width, height: width === 1280 ? 900 : 844 });
        await page.emulateMedia({ colorScheme });
        const file = [String(number).padStart(2, '0'), name.replace(/[ ()]+/g, '-').replace(/-$/, ''), width, colorScheme].join('-');
        await page.screenshot({ path: path.join(folder, `${file}.png`), fullPage: true });
      }
    }
  });
  console.log(`${number} pages in ${folder}`);
}

async function forReadme() {
  const context = await openWindow(browser, demo, { viewport: { width: 1280, height: 1400 }, colorScheme: 'light' });
  await signIn(context, demo, 'ben@linden.example');
  const page = await context.newPage();
  await page.goto(demo.portal);
  // From the top to the end of the card that has most to say, below a few pixels of air.
  const card = await page.getByRole('article').filter({ has: page.locator('h3#S-1042') }).boundingBox();
  const clip = { x: 0, y: 0, width: 1280, height: Math.ceil(card.y + card.height + 24) };
  // Asked directly, Chromium takes the time to make it small.
  const session = await context.newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { clip: { ...clip, scale: 1 }, optimizeForSpeed: false });
  const file = path.join(ROOT, 'docs/pictures/home.png');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, Buffer.from(data, 'base64'));
}
