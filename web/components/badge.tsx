import { t } from '../i18n/i18n';

/** A count; grey if muted, `@` if a message mentions the reader. */
export function Badge({ count, muted = false, mention = false }: { count: number; muted?: boolean; mention?: boolean }) {
  if (count <= 0 && !mention) return null;
  return (
    <span class="badges">
      {mention && (
        <span class="badge badge-mention">
          <span aria-hidden="true">@</span>
          <span class="sr-only">{t('inbox.mentioned')}</span>
        </span>
      )}
      {count > 0 && (
        <span class={`badge${muted ? ' badge-muted' : ''}`}>
          <span aria-hidden="true">{count > 999 ? '999+' : count}</span>
          <span class="sr-only">{t('inbox.unreadCount', { n: count })}</span>
        </span>
      )}
    </span>
  );
}
