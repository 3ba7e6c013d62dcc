import { kindOf, plainOf } from '../../../../protocol/bodies';
import { Button, IconButton } from '../../../components/button';
import { formatFull } from '../../../i18n/format';
import { t } from '../../../i18n/i18n';
import type { TimelineMessage } from '../../../model/timeline';
import { dialog } from '../../state/shell-state';
import { copyText } from '../bodies/copy-text';
import type { ConversationContext } from '../context/conversation-context';
import { deleteForMe } from '../message/delete-for-me';

/** Replaces the composer while the user selects messages. */
export function SelectBar({
  messages,
  context,
  onDone,
}: {
  messages: readonly TimelineMessage[];
  context: ConversationContext;
  onDone: () => void;
}) {
  const texts = messages.filter((message) => plainOf(message.body) !== '');
  const forwardable = messages.filter((message) => kindOf(message.body).forwarded !== null);
  const stored = messages.flatMap(({ seq }) => seq ?? []);
  const asText = () =>
    texts.map((message) => `${context.nameOf(message.senderId)} · ${formatFull(message.createdAt)}\n${plainOf(message.body)}`).join('\n\n');
  return (
    <div class="composer">
      <div class="select-bar" role="toolbar" aria-label={t('message.select')}>
        <IconButton icon="close" label={t('common.cancel')} onClick={onDone} />
        <span class="grow" role="status">
          {t('message.selected', { n: messages.length })}
        </span>
        <IconButton
          icon="copy"
          label={t('message.copySelected')}
          disabled={texts.length === 0}
          onClick={() => {
            void copyText(asText());
            onDone();
          }}
        />
        <IconButton
          icon="trash"
          label={t('message.delete')}
          disabled={stored.length === 0}
          onClick={() => {
            const [first] = messages;
            if (first !== undefined) void deleteForMe(context.model, first.conversationId, stored);
            onDone();
          }}
        />
        <Button
          kind="primary"
          icon="forward"
          disabled={forwardable.length === 0}
          onClick={() => {
            dialog.value = { kind: 'forward', messages: forwardable };
            onDone();
          }}
        >
          {t('message.forward')}
        </Button>
      </div>
    </div>
  );
}
