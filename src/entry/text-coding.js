// @ts-check
// Replaces the globals of these names in the bundle of the glue (esbuild's `inject`).

const host = /** @type {any} */ (globalThis);

// The page of Jest's jsdom has neither.
const source = host.TextDecoder ? host : (host.process?.getBuiltinModule?.('node:util') ?? host);

const { TextDecoder, TextEncoder } = source;
export { TextDecoder, TextEncoder };
