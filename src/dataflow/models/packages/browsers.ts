/**
 * `puppeteer` and `playwright`. Purpose: a browser is a process with a connection, a page or context one of its many places.
 * Guarantee: read in the sources of the versions named here. Not handled: frames, workers and sessions, which end with their page.
 */
import { borrows, tells } from '../rows.ts';
import type { CallModel, MethodModel, ResourceKind } from '../types.ts';
import { client, gone, lent, type PackageModel, parts, sourceOf, type Text, typeOf, within, works } from './words.ts';

const puppeteerText = sourceOf('puppeteer-core', '24.43.1');
const playwrightText = sourceOf('playwright-core', '1.65.1');

const used = (text: Text, names: readonly string[]): Readonly<Record<string, MethodModel>> => Object.fromEntries(names.map((name) => [name, works(text(`Page.${name}`), { args: [] })]));

const pageOf = (name: string, text: Text): ResourceKind =>
  lent({
    id: `${name}.Page`,
    noun: 'page',
    advice: 'close()',
    methods: {
      ...used(text, ['goto', 'evaluate', 'content', 'title', 'screenshot', 'pdf', 'click', 'waitForSelector', 'setContent', 'reload']),
      close: parts(text('Page.close')),
      isClosed: borrows(text('Page.isClosed')),
    },
    events: { close: gone(text("Page 'close'")), error: tells(text("Page 'error': crashed, and still there")), crash: tells(text("Page 'crash'")) },
    doc: text('class Page'),
  });

const contextOf = (name: string, text: Text): ResourceKind =>
  lent({
    id: `${name}.BrowserContext`,
    noun: 'browser context',
    advice: 'close()',
    methods: { newPage: within(`${name}.Page`, text('BrowserContext.newPage; its close closes pages'), true), close: parts(text('BrowserContext.close')) },
    events: { close: gone(text("BrowserContext 'close'")) },
    doc: text('class BrowserContext'),
  });

const browserOf = (name: string, text: Text, more: Readonly<Record<string, MethodModel>>): ResourceKind =>
  client({
    id: `${name}.Browser`,
    noun: 'browser',
    advice: 'close()',
    methods: { newPage: within(`${name}.Page`, text('Browser.newPage; its close closes pages'), true), close: parts(text('Browser.close')), ...more },
    events: { disconnected: gone(text("Browser 'disconnected'")) },
    doc: text('class Browser'),
  });

const opens = (name: string, doc: string): { readonly call: CallModel } => ({
  call: { acquires: { kind: `${name}.Browser`, state: 'open', async: true }, throws: 'never', rejects: 'likely', doc },
});

const puppeteerKinds = [
  pageOf('puppeteer', puppeteerText),
  contextOf('puppeteer', puppeteerText),
  browserOf('puppeteer', puppeteerText, {
    disconnect: parts(puppeteerText('Browser.disconnect leaves the browser to others')),
    createBrowserContext: within('puppeteer.BrowserContext', puppeteerText('Browser.createBrowserContext'), true),
    createIncognitoBrowserContext: within('puppeteer.BrowserContext', puppeteerText('History: the older name of createBrowserContext'), true),
  }),
];

export const puppeteer: PackageModel = {
  name: 'puppeteer',
  version: '24.43.1',
  modules: [
    {
      names: ['puppeteer', 'puppeteer-core'],
      exports: {
        launch: opens('puppeteer', puppeteerText('BrowserLauncher.launch closes what it started when it fails')),
        connect: opens('puppeteer', puppeteerText('connect')),
        Browser: typeOf('puppeteer.Browser'),
        BrowserContext: typeOf('puppeteer.BrowserContext'),
        Page: typeOf('puppeteer.Page'),
      },
    },
  ],
  kinds: puppeteerKinds,
  note: 'Read in `puppeteer-core`. A browser closes its pages.',
};

const playwrightKinds = [
  pageOf('playwright', playwrightText),
  contextOf('playwright', playwrightText),
  browserOf('playwright', playwrightText, { newContext: within('playwright.BrowserContext', playwrightText('Browser.newContext'), true) }),
];

const engines = ['chromium', 'firefox', 'webkit'];

export const playwright: PackageModel = {
  name: 'playwright',
  version: '1.65.1',
  modules: [
    {
      names: ['playwright', 'playwright-core'],
      exports: {
        ...Object.fromEntries(engines.flatMap((engine) => ['launch', 'connect', 'connectOverCDP'].map((name) => [`${engine}.${name}`, opens('playwright', playwrightText(`BrowserType.${name}`))]))),
        Browser: typeOf('playwright.Browser'),
        BrowserContext: typeOf('playwright.BrowserContext'),
        Page: typeOf('playwright.Page'),
      },
    },
  ],
  kinds: playwrightKinds,
  note: 'Read in `playwright-core`. A browser closes its contexts, a context its pages.',
};
