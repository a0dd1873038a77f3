// @ts-check
import { after, before, describe, test } from 'node:test';
import { cases } from '../behaviour/cases.js';
import { startGateway } from '../support/gateway.mjs';

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
before(async () => {
  gateway = await startGateway();
});
after(() => gateway.stop());

for (const [group, tests] of Object.entries(cases)) {
  describe(group, () => {
    for (const [name, run] of Object.entries(tests)) {
      test(name, async () => {
        await run(gateway.address);
      });
    }
  });
}
