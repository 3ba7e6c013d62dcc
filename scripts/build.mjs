// `npm run build`: the web app, into dist/web.
import { buildWeb } from './lib/web-build.mjs';

try {
  await buildWeb();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
