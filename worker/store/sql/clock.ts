/**
 * SQL: the database's clock in epoch ms. Every time that is compared with a cursor comes from this clock, so that an entry committed
 * after an inbox read is never older than the cursor of that read.
 */
export const NOW_MS = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
