// @ts-check
import { everyCaseInSite } from '../support/cases-in-site.mjs';
import { elementInSite } from '../support/element-in-site.mjs';
import { uploadsInSite } from '../support/uploads-in-site.mjs';

everyCaseInSite('chromium');
uploadsInSite('chromium');
elementInSite('chromium');
