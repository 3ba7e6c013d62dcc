import { describe, expect, test } from 'vitest';
import { readArguments } from '../../scripts/lib/arguments.mjs';

describe('the arguments of npm start', () => {
  test('passes on every argument that it does not handle', () => {
    const read = readArguments(['--port', '8790', '--var', 'A:1', '--persist-to=/tmp/x', '--watch', '--log-level', 'debug']);
    expect(read.args).toEqual(['--var', 'A:1', '--log-level', 'debug']);
    expect(read).toMatchObject({ port: 8790, state: '/tmp/x', watch: true, logLevel: 'debug', inspectorPort: undefined });
  });

  test('has a port and a folder of its own', () => {
    const read = readArguments([]);
    expect(read).toMatchObject({ port: 8787, args: [], watch: false });
    expect(read.state).toMatch(/\.wrangler.state$/);
  });

  test('sees in every spelling which vars are given', () => {
    const read = readArguments(['--var', 'SIGN_UP:closed', 'DIRECTORY:search']);
    expect([read.setsVar('DIRECTORY'), read.setsVar('SIGN_UP'), read.setsVar('SEND_BURST')]).toEqual([true, true, false]);
    expect(readArguments(['--var=DIRECTORY:search']).setsVar('DIRECTORY')).toBe(true);
  });
});
