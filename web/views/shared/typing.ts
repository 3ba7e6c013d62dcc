import { formatList } from '../../i18n/format';
import { t } from '../../i18n/i18n';

const NAMED_MAX = 2;

/** Who is typing, as a sentence; empty if nobody is. A direct conversation needs no name. */
export function typingText(userIds: readonly string[], isGroup: boolean, nameOf: (userId: string) => string): string {
  if (userIds.length === 0) return '';
  if (!isGroup) return t('typing.direct');
  const names = userIds.slice(0, NAMED_MAX).map(nameOf);
  if (userIds.length === 1) return t('typing.one', { name: names[0] ?? '' });
  if (userIds.length === 2) return t('typing.two', { names: formatList(names) });
  return t('typing.many', { names: formatList(names), n: userIds.length });
}
