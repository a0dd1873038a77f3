// @ts-check
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { memoryAboveIdle } from '../support/processes.mjs';

/** @param {import('./rows.mjs').Context} context */
export async function memory({ plan, files, sink }) {
  const path = files.sparse(plan.sparse);
  const child = fork(fileURLToPath(new URL('memory-child.mjs', import.meta.url)), [sink, path]);
  try {
    await once(child, 'message');
    return await memoryAboveIdle(
      () => [/** @type {number} */ (child.pid)],
      async () => {
        child.send('go');
        const [verdict] = await once(child, 'message');
        if (verdict !== 'allowed') throw new Error(`the scan came to ${verdict}`);
      },
    );
  } finally {
    child.kill();
  }
}
