// Jest with its own jsdom environment, which has no fetch.
const { connect, createHasher, digest } = require('metadefender-wasm');

test('a File of the page is hashed, also in slices', async () => {
  const { sha256 } = await digest(new File(['abc'], 'abc.txt'));
  expect(sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');

  const hasher = await createHasher();
  hasher.update(new Uint8Array(3_000_000));
  const large = new File([new Uint8Array(3_000_000)], 'large.bin');
  expect(await digest(large)).toEqual(hasher.digest());
});

test('without fetch, the error of a scan names the remedy', async () => {
  const metadefender = await connect({ baseUrl: process.env.GATEWAY });
  const scan = metadefender.scan(new File(['abc'], 'abc.txt'));
  await expect(scan).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('jest-fixed-jsdom'),
  });
});

test('the element is defined, and reports what is unsupported', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
  const { MetadefenderUpload } = require('metadefender-wasm/element');
  require('metadefender-wasm/element/de');
  document.body.innerHTML =
    '<form><metadefender-upload lang="de" required></metadefender-upload></form>';
  const upload = document.querySelector('metadefender-upload');
  expect(upload).toBeInstanceOf(MetadefenderUpload);
  expect(warn.mock.calls.join()).toContain('ElementInternals.setFormValue');
  expect(upload.form).toBe(document.querySelector('form'));
  expect(upload.checkValidity()).toBe(false);
  expect(upload.validationMessage).toBe('Bitte wählen Sie eine Datei aus.');
});
