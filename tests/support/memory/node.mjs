// @ts-check
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * A Node process that runs workloads of a project.
 *
 * @param {string} project
 * @param {string} folder the one of process.mjs, in the project
 * @returns {Promise<import('./every-workload.mjs').Runtime>}
 */
export async function startNode(project, folder) {
  const child = fork(join(project, folder, 'process.mjs'));
  const exited = once(child, 'exit');

  /** @param {string} command @param {unknown[]} args */
  async function tell(command, ...args) {
    child.send({ command, args });
    const ended = exited.then(([code]) =>
      Promise.reject(new Error(`Node ended with code ${code}`)),
    );
    const [{ error, value }] = await Promise.race([once(child, 'message'), ended]);
    if (error) throw new Error(error);
    return value;
  }

  return {
    work: (...which) => tell('work', ...which),
    census: () => tell('census'),
    async stop() {
      child.disconnect();
      await exited;
    },
  };
}
