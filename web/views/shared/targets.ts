import { useMemo } from 'preact/hooks';
import { hueOf } from '../../../protocol/hue';
import type { User } from '../../../protocol/records';
import { rank } from '../../find/find';
import { soundsReady } from '../../find/sounds-like';
import type { AppModel } from '../../model/app';
import type { InboxItem } from '../../model/inbox';
import { useModel } from './use-model';
import { usePeopleSearch } from './use-people-search';

/** A place to send to: a conversation, or a person without one. */
export type Target =
  | { readonly kind: 'conversation'; readonly id: string; readonly title: string; readonly item: InboxItem }
  | { readonly kind: 'person'; readonly id: string; readonly title: string; readonly user: User };

/** The data of a target's avatar. */
export function avatarOf(target: Target): { id: string; name: string; hue: number | undefined } {
  const { title: name } = target;
  if (target.kind === 'person') return { id: target.id, name, hue: target.user.hue ?? hueOf(target.id) };
  const { peerId, hue } = target.item.summary;
  return { id: peerId ?? target.id, name, hue };
}

const isAddress = (query: string): boolean => /^\S+@\S+$/.test(query.trim());

/** The searchable names of a person: their own one and the displayed one. */
function namesOf(model: AppModel, title: string, userId: string | undefined): string[] {
  const own = userId === undefined ? undefined : model.people.user(userId)?.name;
  return own === undefined || own === title ? [title] : [title, own];
}

/**
 * The conversations that match a query, and matching contacts without one; a complete email address finds its owner through the server.
 * Without a query: the conversations in their order.
 */
export function useTargets(items: readonly InboxItem[], query: string, loose = false): readonly Target[] {
  const model = useModel();
  const [found] = usePeopleSearch(isAddress(query) ? query : null);
  const { contacts } = model.people.contacts.value;
  const all = model.inbox.items.value;
  const sounds = soundsReady.value;
  return useMemo(() => {
    const conversations = items.map((item): Target => ({ kind: 'conversation', id: item.id, title: item.title, item }));
    if (query.trim() === '') return conversations;
    const known = new Set(all.flatMap(({ summary }) => summary.peerId ?? []));
    const person = (user: User): Target => ({ kind: 'person', id: user.id, title: model.people.nameOf(user.id), user });
    const withoutConversation = contacts.filter(({ user }) => !known.has(user.id)).map(({ user }) => person(user));
    const ranked = rank(
      [...conversations, ...withoutConversation],
      query,
      (target) => namesOf(model, target.title, target.kind === 'person' ? target.id : target.item.summary.peerId),
      loose,
    );
    const owners = found.state === 'found' ? found.users : [];
    const byAddress = owners.flatMap(
      (user) =>
        conversations.find((candidate) => candidate.kind === 'conversation' && candidate.item.summary.peerId === user.id) ??
        (known.has(user.id) ? [] : [person(user)]),
    );
    const shown = new Set(ranked.map(({ id }) => id));
    return [...ranked, ...byAddress.filter(({ id }) => !shown.has(id))];
  }, [items, all, contacts, query, found, sounds, loose, model]);
}
