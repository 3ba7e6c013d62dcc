import type { AppModel } from '../../model/app';
import { openInboxMenu } from '../shared/conversation-menu';
import { followLongPress } from '../shared/long-press';

/** Opens a conversation's menu by a long press on its row. Returns a function that stops it. */
export function followRowPresses(model: AppModel, list: HTMLElement): () => void {
  return followLongPress(list, '.row[data-id]', (row, x, y) => {
    const item = model.inbox.items.peek().find(({ id }) => id === row.dataset.id);
    if (item !== undefined) openInboxMenu(model, item, { x, y });
  });
}
