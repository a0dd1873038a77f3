// @ts-check
import { everyWorkload } from '../support/memory/every-workload.mjs';
import { startNode } from '../support/memory/node.mjs';

everyWorkload('memory-node', startNode);
