/** @jest-environment node */
const { connect, MetaDefenderError } = require('metadefender-wasm');

test('a File is scanned, and errors are of the class', async () => {
  const metadefender = await connect({ baseUrl: process.env.GATEWAY });
  const text = Math.random().toString(36).replace(/\d/g, '');
  expect((await metadefender.scan(new File([text], 'letter.txt'))).verdict).toBe('allowed');
  await expect(metadefender.result('no-such-id')).rejects.toBeInstanceOf(MetaDefenderError);
});
