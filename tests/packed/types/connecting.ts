import {
  connect,
  init,
  type ConnectOptions,
  type HeaderValues,
  type MetaDefender,
  type RetryOptions,
} from 'metadefender-wasm';
import { connect as connectSlim, init as initSlim } from 'metadefender-wasm/slim';
import core from 'metadefender-wasm/core.wasm';
import { expectTypeOf } from 'expect-type';

expectTypeOf<ConnectOptions>().toEqualTypeOf<{
  baseUrl: string;
  api?: 'cluster' | 'cloud-v2' | 'cloud-v4';
  apiKey?: string;
  userAgent?: string;
  rule?: string;
  headers?: HeaderValues | (() => HeaderValues | PromiseLike<HeaderValues>);
  credentials?: 'omit' | 'same-origin' | 'include';
  fetch?: (input: string, init: RequestInit) => Promise<Response>;
  retry?: RetryOptions;
  timeout?: number;
  responseTimeout?: number;
}>();
expectTypeOf<RetryOptions>().toEqualTypeOf<{
  attempts?: number;
  baseDelay?: number;
  maxDelay?: number;
}>();
expectTypeOf(connect).toEqualTypeOf<(options: ConnectOptions) => Promise<MetaDefender>>();
expectTypeOf(connectSlim).toEqualTypeOf(connect);
expectTypeOf(initSlim).toEqualTypeOf(init);

export async function everyOption() {
  await connect({ baseUrl: '/scan' });
  await connect({
    baseUrl: 'http://localhost:8899',
    api: 'cloud-v4',
    apiKey: 'key',
    userAgent: 'form',
    rule: 'rule',
    headers: { 'x-a': 'b' },
    credentials: 'include',
    fetch: (input, init) => fetch(input, init),
    retry: { attempts: 2, baseDelay: 100, maxDelay: 1000 },
    timeout: 10_000,
    responseTimeout: 300_000,
  });
  await connect({ baseUrl: '/', headers: new Headers(), fetch, retry: {} });
  await connect({ baseUrl: '/', headers: [['x-a', 'b']] });
  await connect({ baseUrl: '/', headers: () => ({ authorization: 'fresh' }) });
  await connect({ baseUrl: '/', headers: async () => new Headers() });
  // @ts-expect-error: no headers
  await connect({ baseUrl: '/', headers: () => 42 });
}

export async function everyPlaceOfTheWasm(bytes: Uint8Array) {
  await init();
  await init('/core.wasm');
  await init(new URL('https://example.org/core.wasm'));
  await init(new Request('https://example.org/core.wasm'));
  await init(new Response());
  await init(bytes);
  await init(bytes.slice().buffer as ArrayBuffer);
  await init(core);
}

export async function mistakes(options: { baseUrl?: string }) {
  // @ts-expect-error: there are options
  await connect();
  // @ts-expect-error: the address is missing
  await connect({});
  // @ts-expect-error: the address may be missing
  await connect(options);
  // @ts-expect-error: an address is a text
  await connect({ baseUrl: new URL('https://example.org') });
  // @ts-expect-error: no such API
  await connect({ baseUrl: '/', api: 'cloud-v9' });
  // @ts-expect-error: a misspelt option
  await connect({ baseUrl: '/', apikey: 'key' });
  // @ts-expect-error: no such option of a retry
  await connect({ baseUrl: '/', retry: { retries: 3 } });
  // @ts-expect-error: ms are a number
  await connect({ baseUrl: '/', timeout: '30s' });
}
