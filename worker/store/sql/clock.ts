/**
 * The database's own clock in epoch ms, as SQL. Every time that a cursor is compared with comes from this one clock,
 * so that what is committed after an inbox read is never older than the cursor that the read gave out.
 */
export const NOW_MS = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
