// @ts-check

/** The key of a function that answers the object itself: proxies pass functions on as they are. */
const ITSELF = Symbol('metadefender-wasm.itself');

/**
 * Has the objects of a class of the glue work through a proxy, such as Vue's `reactive` makes. Each keeps the address of
 * its memory as a property, which a proxy passes on, but `free` then takes the proxy off the list of what is freed when it
 * is collected: the memory of the object itself would be freed twice.
 *
 * @param {{ prototype: any }} Class
 */
export function worksThroughProxies({ prototype }) {
  const { free } = prototype;
  prototype.free = function () {
    free.call(this[ITSELF]());
  };
  if (Symbol.dispose) prototype[Symbol.dispose] = prototype.free;
  // A new object is given the address, which becomes a property of its own, as without this.
  Object.defineProperty(prototype, '__wbg_ptr', {
    configurable: true,
    set(address) {
      Object.defineProperties(this, {
        __wbg_ptr: { value: address, writable: true },
        [ITSELF]: { value: () => this, writable: true },
      });
    },
  });
}
