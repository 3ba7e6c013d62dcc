/** What the process that runs the Worker is started with, as JSON in its first argument. */
export interface ServerConfig {
  /** The bundled Worker. */
  readonly script: string;
  readonly port: number;
  /** Where D1 and the objects keep their data. */
  readonly state: string;
  readonly vars: Readonly<Record<string, string>>;
  /** Binding name → class name. */
  readonly objects: Readonly<Record<string, string>>;
  readonly compatibilityDate: string;
  /** Where a profiler may attach. */
  readonly inspectorPort?: number;
}

export interface SqlStatement {
  readonly sql: string;
  readonly params?: readonly (string | number | null)[];
}

/** What may be asked of that process. */
export type ServerCommand =
  | { readonly op: 'evict'; readonly binding: string; readonly name: string; readonly webSockets: 'hibernate' | 'close' }
  /** One D1 batch. */
  | { readonly op: 'sql'; readonly statements: readonly SqlStatement[] };

export type ServerReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: string };
