import { connect, createHasher, digest } from 'metadefender-wasm';
import { MetadefenderUpload } from 'metadefender-wasm/element';
import { beforeEach, expect, test, vi } from 'vitest';

// Letters only: digits may look like a card number, which the gateway blocks.
const letter = () => new File([Math.random().toString(36).replace(/\d/g, '')], 'letter.txt');

const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
beforeEach(() => document.body.replaceChildren());

test('a File of the page is hashed, also in slices', async () => {
  const { sha256 } = await digest(new File(['abc'], 'abc.txt'));
  expect(sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');

  const hasher = await createHasher();
  hasher.update(new Uint8Array(3_000_000));
  const large = new File([new Uint8Array(3_000_000)], 'large.bin');
  expect(await digest(large)).toEqual(hasher.digest());
});

test('a File of the page is scanned', async () => {
  const metadefender = await connect({ baseUrl: process.env.GATEWAY });
  expect((await metadefender.scan(letter())).verdict).toBe('allowed');
});

test('the element is defined, reports what is unsupported, scans, and has its validity', async () => {
  const upload = document.createElement('metadefender-upload');
  expect(upload).toBeInstanceOf(MetadefenderUpload);
  expect(warn.mock.calls.join()).toContain('ElementInternals.setFormValue');
  upload.required = true;
  upload.baseUrl = process.env.GATEWAY;
  document.body.append(upload);
  expect(upload.validationMessage).toBe('Please choose a file.');

  const ended = new Promise((resolve) => upload.addEventListener('metadefender-verdict', resolve));
  upload.addFiles([letter()]);
  await ended;
  expect(upload.checkValidity()).toBe(true);
  expect(upload.files).toHaveLength(1);
  // It renders a frame later.
  await vi.waitFor(() => expect(upload.shadowRoot.textContent).toContain('Allowed'));
  upload.removeFile(upload.items[0]);
  expect(upload.checkValidity()).toBe(false);
});
