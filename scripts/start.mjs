// `npm start`: builds the web app, prepares the local database, runs `wrangler dev` and leaves nothing behind.
import './lib/parent-watch.mjs';
import { readArguments } from './lib/arguments.mjs';
import { DEMO_PASSWORD, DEMO_PEOPLE, prepareDatabase } from './lib/database.mjs';
import { startDevServer } from './lib/dev-server.mjs';
import { freePort, isFree } from './lib/ports.mjs';
import { endChildren } from './lib/processes.mjs';
import { buildWeb, watchWeb } from './lib/web-build.mjs';

const { watch, args, port: askedPort, state, inspectorPort, logLevel, setsVar } = readArguments(process.argv.slice(2));
let stopping = false;

/** Ends everything below this process and then it. @param {number} code */
async function stop(code) {
  if (stopping) return;
  stopping = true;
  await endChildren();
  process.exit(code);
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => void stop(0));

/** @param {string} text */
function show(text) {
  if (!stopping) process.stdout.write(text);
}

/** @param {number} port */
function greeting(port) {
  const accounts = DEMO_PEOPLE.map(({ name, email }) => `    ${name}  ${email}`).join('\n');
  return `
  Magpie is ready · 喜鹊已就绪

    http://localhost:${port}

  Demo accounts of a new database, password · 新数据库的演示账号，密码: ${DEMO_PASSWORD}
${accounts}

  Open a second browser profile to talk to yourself · 再开一个浏览器窗口（无痕模式）就能互相聊天
  Ctrl-C ends it · 按 Ctrl-C 结束

`;
}

async function main() {
  const port = askedPort === 0 ? await freePort() : askedPort;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error('--port takes a number from 0 to 65535.');
  if (!(await isFree(port)))
    throw new Error(`Port ${port} is in use; end what runs there, or choose another: npm start -- --port ${port + 1}`);
  show('Building the web app and preparing the local database …\n');
  await buildWeb();
  await prepareDatabase(state);
  if (watch) watchWeb(show);
  let ready = false;
  const server = await startDevServer({
    port,
    state,
    args: [
      ...(setsVar('DIRECTORY') ? [] : ['--var', 'DIRECTORY:open']),
      ...(inspectorPort === undefined ? ['--inspector-port', '0'] : []),
      ...(logLevel === undefined ? ['--log-level', watch ? 'log' : 'warn'] : []),
      ...args,
    ],
    onOutput: (text) => ready && show(text),
  });
  ready = true;
  show(greeting(port));
  const code = await server.ended;
  if (!stopping) throw new Error(`wrangler dev ended by itself (${code}):\n${server.output()}`);
}

try {
  await main();
} catch (error) {
  if (!stopping) console.error(error instanceof Error ? error.message : error);
  await stop(1);
}
