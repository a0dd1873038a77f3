// @ts-check
import { startGateway } from '../support/gateway.mjs';
import { KEYS } from './secrets.mjs';

/** A gateway that knows the keys of the soak, looks at many files at once, and keeps the results of all of it. */
export function startSoakGateway() {
  const keys = KEYS.flatMap((key) => ['--api-key', key]);
  const room = ['--workers', '64', '--retain', '60000'];
  return startGateway('--clamd', 'none', ...room, ...keys);
}
