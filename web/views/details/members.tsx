import { useEffect, useState } from 'preact/hooks';
import type { Member } from '../../../protocol/records';
import { Avatar } from '../../components/avatar';
import { type MenuItem, menuPlace, openMenu } from '../../components/menu';
import { t } from '../../i18n/i18n';
import type { AppModel, InboxItem } from '../../model';
import { Action } from '../people/profile';
import { talkTo } from '../people/talk-to';
import { attempt } from '../problem';
import { dialog } from '../shell-state';
import { useModel, useSelfId } from '../use-model';

const ORDER = { owner: 0, admin: 1, member: 2 } as const;

function memberItems(model: AppModel, item: InboxItem, member: Member): MenuItem[] {
  const { conversations } = model;
  const { role } = item.summary;
  const { userId } = member;
  const items: MenuItem[] = [
    { label: t('people.message'), icon: 'compose', onSelect: () => void talkTo(model, userId) },
    {
      label: t('details.profile'),
      icon: 'person',
      onSelect: () => {
        dialog.value = { kind: 'profile', userId };
      },
    },
  ];
  if (item.summary.leftSeq !== undefined) return items;
  if (role === 'owner') {
    items.push(
      member.role === 'admin'
        ? {
            label: t('group.makeMember'),
            icon: 'person',
            apart: true,
            onSelect: () => void attempt(conversations.setRole(item.id, userId, 'member')),
          }
        : {
            label: t('group.makeAdmin'),
            icon: 'crown',
            apart: true,
            onSelect: () => void attempt(conversations.setRole(item.id, userId, 'admin')),
          },
    );
  }
  if (role === 'owner' || (role === 'admin' && member.role === 'member')) {
    items.push({
      label: t('group.removeMember'),
      icon: 'block',
      danger: true,
      onSelect: () => void attempt(conversations.removeMember(item.id, userId)),
    });
  }
  return items;
}

/** A large group's members come when asked for; a small one's ride along with the inbox. */
function useMembers(item: InboxItem): readonly Member[] {
  const model = useModel();
  const inline = item.summary.members;
  const [asked, setAsked] = useState<readonly Member[]>([]);
  useEffect(() => {
    if (inline !== undefined) return;
    let gone = false;
    void model.conversations.members(item.id).then((result) => {
      if (!gone && result.ok) setAsked(result.value);
    });
    return () => {
      gone = true;
    };
  }, [item.id, inline, item.summary.memberCount]);
  return inline ?? asked;
}

const SHOWN_FIRST = 50;

export function Members({ item }: { item: InboxItem }) {
  const model = useModel();
  const myId = useSelfId();
  const [all, setAll] = useState(false);
  const members = [...useMembers(item)].sort((a, b) => ORDER[a.role] - ORDER[b.role]);
  const shown = all ? members : members.slice(0, SHOWN_FIRST);
  return (
    <section class="section" aria-label={t('group.members')}>
      <h3>{t('group.count', { n: item.summary.memberCount })}</h3>
      {item.summary.leftSeq === undefined && (
        <Action
          icon="personPlus"
          label={t('group.addMembers')}
          onClick={() => {
            dialog.value = { kind: 'addMembers', conversationId: item.id };
          }}
        />
      )}
      <ul>
        {shown.map((member) => {
          const name = model.people.nameOf(member.userId);
          return (
            <li key={member.userId}>
              <button
                type="button"
                class="row row-small"
                disabled={member.userId === myId}
                aria-haspopup="menu"
                onClick={(event) =>
                  openMenu({ label: name, at: menuPlace(event, event.currentTarget), items: memberItems(model, item, member) })
                }
              >
                <Avatar id={member.userId} name={name} hue={member.hue} size="s" />
                <span class="row-text">
                  <span class="row-line">
                    <bdi class="row-name truncate">{name}</bdi>
                    {member.userId === myId && <span class="action-value">{t('details.you')}</span>}
                  </span>
                </span>
                {member.role !== 'member' && <span class="role">{t(`group.${member.role}`)}</span>}
              </button>
            </li>
          );
        })}
      </ul>
      {!all && members.length > SHOWN_FIRST && <Action icon="chevronDown" label={t('group.loadMembers')} onClick={() => setAll(true)} />}
    </section>
  );
}
