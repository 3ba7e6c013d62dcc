import { seeded } from './random';

/** Well-formed frames of every kind that a browser sends. */
const SEEDS: readonly string[] = [
  '{"type":"hello","cursor":"00ff.1700000000000"}',
  '{"type":"send","clientMsgId":"0f8fad5b-d9cb-469f-a165-70867728950e","conversationId":"0gxxxxxxxxxxxxxxxxxxxxxx","body":{"kind":"text","text":"你好 \\ud83d\\ude00","mentions":["u1","*"]},"replyTo":3}',
  '{"type":"change","clientMsgId":"0f8fad5b-d9cb-469f-a165-70867728950f","conversationId":"0gxxxxxxxxxxxxxxxxxxxxxx","change":{"kind":"edit","targetSeq":1,"body":{"kind":"text","text":"x"}}}',
  '{"type":"change","clientMsgId":"0f8fad5b-d9cb-469f-a165-70867728950a","conversationId":"0gxxxxxxxxxxxxxxxxxxxxxx","change":{"kind":"reaction","targetSeq":1,"emoji":"👍","on":true}}',
  '{"type":"messageAck","tid":1}',
  '{"type":"read","conversationId":"0gxxxxxxxxxxxxxxxxxxxxxx","seq":5}',
  '{"type":"typing","conversationId":"0gxxxxxxxxxxxxxxxxxxxxxx"}',
  '{"type":"draft","conversationId":"0gxxxxxxxxxxxxxxxxxxxxxx","version":1700000000000,"text":"half a","replyTo":1}',
  '{"type":"watch","userIds":["u1","u2"]}',
  '{"type":"pull","requestId":"r1","conversationId":"0gxxxxxxxxxxxxxxxxxxxxxx","afterSeq":0,"limit":50}',
];

/** Replacements for a value: ends of ranges, other types, keys of the prototype, characters that stores may fail on. */
const ODD: readonly string[] = [
  'null',
  'true',
  '-0',
  '0',
  '-1',
  '1.5',
  '1e400',
  '-1e400',
  '9007199254740991',
  '9007199254740992',
  '1e308',
  '""',
  '[]',
  '{}',
  '[[[[]]]]',
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00x"',
  '"\\u202e"',
  '"\'; DROP TABLE entries; --"',
  '"%_*\\"\\\\"',
  '"\uffff"',
  '{"$ne":null}',
  '["u1"]',
  `"${'x'.repeat(5000)}"`,
  `"${'好'.repeat(4001)}"`,
  `${'['.repeat(2000)}${']'.repeat(2000)}`,
];

/** `count` raw frames, mutated up to three times each; the same for the same seed. A twentieth are binary. */
export function* mutants(seed: number, count: number): Generator<string | ArrayBuffer> {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = (list: readonly string[]) => list[below(list.length)] ?? '';
  const mutate = (raw: string): string => {
    const at = below(raw.length + 1);
    switch (below(9)) {
      case 0:
        return raw.slice(0, at) + raw.slice(at + 1 + below(8));
      case 1:
        return raw.slice(0, at) + String.fromCharCode(below(0x300)) + raw.slice(at);
      case 2:
        return raw.slice(0, at) + pick(ODD) + raw.slice(at);
      case 3: {
        // Another value for one of the keys.
        const values = [...raw.matchAll(/:("(?:[^"\\]|\\.)*"|[\d.]+|true|\[[^\]]*\])/g)];
        const value = values[below(values.length)];
        return value ? `${raw.slice(0, value.index + 1)}${pick(ODD)}${raw.slice(value.index + value[0].length)}` : raw;
      }
      case 4: {
        const keys = [...raw.matchAll(/"(\w+)":/g)];
        const key = keys[below(keys.length)];
        return key ? raw.replace(key[0], `${pick(['"__proto__"', '"type"', '"x"', '"constructor"'])}:`) : raw;
      }
      case 5:
        return raw.replace(/}$/, `,${pick(['"type"', '"__proto__"', '"senderId"', '"tid"', '"seq"'])}:${pick(ODD)}}`);
      case 6:
        return raw.slice(0, at);
      case 7:
        return raw.slice(0, at) + pick(SEEDS) + raw.slice(at);
      default:
        return raw;
    }
  };
  for (let i = 0; i < count; i++) {
    let raw = pick(SEEDS);
    for (let times = below(4); times > 0; times--) raw = mutate(raw);
    yield below(20) === 0 ? new TextEncoder().encode(raw).slice().buffer : raw;
  }
}
