import { useState } from 'preact/hooks';
import { WATCH_MAX } from '../../../protocol/limits';
import type { Member } from '../../../protocol/records';
import type { Role } from '../../../protocol/roles';
import { Avatar } from '../../components/avatar';
import { type MenuItem, menuPlace, openMenu } from '../../components/overlays/open-menu';
import { SearchField } from '../../components/search-field';
import { t } from '../../i18n/i18n';
import type { AppModel } from '../../model/app';
import type { InboxItem } from '../../model/inbox';
import { Action } from '../people/profile';
import { Failed } from '../shared/loaded';
import { isMember, may } from '../shared/membership';
import { openDirect } from '../shared/open-direct';
import { attempt } from '../shared/problem';
import { useModel, useSelfId } from '../shared/use-model';
import { useLivePresence } from '../shared/watching';
import { dialog } from '../state/shell-state';
import { memberRights } from './member-rights';
import { useMembers } from './use-members';

const BADGES = { owner: 'group.owner', admin: 'group.admin', member: null } as const;

function memberItems(model: AppModel, item: InboxItem, member: Member): MenuItem[] {
  const { conversations } = model;
  const { userId } = member;
  const items: MenuItem[] = [
    { label: t('people.message'), icon: 'compose', onSelect: () => void openDirect(model, userId) },
    {
      label: t('details.profile'),
      icon: 'person',
      onSelect: () => {
        dialog.value = { kind: 'profile', userId };
      },
    },
  ];
  const { grant, remove } = memberRights(item.summary, member.role);
  const give = (role: Role) => () => void attempt(conversations.setRole(item.id, userId, role));
  if (grant.member) items.push({ label: t('group.makeMember'), icon: 'person', apart: true, onSelect: give('member') });
  if (grant.admin) items.push({ label: t('group.makeAdmin'), icon: 'personPlus', apart: true, onSelect: give('admin') });
  if (grant.owner) {
    items.push({
      label: t('group.transfer'),
      icon: 'crown',
      onSelect: () => {
        dialog.value = { kind: 'transfer', conversationId: item.id, userId };
      },
    });
  }
  if (remove) {
    items.push({
      label: t('group.removeMember'),
      icon: 'block',
      danger: true,
      onSelect: () => {
        const name = model.people.nameOf(userId);
        dialog.value = {
          kind: 'confirm',
          title: t('group.removeTitle', { name }),
          hint: t('group.removeHint'),
          action: t('group.removeMember'),
          work: () => attempt(conversations.removeMember(item.id, userId)),
        };
      },
    });
  }
  return items;
}

export function Members({ item }: { item: InboxItem }) {
  const model = useModel();
  const myId = useSelfId();
  const [query, setQuery] = useState('');
  const { members, problem, more } = useMembers(item, query.trim());
  const shown = members ?? [];
  useLivePresence(shown.slice(0, WATCH_MAX).map(({ userId }) => userId));
  return (
    <section class="section" aria-label={t('group.members')}>
      <h3>{t('group.count', { n: item.summary.memberCount })}</h3>
      {may(item.summary, 'invite') && (
        <Action
          icon="personPlus"
          label={t('group.addMembers')}
          onClick={() => {
            dialog.value = { kind: 'addMembers', conversationId: item.id };
          }}
        />
      )}
      {item.summary.members === undefined && isMember(item.summary) && (
        <SearchField value={query} label={t('group.findMember')} onInput={setQuery} />
      )}
      {query.trim() !== '' && members?.length === 0 && problem === null && (
        <p class="note" role="status">
          {t('people.none')}
        </p>
      )}
      <ul>
        {shown.map((member) => {
          const name = model.people.nameOf(member.userId);
          const badge = BADGES[member.role];
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
                <Avatar
                  id={member.userId}
                  name={name}
                  hue={model.people.user(member.userId)?.hue ?? member.hue}
                  size="s"
                  online={member.userId !== myId && model.people.presence(member.userId)?.online === true}
                />
                <span class="row-text">
                  <span class="row-line">
                    <bdi class="row-name truncate">{name}</bdi>
                    {member.userId === myId && <span class="action-value">{t('details.you')}</span>}
                  </span>
                </span>
                {badge !== null && <span class="role">{t(badge)}</span>}
              </button>
            </li>
          );
        })}
      </ul>
      {problem !== null && more && <Failed problem={problem} onRetry={more} />}
      {problem === null && more && <Action icon="chevronDown" label={t('group.loadMembers')} onClick={more} />}
    </section>
  );
}
