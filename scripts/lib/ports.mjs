import { createServer } from 'node:net';

/**
 * Whether nobody listens on the port of this machine's own addresses.
 *
 * @param {number} port
 */
export async function isFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const code = await listen(port, host);
    // A machine without IPv6 has nobody listening there either.
    if (code === 'EADDRINUSE' || code === 'EACCES') return false;
  }
  return true;
}

/** A port that is free at this moment. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  await new Promise((resolve) => server.close(() => resolve(undefined)));
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string | undefined>} the error's code, undefined when it worked
 */
function listen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => resolve(error.code ?? 'unknown'));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
