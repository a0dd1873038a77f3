// @ts-check
import { announce } from './lib/announce.js';
import { inChunks } from './lib/chunks.js';
import { byId, h } from './lib/dom.js';
import { counted, size } from './lib/format.js';
import { icon } from './lib/icons.js';
import { isAbort } from './problem.js';
import { batchFailure, batchPending, batchReport } from './report/batch-report.js';
import { entryOf } from './scans.js';

/** Files that are scanned as one batch: chosen first, then scanned together. */
export class BatchMode {
  /** @type {File[]} */
  #files = [];
  #list = byId('batch-chosen');
  #start = /** @type {HTMLButtonElement} */ (byId('batch-start'));
  #page;

  /**
   * @param {object} page
   * @param {import('./connection.js').Connection} page.connection
   * @param {import('./stage.js').Stage} page.stage
   * @param {import('./history.js').History} page.history
   */
  constructor(page) {
    this.#page = page;
    const chooser = /** @type {HTMLInputElement} */ (byId('batch-files'));
    chooser.addEventListener('change', () => {
      this.add(chooser.files ?? []);
      chooser.value = '';
    });
    this.#start.addEventListener('click', () => this.#scan());
    byId('batch-clear').addEventListener('click', () => {
      this.#empty();
      chooser.focus();
    });
  }

  /** @param {Iterable<File>} files */
  add(files) {
    const added = [...files];
    this.#files.push(...added);
    inChunks(added, (chunk) => this.#list.append(...chunk.map((file) => this.#item(file))));
    this.#count();
  }

  /** @param {File} file */
  #item(file) {
    const remove = h(
      'button',
      { type: 'button', class: 'icon-button', 'aria-label': `Remove ${file.name}` },
      icon('close'),
    );
    const item = h(
      'li',
      {},
      h('span', { class: 'name' }, file.name),
      h('span', { class: 'note' }, size(file.size)),
      remove,
    );
    remove.addEventListener('click', () => {
      this.#files = this.#files.filter((other) => other !== file);
      const next = item.nextElementSibling ?? item.previousElementSibling;
      item.remove();
      this.#count();
      (next?.querySelector('button') ?? byId('batch-files')).focus();
    });
    return item;
  }

  #empty() {
    this.#files = [];
    this.#list.replaceChildren();
    this.#count();
  }

  #count() {
    const { length } = this.#files;
    const bytes = this.#files.reduce((sum, { size }) => sum + size, 0);
    this.#start.disabled = length === 0;
    this.#start.textContent =
      length === 0 ? 'Scan as one batch' : `Scan ${counted(length, 'file')} as one batch`;
    byId('batch-count').textContent =
      length === 0 ? '' : `${counted(length, 'file')}, ${size(bytes)}`;
    byId('batch-clear').hidden = length === 0;
  }

  async #scan() {
    const { connection, stage } = this.#page;
    const files = this.#files;
    this.#empty();
    const abort = new AbortController();
    const pending = batchPending(files.length, () => abort.abort());
    stage.place(pending.element, true);
    const { rule } = connection;
    try {
      const metadefender = await connection.metadefender;
      const options = { signal: abort.signal, onProgress: pending.update };
      const scan = await metadefender.scanBatch(files, rule ? { ...options, rule } : options);
      this.#ended(files, scan);
    } catch (error) {
      stage.place(batchFailure(error), true);
      announce(isAbort(error) ? 'The batch is cancelled' : 'The batch has failed');
    }
  }

  /**
   * @param {File[]} files
   * @param {import('metadefender-wasm').BatchScan} scan
   */
  #ended(files, scan) {
    const { connection, stage, history } = this.#page;
    const at = Date.now();
    const reports = scan.files.map((result, index) => {
      const file = /** @type {File} */ (files[index]);
      const report = {
        name: file.name,
        size: file.size,
        file,
        at,
        back: { title: 'the batch', open: show },
      };
      return { ...report, scan: result.scan, error: result.error };
    });
    inChunks(reports, (chunk) => {
      for (const report of chunk) history.add(entryOf(report, report), report);
    });
    const open = (/** @type {import('./report/model.js').Report} */ report) => {
      stage.show(report, { focus: true });
    };
    const metadefender = () => connection.metadefender;
    show();

    function show() {
      stage.place(batchReport(scan, reports, { open, metadefender }), true);
    }
  }
}
