/** @type {string[]} */
const seen = [];

addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  seen.push(`${effectiveDirective}: ${blockedURI}`);
});

/** What the policy kept from the page, or the worker, so far. WebKitGTK does not tell a worker. */
export const violations = () => seen;
