// @ts-check
// What the bundle of the glue has in place of the globals of these names (esbuild's `inject`).

const host = /** @type {any} */ (globalThis);

// The page that Jest makes by jsdom has neither.
const source = host.TextDecoder ? host : (host.process?.getBuiltinModule?.('node:util') ?? host);

const { TextDecoder, TextEncoder } = source;
export { TextDecoder, TextEncoder };
