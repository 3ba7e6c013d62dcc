import { lazy } from '../../../components/states/lazy';
import { emojiPicker } from '../../../emoji/open-emoji';

const EmojiPicker = lazy(async () => (await import('../../../emoji/emoji-picker')).EmojiPicker);

/** Renders the emoji picker while it is open. */
export function EmojiHost() {
  const open = emojiPicker.value;
  return open === null ? null : (
    <EmojiPicker
      open={open}
      onClose={() => {
        emojiPicker.value = null;
      }}
    />
  );
}
