// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DevTools } from './devtools.mjs';

const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Chromium without an automation library. @param {string} program */
export async function startChromium(program) {
  const profile = mkdtempSync(join(tmpdir(), 'metadefender-wasm-bench-chromium-'));
  const args = [...QUIET, `--user-data-dir=${profile}`, '--remote-debugging-pipe', 'about:blank'];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const [, , , input, output] = child.stdio;
  const devTools = new DevTools(
    /** @type {import('node:stream').Writable} */ (input),
    /** @type {import('node:stream').Readable} */ (output),
  );
  const { product } = await devTools.send('Browser.getVersion');
  return {
    version: String(product).replace(/^\w+\//, ''),
    pid: /** @type {number} */ (child.pid),
    /** @param {string} url */
    open: (url) => Page.open(devTools, url),
    async stop() {
      const ended = once(child, 'exit');
      devTools.send('Browser.close').catch(() => child.kill());
      await ended;
      // Some processes of the browser may still be writing.
      await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

class Page {
  #devTools;
  #target;
  #session;

  /** @param {DevTools} devTools @param {string} target @param {string} session */
  constructor(devTools, target, session) {
    this.#devTools = devTools;
    this.#target = target;
    this.#session = session;
  }

  /** Resolves once the modules of the page have run. @param {DevTools} devTools @param {string} url */
  static async open(devTools, url) {
    const { targetId } = await devTools.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await devTools.send('Target.attachToTarget', { targetId, flatten: true });
    await devTools.send('Page.enable', {}, sessionId);
    const loaded = devTools.event('Page.loadEventFired', sessionId);
    await devTools.send('Page.navigate', { url }, sessionId);
    await loaded;
    return new Page(devTools, targetId, sessionId);
  }

  /** The value of an expression, after its promise is settled. @param {string} expression */
  async evaluate(expression) {
    const { result, exceptionDetails: thrown } = await this.#send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (thrown) throw new Error(thrown.exception?.description ?? thrown.text);
    return result.value;
  }

  /** Chooses files, as a user would. @param {string} selector @param {string[]} files */
  async choose(selector, files) {
    const { root } = await this.#send('DOM.getDocument');
    const { nodeId } = await this.#send('DOM.querySelector', { nodeId: root.nodeId, selector });
    await this.#send('DOM.setFileInputFiles', { nodeId, files });
  }

  /** Detaches DevTools from the page. */
  leaveAlone() {
    return this.#devTools.send('Target.detachFromTarget', { sessionId: this.#session });
  }

  close() {
    return this.#devTools.send('Target.closeTarget', { targetId: this.#target });
  }

  /** @param {string} method @param {Record<string, unknown>} [params] */
  #send(method, params) {
    return this.#devTools.send(method, params, this.#session);
  }
}
