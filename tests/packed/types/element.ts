import { connect, type Scan } from 'metadefender-wasm';
import {
  addMessages,
  MetadefenderUpload,
  type Messages,
  type UploadItem,
} from 'metadefender-wasm/element';
import 'metadefender-wasm/element/de';

const made: MetadefenderUpload = document.createElement('metadefender-upload');
const found: MetadefenderUpload | null = document.querySelector('form metadefender-upload');

export function properties(upload: MetadefenderUpload): File[] {
  upload.connection = connect({ baseUrl: '/scan', headers: { authorization: 'mine' } });
  upload.connection = null;
  upload.scanOptions = { rule: 'a rule', metadata: { form: 'contact' } };
  upload.messages = { label: { other: 'Drop your documents here' }, cancel: 'Stop' };
  upload.maxSize = 25e6;
  upload.keptFiles = new Set([{ id: '7', name: 'contract.pdf', href: '/files/7', size: 48_200 }]);
  upload.keptFiles = upload.keptFiles.filter(({ id }) => id !== '7');
  upload.submitWhenDone = upload.directory;
  // @ts-expect-error: by its id the server knows it
  upload.keptFiles = [{ name: 'contract.pdf' }];
  upload.api = 'cloud-v4';
  // @ts-expect-error: there is no such service
  upload.api = 'cloud-v5';
  // @ts-expect-error: the element has its own
  upload.scanOptions = { signal: AbortSignal.timeout(1) };
  // @ts-expect-error: a text that there is not
  upload.messages = { stop: 'Stop' };
  // @ts-expect-error: only the element puts files there
  upload.files.push(new File([], ''));
  return [...upload.files];
}

export function events(upload: MetadefenderUpload): void {
  upload.addEventListener('metadefender-progress', ({ detail: { item, progress } }) =>
    console.log(item.name, progress.percentage.toFixed()),
  );
  upload.addEventListener('metadefender-verdict', function ({ detail: { item, scan } }) {
    const verdict: Scan['verdict'] = scan.verdict;
    if (verdict !== 'allowed') this.removeFile(item);
  });
  upload.addEventListener('metadefender-error', ({ detail: { item, error } }) => {
    if (error.code === 'network') upload.retry(item);
  });
  upload.addEventListener('change', (event) => event.preventDefault(), { once: true });
  upload.addEventListener('keydown', (event) => console.log(event.key));
  upload.addEventListener('of-others', (event) => console.log(event.type));
  // @ts-expect-error: no such detail
  upload.addEventListener('metadefender-verdict', ({ detail }) => console.log(detail.error));
}

export function state({ state, scan, error, file, refusal }: UploadItem): string {
  if (state === 'refused') return refusal ?? '';
  return scan?.reason ?? error?.message ?? file?.type ?? state;
}

export function isReady(upload: MetadefenderUpload): boolean {
  upload.setCustomValidity(upload.items.length > 3 ? 'At most three' : '');
  return upload.reportValidity() && upload.form instanceof HTMLFormElement;
}

const french: Partial<Messages> = { cancel: 'Annuler', retry: 'Réessayer' };
addMessages('fr', french);
if (found instanceof MetadefenderUpload) made.addFiles(found.files);
