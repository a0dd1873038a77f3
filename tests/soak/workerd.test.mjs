// @ts-check
import { shortSoak } from './short-soak.mjs';

shortSoak('workerd', 60);
