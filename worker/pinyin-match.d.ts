declare module 'pinyin-match/src/simplified_dict.js' {
  /** The characters that are read so, by reading without tones; `ü` is `v`. */
  export const dict: Readonly<Record<string, string>>;
}
