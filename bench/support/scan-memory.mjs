// @ts-check
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { memoryAboveIdle } from './processes.mjs';
import { VERDICT } from './sink-answers.mjs';

const CHILD = fileURLToPath(new URL('memory-child.mjs', import.meta.url));

/**
 * How much memory a runtime takes to scan a large file from disk.
 * @param {string[]} command that runs a script
 * @param {URL} entry of the package for this runtime
 * @param {import('../node/rows.mjs').Context} context
 */
export async function scanMemory([program = '', ...args], entry, { plan, files, sink }) {
  const path = files.sparse(plan.sparse);
  const child = spawn(program, [...args, CHILD, entry.href, sink, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  try {
    await lines.next();
    return await memoryAboveIdle(
      () => [/** @type {number} */ (child.pid)],
      async () => {
        child.stdin.write('go\n');
        const { value: verdict } = await lines.next();
        if (verdict !== VERDICT) throw new Error(`the scan came to ${verdict}`);
      },
    );
  } finally {
    child.kill();
  }
}
