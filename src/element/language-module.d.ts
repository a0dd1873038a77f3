// Importing it adds the language: `import 'metadefender-wasm/element/de';`
export {};
