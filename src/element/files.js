// @ts-check
import { Intake } from './intake.js';
import { Items } from './items.js';
import { KeptFile } from './kept-files.js';
import { ScanQueue } from './scan-queue.js';
import { refusalOf } from './selection.js';
import { UnfinishedStore } from './unfinished.js';

/** @typedef {import('./item.js').Item} Item */
/** @typedef {import('./intake.js').Choice} Choice */
/** @typedef {import('./scan-queue.js').ScanQueueHost} ScanQueueHost */
/** @typedef {import('./view/list.js').Entry} Entry */

/**
 * What the files need from the element.
 * @typedef {object} FilesHost
 * @property {ScanQueueHost['connect']} connect
 * @property {ScanQueueHost['options']} options for each scan
 * @property {ScanQueueHost['concurrency']} concurrency
 * @property {ScanQueueHost['isOwnConnection']} isOwnConnection
 * @property {() => import('./selection.js').Limits} limits
 * @property {() => boolean} isDisabled
 * @property {ScanQueueHost['onProgress']} onProgress
 * @property {(item: Item) => void} onEnd a scan has ended
 * @property {(changed: Item[]) => void} onChange files came, went or changed, by whatever but the end of a scan
 * @property {(choice: Choice, changed: Item[]) => void} onChoice files were chosen, and these have come of it
 * @property {() => void} onReading files begin or cease to be read
 * @property {() => void} onSlow it takes long
 */

/** The files of the element: adds, scans and removes them. */
export class Files {
  items = new Items();
  /** @type {UnfinishedStore | undefined} */
  #unfinished;
  #host;
  #queue;
  #intake;

  /** @param {FilesHost} host */
  constructor(host) {
    this.#host = host;
    this.#queue = new ScanQueue({
      ...host,
      onProgress: (item, progress) => {
        if (progress.phase !== 'done') this.#unfinished?.add(item);
        host.onProgress(item, progress);
      },
      onEnd: (item) => {
        // Without its file, an analysis is resumed after each reload, unless the service has lost it too.
        if (item.file || item.error?.code === 'not-found') this.#unfinished?.delete(item);
        this.items.changed([item]);
        host.onEnd(item);
      },
    });
    this.#intake = new Intake({
      ...host,
      items: () => this.items.all,
      onChoice: (choice) => this.#takeIn(choice),
    });
  }

  /** Whether files are still being read. */
  get isReading() {
    return this.#intake.isReading;
  }

  /** Whether a file is still read or scanned. */
  get isPending() {
    return this.isReading || this.items.tally.pending > 0;
  }

  /** @param {Iterable<File>} files */
  add(files) {
    this.#intake.add(files);
  }

  /** Adds dropped files once they are read. @param {Parameters<Intake['addRead']>[0]} found */
  addRead(found) {
    return this.#intake.addRead(found);
  }

  /** Ignores what is still being read. */
  cancelReads() {
    this.#intake.clear();
  }

  /** Starts as many scans as may run. */
  startScans() {
    this.#queue.startNext();
  }

  /** @param {Item} [item] all of them, if none is given */
  cancel(item) {
    const selected = this.items.all.filter((other) => !item || other === item);
    const cancelled = selected.filter((item) => this.#queue.cancel(item));
    if (cancelled.length === 0) return;
    for (const item of cancelled) this.#unfinished?.delete(item);
    this.#change(cancelled);
  }

  /** @param {Item} item */
  retry(item) {
    if (this.items.includes(item) && item.isRetriable) this.#scanAgain([item]);
  }

  /** Scans the files again that failed because the network was down. */
  retryAfterNetworkFailure() {
    this.#scanAgain(this.items.all.filter(({ error }) => error?.code === 'network'));
  }

  /** Returns whether it was there. @param {Entry} entry */
  remove(entry) {
    if (entry instanceof KeptFile) this.items.kept.remove(entry);
    else if (this.items.includes(entry)) {
      this.#forget(entry);
      this.items.remove(entry);
    } else return false;
    return true;
  }

  /** Does not notify the host: the caller does. */
  removeAll() {
    for (const item of this.items.all) this.#forget(item);
    this.items.all = [];
    this.items.kept.removeAll();
    this.cancelReads();
  }

  /** Applies changed limits to all files. Does not notify the host: the caller does. */
  recheck() {
    for (const item of this.items.all) {
      const refusal = item.file && refusalOf(item.file, this.#host.limits());
      if (refusal === item.refusal) continue;
      this.#queue.cancel(item);
      item.restart();
      item.refusal = refusal;
      if (refusal) item.state = 'refused';
      else this.#queue.enqueue([item]);
    }
    this.items.changed(this.items.all);
  }

  /**
   * Resumes, once, the analyses that were running when the page was left.
   * @param {() => string} key identifies the element
   */
  resume(key) {
    if (this.#unfinished) return;
    this.#unfinished = new UnfinishedStore(key());
    const present = new Set(this.items.all.map(({ identity }) => identity));
    const lost = this.#unfinished.restore(present);
    if (lost.length === 0) return;
    this.items.all = [...this.items.all, ...lost];
    this.#queue.enqueue(lost);
    this.#change(lost);
  }

  /** @param {Choice} choice */
  #takeIn(choice) {
    const { added, replaced, restored } = choice;
    if (added.length > 0 && !this.#host.limits().multiple) this.removeAll();
    for (const { lost, file } of restored) lost.file = file;
    for (const { earlier } of replaced) this.#forget(earlier);
    const places = new Map(replaced.map(({ earlier, item }) => [earlier, item]));
    this.items.all = [...this.items.all.map((item) => places.get(item) ?? item), ...added];
    const fresh = [...replaced.map(({ item }) => item), ...added];
    const back = restored.map(({ lost }) => lost);
    this.#queue.enqueue([
      ...fresh.filter(({ state }) => state === 'waiting'),
      // For the others the analysis is still resumed; they are scanned after that.
      ...back.filter(({ isPending }) => !isPending),
    ]);
    this.items.changed(back);
    this.#host.onChoice(choice, [...fresh, ...back]);
  }

  /** @param {Item[]} items */
  #scanAgain(items) {
    if (items.length === 0) return;
    this.#queue.enqueue(items);
    this.#change(items);
  }

  /** Stops everything that is running for a file. @param {Item} item */
  #forget(item) {
    this.#queue.cancel(item);
    this.#unfinished?.delete(item);
  }

  /** @param {Item[]} changed */
  #change(changed) {
    this.items.changed(changed);
    this.#host.onChange(changed);
  }
}
