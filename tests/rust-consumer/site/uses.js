// @ts-check
// What is done with the front end, in any runtime. Beside this are its module and its glue.
const glue = './consumer.js';
const consumer = await import(glue);

const EICAR = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`;

/** @param {string | Uint8Array} [content] a text that nobody has scanned before unless told */
const file = (content = `harmless ${Math.random().toString(36)}`) =>
  new Blob([/** @type {any} */ (content)]);

/** @param {{ trusted: boolean, message: string }} attachment */
const told = ({ trusted, message }) => ({ trusted, message });

/** Each answers what can leave the runtime. @type {Record<string, (baseUrl: string) => Promise<unknown>>} */
const uses = {
  clean: async (baseUrl) => told(await new consumer.Form(baseUrl).attach(file())),

  infected: async (baseUrl) => told(await new consumer.Form(baseUrl).attach(file(EICAR))),

  fingerprint: () => consumer.fingerprint(file('abc')),

  async progress(baseUrl) {
    /** @type {number[]} */
    const heard = [];
    const onPercentage = (/** @type {number} */ percentage) => heard.push(percentage);
    await new consumer.Form(baseUrl).attach(file(), undefined, onPercentage);
    return heard;
  },

  async abort(baseUrl) {
    const controller = new AbortController();
    const form = new consumer.Form(baseUrl);
    const abort = () => controller.abort('changed my mind');
    return failure(form.attach(file(new Uint8Array(10_000_000)), controller.signal, abort));
  },

  'an empty file': (baseUrl) => failure(new consumer.Form(baseUrl).attach(file(''))),

  'a wrong key': (baseUrl) => failure(new consumer.Form(baseUrl, 'wrong').attach(file())),

  'no address': () => failure((async () => new consumer.Form('nowhere'))()),
};

/** @param {Promise<unknown>} call */
function failure(call) {
  return call.then(
    () => 'it did not fail',
    (reason) => reason,
  );
}

/**
 * @param {unknown} module the .wasm, as the glue's `default` takes it
 * @param {string} name
 * @param {string} baseUrl
 */
export async function use(module, name, baseUrl) {
  await consumer.default({ module_or_path: module });
  return uses[name]?.(baseUrl);
}
