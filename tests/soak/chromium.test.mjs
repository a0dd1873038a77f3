// @ts-check
import { shortSoak } from './short-soak.mjs';

shortSoak('chromium', 60);
