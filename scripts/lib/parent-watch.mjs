// Preloaded into the tools that start.mjs runs: when their parent dies, even by SIGKILL, they end as if they had been asked to.
const CHECK_MS = 500;
const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}, CHECK_MS).unref();
