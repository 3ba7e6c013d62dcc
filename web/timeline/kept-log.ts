import type { Message } from '../../protocol/records';

/** The newest part of a conversation's log as the browser keeps it: contiguous from `from` to `to`. */
export interface KeptLog {
  readonly conversationId: string;
  readonly from: number;
  readonly to: number;
  readonly messages: readonly Message[];
  /** Kept by a build that read the wire differently: good enough to show, and to be pulled again before anything is built on it. */
  readonly stale?: boolean;
}

/** Where logs are kept. Writes resolve to whether they were done. */
export interface LogStore {
  loadLog(conversationId: string): Promise<KeptLog | undefined>;
  saveLog(log: KeptLog): Promise<boolean>;
  dropLogs(): Promise<boolean>;
}
