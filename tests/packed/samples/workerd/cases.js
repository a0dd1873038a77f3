// Runs the case that each request names.
import { runCase } from '../../behaviour/run-case.js';

export default {
  /** @param {Request} request */
  async fetch(request) {
    return Response.json({ problem: await runCase(...(await request.json())) });
  },
};
