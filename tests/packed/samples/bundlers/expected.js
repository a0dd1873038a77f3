/** What `observe` has to observe. The digests of "abc": RFC 1321, A.5, and FIPS 180-4. */
export const EXPECTED = {
  digests: {
    md5: '900150983cd24fb0d6963f7d28e17f72',
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  },
  clean: 'allowed',
  infected: 'blocked',
  batch: [
    ['a.txt', 'allowed'],
    ['eicar.com', 'blocked'],
  ],
  sanitized: true,
  aborted: true,
  failed: 'empty-file',
};
