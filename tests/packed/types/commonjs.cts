import metadefender = require('metadefender-wasm');
import slim = require('metadefender-wasm/slim');
import verify = require('metadefender-wasm/edge/verify');
import { connect, type Scan } from 'metadefender-wasm';
import { type KnownVerdict, verifyVerdict } from 'metadefender-wasm/edge/verify';
import { expectTypeOf } from 'expect-type';

expectTypeOf(metadefender.connect).toEqualTypeOf(connect);
expectTypeOf(slim.connect).toEqualTypeOf(connect);
expectTypeOf(verify.verifyVerdict).toEqualTypeOf(verifyVerdict);

export async function scan(file: Blob): Promise<Scan['verdict']> {
  const { verdict } = await (await connect({ baseUrl: '/' })).scan(file);
  return verdict;
}

export function isBusy(error: unknown) {
  return error instanceof metadefender.MetaDefenderError && error.code === 'busy';
}

export function trusted(headers: Record<string, string>): Promise<KnownVerdict> {
  return verifyVerdict(headers, { secret: '', accept: ['allowed', 'undetermined'] });
}
