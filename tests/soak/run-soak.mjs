// @ts-check
import { startSoakGateway } from './gateway.mjs';
import { startNode } from './platforms/node.mjs';
import { startChromiumPage, startFirefoxPage } from './platforms/page.mjs';
import { soak } from './soak.mjs';

/** @type {Record<string, (gateway: string) => Promise<import('./attempt.mjs').Platform>>} */
export const PLATFORMS = {
  node: startNode,
  chromium: startChromiumPage,
  firefox: startFirefoxPage,
  // It looks for the project when it is loaded.
  workerd: async (gateway) => (await import('./platforms/workerd.mjs')).startWorkerd(gateway),
};

/**
 * A soak of one platform, with a gateway of its own.
 * @param {string} name
 * @param {import('./soak.mjs').Plan} plan
 */
export async function runSoak(name, plan) {
  const start = PLATFORMS[name];
  if (!start) throw new Error(`there is no platform "${name}"`);
  const gateway = await startSoakGateway();
  try {
    const platform = await start(gateway.address);
    try {
      return await soak(gateway.address, name, platform, plan);
    } finally {
      await platform.stop();
    }
  } finally {
    await gateway.stop();
  }
}
