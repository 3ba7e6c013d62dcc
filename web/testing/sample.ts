import { type FakeModel, fakeModel, inboxItem, message, SELF, summary, user } from './fake-model';

const MINUTE = 60_000;

/** An account with realistic data, for screenshots and checks of whole screens. `now`: the current time, epoch ms. */
export function sampleModel(now: number): FakeModel {
  const fake = fakeModel();
  const people = [
    user('zhang', '张三'),
    user('li', '李四'),
    user('ada', 'Ada Lovelace'),
    user('wang', '王小明'),
    user('ali', 'محمد علي'),
    user('oliver', 'Oliver Wendell Holmes-Featherstonehaugh III'),
  ];
  for (const person of people) fake.users.set(person.id, person);
  const [zhang, li, ada] = people;
  if (zhang !== undefined && li !== undefined && ada !== undefined) {
    fake.contacts.value = {
      contacts: [
        { user: zhang, alias: '三哥', since: 0 },
        { user: li, since: 0 },
      ],
      requests: [{ user: ada, direction: 'in', note: '我们在会上见过', createdAt: now }],
      blocked: [user('rude', 'Rude Person')],
    };
  }
  const at = (minutes: number) => now - minutes * MINUTE;
  const say = (seq: number, who: string, text: string, minutes: number, more = {}) => message(seq, who, { text, at: at(minutes), more });
  fake.rows.value = [
    say(1, 'zhang', '周末去爬香山吗？红叶应该正好。', 60 * 26),
    say(2, 'zhang', '我查了一下，**早上七点**出发人最少', 60 * 26 - 1, { pinnedAt: at(30) }),
    say(3, SELF.id, '好啊！我带相机 📷', 60 * 26 - 3, { status: 'read' }),
    message(4, 'zhang', { body: { kind: 'system', event: { event: 'joined', userIds: ['ada'] } }, at: at(300) }),
    say(
      5,
      'ada',
      'Hi everyone! Thanks for having me. I read the guide at https://example.org/xiangshan/trails and the north route looks great.',
      180,
      {
        reactions: [
          { emoji: '👍', userIds: [SELF.id, 'zhang'] },
          { emoji: '🍁', userIds: ['li'] },
        ],
      },
    ),
    say(6, 'li', '集合地点定在北门，看https://map.example.cn/beimen，大家别迟到', 175),
    say(7, 'li', '> 早上七点出发\n太早了吧……能不能 ~~六点半~~ 八点？', 174),
    say(8, SELF.id, '八点可以。我来买早饭，豆浆油条？', 170, { status: 'read', replyTo: 7 }),
    say(9, SELF.id, '另外记得带水', 169, { status: 'read', editedAt: at(168) }),
    message(10, SELF.id, { body: { kind: 'recalled' }, at: at(160), more: { recalledAt: at(159), quiet: true } }),
    say(11, 'zhang', '天气预报说有小雨，`降水概率 30%`。带把伞。剧透：||我准备了惊喜||', 40),
    say(12, 'zhang', '🎉', 39),
    say(13, SELF.id, '收到', 12, { status: 'delivered' }),
    message(14, SELF.id, {
      body: { kind: 'text', text: '@Ada Lovelace 你从哪边过来？要不要顺路接你', mentions: ['ada'], mentionNames: ['Ada Lovelace'] },
      at: at(3),
    }),
    say(15, 'ada', 'That would be lovely, thank you! I am at 五道口.', 2),
    say(16, SELF.id, '我这边网络不太好', 1, { status: 'queued', seq: undefined }),
    say(17, SELF.id, '这条没发出去', 0.5, { status: 'failed', seq: undefined }),
  ];
  const members = ['me', 'zhang', 'li', 'ada', 'wang'].map((userId, i) => ({
    userId,
    role: i === 1 ? ('owner' as const) : i === 0 ? ('admin' as const) : ('member' as const),
  }));
  const group = (id: string, title: string, fields = {}) =>
    summary(id, { kind: 'group', title, memberCount: members.length, members, ...fields });
  const direct = (id: string, peerId: string, fields = {}) =>
    summary(id, { title: fake.users.get(peerId)?.name ?? peerId, peerId, ...fields });
  const last = (who: string, text: string, minutes: number, status: 'sent' | 'delivered' | 'read' = 'read') =>
    message(900, who, { text, at: at(minutes), status });
  fake.items.value = [
    inboxItem(
      group('c1', '周末爬山', {
        pinned: true,
        role: 'admin',
        announcement: '周六早上七点，北门集合。请带水和外套，山上风大。',
        requests: 2,
        approval: true,
      }),
      { last: fake.rows.value[14] ?? null, unread: 2, mentions: 1 },
    ),
    inboxItem(direct('c2', 'zhang'), { last: last('zhang', '伞我多带一把，你不用带了', 4), unread: 2 }),
    inboxItem(direct('c3', 'li'), { last: last(SELF.id, '好的，明天见', 62), typing: ['li'] }),
    inboxItem(group('c4', '产品讨论'), { last: last('wang', '设计稿已经更新到第三版，大家有空看看', 300), unread: 128, muted: true }),
    inboxItem(direct('c5', 'ada'), { last: last(SELF.id, 'See you at the museum ☕', 60 * 25, 'delivered') }),
    inboxItem(direct('c6', 'ali'), { last: last('ali', 'مرحبا، كيف حالك؟', 60 * 50) }),
    inboxItem(direct('c7', 'wang'), { last: last('wang', '到了说一声', 60 * 80), draft: '我晚点到' }),
    inboxItem(direct('c8', 'oliver'), {
      last: last('oliver', 'A very long line that has to be cut somewhere sensible because it does not fit', 60 * 24 * 9),
    }),
  ];
  fake.firstUnreadAfter = 10;
  fake.readers = { count: 2, userIds: ['zhang', 'li'] };
  fake.invites = [
    { code: 'SXoPLgDGvCUEamnBORFtzA', createdBy: SELF.id, createdAt: at(500), uses: 3, usesMax: 10, expiresAt: now + 86_400_000 },
    { code: 'c3kzQm1VbU2r8eQ5nW0aXg', createdBy: 'zhang', createdAt: at(100), uses: 0 },
  ];
  fake.joinRequests = [
    { user: user('new', '周小舟'), note: '我是李四的同事，想一起去', createdAt: at(20) },
    { user: user('newer', 'Grace Hopper'), createdAt: at(5) },
  ];
  fake.preview = { code: 'abc', title: '周末爬山', memberCount: 5, approval: true };
  return fake;
}
