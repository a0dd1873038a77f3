// A program that loads the package both ways: by itself, say, and through a library.
module.exports = async function both() {
  return {
    required: require('metadefender-wasm'),
    slim: require('metadefender-wasm/slim'),
    imported: await import('metadefender-wasm'),
  };
};
