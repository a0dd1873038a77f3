// @ts-check
import { startChromium } from '../support/memory/chromium.mjs';
import { everyWorkload } from '../support/memory/every-workload.mjs';

everyWorkload('memory-chromium', startChromium);
