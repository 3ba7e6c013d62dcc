import type { TimelineMessage } from '../../../model/timeline';
import { viewOf } from '../bodies/registry';
import type { ConversationContext } from '../context/conversation-context';

/** A small centred line instead of a bubble. */
export function QuietLine({ message, context }: { message: TimelineMessage; context: ConversationContext }) {
  const { View } = viewOf(message.body);
  return (
    <p class="system" data-seq={message.seq}>
      <span>
        <View body={message.body} message={message} context={context} />
      </span>
    </p>
  );
}
