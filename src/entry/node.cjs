// @ts-check
const { readFile } = require('node:fs/promises');
const { join } = require('node:path');
// TypeScript does not see what a translated module exports.
const { api } = /** @type {any} */ (require('./cjs/metadefender.js'));
const { MetaDefenderError } = require('./cjs/error.js');

const { init, connect, digest, createHasher, assess } = api(() =>
  // Written so that tools which trace the files of a deployment see it.
  readFile(join(__dirname, 'metadefender.wasm')),
);

module.exports = { MetaDefenderError, init, connect, digest, createHasher, assess };
