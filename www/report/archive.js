// @ts-check
import { h } from '../lib/dom.js';
import { counted, decodedName, size } from '../lib/format.js';
import { icon } from '../lib/icons.js';
import { number, object, text } from '../lib/untrusted.js';
import { problem } from '../problem.js';
import { FolderTree } from './folder-tree.js';
import { panel } from './panel.js';
import { resultName } from './result-names.js';

const PAGE_SIZE = 50;

/**
 * What the entries of an archive need from the page.
 * @typedef {object} ArchiveContext
 * @property {() => Promise<import('metadefender-wasm').MetaDefender>} metadefender
 * @property {(dataId: string, name: string) => void} open shows the report of an entry
 * @property {AbortSignal} signal
 */

/**
 * The files in an archive, as a tree that loads page by page.
 * @param {import('metadefender-wasm').Scan} scan
 * @param {ArchiveContext} context
 */
export function archive({ dataId, result }, context) {
  const listing = object(result.extracted_files);
  const count = number(listing.files_extracted_count);
  const trouble = object(result.extraction_info);
  if (!count && !trouble.err_details) return null;
  return panel(
    count === undefined ? 'Archive' : `Archive (${counted(count, 'file')})`,
    'archive',
    trouble.err_details && h('p', { class: 'warning' }, text(trouble.err_details)),
    worst(listing, context),
    count ? new Listing(dataId, count, context).element : null,
  );
}

/**
 * A button that opens the worst of the files, which may be on the last page.
 * @param {Record<string, any>} listing
 * @param {ArchiveContext} context
 */
function worst({ worst_data_id, files_in_archive }, { open }) {
  if (typeof worst_data_id !== 'string' || worst_data_id === '') return null;
  const files = Array.isArray(files_in_archive) ? files_in_archive : [];
  const file = object(files.find((file) => object(file).data_id === worst_data_id));
  if (file.data_id && outcomeOf(file) === 'allowed') return null;
  const name = decodedName(file.display_name) || 'the worst file';
  const onclick = () => open(worst_data_id, name);
  return h('p', {}, h('button', { type: 'button', class: 'button', onclick }, `Show ${name}`));
}

/** The files of one archive: those loaded so far, and a button for more. */
class Listing {
  #tree = new FolderTree();
  #more = h('button', { type: 'button', class: 'button small' }, 'Load more');
  #status = h('p', { class: 'note', role: 'status' });
  #shown = 0;
  #count;
  #context;
  /** @type {Promise<AsyncIterator<import('metadefender-wasm').ExtractedFile>> | undefined} */
  #files;
  #dataId;
  element = h('div', { class: 'listing' }, this.#tree.element, this.#status, this.#more);

  /**
   * @param {string} dataId
   * @param {number | undefined} count undefined where nobody has said it yet
   * @param {ArchiveContext} context
   */
  constructor(dataId, count, context) {
    this.#dataId = dataId;
    this.#count = count;
    this.#context = context;
    this.#more.addEventListener('click', () => this.#load());
    this.#load();
  }

  async #load() {
    const { signal } = this.#context;
    this.#more.disabled = true;
    this.#status.textContent = 'Loading …';
    try {
      this.#files ??= this.#begin();
      const files = await this.#files;
      let over = false;
      for (let taken = 0; taken < PAGE_SIZE && !over; taken += 1) {
        const { done, value } = await files.next();
        if (done) over = true;
        else this.#add(value);
      }
      this.#shownSoFar(over || this.#shown === this.#count);
    } catch (error) {
      if (signal.aborted) return;
      const { message, advice } = problem(error);
      this.#status.textContent = `${message} ${advice}`;
      // After a failure, the next click starts again.
      this.#files = undefined;
      this.#shown = 0;
      this.#tree.clear();
      this.#more.textContent = 'Try again';
    } finally {
      this.#more.disabled = false;
    }
  }

  async #begin() {
    const { metadefender, signal } = this.#context;
    const files = (await metadefender()).extractedFiles(this.#dataId, {
      pageSize: PAGE_SIZE,
      signal,
    });
    return files[Symbol.asyncIterator]();
  }

  /** @param {boolean} over */
  #shownSoFar(over) {
    const of = this.#count === undefined ? '' : ` of ${this.#count.toLocaleString('en')}`;
    const all = over && this.#shown === 0 ? 'No files.' : '';
    this.#status.textContent =
      all ||
      (over ? `All ${counted(this.#shown, 'file')} shown.` : `${this.#shown}${of} files shown.`);
    this.#more.textContent = 'Load more';
    this.#more.hidden = over;
  }

  /** @param {import('metadefender-wasm').ExtractedFile} file */
  #add(file) {
    this.#shown += 1;
    const path = decodedName(file.display_name) || `File ${this.#shown}`;
    const { data_id: dataId } = file;
    this.#tree.add(path, (name) => ({
      label: h(
        'button',
        {
          type: 'button',
          class: 'entry-name',
          disabled: !dataId,
          onclick: () => this.#open(dataId, path),
        },
        name,
      ),
      facts: factsOf(file),
      icon: isArchive(file) ? 'archive' : 'file',
      outcome: outcomeOf(file),
      children: () =>
        isArchive(file) && typeof dataId === 'string'
          ? () => new Listing(dataId, undefined, this.#context).element
          : undefined,
    }));
  }

  /**
   * @param {unknown} dataId
   * @param {string} path
   */
  #open(dataId, path) {
    if (typeof dataId === 'string') this.#context.open(dataId, path);
  }
}

/** @param {import('metadefender-wasm').ExtractedFile} file */
function factsOf(file) {
  const { title } = resultName(file.scan_all_result_i);
  const { detected_by: detected, scanned_with: engines } = file;
  const parts = [typeof file.file_size === 'number' ? size(file.file_size) : '', title];
  if (typeof detected === 'number' && detected > 0) parts.push(`${detected} of ${engines} engines`);
  return parts.filter(Boolean).join(' · ');
}

/**
 * How an entry looks in the list. Its own report has the verdict.
 * @param {import('metadefender-wasm').ExtractedFile} file
 */
function outcomeOf(file) {
  const said = object(file.process_info).result;
  const { outcome } = resultName(file.scan_all_result_i);
  if (said === 'Blocked') return 'blocked';
  return said === undefined || said === 'Allowed' ? outcome : 'undetermined';
}

const ARCHIVE_TYPES =
  /zip|x-tar|gzip|x-7z|x-rar|x-bzip|x-xz|zstd|vnd\.ms-cab|iso9660|java-archive|archive/i;

/** @param {import('metadefender-wasm').ExtractedFile} file */
const isArchive = (file) =>
  ARCHIVE_TYPES.test(text(file.file_type)) || /\barchive\b/i.test(text(file.file_type_description));
