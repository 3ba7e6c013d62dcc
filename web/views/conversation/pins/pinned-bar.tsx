import { useState } from 'preact/hooks';
import { IconButton } from '../../../components/button';
import { formatNumber, t } from '../../../i18n/i18n';
import type { TimelineMessage } from '../../../model/timeline';
import { useRequest } from '../../shared/use-request';
import { dialog } from '../../state/shell-state';
import { lineOf } from '../bodies/registry';
import { useHiddenBar } from '../context/closed-bars';
import type { ConversationContext } from '../context/conversation-context';
import { pinsOf } from './pins';

interface PinnedBarProps {
  conversationId: string;
  messages: readonly TimelineMessage[];
  context: ConversationContext;
  onJump: (seq: number) => void;
}

/** A pinned message below the header: each press jumps to it and shows the one pinned before it. */
export function PinnedBar({ conversationId, messages, context, onJump }: PinnedBarProps) {
  const { state, since } = context.model.connection.value;
  // The loaded messages lack pins that were set while the connection was down.
  const [asked] = useRequest(() => context.model.groups.pins(conversationId), `${conversationId} ${state === 'online' ? since : ''}`);
  const pins = pinsOf(asked?.ok === true ? asked.value.messages : [], messages);
  const newest = pins[0];
  if (newest === undefined) return null;
  const total = `${formatNumber(pins.length)}${asked?.ok === true && asked.value.hasMore ? '+' : ''}`;
  return (
    <Bar
      key={`${newest.seq} ${newest.pinnedAt}`}
      id={`pins ${conversationId} ${newest.pinnedAt}`}
      pins={pins}
      total={total}
      context={context}
      onJump={onJump}
      onList={() => {
        dialog.value = { kind: 'pins', conversationId };
      }}
    />
  );
}

interface BarProps {
  /** Changes with the newest pin, so that a hidden bar shows again. */
  id: string;
  pins: readonly TimelineMessage[];
  total: string;
  context: ConversationContext;
  onJump: (seq: number) => void;
  onList: () => void;
}

function Bar({ id, pins, total, context, onJump, onList }: BarProps) {
  const [turn, setTurn] = useState(0);
  const [closed, close] = useHiddenBar(id);
  const at = turn % pins.length;
  const shown = pins[at];
  if (closed || shown === undefined) return null;
  return (
    <div class="pinned-bar">
      <button
        type="button"
        class="pinned-message"
        onClick={() => {
          if (shown.seq !== undefined) onJump(shown.seq);
          setTurn(at + 1);
        }}
      >
        <b>
          {t('conversation.pinned')}
          {pins.length > 1 && <span class="pinned-count"> {t('conversation.pinnedCount', { n: at + 1, total })}</span>}
        </b>
        <bdi class="truncate">{lineOf(shown, context)}</bdi>
      </button>
      {pins.length > 1 && <IconButton icon="menu" label={t('conversation.pins')} popup="dialog" onClick={onList} />}
      <IconButton icon="close" label={t('conversation.pinsHide')} onClick={close} />
    </div>
  );
}
