// What the tests share: a demo of their own, a browser, people who sign in, and hands that click, type, copy and paste
// with a mouse, with the keyboard alone, or without JavaScript.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

export const ROOT = path.resolve(import.meta.dirname, '../..');
const TARGET = path.resolve(ROOT, process.env.CARGO_TARGET_DIR ?? 'target');
const PROGRAM = process.env.SEATSYNC_BIN ?? path.join(TARGET, 'debug/seatsync');
const CHROMIUM = process.env.SEATSYNC_CHROMIUM ?? '/usr/bin/chromium';
/** Nothing here takes longer on a busy machine; what is not there by then does not come. */
export const PATIENCE = 15_000;

/**
 * Starts a demo in a folder of its own.
 * @returns {Promise<{portal: string, instance: string, mailbox: string, logins: Map<string, string>, stop(): Promise<void>}>}
 */
export async function startDemo() {
  const dir = await mkdtemp(path.join(tmpdir(), 'seatsync-browser-'));
  // An unknown SEATSYNC_* stops the program, and a known one must not reach it.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SEATSYNC_')));
  const child = spawn(PROGRAM, ['demo', '--dir', dir, '--any-port'], { cwd: dir, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (piece) => { said += piece; });
  const ended = new Promise((resolve) => {
    child.once('error', (cause) => { said += cause.message; resolve(); });
    child.once('exit', (code, signal) => { said += `ended with ${code ?? signal}\n`; resolve(); });
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(late);
    await rm(dir, { recursive: true, force: true });
  };
  const demo = { logins: new Map(), stop, said: () => said };
  const kill = setTimeout(() => child.kill('SIGKILL'), 4 * PATIENCE);
  for await (const line of createInterface({ input: child.stdout })) {
    const [name, ...words] = line.split(/:? /);
    if (name === 'login') demo.logins.set(words[0], words[1]);
    else demo[name] = words[0];
    if (words[0]?.startsWith('greta@')) break;
  }
  clearTimeout(kill);
  if (!demo.portal || !demo.instance || !demo.mailbox || demo.logins.size === 0) {
    await stop();
    throw new Error(`${PROGRAM} demo did not start:\n${said}`);
  }
  child.stdout.resume();
  return demo;
}

/** Starts the browser. It asks nobody outside: every host but this machine is unknown to it. */
export function startBrowser() {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

/** A window of a fresh profile. What goes wrong in any of its pages is gathered in `complaints`. */
export async function openWindow(browser, demo, { javaScript = true, language = 'en', ...options } = {}) {
  const context = await browser.newContext({
    javaScriptEnabled: javaScript,
    locale: language === 'de' ? 'de-DE' : 'en-GB',
    timezoneId: 'Asia/Tokyo', // a reader's own zone must show nowhere
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  const own = new Set([demo.portal, demo.instance, demo.mailbox]);
  context.complaints = [];
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'data:' && !own.has(origin)) context.complaints.push(`asked ${request.url()}`);
  });
  context.on('console', (message) => {
    // A page answered 4xx is no error of its own: Chromium notes each in the console.
    const isStatus = message.text().startsWith('Failed to load resource: the server responded with a status of 4');
    if (message.type() === 'error' && !isStatus) context.complaints.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on('weberror', (error) => context.complaints.push(String(error.error())));
  return context;
}

/** Signs somebody in without looking at a page, and leads nowhere. */
export async function signIn(context, demo, email) {
  const page = await context.request.get(`${demo.portal}/sign-in`);
  const csrf = / name="csrf" value="([^"]+)"/.exec(await page.text())[1];
  const form = { csrf, email, password: demo.logins.get(email), next: '/' };
  const answer = await context.request.post(`${demo.portal}/sign-in`, { form, maxRedirects: 0 });
  assert.equal(answer.status(), 303, `${email} cannot sign in`);
}

/** Signs in on the page one is on. */
export async function signInHere(hand, demo, email) {
  await hand.type(hand.page.getByLabel('Email address'), email);
  await hand.type(hand.page.getByLabel('Password', { exact: true }), demo.logins.get(email));
  await hand.press(hand.page.getByRole('button', { name: 'Sign in' }));
}

/** The three ways to work through a task. */
export const WAYS = ['mouse', 'keyboard', 'no JavaScript'];

/** Does things on a page in one of the three ways, and counts clicks (or presses in their place) and fields. */
export class Hand {
  constructor(page, way) {
    this.page = page;
    this.way = way;
    this.clicks = 0;
    this.fields = 0;
  }

  static async open(browser, demo, way, options = {}) {
    const context = await openWindow(browser, demo, { ...options, javaScript: way !== 'no JavaScript' });
    return new Hand(await context.newPage(), way);
  }

  /** What has been counted since the last time. */
  count() {
    const counted = { clicks: this.clicks, fields: this.fields };
    this.clicks = 0;
    this.fields = 0;
    return counted;
  }

  /** Presses a button or follows a link. */
  async press(target) {
    this.clicks += 1;
    if (this.way !== 'keyboard') return target.click();
    await this.#tabTo(target);
    await this.page.keyboard.press('Enter');
  }

  /** Replaces what stands in a field. */
  async type(target, text) {
    this.fields += 1;
    if (this.way !== 'keyboard') return target.fill(text);
    await this.#tabTo(target);
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
  }

  /** Copies a field: with its button, or selecting it by hand where there is no JavaScript to show one. */
  async copy(field, button) {
    if (this.way === 'no JavaScript') {
      await button.waitFor({ state: 'hidden' });
      await field.focus();
      await this.page.keyboard.press('ControlOrMeta+a');
      await this.page.keyboard.press('ControlOrMeta+c');
      return;
    }
    await this.press(button);
    await this.page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
  }

  /** Pastes what was copied. */
  async paste(target) {
    this.fields += 1;
    if (this.way === 'keyboard') await this.#tabTo(target);
    else await target.click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.press('ControlOrMeta+v');
    const end = Date.now() + PATIENCE;
    while ((await target.inputValue()) === '') assert.ok(Date.now() < end, 'nothing was pasted');
  }

  /** Goes on with the Tab key until the target has the focus; every stop on the way must show that it has it. */
  async #tabTo(target) {
    await target.waitFor();
    for (let stops = 0; stops < 120; stops += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
      const unseen = await this.page.evaluate(() => {
        const element = document.activeElement;
        // The button inside a date field has the focus for the field, and a ring of its own.
        if (!element?.matches(':focus') || element === document.body) return null;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        const isSeen = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && box.width > 0
          && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
        return isSeen ? null : element.outerHTML.slice(0, 200);
      });
      assert.equal(unseen, null, 'the focus cannot be seen');
    }
    throw new Error(`the Tab key does not reach ${target}`);
  }

  /** Waits for the page of this heading. */
  async arrive(heading) {
    await this.#see(this.page.getByRole('heading', { level: 1, name: heading, exact: true }), heading);
  }

  /** Waits until the page says what has just been done. */
  async told(text) {
    await this.#see(this.page.getByRole('status').filter({ hasText: text }), text);
  }

  /** Waits for something to be seen; if it does not come, the failure says what was there in its place. */
  async #see(target, name) {
    await target.waitFor().catch(async () => {
      throw new Error(`“${name}” is not to be seen at ${this.page.url()}:\n${await this.page.locator('main').innerText()}`);
    });
  }

  /** The window must have had nothing to complain about. */
  async close() {
    const context = this.page.context();
    await context.close();
    assert.deepEqual(context.complaints, []);
  }
}

/** The emails of a demo: newest first, as the mailbox lists them. */
export async function emails(page, demo) {
  await page.goto(demo.mailbox);
  return page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => ({
    subject: row.querySelector('th').textContent.trim(),
    to: row.querySelector('td').textContent.trim(),
    href: row.querySelector('a').href,
    language: row.querySelector('a').lang,
  })));
}

/** The emails that are wanted, as soon as there is one: what lets somebody in is written by the job that sends it. */
export async function emailsWanted(page, demo, isWanted) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = (await emails(page, demo)).filter(isWanted);
    if (found.length > 0 || Date.now() > end) return found;
  }
}

/** Moves the clock on to the beginning of a day. */
export async function moveClock(hand, demo, day) {
  await hand.page.goto(demo.mailbox);
  await hand.page.locator('#date').fill(day);
  await hand.press(hand.page.locator('[value=date]'));
  await hand.told(/The clock was moved on|Die Uhr ist vorgestellt/);
}
