// @ts-check
// workerd's FixedLengthStream, for tests of the edge in Node: there, it also sees to the length.

/** Without a limit, all that is written is taken, so that a `fetch` of a test need not read it. */
export const fixedLengthStreams = { hasLimit: false };

Object.assign(globalThis, {
  FixedLengthStream: class extends TransformStream {
    constructor() {
      const queue = fixedLengthStreams.hasLimit ? undefined : { highWaterMark: Infinity };
      super({}, queue, queue);
    }
  },
});
