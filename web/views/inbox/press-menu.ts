import type { AppModel } from '../../model/app';
import { openInboxMenu } from '../shared/conversation-menu';
import { followLongPress } from '../shared/long-press';

/** Opens the menu of a conversation where a finger rests on its row. Returns what ends it. */
export function followRowPresses(model: AppModel, list: HTMLElement): () => void {
  return followLongPress(list, '.row[data-id]', (row, x, y) => {
    const item = model.inbox.items.peek().find(({ id }) => id === row.dataset.id);
    if (item !== undefined) openInboxMenu(model, item, { x, y });
  });
}
