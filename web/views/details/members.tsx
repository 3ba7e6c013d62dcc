import { useState } from 'preact/hooks';
import { WATCH_MAX } from '../../../protocol/limits';
import type { Member } from '../../../protocol/records';
import { Avatar } from '../../components/avatar';
import { type MenuItem, menuPlace, openMenu } from '../../components/overlays/open-menu';
import { SearchField } from '../../components/search-field';
import { t } from '../../i18n/i18n';
import type { AppModel, InboxItem } from '../../model/model';
import type { Result } from '../../model/result';
import { Action } from '../people/profile';
import { Failed } from '../shared/asked';
import { isIn } from '../shared/membership';
import { openDirect } from '../shared/open-direct';
import { attempt } from '../shared/problem';
import { dialog } from '../shared/shell-state';
import { useAsked } from '../shared/use-asked';
import { useModel, useSelfId } from '../shared/use-model';
import { useWatch } from '../shared/watching';

const ROLE_NAMES = { owner: 'group.owner', admin: 'group.admin', member: 'group.member' } as const;
const ORDER = { owner: 0, admin: 1, member: 2 } as const;

function memberItems(model: AppModel, item: InboxItem, member: Member): MenuItem[] {
  const { conversations } = model;
  const { role } = item.summary;
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
  if (!isIn(item.summary)) return items;
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
            icon: 'personPlus',
            apart: true,
            onSelect: () => void attempt(conversations.setRole(item.id, userId, 'admin')),
          },
      {
        label: t('group.transfer'),
        icon: 'crown',
        onSelect: () => {
          dialog.value = { kind: 'transfer', conversationId: item.id, userId };
        },
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

const SHOWN_FIRST = 50;

/**
 * The members to show: all, or in a large group those whose name begins with what is looked for. A large group's members come when asked
 * for; a small one's ride along with the inbox.
 */
function useShown(item: InboxItem, query: string): readonly [Result<readonly Member[]> | null, () => void] {
  const model = useModel();
  const inline = item.summary.members;
  const [asked, again] = useAsked<readonly Member[]>(
    async () =>
      query !== ''
        ? model.groups.findMembers(item.id, query)
        : inline === undefined
          ? model.conversations.members(item.id)
          : { ok: true, value: inline },
    `${item.id} ${query} ${item.summary.memberCount} ${inline === undefined}`,
  );
  if (query !== '') return [asked, again];
  const all: typeof asked = inline === undefined ? asked : { ok: true, value: inline };
  if (all?.ok !== true) return [all, again];
  return [{ ok: true, value: [...all.value].sort((a, b) => ORDER[a.role] - ORDER[b.role]) }, again];
}

export function Members({ item }: { item: InboxItem }) {
  const model = useModel();
  const myId = useSelfId();
  const [all, setAll] = useState(false);
  const [query, setQuery] = useState('');
  const [found, again] = useShown(item, query.trim());
  const members = found?.ok === true ? found.value : [];
  const shown = all ? members : members.slice(0, SHOWN_FIRST);
  useWatch(shown.slice(0, WATCH_MAX).map(({ userId }) => userId));
  return (
    <section class="section" aria-label={t('group.members')}>
      <h3>{t('group.count', { n: item.summary.memberCount })}</h3>
      {isIn(item.summary) && (
        <Action
          icon="personPlus"
          label={t('group.addMembers')}
          onClick={() => {
            dialog.value = { kind: 'addMembers', conversationId: item.id };
          }}
        />
      )}
      {item.summary.members === undefined && isIn(item.summary) && (
        <SearchField value={query} label={t('group.findMember')} onInput={setQuery} />
      )}
      {found?.ok === false && <Failed problem={found.problem} onRetry={again} />}
      {query.trim() !== '' && found?.ok === true && found.value.length === 0 && (
        <p class="note" role="status">
          {t('people.none')}
        </p>
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
                {member.role !== 'member' && <span class="role">{t(ROLE_NAMES[member.role])}</span>}
              </button>
            </li>
          );
        })}
      </ul>
      {!all && members.length > SHOWN_FIRST && <Action icon="chevronDown" label={t('group.loadMembers')} onClick={() => setAll(true)} />}
    </section>
  );
}
