import { join, resolve } from 'node:path';
import { ROOT } from './paths.mjs';

/**
 * The value of `--name value` or `--name=value`, the last one when it is given twice.
 *
 * @param {readonly string[]} args
 * @param {string} name
 */
function optionValue(args, name) {
  let value;
  args.forEach((arg, index) => {
    if (arg === `--${name}`) value = args[index + 1];
    else if (arg.startsWith(`--${name}=`)) value = arg.slice(name.length + 3);
  });
  return value;
}

/**
 * The arguments without one option and its value.
 *
 * @param {readonly string[]} args
 * @param {string} name
 */
function without(args, name) {
  return args.filter((arg, index) => arg !== `--${name}` && args[index - 1] !== `--${name}` && !arg.startsWith(`--${name}=`));
}

/**
 * What the operator's arguments to `wrangler dev` mean for us. Everything else is handed on unread.
 *
 * @param {readonly string[]} argv
 */
export function readArguments(argv) {
  const watch = argv.includes('--watch');
  const args = argv.filter((arg) => arg !== '--watch');
  return {
    watch,
    /** For `wrangler dev`, less what is resolved here. */
    args: without(without(args, 'port'), 'persist-to'),
    port: Number(optionValue(args, 'port') ?? 8787),
    /** The folder of the local database, absolute. */
    state: resolve(optionValue(args, 'persist-to') ?? join(ROOT, '.wrangler', 'state')),
    inspectorPort: optionValue(args, 'inspector-port'),
    logLevel: optionValue(args, 'log-level'),
    /** @param {string} name */
    setsVar: (name) => args.some((arg) => arg.startsWith(`${name}:`) || arg.startsWith(`--var=${name}:`)),
  };
}
