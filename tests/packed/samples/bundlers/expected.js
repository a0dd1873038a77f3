/**
 * What `observe` has to observe. The digests of "abc": RFC 1321, A.5, and FIPS 180-4; `head -c 2097152 /dev/zero | sha256sum`.
 */
export const EXPECTED = {
  digests: {
    md5: '900150983cd24fb0d6963f7d28e17f72',
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  },
  large: '5647f05ec18958947d32874eeb788fa396a05d0bab7c1b71f112ceb7e9b31eee',
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
