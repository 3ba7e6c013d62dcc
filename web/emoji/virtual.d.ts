declare module 'virtual:emoji/base' {
  /** Columns, with one line per emoji. */
  export const columns: Readonly<Record<'emoji' | 'names' | 'groups' | 'versions' | 'toned', string>>;
}

declare module 'virtual:emoji/zh-CN' {
  export const columns: Readonly<Record<'labels' | 'words', string>>;
}

declare module 'virtual:emoji/en' {
  export const columns: Readonly<Record<'labels' | 'words', string>>;
}
