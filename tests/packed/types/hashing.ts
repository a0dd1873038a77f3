import { createHasher, digest } from 'metadefender-wasm';
import type { Algorithm, DigestOptions, Digests, Hasher, Source } from 'metadefender-wasm';
import { expectTypeOf } from 'expect-type';

expectTypeOf<Algorithm>().toEqualTypeOf<'md5' | 'sha1' | 'sha256' | 'sha512'>();
expectTypeOf<Digests>().toEqualTypeOf<{ [Name in Algorithm]?: string }>();
expectTypeOf(digest).toEqualTypeOf<(source: Source, options?: DigestOptions) => Promise<Digests>>();
expectTypeOf(createHasher).toEqualTypeOf<(algorithms?: Algorithm[]) => Promise<Hasher>>();
expectTypeOf<Hasher>().toEqualTypeOf<{
  update(bytes: ArrayBuffer | ArrayBufferView): void;
  digest(): Digests;
  free(): void;
}>();

export async function hashes(file: Blob, bytes: Uint8Array, signal: AbortSignal) {
  await digest(file, { algorithms: ['md5', 'sha256'], onProgress() {}, signal });
  const hasher = await createHasher(['sha1']);
  hasher.update(bytes);
  const { sha1 } = hasher.digest();
  hasher.free();
  return sha1;
}

export async function mistakes(file: Blob) {
  // @ts-expect-error: no such algorithm
  await digest(file, { algorithms: ['sha3'] });
  // @ts-expect-error: one algorithm is a list of one
  await createHasher('md5');
  // @ts-expect-error: a hasher takes bytes as they are there
  (await createHasher()).update(file);
  // @ts-expect-error: it may not have been asked for
  (await digest(file)).md5.length;
}
