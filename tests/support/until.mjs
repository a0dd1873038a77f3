// @ts-check

/** Waits until something is so. @param {() => unknown} condition */
export async function until(condition) {
  for (const end = Date.now() + 60_000; !(await condition());) {
    if (Date.now() > end) throw new Error(`it is never so: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
