// Runs the case that each request names.
import { cases } from '../../behaviour/cases.js';
import cookies from '../../behaviour/cases/cookies.js';
import { runCase } from '../../behaviour/run-case.js';

const workerCases = { ...cases, cookies };

export default {
  /** @param {Request} request */
  async fetch(request) {
    const [group, name, gateway] = await request.json();
    return Response.json({ problem: await runCase(group, name, gateway, workerCases) });
  },
};
