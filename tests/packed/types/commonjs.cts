import metadefender = require('metadefender-wasm');
import slim = require('metadefender-wasm/slim');
import { connect, type Scan } from 'metadefender-wasm';
import { expectTypeOf } from 'expect-type';

expectTypeOf(metadefender.connect).toEqualTypeOf(connect);
expectTypeOf(slim.connect).toEqualTypeOf(connect);

export async function scan(file: Blob): Promise<Scan['verdict']> {
  const { verdict } = await (await connect({ baseUrl: '/' })).scan(file);
  return verdict;
}

export function isBusy(error: unknown) {
  return error instanceof metadefender.MetaDefenderError && error.code === 'busy';
}
