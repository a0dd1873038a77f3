// @ts-check

/** The key of a function that returns the object itself: proxies do not wrap functions. */
const ITSELF = Symbol('metadefender-wasm.itself');

/**
 * Makes the objects of a class of the glue work through a proxy, such as that of Vue's `reactive`. Each object keeps the
 * address of its memory as a property, which a proxy passes on. But `free` would unregister the proxy instead of the object
 * from the FinalizationRegistry, and the memory would be freed a second time when the object is garbage-collected.
 *
 * @param {{ prototype: any }} Class
 */
export function worksThroughProxies({ prototype }) {
  const { free } = prototype;
  prototype.free = function () {
    free.call(this[ITSELF]());
  };
  if (Symbol.dispose) prototype[Symbol.dispose] = prototype.free;
  // The glue sets the address of a new object. It becomes an own property, as it does without this setter.
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
