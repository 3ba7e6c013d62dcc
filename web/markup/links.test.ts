import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from './blocks';
import { safeHref } from './links';
import type { Block, Inline } from './tokens';

const inside = (token: Inline | Block): readonly Extract<Inline, { kind: 'link' }>[] => {
  if (token.kind === 'link') return [token];
  return 'children' in token ? token.children.flatMap(inside) : [];
};
const found = (text: string) => tokenize(text).flatMap(inside);
const links = (text: string) => found(text).map(({ text: shown }) => shown);
const hrefs = (text: string) => found(text).map(({ href }) => href);

describe('links', () => {
  it.each([
    ['看https://a.cn/b，谢谢', 'https://a.cn/b'],
    ['（https://a.cn/b）', 'https://a.cn/b'],
    ['https://en.wikipedia.org/wiki/Ink_(art).', 'https://en.wikipedia.org/wiki/Ink_(art)'],
    ['(see http://a.b/c)', 'http://a.b/c'],
    ['mailto:a@b.cn。', 'mailto:a@b.cn'],
    ['https://a.cn/?q=1&r=2#x!', 'https://a.cn/?q=1&r=2#x'],
    ['《https://a.cn》', 'https://a.cn'],
    ["he said 'https://a.example/b' and left", 'https://a.example/b'],
    ["['https://a.example/b'].map", 'https://a.example/b'],
    ['انظر https://a.example/b، شكرا', 'https://a.example/b'],
    ['https://a.example/b؟', 'https://a.example/b'],
    ['https://a.example/b؛شكرا', 'https://a.example/b'],
    ['https://a.example/b। और', 'https://a.example/b'],
    ['https://a.example/b۔ اور', 'https://a.example/b'],
    ['https://a.example/b։', 'https://a.example/b'],
    ['https://a.example/b። ', 'https://a.example/b'],
    ['« https://a.example/b» et puis', 'https://a.example/b'],
    ['| https://a.example/b| c |', 'https://a.example/b'],
    ['*see https://a.example/b*', 'https://a.example/b'],
    ['_https://a.example/b_', 'https://a.example/b'],
    ['**https://a.example/b**请看', 'https://a.example/b'],
    ['https://a.cn/b谢谢', 'https://a.cn/b'],
    ['https://a.cn谢谢', 'https://a.cn'],
    ['https://a.cn/b?谢谢', 'https://a.cn/b'],
    ['https://a.kr/b를 보세요', 'https://a.kr/b'],
    ['https://a.th/bขอบคุณ', 'https://a.th/b'],
    ['（见 www.example.com/a。）', 'www.example.com/a'],
    ['写信到ann.b+c@example.co.uk谢谢', 'ann.b+c@example.co.uk'],
    ['<ann@example.com>, ', 'ann@example.com'],
  ])('finds the address in %s', (text, link) => {
    expect(links(text)).toEqual([link]);
  });

  it.each([
    "https://en.wikipedia.org/wiki/Moore's_law",
    'https://people.example.org/~av/notes',
    'http://www.example.org/?x=*',
    'https://a.example/doc#:~:text=hello%20world',
    "https://kibana/app/discover#/?_g=(filters:!(),time:(from:now-15m,to:now))&_a=(index:'idx',query:(query:''),sort:!(!('@timestamp',asc)))",
    'https://h.example/search?q=a*b&r=1',
    "https://a.example/odata/Users('ann')",
    'https://web.archive.org/web/2020*/http://example.com/',
    'https://a.example/w/api.php?titles=A|B',
    'https://a.example/private_',
    'https://zh.wikipedia.org/wiki/喜鹊',
    'https://zh.wikipedia.org/wiki/列奥纳多·达·芬奇',
    'https://zh.wikipedia.org/wiki/喜鹊_(消歧义)',
    'https://ja.wikipedia.org/wiki/佐々木',
    'https://ja.wikipedia.org/wiki/ジョン・レノン',
    'https://a.example/file/9f2a/消息列表?node=12',
    'https://a.example/s?q=喜鹊&page=2',
    'https://a.example/%E5%96%9C鹊#鸟',
    'https://th.wikipedia.org/wiki/นก',
    'https://ru.wikipedia.org/wiki/Сорока',
    'https://bücher.example/a',
    'http://例子.测试/path',
    'https://中国互联网络信息中心.中国/',
    'https://日本語.jp/a',
    'https://한국.example',
    'https://пример.рф/',
  ])('takes %s as one address', (text) => {
    expect(links(`看 ${text} 好`)).toEqual([text]);
    expect(hrefs(text)).toEqual([new URL(text).href]);
  });

  it('splits two addresses at the comma between them', () => {
    expect(links('https://a.example/1,https://a.example/2')).toEqual(['https://a.example/1', 'https://a.example/2']);
    expect(links("'https://a.example/1','www.a.example/2'")).toEqual(['https://a.example/1', 'www.a.example/2']);
    expect(links('https://a.example/1，https://a.example/2、https://a.example/3')).toHaveLength(3);
  });

  it('leaves the marks around an address to their style', () => {
    const text = '**https://a.example/b** and ~~https://a.example/c~~ and ||https://a.example/d||';
    expect(tokenize(text)[0]).toMatchObject({
      children: ['b', 'c', 'd'].flatMap((name, i) => [
        { kind: ['bold', 'strike', 'spoiler'][i], children: [{ kind: 'link', text: `https://a.example/${name}` }] },
        ...(i < 2 ? [{ kind: 'text' }] : []),
      ]),
    });
  });

  it('opens addresses without a scheme by https, and email addresses by mailto', () => {
    expect(hrefs('www.example.com ann@example.com')).toEqual(['https://www.example.com/', 'mailto:ann@example.com']);
  });

  it('leads to the address that is shown', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (address) => {
        for (const link of found(`看 ${address} 好`)) expect(link.href).toBe(new URL(link.text).href);
        expect(hrefs(address)).toHaveLength(1);
      }),
    );
  });

  it.each([
    'javascript:alert(1)',
    'www.example',
    'foo.www.a.example',
    'ann@example',
    '@ann@example.social',
    'ann@example.comü',
    'https://user@host/',
    'https://user@host.example/',
    'data:text/html,x',
    'xhttp://a.b',
    'http://',
    'https://user:pw@evil.example/',
    'mailto:nobody',
    'vbscript:x',
    'file:///etc/passwd',
  ])('does not link %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('opens only web and email addresses', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.string().map((rest) => `javascript:${rest}`),
        ),
        (address) => {
          const href = safeHref(address);
          expect(href === null || /^(https?|mailto):/.test(href)).toBe(true);
        },
      ),
    );
  });
});
