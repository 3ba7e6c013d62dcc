import type { Message } from '../../protocol/records';

/** The newest part of a conversation's log in browser storage, contiguous from `from` to `to`. */
export interface StoredLog {
  readonly conversationId: string;
  readonly from: number;
  readonly to: number;
  readonly messages: readonly Message[];
  /** Stored by a build with another wire format: good enough to show, but pulled again before anything is appended. */
  readonly stale?: boolean;
}

/** Storage of logs. A write resolves to whether it succeeded. */
export interface LogStore {
  loadLog(conversationId: string): Promise<StoredLog | undefined>;
  saveLog(log: StoredLog): Promise<boolean>;
  dropLogs(): Promise<boolean>;
}
