declare module 'file-types' {
  /** The extensions of types: `scripts/build/file-types.mjs`. */
  const text: string;
  export default text;
}
