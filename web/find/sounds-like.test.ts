import { expect, it } from 'vitest';
import { soundsLike, soundsReady } from './sounds-like';

it('matches full and shortened pinyin, including characters with several readings', async () => {
  soundsLike('张三', 'zhang');
  await expect.poll(() => soundsReady.value).toBe(true);
  for (const [name, query] of [
    ['张三', 'zhang'],
    ['张三', 'zhangsan'],
    ['张三', 'zhangs'],
    ['重庆', 'chongqing'],
    ['重庆', 'cq'],
    ['曾国藩', 'zgf'],
    ['周末爬山', 'pashan'],
    ['产品 Team', 'chanpin'],
  ] as const)
    expect([name, query, soundsLike(name, query)]).toEqual([name, query, true]);
  for (const [name, query] of [
    ['张三', 'lisi'],
    ['Ada', 'ada'],
    ['张三', '张'],
    ['张三', 'z'],
  ] as const)
    expect([name, query, soundsLike(name, query)]).toEqual([name, query, false]);
});
