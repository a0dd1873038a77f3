import { MetaDefenderError, type ErrorCode, type ErrorDetails } from 'metadefender-wasm';
import { expectTypeOf } from 'expect-type';

expectTypeOf<MetaDefenderError>().toMatchTypeOf<Error>();
expectTypeOf<MetaDefenderError['name']>().toEqualTypeOf<'MetaDefenderError'>();
expectTypeOf(MetaDefenderError).toBeConstructibleWith('busy', 'message');
expectTypeOf(MetaDefenderError).toBeConstructibleWith('busy', 'message', { status: 503 });
expectTypeOf<ErrorDetails>().toEqualTypeOf<{
  status?: number;
  retryAfter?: number;
  endpoint?: string;
  dataId?: string;
  batchId?: string;
  cause?: unknown;
}>();
expectTypeOf<Pick<MetaDefenderError, keyof ErrorDetails>>().toEqualTypeOf<Readonly<ErrorDetails>>();

/** What a program says to each failure; a code more or less would not compile. */
const words: Record<ErrorCode, string> = {
  'invalid-input': 'not a file',
  unauthorized: 'log in again',
  forbidden: 'wrong key',
  'not-found': 'no such analysis',
  'empty-file': 'empty',
  'too-large': 'too large',
  'length-required': 'of unknown length',
  busy: 'busy',
  'rate-limited': 'later',
  timeout: 'took too long',
  network: 'no answer',
  server: 'failed',
  protocol: 'no MetaDefender',
  integrity: 'another file',
  cancelled: 'cancelled',
  unsupported: 'cannot',
};

export function everyError(error: unknown) {
  if (!(error instanceof MetaDefenderError)) throw error;
  expectTypeOf(error).toEqualTypeOf<MetaDefenderError>();
  expectTypeOf(error.code).toEqualTypeOf<ErrorCode>();
  return `${words[error.code]} ${error.retryAfter ?? 0} s`;
}

export function mistakes(error: MetaDefenderError) {
  // @ts-expect-error: no such code
  new MetaDefenderError('oops', 'message');
  // @ts-expect-error: code is read-only
  error.code = 'busy';
  // @ts-expect-error: no such code
  if (error.code === 'not_found') return;
  // @ts-expect-error: there may have been no answer
  error.status.toFixed();
}
