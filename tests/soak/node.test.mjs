// @ts-check
import { shortSoak } from './short-soak.mjs';

shortSoak('node', 300);
