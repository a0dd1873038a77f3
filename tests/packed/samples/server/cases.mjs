// Runs the case named by each line on standard input, and writes its result as a line to standard output.
import { createInterface } from 'node:readline';
import { runCase } from '../../behaviour/run-case.js';
import { serverCases } from '../../behaviour/server-cases.js';

async function serve() {
  for await (const line of createInterface({ input: process.stdin })) {
    const [group, name, gateway] = JSON.parse(line);
    const problem = await runCase(group, name, gateway, serverCases);
    console.log(JSON.stringify({ problem }));
  }
}

serve();
