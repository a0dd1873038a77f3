// @ts-check
import { after, before } from 'node:test';
import { EICAR } from '../behaviour/reports.js';
import { complaints, launchChromium } from './chromium.mjs';
import { startForms } from './forms.mjs';
import { startGateway } from './gateway.mjs';

export { EICAR };

/** A text that nobody has scanned before. */
export const harmless = () => `harmless ${Math.random().toString(36)}`;

/**
 * A form with the element in it.
 * @param {string} attributes of the element
 */
export const formWith = (attributes, inside = '') => `
  <form method="post" enctype="multipart/form-data" action="RECEIVER">
    <label>Attachment
      <metadefender-upload name="attachment" ${attributes}>${inside}</metadefender-upload>
    </label>
    <button>Send</button>
  </form>`;

/** Longer than any test: an analysis that never ends by itself. */
const NEVER = '600000';

/**
 * What the tests of the element share: a browser, the pages, a gateway that is quick and one whose
 * analyses never end.
 * @param {import('./forms.mjs').Libraries} [libraries] of the pages
 */
export function elementTests(libraries) {
  /** @type {Awaited<ReturnType<typeof startGateway>>} */
  let gateway;
  /** @type {Awaited<ReturnType<typeof startGateway>>} */
  let slow;
  /** @type {Awaited<ReturnType<typeof startForms>>} */
  let forms;
  /** @type {Awaited<ReturnType<typeof startForms>>} */
  let slowForms;
  /** @type {import('playwright-core').Browser} */
  let browser;

  before(async () => {
    [gateway, slow, browser] = await Promise.all([
      startGateway(),
      startGateway('--step-delay', NEVER),
      launchChromium(),
    ]);
    const start = (/** @type {string} */ address) => startForms(address, libraries);
    [forms, slowForms] = await Promise.all([start(gateway.address), start(slow.address)]);
  });
  after(async () => {
    await browser?.close();
    await Promise.all([gateway?.stop(), slow?.stop(), forms?.stop(), slowForms?.stop()]);
  });

  /**
   * Opens a page with this in its body.
   *
   * @param {import('node:test').TestContext} t
   * @param {string} body
   * @param {{ slow?: boolean, lang?: string, dir?: string }
   *   & import('playwright-core').BrowserContextOptions} [options] `slow`: analyses never end
   */
  async function open(t, body, { slow: isSlow = false, lang, dir, ...context } = {}) {
    const page = await browser.newPage({ viewport: { width: 760, height: 700 }, ...context });
    t.after(() => page.close());
    page.setDefaultTimeout(15_000);
    const heard = complaints(page);
    const site = isSlow ? slowForms : forms;
    site.submitted.length = 0;
    await site.open(page, body, { lang, dir });
    return new UploadPage(page, heard, site.submitted);
  }

  return { open, gateway: () => gateway, slow: () => slow };
}

/**
 * @typedef {object} HeardEvent
 * @property {string} type
 * @property {string} [name]
 * @property {string} [state]
 * @property {import('metadefender-wasm').Progress} [progress]
 * @property {string} [verdict]
 * @property {string} [code]
 */

/** A page with the element, and what one does there. */
export class UploadPage {
  /**
   * @param {import('playwright-core').Page} page
   * @param {string[]} complaints
   * @param {FormData[]} submitted what the receiver got
   */
  constructor(page, complaints, submitted) {
    this.page = page;
    this.complaints = complaints;
    this.submitted = submitted;
    this.upload = page.locator('metadefender-upload');
    this.rows = page.locator('[part~=row]');
  }

  /** The row of a file. @param {string} name */
  row(name) {
    return this.rows.filter({ has: this.page.locator('[part=name]', { hasText: name }) });
  }

  /** Waits until a file is in a state. @param {string} name @param {string} state */
  async becomes(name, state) {
    await this.row(name)
      .and(this.page.locator(`[data-state=${state}]`))
      .waitFor();
  }

  /**
   * Chooses files in the browser's dialog.
   * @param {...[name: string, content: string, type?: string]} files
   */
  async choose(...files) {
    const opens = this.page.waitForEvent('filechooser');
    await this.page.getByRole('button', { name: /^Choose/ }).click();
    const chooser = await opens;
    await chooser.setFiles(
      files.map(([name, content, mimeType = 'text/plain']) => ({
        name,
        mimeType,
        buffer: Buffer.from(content),
      })),
    );
  }

  /**
   * Does something with the element in the page.
   * @template T
   * @template [Argument=undefined]
   * @param {(upload: import('metadefender-wasm/element').MetadefenderUpload, argument: Argument) => T} work
   * @param {Argument} [argument]
   */
  do(work, argument) {
    return /** @type {Promise<Awaited<T>>} */ (
      this.upload.evaluate(/** @type {any} */ (work), argument)
    );
  }

  /**
   * The name that assistive technologies are told of the first element of this role, as the browser
   * has it.
   * @param {string} role
   */
  async accessibleName(role) {
    return (await this.#accessible(role))?.name?.value;
  }

  /**
   * What assistive technologies are told beside the name.
   * @param {string} role
   * @param {string} name
   */
  async accessibleDescription(role, name) {
    const node = await this.#accessible(role, name);
    return node?.description?.value;
  }

  /**
   * @param {string} role
   * @param {string} [name]
   */
  async #accessible(role, name) {
    const session = await this.page.context().newCDPSession(this.page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    return nodes.find(
      (node) => node.role?.value === role && (name === undefined || node.name?.value === name),
    );
  }

  /** What a submission would send: names, and texts or names of files. */
  formData() {
    return this.do((upload) =>
      Array.from(new FormData(/** @type {HTMLFormElement} */ (upload.form)), ([name, value]) => [
        name,
        value instanceof File ? value.name : value,
      ]),
    );
  }

  /** Writes down the events that come from now on; answers what reads them. */
  async listen() {
    const events = await this.upload.evaluateHandle(() => {
      /** @type {HeardEvent[]} */
      const events = [];
      for (const type of /** @type {const} */ ([
        'metadefender-progress',
        'metadefender-verdict',
        'metadefender-error',
        'change',
      ])) {
        document.addEventListener(type, (event) => {
          const { item, progress, scan, error } = /** @type {any} */ (event).detail ?? {};
          events.push({
            type: type.replace('metadefender-', ''),
            name: item?.name,
            state: item?.state,
            progress,
            verdict: scan?.verdict,
            code: error?.code,
          });
        });
      }
      return events;
    });
    return () => events.evaluate((events) => [...events]);
  }
}
