// @ts-check
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { elementTests, formWith } from '../../support/element.mjs';

/** The libraries, for the import map of the page. */
const IMPORTS = {
  vue: '/node_modules/vue/dist/vue.runtime.esm-browser.prod.js',
  alpinejs: '/node_modules/alpinejs/dist/module.esm.js',
  mobx: '/node_modules/mobx/dist/mobx.esm.production.min.js',
};

const { open, gateway } = elementTests({ imports: IMPORTS });

/**
 * The ways in which a library keeps a value. Each returns the value that the page gets back. They run in the page.
 * @type {Record<string, (library: any, value: object) => unknown>}
 */
const VUE = {
  ref: ({ ref }, value) => ref(value).value,
  reactive: ({ reactive }, value) => reactive({ list: [value] }).list[0],
  readonly: ({ readonly }, value) => readonly({ value }).value,
};
/** @type {typeof VUE} */
const ALPINE = {
  data({ default: Alpine }, value) {
    const element = document.createElement('div');
    element.setAttribute('x-data', '{ list: [] }');
    document.body.append(element);
    if (!element.matches('[x-data]')) throw new Error('no data');
    Alpine.initTree(element);
    Alpine.$data(element).list.push(value);
    return Alpine.$data(element).list[0];
  },
  store({ default: Alpine }, value) {
    Alpine.store('kept', { value });
    return Alpine.store('kept').value;
  },
};
/** @type {typeof VUE} */
const MOBX = {
  observable: ({ observable }, value) => observable({ list: [value] }).list[0],
  makeAutoObservable({ makeAutoObservable }, value) {
    const store = makeAutoObservable({ kept: undefined });
    store.kept = value;
    return store.kept;
  },
};
/** @type {typeof VUE} */
const PLAIN = { Proxy: (_, value) => new Proxy(value, {}) };

/** @type {[library: string, module: string, ways: typeof VUE, isProxied: boolean][]} */
const LIBRARIES = [
  ['Vue', 'vue', VUE, true],
  ['Alpine', 'alpinejs', ALPINE, true],
  ['MobX', 'mobx', MOBX, false],
  ['JavaScript', 'data:text/javascript,', PLAIN, true],
];

for (const [library, module, ways, isProxied] of LIBRARIES) {
  describe(`values kept by ${library} still work`, () => {
    for (const [name, keep] of Object.entries(ways)) {
      test(name, { timeout: 60_000 }, async (t) => {
        const form = await open(t, formWith('base-url="GATEWAY" multiple'));
        await form.page.evaluate(
          async ([module, keep]) => {
            const library = await import(module);
            const keeping = (0, eval)(`({ ${keep} })`);
            const [way] = Object.values(keeping);
            /** @type {any} */ (globalThis).keep = (/** @type {object} */ value) =>
              way(library, value);
          },
          /** @type {const} */ ([module, methodText(name, keep)]),
        );
        assert.deepEqual(await form.page.evaluate(useApi, gateway().address), {
          isProxied,
          verdict: 'allowed',
          verdicts: ['allowed'],
          batch: { id: 'string', files: ['b.txt'], isClosed: true },
          sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        });
        assert.deepEqual(await form.do(useItems), {
          verdict: 'allowed',
          afterCancel: 'cancelled',
          afterRetry: 'allowed',
          left: [],
        });
        assert.deepEqual(form.complaints, []);
      });
    }
  });
}

/** A function as the text of a property, be it a method or an arrow. @param {string} name @param {Function} keep */
function methodText(name, keep) {
  const text = String(keep);
  return text.startsWith(`${name}(`) ? text : `${name}: ${text}`;
}

/** In the page: a connection, a batch, its files and a hasher, each as kept by the library. @param {string} baseUrl */
async function useApi(baseUrl) {
  const { keep } = /** @type {any} */ (globalThis);
  const { connect, createHasher } = await import('metadefender-wasm');
  const file = (/** @type {string} */ name) => {
    const text = `harmless ${Math.random().toString(36).replace(/\d/g, '')}`;
    return new File([text], name);
  };
  const own = await connect({ baseUrl });
  /** @type {typeof own} */
  const connection = keep(own);
  const { verdict } = await connection.scan(file('a.txt'));
  const { files } = await connection.scanBatch(keep([file('c.txt')]));

  /** @type {Awaited<ReturnType<typeof own.createBatch>>} */
  const batch = keep(await connection.createBatch());
  await batch.add(file('b.txt'));
  await batch.wait();
  const { is_closed: isClosed } = await batch.close();
  const names = [];
  for await (const { display_name } of keep(batch.files())) names.push(display_name);

  /** @type {Awaited<ReturnType<typeof createHasher>>} */
  const hasher = keep(await createHasher());
  hasher.update(new TextEncoder().encode('abc'));
  const { sha256 } = hasher.digest();
  hasher.free();
  return {
    isProxied: connection !== own,
    verdict,
    verdicts: files.map(({ scan }) => scan?.verdict),
    batch: { id: typeof batch.id, files: names, isClosed },
    sha256,
  };
}

/** In the page: the element with such a connection, and its items. @param {import('metadefender-wasm/element').MetadefenderUpload} upload */
async function useItems(upload) {
  const { keep } = /** @type {any} */ (globalThis);
  const { connect } = await import('metadefender-wasm');
  upload.connection = keep(await connect({ baseUrl: upload.baseUrl }));
  const next = (/** @type {string} */ type) =>
    new Promise((resolve) => upload.addEventListener(type, resolve, { once: true }));

  const ends = next('metadefender-verdict');
  upload.addFiles([new File(['harmless'], 'a.txt')]);
  const item = keep((await ends).detail.item);
  const verdict = item.state;

  upload.addFiles([new File(['harmless too'], 'b.txt')]);
  const second = keep(upload.items[1]);
  upload.cancel(second);
  const afterCancel = upload.items[1]?.state;
  const endsAgain = next('metadefender-verdict');
  upload.retry(second);
  await endsAgain;
  const afterRetry = second.state;
  upload.removeFile(item);
  upload.removeFile(second);
  // A second click is not an error.
  upload.removeFile(second);
  return { verdict, afterCancel, afterRetry, left: upload.items };
}

test('anything but an item of the element is an error', async (t) => {
  const form = await open(
    t,
    `${formWith('base-url="GATEWAY"')}<metadefender-upload></metadefender-upload>`,
  );
  const errors = await form.page.evaluate(() => {
    const [upload, other] = /** @type {any[]} */ ([
      ...document.querySelectorAll('metadefender-upload'),
    ]);
    other.addFiles([new File(['a'], 'a.txt')]);
    upload.addFiles([new File(['a'], 'a.txt')]);
    const strangers = [
      other.items[0],
      { name: 'a.txt', state: 'allowed' },
      upload.items[0].file,
      0,
      null,
    ];
    return ['cancel', 'retry', 'removeFile'].flatMap((method) =>
      strangers.map((stranger) => {
        try {
          upload[method](stranger);
          return `${method} took it`;
        } catch (error) {
          const { name, code, message } = /** @type {any} */ (error);
          return [name, code, message].join(' ');
        }
      }),
    );
  });
  const expected = ['cancel', 'retry', 'removeFile'].map(
    (method) =>
      `MetaDefenderError invalid-input ${method}() takes an item of this element, one of its \`items\``,
  );
  assert.deepEqual([...new Set(errors)], expected);
});
