import type { Body } from '../../../../protocol/records';
import { t } from '../../../i18n/i18n';
import { saidLine } from '../../../markup/said';
import type { Mentionable } from '../../../markup/tokens';

/** What was said, as one line: for previews, quotes, labels and notifications. Quiet lines have texts of their own. */
export function lineOf(body: Body, nameOf: (userId: string) => string, people?: readonly Mentionable[]): string {
  if (body.kind === 'text') return saidLine(body, nameOf, people);
  return body.kind === 'unsupported' ? t('message.unsupported') : '';
}
