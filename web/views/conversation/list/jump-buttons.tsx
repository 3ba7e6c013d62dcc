import { t } from '../../../i18n/i18n';
import { Icon } from '../../../icons/icon';

interface JumpButtonsProps {
  /** The end is off screen. */
  away: boolean;
  unread: number;
  mentions: number;
  onMention: () => void;
  /** Null: there is no jump to return from. */
  onReturn: (() => void) | null;
  onLatest: () => void;
}

const count = (n: number) => (
  <span class="badge" aria-hidden="true">
    {n > 999 ? '999+' : n}
  </span>
);

/** Buttons that jump back to before a jump, to a mention, and to the end. */
export function JumpButtons({ away, unread, mentions, onMention, onReturn, onLatest }: JumpButtonsProps) {
  if (!away && mentions === 0) return null;
  return (
    <div class="jump">
      {away && onReturn !== null && (
        <button
          type="button"
          class="jump-button"
          aria-label={t('conversation.returnTo')}
          data-tip={t('conversation.returnTo')}
          onClick={onReturn}
        >
          <Icon name="recall" />
        </button>
      )}
      {mentions > 0 && (
        <button type="button" class="jump-button" aria-label={t('conversation.toMention', { n: mentions })} onClick={onMention}>
          {count(mentions)}
          <Icon name="at" />
        </button>
      )}
      {away && (
        <button
          type="button"
          class="jump-button"
          aria-label={unread > 0 ? t('conversation.latestCount', { n: unread }) : t('conversation.latest')}
          onClick={onLatest}
        >
          {unread > 0 && count(unread)}
          <Icon name="arrowDown" />
        </button>
      )}
    </div>
  );
}
