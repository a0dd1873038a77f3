// @ts-check
import { startGateway } from '../support/gateway.mjs';
import { KEYS } from './secrets.mjs';

/** A gateway that accepts the keys of the soak, scans many files concurrently, and keeps all results. */
export function startSoakGateway() {
  const keys = KEYS.flatMap((key) => ['--api-key', key]);
  const room = ['--workers', '64', '--retain', '60000'];
  return startGateway('--clamd', 'none', ...room, ...keys);
}
