/** How a call fails, as data that can leave the page; null if it does not. @param {Promise<unknown>} call */
export function failureOf(call) {
  return call.then(
    () => null,
    ({ name, code, message }) => ({ name, code, message }),
  );
}
