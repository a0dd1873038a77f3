// @ts-check
import assert from 'node:assert/strict';
import axe from 'axe-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Asserts that axe finds nothing wrong with the page as it is.
 * @param {import('playwright-core').Page} page
 * @param {string} [state] what it is in
 */
export async function assertAccessible(page, state) {
  const source = /** @type {{ source: string }} */ (/** @type {unknown} */ (axe)).source;
  await page.evaluate(source);
  const violations = await page.evaluate(async (rules) => {
    const { axe } = /** @type {any} */ (window);
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: rules } });
    return violations.map((/** @type {any} */ { id, nodes }) => ({
      id,
      nodes: nodes.map((/** @type {any} */ node) => `${node.target}: ${node.failureSummary}`),
    }));
  }, RULES);
  assert.deepEqual({ state, violations }, { state, violations: [] });
}
