/** @jest-environment jest-fixed-jsdom */
const { connect } = require('metadefender-wasm');
require('metadefender-wasm/element');

// Letters only: digits may look like a card number, which the gateway blocks.
const letter = () => new File([Math.random().toString(36).replace(/\d/g, '')], 'letter.txt');

beforeEach(() => jest.spyOn(console, 'warn').mockImplementation(() => {}));

test('a File of the page is scanned', async () => {
  const metadefender = await connect({ baseUrl: process.env.GATEWAY });
  expect((await metadefender.scan(letter())).verdict).toBe('allowed');
});

test('the element scans, and has its validity', async () => {
  const upload = document.createElement('metadefender-upload');
  upload.baseUrl = process.env.GATEWAY;
  document.body.append(upload);
  const ended = new Promise((resolve) => upload.addEventListener('metadefender-verdict', resolve));
  upload.addFiles([letter()]);
  expect(upload.checkValidity()).toBe(false);
  await ended;
  expect(upload.checkValidity()).toBe(true);
  expect(upload.files).toHaveLength(1);
});
