// @ts-check
import { hex } from '../engines/engine.js';

const NAMES = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256', sha512: 'SHA-512' };

/** Supports only one algorithm at a time. @type {import('../engines/engine.js').Engine} */
export const digestStream = {
  name: 'DigestStream',
  prepare:
    async ([algorithm = 'sha256']) =>
    () => {
      const stream = new crypto.DigestStream(NAMES[algorithm]);
      const writer = stream.getWriter();
      return {
        update: (bytes) => writer.write(bytes),
        async end() {
          await writer.close();
          return hex(await stream.digest);
        },
      };
    },
};
