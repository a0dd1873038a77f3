// @ts-check
import 'metadefender-wasm/element';
import { BatchMode } from './batch.js';
import { Connection } from './connection.js';
import { History } from './history.js';
import { byId } from './lib/dom.js';
import { samples } from './samples/samples.js';
import { Scans } from './scans.js';
import { SettingsView } from './settings.js';
import { Stage } from './stage.js';

const connection = new Connection();
const upload = /** @type {import('metadefender-wasm/element').MetadefenderUpload} */ (
  byId('upload')
);
const stage = new Stage(() => connection.metadefender);
const history = new History(openAgain);
new Scans(upload, stage, history);
const batch = new BatchMode({ connection, stage, history });

connection.addEventListener('change', () => {
  upload.connection = connection.metadefender;
  upload.rule = connection.rule;
});
new SettingsView(
  connection,
  new URLSearchParams(location.search).get('gateway') ?? `http://${location.hostname}:8899`,
);

for (const mode of document.querySelectorAll('input[name=mode]')) {
  mode.addEventListener('change', showMode);
}
showMode();
for (const button of document.querySelectorAll('button[data-sample]')) {
  const make = samples[/** @type {HTMLElement} */ (button).dataset.sample ?? ''];
  if (make) button.addEventListener('click', async () => take([await make()]));
}
// The element handles drops on itself; this handles drops on the rest of the page.
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  if (event.defaultPrevented) return;
  event.preventDefault();
  take(event.dataTransfer?.files ?? []);
});
document.addEventListener('paste', (event) => {
  if (!event.composedPath().includes(upload)) take(event.clipboardData?.files ?? []);
});

function isBatch() {
  return /** @type {HTMLInputElement} */ (byId('mode-batch')).checked;
}

function showMode() {
  byId('single').hidden = isBatch();
  byId('batch').hidden = !isBatch();
}

/** @param {Iterable<File>} files */
function take(files) {
  if (isBatch()) batch.add(files);
  else upload.addFiles(files);
}

/**
 * @param {import('./history.js').Entry} entry
 * @param {import('./report/model.js').Report | undefined} report
 */
function openAgain(entry, report) {
  history.mark(entry);
  const { name, size, at, dataId, reason, code } = entry;
  if (report) stage.show(report, { focus: true });
  else if (dataId) stage.fetch(dataId, name);
  else stage.show({ name, size, at, error: { code, message: reason } }, { focus: true });
}
