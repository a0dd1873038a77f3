// @ts-check
import { connect } from 'metadefender-wasm';
import { samples } from './samples.js';
import { ScanCard } from './scan-card.js';

/** How many files are scanned at once; the others wait for their turn. */
const CONCURRENCY = 3;

const gateway = input('gateway');
const key = input('key');
const files = input('files');
const connection = /** @type {HTMLFormElement} */ (element('connection'));
const scans = element('scans');

/** @type {Promise<import('metadefender-wasm').MetaDefender>} */
let metadefender;
/** @type {(() => Promise<void>)[]} */
const waiting = [];
let running = 0;

gateway.value =
  new URLSearchParams(location.search).get('gateway') ?? `http://${location.hostname}:8899`;
reconnect();

connection.addEventListener('submit', (event) => {
  event.preventDefault();
  reconnect();
});
files.addEventListener('change', () => {
  scanAll(files.files);
  files.value = '';
});
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  element('drop').dataset.over = '';
});
for (const end of ['dragleave', 'drop', 'dragend']) {
  document.addEventListener(end, () => delete element('drop').dataset.over);
}
document.addEventListener('drop', (event) => {
  event.preventDefault();
  scanAll(event.dataTransfer?.files);
});
document.addEventListener('paste', (event) => scanAll(event.clipboardData?.files));
for (const button of document.querySelectorAll('button[data-sample]')) {
  const sample = samples[/** @type {HTMLElement} */ (button).dataset.sample ?? ''];
  if (sample) button.addEventListener('click', () => scanAll([sample()]));
}

/** Connects, and asks for the rules, to see whether anybody answers. */
async function reconnect() {
  const connecting = connect({ baseUrl: gateway.value, apiKey: key.value || undefined });
  metadefender = connecting;
  const problem = element('problem');
  problem.hidden = true;
  element('connected').textContent = 'Connecting …';
  try {
    const rules = await (await connecting).rules();
    element('connected').textContent =
      `Connected; rules: ${rules.map((rule) => rule.name).join(', ')}`;
  } catch (error) {
    element('connected').textContent = 'Not connected';
    problem.textContent = error instanceof Error ? error.message : String(error);
    problem.hidden = false;
  }
}

/** @param {Iterable<File> | null | undefined} files */
function scanAll(files) {
  for (const file of files ?? []) {
    const abort = new AbortController();
    const card = new ScanCard(file, () => abort.abort());
    scans.prepend(card.element);
    waiting.push(() => scan(file, card, abort.signal));
  }
  next();
}

/** Begins the scans whose turn it is. */
function next() {
  while (running < CONCURRENCY) {
    const begin = waiting.shift();
    if (!begin) return;
    running += 1;
    begin().finally(() => {
      running -= 1;
      next();
    });
  }
}

/**
 * @param {File} file
 * @param {ScanCard} card
 * @param {AbortSignal} signal
 */
async function scan(file, card, signal) {
  const onProgress = card.progress.bind(card);
  try {
    card.finished(await (await metadefender).scan(file, { signal, onProgress }));
  } catch (error) {
    card.failed(error);
  }
}

/** @param {string} id */
function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {string} id */
function input(id) {
  return /** @type {HTMLInputElement} */ (element(id));
}
