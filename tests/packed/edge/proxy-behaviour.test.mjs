// @ts-check
// The cases that every runtime passes, through the proxy: a client cannot tell it from the service.
import { cases } from '../../behaviour/cases.js';
import { runCase } from '../../behaviour/run-case.js';
import { everyCase } from '../../support/every-case.mjs';
import { startWorker } from '../support/worker.mjs';

/** What the proxy withholds from pages: the login, whose analysis a lookup finds, and MetaDefender's own ids. */
const WITHHELD = [
  'a login provides the key of the calls that follow, a logout removes it',
  'wrong credentials are told apart from a wrong key',
  'the same bytes again are found by the lookup, without an upload',
  'every hash finds the file again',
  'an analysis can be submitted, watched, fetched and found by its hash',
  'an unknown file is not found, a known one is',
  'a batch is created, filled, awaited, closed and certified',
];

/** Cases with settings for the gateway, which the proxy does not pass on. */
const GATEWAY_ITSELF = [
  ...Object.keys(cases.patience ?? {}),
  'its headers are sent by every transport',
];

const passed = Object.entries(cases).map(([group, tests]) => [
  group,
  Object.fromEntries(
    Object.entries(tests).filter(
      ([name, test]) => test.length > 0 && !WITHHELD.concat(GATEWAY_ITSELF).includes(name),
    ),
  ),
]);

everyCase(async (gateway) => {
  const worker = await startWorker('edge/proxy.js', {
    bindings: {
      GATEWAY: gateway,
      SECRET: 'a secret of the tests, which is long enough',
      OPTIONS: {
        operations: { limits: true },
        parameters: { rule: true, metadata: true, contentEncoding: true },
        cacheFor: 0,
      },
    },
  });
  return {
    runCase: (group, name) => runCase(group, name, `${worker.address}scan`),
    stop: worker.stop,
  };
}, Object.fromEntries(passed));
